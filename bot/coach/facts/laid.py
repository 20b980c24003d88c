"""How a row of tokens lies: where each word stands, which preposition leads it, what a word covers.

A unit is held against many stretches and a stretch against many units, so this is worked out once for each, and only
when it is asked for.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from bot.coach.facts.lexicon import ME, US, Lexicon
from bot.coach.facts.numbers import Number, Pair, pairs
from bot.coach.facts.tokens import Part, Token

FREE: Final = frozenset({ME, US})
_NOWHERE: Final[tuple[int, ...]] = ()

Group = tuple[str, str, str]


class Row(tuple[Token, ...]):  # noqa: SLOT001  # what is worked out once needs a place
    """A stretch of a sentence, with its breaks."""

    @cached_property
    def bare(self) -> "Row":
        """The same without breaks."""
        return Row(token for token in self if token.part is not Part.BREAK)

    @cached_property
    def keys(self) -> list[str]:
        """What its tokens are compared by, in order."""
        return [token.key for token in self]

    @cached_property
    def texts(self) -> frozenset[str]:
        """Its words as they are written."""
        return frozenset([token.text for token in self])

    @cached_property
    def covered(self) -> dict[str, set[str]]:
        """What stands behind its loose prepositions."""
        return covered(self)


class Laid:
    """A unit's words as they lie; places are places in its source."""

    def __init__(self, source: tuple[Token, ...], numbers: Sequence[Number], lexicon: Lexicon) -> None:
        self._source = source
        self._numbers = numbers
        self._lexicon = lexicon

    def places(self, key: str) -> Sequence[int]:
        """Where a key stands."""
        return self._places.get(key, _NOWHERE)

    def same(self, key: str) -> list[Token]:
        """The tokens that have a key."""
        return [self._source[place] for place in self.places(key)]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for place, token in enumerate(self._source):
            out.setdefault(token.key, []).append(place)
        return out

    @cached_property
    def leads(self) -> tuple[str, ...]:
        """The preposition before each place."""
        return tuple(preposition(self._source, at) for at in range(len(self._source)))

    @cached_property
    def groups(self) -> list[Group]:
        """Each preposition with the word behind it and the one before it."""
        return led_groups(self._source)

    @cached_property
    def covered(self) -> dict[str, set[str]]:
        """What stands behind loose prepositions."""
        return covered(self._source)

    @cached_property
    def scopes(self) -> frozenset[tuple[str, str | None]]:
        """What each no, only and all stands before."""
        return frozenset((token.key, after) for token, after in scopes(self._source, self._lexicon))

    @cached_property
    def texts(self) -> frozenset[str]:
        """Its words as they are written."""
        return frozenset([token.text for token in self._source])

    @cached_property
    def spelled(self) -> frozenset[tuple[str, str]]:
        """Its words as they are compared and as they are written."""
        return frozenset([(token.key, token.text) for token in self._source])

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Its readings before and after."""
        return tuple(pairs(self._numbers))

    @cached_property
    def texts_of_bases(self) -> frozenset[str]:
        """Each word in its plain form."""
        base = self._lexicon.base
        return frozenset(base.get(token.text, token.text) for token in self._source)


def preposition(source: Sequence[Token], at: int) -> str:
    """The preposition before a word, if no other word that counts stands between; a bare figure counts what follows it."""
    for token in reversed(source[:at]):
        if token.leads:
            return token.text
        if token.counts and token.key not in FREE and not (token.number and not token.number.unit):
            return ""
    return ""


def led_groups(row: Sequence[Token]) -> list[Group]:
    """Each preposition of a row with the word behind it and the one before it."""
    out = []
    for at, token in enumerate(row):
        if token.leads:
            head = next((other.key for other in row[at + 1 :] if other.part is Part.WORD), "")
            before = next((other.key for other in reversed(row[:at]) if other.part is Part.WORD), "")
            out.append((token.text, head, before))
    return out


def covered(row: Sequence[Token]) -> dict[str, set[str]]:
    """The loose prepositions of a row by what counts behind them."""
    out: dict[str, set[str]] = {}
    for at, token in enumerate(row):
        if token.part is not Part.LOOSE:
            continue
        after = next((one for one in row[at + 1 :] if one.counts), None)
        timed = after and after.number and any(one.part is Part.PERIOD for one in row[at + 2 : at + 3])
        if after and (timed or not after.number):
            out.setdefault(after.text if after.number else after.key, set()).add(token.text)
    return out


def scopes(row: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[Token, str | None]]:
    """Each no, only and all of a row with what counts behind it."""
    for place, token in enumerate(row):
        if token.key in lexicon.scoped:
            yield token, next((_what(later) for later in row[place + 1 :] if later.counts), None)


def _what(token: Token) -> str:
    return f"{token.number.value:g}{token.number.unit}" if token.number else token.key
