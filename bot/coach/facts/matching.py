"""Whether a stretch of a sentence claims what one unit claims: no more, and nothing taken away that binds it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.coach.facts import arithmetic
from bot.coach.facts.lexicon import FALL, ME, MOVE, NOT, RISE, US, Lexicon
from bot.coach.facts.numbers import Number, pairs
from bot.coach.facts.tokens import Part, Token
from bot.coach.facts.units import Unit, is_verb, subject

_FREE: Final = frozenset({ME, US})
_DETERMINERS: Final = frozenset(
    {
        "my",
        "our",
        "mine",
        "ours",
        "mein",
        "unser",
        "unsere",
        "mon",
        "ma",
        "mes",
        "notre",
        "nos",
        "mi",
        "mis",
        "nuestro",
        "nuestra",
    }
)


@dataclass(frozen=True, slots=True)
class Given:
    """A unit made ready to be held against sentences."""

    unit: Unit
    source: tuple[Token, ...]
    keys: frozenset[str]
    numbers: tuple[Number, ...]
    sign: int
    subject: frozenset[str]


def given(unit: Unit, lexicon: Lexicon) -> Given:
    """Make a unit ready."""
    source = tuple(token for token in (*unit.head, *unit.tokens) if token.part is not Part.BREAK)
    numbers = tuple(token.number for token in source if token.number)
    keys = frozenset(token.key for token in source if token.counts)
    led = frozenset(token.key for token in subject(source, lexicon) if token.counts)
    return Given(unit, source, keys, numbers, _sign(keys, numbers), led)


def _sign(keys: frozenset[str], numbers: Sequence[Number]) -> int:
    told = (RISE in keys) - (FALL in keys)
    counted = arithmetic.direction(numbers)
    return told if not counted else counted if not told or told == counted else 0


def misfits(said: Sequence[Token], one: Given, everything: frozenset[str], lexicon: Lexicon) -> list[str]:
    """Name what a stretch claims beyond a unit, and what of the unit it lacks. `everything` are the whole sentence's keys."""
    said = [token for token in said if token.part is not Part.BREAK]
    return [
        *_added(said, one, lexicon),
        *_missing(said, one, everything, lexicon),
        *_numbers(said, one),
        *_scopes(said, one, lexicon),
        *_roles(said, one, lexicon),
        *_times(said, one, lexicon),
    ]


