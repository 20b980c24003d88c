"""A text in one way of writing: lower-cased, with what can be said or written in several ways said in one."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from bot.coach.facts.hints import Rewriting
from bot.coach.facts.lexicon import Lexicon

_MILLION: Final = Rewriting(r"(\d)\s?M\b", r"\1 million", "M")
_DIRECTIONS: Final = (
    Rewriting(r"(?<![\w)/])\+(?=[$€£]?\d)|↑", " up ", "+↑"),
    Rewriting(r"(?<=[\s(])-(?=\d[\d.,]*\s?%)|↓", " down ", "-↓"),
    Rewriting(r"(?<=[a-z,:;] )A\b(?!/)", "letter-a", "A"),
)
_ACRONYM: Final = re.compile(r"\b(IT|WHO|US|IS|OR|AT|ON|IN|BY|HE|WE|ME|AM|SO|NO|AS)\b")
_CONTRACTIONS: Final = (
    Rewriting(r"\bwon't\b", "will not"),
    Rewriting(r"\bcan't\b|\bcannot\b", "can not"),
    Rewriting(r"n't\b", " not"),
    Rewriting(r"'ll\b", " will"),
    Rewriting(r"'ve\b", " have"),
    Rewriting(r"'re\b", " are"),
    Rewriting(r"\bi'm\b", "i am"),
    Rewriting(r"\b(i|we|they|you)'d\b", r"\1 would"),
    Rewriting(r"\b(it|that|this|there|he|she|what|who|here)'s\b", r"\1 is"),
    Rewriting(r"(?<=\w)'s\b", " 's"),
    Rewriting(r"s'(?=\s\w)", "s 's"),
)
_SPENT: Final = Rewriting(
    r"(?<![\w.])(\d{1,2})h ?([0-5]\d)(?:m|min)?\b", lambda match: f"{60 * int(match[1]) + int(match[2])} min", "h"
)
_CLOCK: Final = Rewriting(
    r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?![\d:])", lambda match: f"{60 * int(match[1]) + int(match[2])}§", ":"
)
_ISO: Final = Rewriting(r"\b(?:(\d{4})-)(\d\d)-(\d\d)\b", r"date\2\3 \1", "-")
_FIGURES: Final = (
    Rewriting(r"(?<![\w/.])(\d{1,2})/(\d{1,3})(?![\w/])", r"fraction\1over\2", "/"),
    Rewriting(r"(?<![-=])>\s?(?=[~$€£]?\d)", " over ", ">"),
    Rewriting(r"(?:≤|<=)\s?(?=[~$€£]?\d)", " upto ", "≤<"),
    Rewriting(r"(?:≥|>=)\s?(?=[~$€£]?\d)", " atleast ", "≥>"),
    Rewriting(r"<\s?(?=[~$€£]?\d)", " under ", "<"),
    Rewriting(r"(?<![\w.,])([$€£]?\d[\d.,]*[km%]?)\+(?!\d)", r" atleast \1", "+"),
    Rewriting(r"([$€£]?[\d.,]+\s?\S{0,3}?)\s?(?:→|➜|➡|-{1,2}>|=>)\s?(?=[~$€£]?\d)", r"arrowed from \1 to ", "→➜➡>"),
    Rewriting(r"(?<=[\d%kms])\s?[-\u2013]\s?(?=[$€£]?\d)", " to ", "-\u2013"),
)


class Hashed:
    """A lexicon as a key of a cache: there is one of each."""

    __slots__ = ("it",)

    def __init__(self, it: Lexicon) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hashed) and other.it is self.it


def plain(text: str, lexicon: Lexicon) -> str:
    """Lower a text and write what can be said in several ways in one."""
    return _plain(text, Hashed(lexicon))


@lru_cache(maxsize=64)
def _plain(text: str, hashed: Hashed) -> str:
    lexicon = hashed.it
    text = _MILLION.of(text if text.isascii() else unicodedata.normalize("NFKC", text))
    if not lexicon.strict:
        for rule in _DIRECTIONS:
            text = rule.of(text)
    low = _lowered(_ACRONYM.sub(r"\1acronym", text))
    if "'" in low or "cannot" in low:
        for rule in _CONTRACTIONS:
            low = rule.of(low)
    low = _days(hashed).of(_ISO.of(_CLOCK.of(_SPENT.of(low))))
    for rule in (*_FIGURES, *_phrases(hashed)):
        low = rule.of(low)
    return low


def _lowered(text: str) -> str:
    if text.isascii():
        return text.replace("+/-", "±").replace("± ", "±").lower()
    text = text.replace("+/-", "±").replace("\u2212", "-").replace("± ", "±")
    return text.lower().replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")


@cache
def _phrases(hashed: Hashed) -> tuple[Rewriting, ...]:
    return tuple(Rewriting(pattern, said) for pattern, said in hashed.it.phrases)


@cache
def _days(hashed: Hashed) -> Rewriting:
    """How days are written: May 3, 3rd of May."""
    months = hashed.it.months
    names = "|".join(sorted(months, key=len, reverse=True))
    return Rewriting(
        rf"\b(?:({names})\.? (\d{{1,2}})(?:st|nd|rd|th)?|(\d{{1,2}})(?:st|nd|rd|th|\.|er)? (?:of |de )?({names}))\b(?!\s?[%\d])",
        lambda match: _date(match, months),
    )


def _date(match: re.Match[str], months: Mapping[str, int]) -> str:
    name, day = (match[1], match[2]) if match[1] else (match[4], match[3])
    return f"date{months[name]:02d}{int(day):02d}"
