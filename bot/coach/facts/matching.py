"""Whether a stretch of a sentence claims what one unit claims: no more, and nothing taken away that binds it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.coach.facts.changes import changes
from bot.coach.facts.dating import dates
from bot.coach.facts.doers import doers
from bot.coach.facts.figures import figures
from bot.coach.facts.given import Given
from bot.coach.facts.laid import Row, scopes
from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.numbers import Number
from bot.coach.facts.order import groups, order, pairs_of_groups, prepositions
from bot.coach.facts.timing import timed
from bot.coach.facts.tokens import Part, Token
from bot.coach.facts.words import added, missing, qualifiers, tenses

_PLANS = {
    "prévu": ("est",), "prévue": ("est",), "prévus": ("sont",), "prévues": ("sont",), "geplant": ("ist", "sind"),
    "previsto": ("está",), "prevista": ("está",), "previstos": ("están",), "previstas": ("están",),
}  # fmt: skip
_ARTICLES = ("un", "une", "des", "ein", "eine", "una", "unos", "unas")
_LINKS = frozenset(word for words in _PLANS.values() for word in words) | {
    "es", "son", "war", "waren", "était", "étaient", "estaba", "estaban", "fue", "wird", "wurde", "sera", "será", "pas", "non", "nicht", "no",
}  # fmt: skip
_PLAIN_JOINTS = (["und"], ["et"], ["y"], ["e"])


@dataclass(frozen=True, slots=True)
class Whole:
    """The sentence that a stretch stands in: a label may be named anywhere in it."""

    keys: frozenset[str]
    numbers: frozenset[Number]

    @classmethod
    def of(cls, read: Sequence[Token]) -> "Whole":
        """Take in a sentence."""
        return cls(frozenset(token.key for token in read), frozenset(token.number for token in read if token.number))


def misfits(said: Row, one: Given, whole: Whole, lexicon: Lexicon) -> Iterator[str]:
    """Name what a stretch claims beyond a unit, and what of the unit it lacks; what is cheap to see comes first."""
    bare = said.bare
    if lexicon.strict and not _word_for_word(bare, one):
        yield "not word for word"
    yield from missing(bare, one, whole.keys, lexicon)
    yield from figures(bare, one, whole.numbers)
    yield from added(bare, one, lexicon)
    yield from qualifiers(bare, one, whole.keys, lexicon)
    yield from _scopes(bare, one, lexicon)
    yield from timed(bare, one)
    yield from tenses(bare, one, lexicon)
    yield from changes(said, one, lexicon)
    yield from doers(said, one, lexicon)
    yield from order(bare, one, lexicon)
    yield from groups(bare, one)
    yield from pairs_of_groups(bare, one)
    yield from prepositions(bare, one, lexicon)
    yield from dates(said, (*one.unit.label, *one.unit.head, *one.unit.tokens), lexicon)


def _word_for_word(said: Sequence[Token], one: Given) -> bool:
    """Where the order of words does not tell who did what, nothing but the joint in front may change."""
    had = [token.text for token in one.unit.tokens if token.part is not Part.BREAK]
    told = [token.text for token in said]
    told = told[1:] if told[:1] in _PLAIN_JOINTS and told != had else told
    return told == had or told in _planned(had)


def _planned(had: Sequence[str]) -> Iterator[list[str]]:
    """Tell "correctif prévu le 3 juin" as "un correctif est prévu le 3 juin", and "Update geplant" as "Update ist geplant"."""
    at = next((at for at, text in enumerate(had) if text in _PLANS), 0)
    if not at or not _LINKS.isdisjoint(had):
        return
    for link in _PLANS[had[at]]:
        row = [*had[:at], link, *had[at:]]
        yield row
        yield from ([article, *row] for article in _ARTICLES)


def _scopes(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """A no, an only, an all stays before the word that it stood before."""
    for token, after in scopes(said, lexicon):
        if (token.key, after) not in one.laid.scopes:
            yield f"scope of {token.text}"
