"""Comparisons between two readings that are both given: "down from 30%", "8 points above May", "38% of the 5,000 we expected"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.coach.facts.arithmetic import rounds
from bot.coach.facts.forms import is_verb
from bot.coach.facts.given import FREE, Given
from bot.coach.facts.laid import Row
from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.matching import Whole, misfits
from bot.coach.facts.numbers import BEFORE, Number
from bot.coach.facts.tokens import Part, Token

_UP = frozenset({"up", "above", "more", "ahead", "higher", "over"})
_DOWN = frozenset({"down", "below", "less", "fewer", "short", "behind", "lower", "under"})
_LEVEL = frozenset({"against", "versus", "vs", "instead", "compared"})
_LINKS = frozenset({"from", "of", "than", "with", "to", "on"})
_WAYS, _BETWEEN = _UP | _DOWN, _LINKS | _LEVEL
_DETERMINERS = frozenset({"the", "our", "my", "a", "an"})
_EARLIER = frozenset({"was", "were", "before", "earlier", "previously", "baseline", "old", "typical", "originally"})
_SAID_BY_COMPARING = frozenset({"vs", "was", "were", "before", "earlier", "previously", "originally", "overthere"})
_NEAR = 2
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a stretch compares: its sign (0 where it only sets beside), the figure for the gap, and what it compares with."""

    sign: int
    gap: Number | None
    rest: tuple[Token, ...]
    share: bool = False


def opens(row: Sequence[Token], at: int) -> bool:
    """Whether a comparison begins at a place in a row of tokens."""
    here, after = row[at], row[at + 1] if at + 1 < len(row) else None
    if here.number:
        return after is not None and (after.text in _WAYS or _is_share(row, at))
    if after is None or (at and row[at - 1].number and here.text in _WAYS):
        return False
    return here.text in _LEVEL or (
        here.text in _WAYS and (after.text in _LINKS or after.number is not None or after.text in _DETERMINERS)
    )


def _is_share(row: Sequence[Token], at: int) -> bool:
    number, after = row[at].number, row[at + 1 : at + 5]
    return number is not None and number.unit == "%" and after[0].text == "of" and any(token.number for token in after)


def parted(row: list[Token]) -> list[list[Token]]:
    """Cut a piece where a comparison begins in it."""
    cuts = [at for at in range(1, len(row)) if opens(row, at)]
    return [row[start:end] for start, end in pairwise([0, *cuts, len(row)])]


def comparison(row: Sequence[Token]) -> Comparison | None:
    """Read a stretch that opens a comparison."""
    if not row or not opens(row, 0):
        return None
    gap, sign, place = None, 0, 0
    share = _is_share(row, 0)
    for place, token in enumerate(row):
        if token.number and gap is None and (place == 0 or ((sign or share) and not _is_base(row, place))):
            gap = token.number
        elif token.text in _WAYS and not sign:
            sign = 1 if token.text in _UP else -1
        elif token.text not in _BETWEEN:
            return Comparison(sign, gap, tuple(row[place:]), share)
    return Comparison(sign, gap, (), share)


def _is_base(row: Sequence[Token], place: int) -> bool:
    """Whether a figure is what is compared with: no link between it and a further figure follows."""
    return not (place + 1 < len(row) and row[place + 1].text in {"from", "than"})


def compared(
    told: Comparison, main: Sequence[Token], first: Given, other: Given, whole: Whole, lexicon: Lexicon
) -> Iterator[str]:
    """Name what is wrong with a comparison of one unit's reading with another's."""
    base = [number for number in other.numbers if first is not other or number.role in {*BEFORE, "vs"}]
    mine = [token.number for token in main if token.number and any(token.number.equals(had) for had in first.numbers)]
    pair = next(((one, two) for one in reversed(mine) for two in base if one.unit == two.unit and one is not two), None)
    if pair is None:
        yield "nothing to compare"
        return
    yield from _related(first, other, main, told, lexicon)
    yield from _reckoned(told, *pair, base)
    yield from _rest(told, main, other, whole, lexicon)


