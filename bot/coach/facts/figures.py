"""Figures: equal in value, unit, role and "about", with the same thing beside them; or derived by arithmetic."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.coach.facts import arithmetic
from bot.coach.facts.given import FREE, Given
from bot.coach.facts.laid import Row
from bot.coach.facts.lexicon import FALL, RISE
from bot.coach.facts.numbers import BEFORE, Number, Pair, pairs
from bot.coach.facts.tokens import Token

_FACTORS = frozenset({"doubl", "halv", "tripl"})
_NEAR = 5
_NEARLY = 1e-6


def figures(said: Row, one: Given, elsewhere: frozenset[Number]) -> Iterator[str]:
    """Name the figures that are not given, not derived, or left out."""
    told = [token for token in said if token.number]
    if not told and not one.numbers:
        return
    used: dict[int, int] = {}
    derived = not _FACTORS.isdisjoint(said.keys)
    directed = RISE in said.keys or FALL in said.keys
    for at, token in enumerate(told):
        assert token.number  # noqa: S101 - for the type checker: only such were chosen
        place = _place(token.number, one.numbers, used, directed=directed)
        if place is not None:
            used[place] = at
        elif not one.ranges and arithmetic.follows(token.number, one.numbers):
            derived = True
        else:
            yield f"number: {token.text}"
    labels = sum(1 for token in one.unit.label if token.number) if one.unit.label else 0
    for at, had in enumerate(one.numbers):
        if at not in used and not derived and not _may_go(had, one, used) and not (at < labels and had in elsewhere):
            yield f"left out: {had.value:g}{had.unit}"
    yield from _crossed(said, one, used)
    yield from _nouns(said, one)
    yield from _parted(told, one)


def _parted(told: Sequence[Token], one: Given) -> Iterator[str]:
    """Two readings of one thing stay a pair: where several are told, none takes another's beginning."""
    if not told or not one.laid.pairs:
        return
    had = {_worths(pair) for pair in one.laid.pairs}
    for pair in pairs([token.number for token in told if token.number]):
        if _worths(pair) not in had:
            yield f"not the reading before: {pair.before.value:g}"


def _worths(pair: Pair) -> tuple[float, float]:
    return round(pair.before.value, 6), round(pair.after.value, 6)


def _place(number: Number, given: Sequence[Number], used: dict[int, int], *, directed: bool) -> int | None:
    paired = any(had.role for had in given)
    for at, had in enumerate(given):
        near = abs(had.value - number.value) <= _NEARLY * (1 + abs(had.value))  # cheap to see, and seldom so
        if near and at not in used and _same(number, had, directed=directed, paired=paired):
            return at
    return None


def _same(said: Number, had: Number, *, directed: bool, paired: bool) -> bool:
    if not said.equals(had) or said.about != had.about:
        return False
    if had.role in BEFORE:
        return said.role in BEFORE
    if said.role in BEFORE:
        return said.role == "was" and not paired
    if had.role == "by":
        return said.role == "by" or (not said.role and directed)
    return said.role != "by" or not had.role


def _may_go(had: Number, one: Given, used: dict[int, int]) -> bool:
    """A reading before may be left out where the one after stands."""
    if had.role not in BEFORE or not one.sign:
        return False
    return any(
        pair.before is had and any(one.numbers[place] is pair.after for place in used) for pair in one.laid.pairs
    )


def _crossed(said: Sequence[Token], one: Given, used: dict[int, int]) -> Iterator[str]:
    """Figures of one unit keep their order, unless each of them keeps its neighbour."""
    if list(used.values()) == sorted(used.values()) and list(used) == sorted(used):
        return
    turned = {
        place
        for first, second in combinations(sorted(used), 2)
        if used[first] > used[second] and not BEFORE & {one.numbers[first].role, one.numbers[second].role}
        for place in (first, second)
    }
    if not turned:
        return
    here, there = _neighbours(said), _neighbours(one.source)
    for at in sorted(turned):
        if not (here[used[at]] & there[at]):
            yield f"whose number: {one.numbers[at].value:g}"


def _neighbours(row: Sequence[Token]) -> list[frozenset[str]]:
    """The word or time that stands next to each figure."""
    out: list[frozenset[str]] = []
    for place, token in enumerate(row):
        if token.number:
            behind = next((near.key for near in row[place + 1 :] if near.counts), "")
            out.append(frozenset({behind}) - {"", "#"})
    return out


def _nouns(said: Sequence[Token], one: Given) -> Iterator[str]:
    """What a bare figure counts stands behind it, here as there."""
    for place, token in enumerate(said):
        if not token.number or token.number.unit or token.number.role not in {"", "of"}:
            continue
        noun = _noun_behind(said, place)
        if noun and not _counted(token.number, noun, one) and not arithmetic.follows(token.number, one.numbers):
            yield f"whose number: {token.text}"


def _counted(number: Number, noun: str, one: Given) -> bool:
    return any(
        other.number
        and other.number.equals(number)
        and noun in {near.key for near in one.source[at + 1 : at + 1 + _NEAR]}
        for at, other in enumerate(one.source)
    )


def _noun_behind(row: Sequence[Token], place: int) -> str | None:
    after = row[place + 1] if place + 1 < len(row) else None
    return after.key if after and after.worded and after.key not in FREE else None
