"""When and for how long: what binds a claim to a time stays, and a time that a claim needs is not left out."""

from collections.abc import Iterator, Sequence

from bot.coach.facts.given import Given
from bot.coach.facts.laid import Row
from bot.coach.facts.lexicon import NOT, Lexicon
from bot.coach.facts.tokens import Part, Token

_BINDING = frozenset({"by", "since", "before", "after", "until", "till", "from", "as"})
_LASTING = _BINDING | {"for"}
_BETWEEN = frozenset({"a", "an", "the", "of"})
_WHOLE = frozenset({"nobody", "nothing", "none", "neither", "first", "last", "record"})


def timed(said: Row, one: Given) -> Iterator[str]:
    """By Friday is not on Friday, and since May is not in May."""
    if not any(token.text in _BINDING for token in (*said, *one.source)):
        return
    told, had = _bound(said), _bound(one.source)
    for key in sorted(told.keys() & had.keys()):
        yield from (f"left out: {text} {key}" for text in sorted(had[key] - told[key]))
        yield from (f"not given: {text} {key}" for text in sorted(told[key] - had[key]))


def may_lack(place: int, one: Given, lexicon: Lexicon) -> bool:
    """When it happened may be left out, unless a stored note says it, or the claim is another without it.

    It is another where the time is a rate, a term or one of several, and where a no, an all or a first holds for that time only.
    """
    if one.unit.lasting or sum(token.part is Part.PERIOD for token in one.source) > 1:
        return False
    before = one.source[place - 1] if place else None
    if before and (before.text in lexicon.rates or before.number):
        return False
    if _lead(one.source, place) in _LASTING:
        return False
    return not any(
        token.key == NOT or token.key in lexicon.scoped or token.text in _WHOLE or token.text.endswith("est")
        for token in one.source
    )


def _bound(row: Sequence[Token]) -> dict[str, set[str]]:
    """The times of a row, each with the prepositions that say more than when."""
    out: dict[str, set[str]] = {}
    for place, token in enumerate(row):
        if token.part is Part.PERIOD:
            out.setdefault(token.key, set()).update({_lead(row, place)} & _BINDING)
    return out


def _lead(row: Sequence[Token], place: int) -> str:
    """Give the word that leads a time, over articles and the words of the time itself."""
    while place and (row[place - 1].text in _BETWEEN or row[place - 1].part is Part.PERIOD):
        place -= 1
    return row[place - 1].text if place else ""
