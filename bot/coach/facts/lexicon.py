"""The small words that the firewall must know of a language: what may be added, what may be left out, what means the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.coach.vocabulary import word_set

if TYPE_CHECKING:
    from re import Match

NOT, RISE, FALL, MOVE, FLAT = "not", "rise", "fall", "move", "flat"
CHANGES, DIRECTIONS = frozenset({RISE, FALL, MOVE}), frozenset({RISE, FALL})
ME, US, ONLY = "me", "us", "only"


def families(table: Mapping[str, str]) -> dict[str, str]:
    """Turn "name: its words" into word: name."""
    return {word: name for name, members in table.items() for word in members.split()}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language, as far as claims are held against each other in it. All words are lower-cased.

    `glue` carries no claim and comes and goes freely; `filler` may be left out, never added. `bound` are prepositions
    that say who or in which role: they stay before their word. `loose` may replace each other. `same` maps a word to
    its family, whose members say the same thing. `phrases` are rewritten before words are looked at.
    `frames` colour all that follows in their sentence (doubt, hearsay, plans, goals); `qualifies` are words that take
    something back from what stands before them. `opens` begin a thought that leans on the one before it.
    """

    glue: frozenset[str]
    filler: frozenset[str]
    bound: frozenset[str]
    loose: frozenset[str]
    joints: frozenset[str]
    binding: frozenset[str]
    same: Mapping[str, str]
    base: Mapping[str, str]
    verbs: frozenset[str]
    auxiliaries: frozenset[str]
    present: frozenset[str]
    past: frozenset[str]
    agentive: frozenset[str]
    ties: frozenset[str]
    pronouns: frozenset[str]
    objects: frozenset[str]
    opens: frozenset[str]
    turns: frozenset[str]
    frames: frozenset[str]
    qualifies: frozenset[str]
    months: Mapping[str, int]
    periods: frozenset[str]
    rates: frozenset[str]
    about: Mapping[str, str]
    news: frozenset[str]
    scoped: frozenset[str]
    numbers: Mapping[str, float]
    suffixes: tuple[str, ...]
    strict: bool
    phrases: tuple[tuple[str, "str | Callable[[Match[str]], str]"], ...] = ()

    def key(self, word: str) -> str:
        """Give what a word is compared by: its family, or its stem."""
        plain = self.base.get(word, word)
        if plain in self.same:
            return self.same[plain]
        stem = self.stem(plain)
        return self.same.get(stem, stem)

    def _cuts(self, word: str, suffix: str) -> bool:
        """Whether an ending is one: marketing is no form of market, and noted none of not."""
        if self.strict:
            return True
        if suffix in {"y", "ies", "ied"}:
            return False
        cut = word[: -len(suffix)]
        return suffix not in {"ed", "ing", "ings"} or not {cut, f"{cut}e", cut[:-1]}.isdisjoint(self.verbs)

    def stem(self, word: str) -> str:
        """Cut the endings of inflection, and no more: "activation" and "activated" stay two words."""
        for suffix in self.suffixes:
            if word.endswith(suffix) and self._cuts(word, suffix) and len(word) - len(suffix) >= _SHORTEST:
                cut = word[: -len(suffix)]
                return cut[:-1] if len(cut) > _SHORTEST and cut[-1] == cut[-2] and cut[-1] not in "aeiouls" else cut
        return word


_SHORTEST = 3

__all__ = [
    "CHANGES",
    "DIRECTIONS",
    "FALL",
    "FLAT",
    "ME",
    "MOVE",
    "NOT",
    "ONLY",
    "RISE",
    "US",
    "Lexicon",
    "families",
    "word_set",
]