def _added(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    leans = any(token.text in lexicon.pronouns for token in one.unit.tokens)
    for token in said:
        if token.part in {Part.WORD, Part.PERIOD} and token.key not in one.keys:
            if leans and token.key in one.unit.before and token.key not in {*_FREE, NOT}:
                continue
            if not _licensed(token, one):
                yield f"not given: {token.text}"
    sourced = {token.text for token in one.source}
    if any(lexicon.base.get(token.text, token.text) in lexicon.agentive for token in said):
        acts = any(lexicon.base.get(text, text) in lexicon.agentive for text in sourced)
        if not acts and not (one.subject & _FREE):
            yield "who did it"


def _licensed(token: Token, one: Given) -> bool:
    if token.key in {RISE, FALL}:
        return one.sign == (1 if token.key == RISE else -1)
    if token.key == MOVE:
        return bool(one.sign)
    return token.key in {"double", "halve", "triple"} and _factor(token.key, one)


def _factor(key: str, one: Given) -> bool:
    wanted = {"double": 2.0, "halve": 0.5, "triple": 3.0}[key]
    return any(
        pair.before.value
        and not (pair.before.about or pair.after.about)
        and abs(pair.after.value / pair.before.value - wanted) < 0.01 * wanted
        for pair in pairs(one.numbers)
    )


def _missing(said: Sequence[Token], one: Given, everything: frozenset[str], lexicon: Lexicon) -> Iterator[str]:
    keys = {token.key for token in said}
    factored = bool(keys & {"double", "halve", "triple"})
    for place, token in enumerate(one.source):
        if token.part is Part.NUMBER or not token.counts or token.key in keys or token.key in _FREE:
            continue
        if token.part is Part.PERIOD and not one.unit.lasting and not _is_rate(one.source, place, lexicon):
            continue
        if token in one.unit.head and token.key in everything:
            continue
        if token in one.unit.head and token.key not in lexicon.frames and token.key != NOT:
            continue
        if token.key in {RISE, FALL, MOVE} and (keys & {RISE, FALL, MOVE} or factored):
            continue
        if token.key == MOVE and one.sign:
            continue
        yield f"left out: {token.text}"
    for key in sorted(one.unit.tail - keys - everything):
        yield f"left out: {key}"


def _is_rate(source: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    return place > 0 and source[place - 1].text in lexicon.rates | {"a", "an"}


def _numbers(said: Sequence[Token], one: Given) -> Iterator[str]:
    told = [token for token in said if token.number]
    used: set[int] = set()
    derived = False
    directed = any(token.key in {RISE, FALL} for token in said)
    for token in told:
        number = token.number
        assert number  # noqa: S101 - for the type checker: only such were chosen
        place = next(
            (at for at, had in enumerate(one.numbers) if at not in used and _same(number, had, directed=directed)), None
        )
        if place is not None:
            used.add(place)
        elif arithmetic.follows(number, one.numbers):
            derived = True
        else:
            yield f"number: {token.text}"
    derived = derived or any(token.key in {"double", "halve", "triple"} for token in said)
    for at, had in enumerate(one.numbers):
        if at not in used and not derived and not _may_go(had, one, used):
            yield f"left out: {had.value:g}{had.unit}"


def _same(said: Number, had: Number, *, directed: bool) -> bool:
    if not said.equals(had) or said.about != had.about:
        return False
    if had.role == "from":
        return said.role == "from"
    if said.role == "from":
        return False
    if had.role == "by":
        return said.role == "by" or (not said.role and directed)
    return said.role != "by" or not had.role


def _may_go(had: Number, one: Given, used: set[int]) -> bool:
    """A reading before may be left out where the one after stands."""
    if had.role != "from":
        return False
    return any(
        pair.before is had and any(one.numbers[place] is pair.after for place in used) for pair in pairs(one.numbers)
    )


def _scopes(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    for token, after in _followed(said, lexicon):
        if after is None:
            continue
        if not any(other.key == token.key and then == after for other, then in _followed(one.source, lexicon)):
            yield f"scope of {token.text}"
    for place, token in enumerate(said):
        if token.number and not token.number.unit and not token.number.role:
            noun = _noun_behind(said, place)
            if (
                noun
                and not any(
                    other.number
                    and other.number.equals(token.number)
                    and noun in {near.key for near in one.source[at + 1 : at + 6]}
                    for at, other in enumerate(one.source)
                )
                and not arithmetic.follows(token.number, one.numbers)
            ):
                yield f"whose number: {token.text}"


def _followed(row: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[Token, str | None]]:
    for place, token in enumerate(row):
        if token.key in lexicon.scoped:
            yield token, next((later.key for later in row[place + 1 :] if later.counts), None)


def _noun_behind(row: Sequence[Token], place: int) -> str | None:
    after = row[place + 1] if place + 1 < len(row) else None
    return after.key if after and after.part is Part.WORD else None


def _roles(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Words keep their order, so that who did what to whom stays; groups behind a preposition may move as wholes."""
    last, moved = -1, False
    passive = any(token.text in lexicon.auxiliaries for token in said)
    lead = ""
    for token in said:
        if token.part in {Part.BOUND, Part.LOOSE}:
            lead, last, moved = token.text, -1, True
            continue
        if token.part not in {Part.WORD, Part.PERIOD} or token.text in _DETERMINERS:
            continue
        places = [at for at, other in enumerate(one.source) if other.key == token.key]
        if not places:
            continue
        if token.part is Part.WORD:
            yield from _led(token, lead, places, one, lexicon, passive=passive)
        lead = ""
        later = [at for at in places if at > last]
        if later:
            last = later[0]
        elif not _may_come_late(token, one, lexicon, passive=passive):
            yield f"order: {token.text}"
    _ = moved


def _may_come_late(token: Token, one: Given, lexicon: Lexicon, *, passive: bool) -> bool:
    """What was done to something may be told of the thing: "we cut churn" as "churn was cut", never the other way."""
    if not is_verb(token, lexicon):
        return False
    return (passive or token.key in {RISE, FALL, MOVE}) and (not one.subject or bool(one.subject & _FREE))


def _led(
    token: Token, lead: str, places: Sequence[int], one: Given, lexicon: Lexicon, *, passive: bool
) -> Iterator[str]:
    had = [_preposition(one.source, at) for at in places]
    if lead in lexicon.bound:
        if lead in had or (lead == "by" and passive and token.key in one.subject):
            return
        yield f"not given: {lead} {token.text}"
    elif not lead and all(
        word in lexicon.bound and word not in {"to", "by", "after", "since", "before"} for word in had
    ):
        yield f"left out: {had[0]} {token.text}"


def _preposition(source: Sequence[Token], at: int) -> str:
    """The preposition before a word, if no other word that counts stands between."""
    for token in reversed(source[:at]):
        if token.part in {Part.BOUND, Part.LOOSE}:
            return token.text
        if token.counts:
            return ""
    return ""


def _times(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    now, then = (any(token.text in words for token in said) for words in (lexicon.present, lexicon.past))
    had_now, had_then = (any(token.text in words for token in one.source) for words in (lexicon.present, lexicon.past))
    if now and had_then and not had_now:
        yield "time: was, not is"
    if then and had_now and not had_then:
        yield "time: is, not was"
