"""Units told in another order: the reason or the time first, "p95 latency", two months as a change from one to the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.coach.facts.forms import is_verb
from bot.coach.facts.governing import governs
from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.numbers import Number
from bot.coach.facts.tokens import Part, Token
from bot.coach.facts.units import Unit

_STATISTIC: Final = re.compile(r"[pd]\d{1,2}")
_TWO_READINGS: Final = [Part.NUMBER, Part.PERIOD, Part.NUMBER, Part.PERIOD]
_STANDING: Final = frozenset({"was", "were"})


def turned(one: Unit, lexicon: Lexicon) -> Iterator[Unit]:
    """Give the other orders in which a unit may be told."""
    yield from _because_first(one, lexicon)
    yield from _when_first(one, lexicon)
    yield from _statistic(one)
    yield from _by_month(one, lexicon)


def _because_first(one: Unit, lexicon: Lexicon) -> Iterator[Unit]:
    """Tell "we lost 2 days because of the outage" with its reason first; a no or a doubt before it would cover less."""
    row = one.tokens
    at = next((at for at, token in enumerate(row) if token.text == "because"), 0)
    lead = row[: at - 1] if at and row[at - 1].part is Part.BREAK else row[:at]
    if not lead or one.head or one.tail or one.label or governs(lead, lexicon):
        return
    colours = lexicon.scoped | lexicon.frames | lexicon.qualifies
    free = not any(token.key in colours for token in row)
    rest = (*lead, *row[at + 1 :])
    if free and not any(token.text in lexicon.joints or token.part is Part.BREAK for token in rest):
        yield replace(one, tokens=(*row[at:], Token(",", ",", Part.BREAK), *lead))


def _when_first(one: Unit, lexicon: Lexicon) -> Iterator[Unit]:
    """Tell "I ran 6 interviews last week" as "last week I ran 6 interviews", where there is one deed only."""
    row = one.tokens
    verbs = [token for token in row if is_verb(token, lexicon)]
    if row[-1].text == "sofar" and not verbs and not any(token.part is Part.BREAK for token in row):
        yield replace(one, tokens=(row[-1], *row[:-1]))
    end = next((at for at in range(len(row), 0, -1) if row[at - 1].part is not Part.PERIOD), 0)
    rest = row[:end]
    if not rest or end == len(row) or one.head or one.label or governs(rest, lexicon) or rest[-1].part is not Part.WORD:
        return
    plain = all(token.part in {Part.WORD, Part.GLUE, Part.NUMBER} and token.text != "to" for token in rest)
    if plain and sum(token.text not in lexicon.auxiliaries for token in verbs) == 1:
        yield replace(one, tokens=(*row[end:], *rest))


def _statistic(one: Unit) -> Iterator[Unit]:
    """Tell "latency p95" as "p95 latency"."""
    row = one.tokens
    for at, (noun, kind) in enumerate(pairwise(row)):
        if noun.part is Part.WORD and not noun.name and _STATISTIC.fullmatch(kind.text) and kind.number is None:
            yield replace(one, tokens=(*row[:at], kind, noun, *row[at + 2 :]))


def _by_month(one: Unit, lexicon: Lexicon) -> Iterator[Unit]:
    """Tell "page views: 51k in October, 49k in November" as a change from one to the other: the earlier month first."""
    row = [token for token in one.tokens if token.part is not Part.BREAK and token.text != "and"]
    start = next((at for at, token in enumerate(row) if token.number), len(row))
    thing, told = row[:start], [token for token in row[start:] if not token.leads]
    if one.head or [token.part for token in told] != _TWO_READINGS or not _names_a_thing(thing, lexicon):
        return
    first, then = told[1], told[3]
    months = first.key.startswith("month") and then.key.startswith("month") and first.key < then.key
    before, after = told[0].number, told[2].number
    if months and before and after and _alike(before, after):
        link = Token("in", "in", Part.LOOSE)
        old, new = (
            replace(told[0], number=replace(before, role="from")),
            replace(told[2], number=replace(after, role="to")),
        )
        kept = (token for token in thing if token.text not in _STANDING)
        yield replace(one, tokens=(*kept, Token("arrowed", "arrowed", Part.GLUE), old, link, first, new, link, then))


def _names_a_thing(row: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a row only says of what two readings are; its first word is a noun, though it may look like a verb."""
    verbs = {token.text for token in row[1:] if is_verb(token, lexicon)}
    coloured = any(token.key in lexicon.scoped | lexicon.frames for token in row)
    return verbs <= _STANDING and not coloured and all(token.part in {Part.WORD, Part.GLUE} for token in row)


def _alike(before: Number, after: Number) -> bool:
    plain = {before.role, after.role} <= {"", "was"} and not (before.about or after.about)
    return plain and before.unit == after.unit