def _reckoned(told: Comparison, mine: Number, base: Number, all_bases: Sequence[Number]) -> Iterator[str]:
    bases = [number.value for number in all_bases if number.unit == base.unit]
    if told.sign and any((mine.value > value) - (mine.value < value) != told.sign for value in bases):
        yield "direction"
    if told.gap is None:
        return
    if told.gap.about - {"about"}:
        yield f"not given: {min(told.gap.about)}"
    gap = abs(mine.value - base.value)
    wanted = (
        {"pp": gap}
        if base.unit == "%"
        else {base.unit: gap, "": gap, "%": 100 * gap / base.value if base.value else 0.0}
    )
    if told.share:
        wanted = {"%": 100 * mine.value / base.value} if base.value and base.unit != "%" else {}
    if (
        mine.about
        or base.about
        or len(bases) > 1
        or told.gap.unit not in wanted
        or not rounds(told.gap, wanted[told.gap.unit])
    ):
        yield f"number: {told.gap.value:g}{told.gap.unit}"


def _rest(told: Comparison, main: Sequence[Token], other: Given, whole: Whole, lexicon: Lexicon) -> Iterator[str]:
    """What is compared with is told with all that binds it; what the two readings share is said once."""
    rest = Row(_in_role(token, other.numbers, opens=not at) for at, token in enumerate(told.rest))
    shared = {token.key for token in main}
    had_already = {f"{number.value:g}{number.unit}" for token in main if (number := token.number)}
    for wrong in misfits(rest, other, whole, lexicon):
        word = wrong.partition(": ")[2]
        if wrong.startswith("left out") and word in had_already:
            continue
        elliptic = wrong.startswith("left out: ") and (
            lexicon.key(word.split()[-1]) in shared or word.split()[-1] in shared
        )
        if not (
            elliptic
            or wrong.startswith(("time:", "order:"))
            or (wrong.startswith("left out") and word in _SAID_BY_COMPARING)
        ):
            yield wrong
    when = {token.key for token in other.source if token.part is Part.PERIOD}
    if missing := when - {token.key for token in told.rest} - shared:
        yield f"left out: {min(missing)}"


def _in_role(token: Token, had: Sequence[Number], *, opens: bool) -> Token:
    number = token.number
    if number is None:
        return token
    same = next(
        (
            one
            for one in had
            if one.equals(number) or (not number.unit and abs(one.value - number.value * one.scale) < _TINY)
        ),
        None,
    )
    compares = opens and same and same.about != number.about  # "above 30%" compares, "a goal of over 30%" does not
    about = number.about - {"over", "under"} if compares else number.about
    return (
        replace(token, number=replace(number, value=same.value, unit=same.unit, role=same.role, about=about))
        if same
        else token
    )


def _related(first: Given, other: Given, main: Sequence[Token], told: Comparison, lexicon: Lexicon) -> Iterator[str]:
    """Two readings may be compared when they are of one thing: told in one breath, or about the same words."""
    if first is other:
        return
    mine, theirs = (_about_what(one, lexicon) for one in (first, other))
    gap = abs(first.unit.sentence - other.unit.sentence)
    behind = {token.key for token in (*other.unit.before, *other.unit.topic)}
    if any(_heads(key, other) for key in theirs - {token.key for token in main}):
        yield "not the same thing"
    if other.unit.lasting and not theirs <= {token.key for token in main}:
        yield "not the same thing"
    near = gap <= _NEAR and not other.unit.lasting and (other.leans or not theirs)
    if not theirs <= {token.key for token in (*main, *told.rest)} or not (near or (theirs and mine <= theirs | behind)):
        yield "not the same thing"
    marked = other.texts & _EARLIER or any(token.part is Part.PERIOD for token in other.source)
    if told.sign == 0 and not marked and not (other.keys & lexicon.frames):
        yield "not earlier"


def _heads(key: str, other: Given) -> bool:
    """Whether a word names what is read, and not only when or where: nothing leads up to it."""
    at = next((place for place, token in enumerate(other.source) if token.key == key), 0)
    before = [token for token in other.source[:at] if token.part is not Part.GLUE or token.text == "of"]
    return not before or not before[-1].leads


def _about_what(one: Given, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        token.key
        for at, token in enumerate(one.source)
        if token.part is Part.WORD
        and not (token.text == "end" and at and one.source[at - 1].part is Part.PERIOD)
        and not is_verb(token, lexicon)
        and token.key not in lexicon.frames | FREE
        and token.text not in _EARLIER | {"target", "goal", "plan"}
    )
