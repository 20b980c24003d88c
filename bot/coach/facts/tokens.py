"""A sentence as the firewall compares it: words by what they mean, numbers by what they are worth."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise, zip_longest
from typing import Final

from bot.coach.facts.lexicon import FALL, MOVE, RISE, Lexicon
from bot.coach.facts.numbers import NUMBER, UNIT_WORDS, Number, number_in, unit_behind, with_shared_units


class Part(StrEnum):
    """What a token does in a sentence."""

    WORD = "word"
    GLUE = "glue"
    FILLER = "filler"
    LOOSE = "loose preposition"
    BOUND = "bound preposition"
    NUMBER = "number"
    PERIOD = "period"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or break; `key` is what it is compared by."""

    text: str
    key: str
    part: Part
    number: Number | None = None
    name: bool = False

    @property
    def counts(self) -> bool:
        """Whether it claims something: it must be given, and may not be left out."""
        return self.part in {Part.WORD, Part.NUMBER, Part.PERIOD}


_CONTRACTIONS: Final = (
    (re.compile(r"\bwon['\u2019]t\b"), "will not"),
    (re.compile(r"\bcan['\u2019]t\b|\bcannot\b"), "can not"),
    (re.compile(r"n['\u2019]t\b"), " not"),
    (re.compile(r"['\u2019]ll\b"), " will"),
    (re.compile(r"['\u2019]ve\b"), " have"),
    (re.compile(r"['\u2019]re\b"), " are"),
    (re.compile(r"\bi['\u2019]m\b"), "i am"),
    (re.compile(r"\b(i|we|they|you)['\u2019]d\b"), r"\1 would"),
    (re.compile(r"\b(it|that|this|there|he|she|what|who|here)['\u2019]s\b"), r"\1 is"),
    (re.compile(r"(?<=\w)['\u2019]s\b"), " 's"),
    (re.compile(r"s['\u2019](?=\s\w)"), "s 's"),
)
_NAME: Final = re.compile(
    r"(?:(?<=[\w,;:] )|(?<=\())[A-Z][\w-]+|^[A-Z]\w+(?= (?:led|built|wrote|did|said|says|presented|found|ran|made|asked|told|thinks|wants|took|gave|came|fixed|owns)\b)"
)
_ARROW: Final = re.compile(r"([$€£]?[\d.,]+\s?\S{0,3}?)\s?(?:→|➜|➡|-{1,2}>|=>)\s?(?=[~$€£]?\d)")
_RANGE: Final = re.compile(r"(?<=[\d%kms])\s?[-\u2013]\s?(?=[$€£]?\d)")
_MILLION: Final = re.compile(r"(\d)\s?M\b")
_ACRONYM: Final = re.compile(r"\b(IT|WHO|US|IS|OR|AT|ON|IN|BY|HE|WE|ME|AM|SO|NO|AS)\b")
_MORE: Final = re.compile(r"(?<![\w)/])\+(?=[$€£]?\d)|↑")
_LESS: Final = re.compile(r"(?<=[\s(])-(?=\d[\d.,]*\s?%)|↓")
_LETTER: Final = re.compile(r"(?<=[a-z,:;] )A\b(?!/)")
_FRACTION: Final = re.compile(r"(?<![\w/.])(\d{1,2})/(\d{1,3})(?![\w/])")
_BOUNDS: Final = (
    (re.compile(r"(?<![-=])>\s?(?=[~$€£]?\d)"), " over "),
    (re.compile(r"(?:≤|<=)\s?(?=[~$€£]?\d)"), " upto "),
    (re.compile(r"(?:≥|>=)\s?(?=[~$€£]?\d)"), " atleast "),
    (re.compile(r"<\s?(?=[~$€£]?\d)"), " under "),
    (re.compile(r"(?<![\w.,])([$€£]?\d[\d.,]*[km%]?)\+(?!\d)"), r" atleast \1"),
)
_CLOCK: Final = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?![\d:])")
_SPENT: Final = re.compile(r"(?<![\w.])(\d{1,2})h ?([0-5]\d)(?:m|min)?\b")
_ISO: Final = re.compile(r"\b(?:(\d{4})-)(\d\d)-(\d\d)\b")
_TOKEN: Final = re.compile(
    rf"(?P<number>{NUMBER})|(?P<word>'s|[^\W\d_]+(?:[.'\u2019][^\W\d_]+)*\d*|\w*\d\w*)|(?P<break>[,;:()\[\]\u2014\u2013…]|(?<=\s)-{{1,2}}(?=\s))"
    r"|(?P<mark>[?])"
)


def _days(months: Mapping[str, int]) -> re.Pattern[str]:
    return _days_of("|".join(sorted(months, key=len, reverse=True)))


@cache
def _days_of(names: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:({names})\.? (\d{{1,2}})(?:st|nd|rd|th)?|(\d{{1,2}})(?:st|nd|rd|th|\.|er)? (?:of |de )?({names}))\b(?!\s?[%\d])"
    )


def _date(match: re.Match[str], months: Mapping[str, int]) -> str:
    name, day = (match[1], match[2]) if match[1] else (match[4], match[3])
    return f"date{months[name]:02d}{int(day):02d}"


@cache
def _phrases(lexicon: "Hashed") -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    return tuple((re.compile(pattern), said) for pattern, said in lexicon.it.phrases)


class Hashed:
    """A lexicon as a key of a cache: there is one of each."""

    __slots__ = ("it",)

    def __init__(self, it: Lexicon) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hashed) and other.it is self.it


_DATED: Final = re.compile(r"date\d{4}|month\d\d|day\d\d?|(?:19|20)\d\d")


def plain(text: str, lexicon: Lexicon) -> str:
    """Lower a text and write what can be said in several ways in one."""
    return _plain(text, Hashed(lexicon))


@lru_cache(maxsize=64)
def _plain(text: str, hashed: Hashed) -> str:
    lexicon = hashed.it
    text = _MILLION.sub(r"\1 million", unicodedata.normalize("NFKC", text))
    if not lexicon.strict:
        text = _LETTER.sub("letter-a", _LESS.sub(" down ", _MORE.sub(" up ", text)))
    text = _ACRONYM.sub(r"\1acronym", text).replace("+/-", "±").replace("\u2212", "-").replace("± ", "±")
    low = text.lower().replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")
    for pattern, written in _CONTRACTIONS:
        low = pattern.sub(written, low)
    low = _CLOCK.sub(
        lambda match: f"{60 * int(match[1]) + int(match[2])}§",
        _SPENT.sub(lambda match: f"{60 * int(match[1]) + int(match[2])} min", low),
    )
    low = _ISO.sub(r"date\2\3 \1", low)
    low = _days(lexicon.months).sub(lambda match: _date(match, lexicon.months), low)
    low = _FRACTION.sub(r"fraction\1over\2", low)
    for bound, meant in _BOUNDS:
        low = bound.sub(meant, low)
    low = _RANGE.sub(" to ", _ARROW.sub(r"arrowed from \1 to ", low))
    for pattern, said in _phrases(Hashed(lexicon)):
        low = pattern.sub(said, low)
    return low


def tokens(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """Read a text, in order."""
    low = plain(text, lexicon)
    names = frozenset(name.lower() for name in _NAME.findall(text))
    found = [_token(match, low, lexicon) for match in _TOKEN.finditer(low)]
    named = [replace(token, name=True) if token.text in names and token.part is Part.WORD else token for token in found]
    return tuple(_with_roles(named, lexicon))


def _token(match: re.Match[str], low: str, lexicon: Lexicon) -> Token:
    text = match[0]
    if match["number"]:
        return Token(text, "#", Part.NUMBER, number_in(text, low, match.end(), dotted=lexicon.strict))
    if match["break"] or match["mark"]:
        return Token(text, text, Part.BREAK)
    if text in lexicon.numbers:
        return Token(text, "#", Part.NUMBER, Number(lexicon.numbers[text], unit_behind(low, match.end())))
    return _word(text, lexicon)


def _word(text: str, lexicon: Lexicon) -> Token:
    if text == "arrowed":
        return Token(text, text, Part.GLUE)
    if text in lexicon.months:
        return Token(text, f"month{lexicon.months[text]:02d}", Part.PERIOD)
    if text in lexicon.periods or _DATED.fullmatch(text):
        return Token(text, lexicon.key(text), Part.PERIOD)
    for part, words in (
        (Part.BOUND, lexicon.bound),
        (Part.LOOSE, lexicon.loose),
        (Part.FILLER, lexicon.filler),
        (Part.GLUE, lexicon.glue),
    ):
        if text in words:
            return Token(text, text, part)
    return Token(text, lexicon.key(text), Part.WORD)


def _with_roles(found: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Take the words that belong to a number into it: about, over, from, to, by, points."""
    out: list[Token] = []
    skip = 0
    contrast = any(token.text in _CONTRAST for token in found)
    for place, token in enumerate(found):
        if skip:
            skip -= 1
            continue
        if token.number is None:
            out.append(token)
            continue
        about: set[str] = set()
        while out and out[-1].text in lexicon.about and (out[-1].part is not Part.FILLER):
            about.add(lexicon.about[out.pop().text])
        role = out[-1].text if out and (out[-1].text in _ROLES or out[-1].text == "of") else ""
        skip = _unit_words(found[place + 1 : place + 3], token.number.unit)
        nxt = found[place + 1 + skip].text if place + 1 + skip < len(found) else ""
        told = _ROLES.get(role) or (
            "by" if out and out[-1].key in {RISE, FALL} else "of" if role == "of" else _behind(nxt)
        )
        if told == "was" and out[-2:-1] and out[-2].counts and not contrast:
            told = ""
        out.append(replace(token, number=replace(token.number, about=token.number.about | about, role=told)))
    return _with_shared_units(out)


def _with_shared_units(row: list[Token]) -> list[Token]:
    places = [place for place, token in enumerate(row) if token.number]
    for place, after in zip_longest(places, places[1:]):
        number, nxt = row[place].number, row[after].number if after else None
        before = [token.key for token in row[max(0, place - 2) : place]]
        if (
            number
            and number.role == "from"
            and before[-1:] == ["from"]
            and not (nxt and nxt.role == "to")
            and before[0] not in {RISE, FALL, MOVE}
            and not number.unit  # "from 58%" is a reading before, "from 3 customers" is a source
        ):
            row[place] = replace(row[place], number=replace(number, role=""))
    alone = [place + 1 >= len(row) or row[place + 1].part is not Part.WORD for place in places]
    linked = [
        not any(token.counts and token.key not in {RISE, FALL} for token in row[one + 1 : two])
        for one, two in pairwise(places)
    ]
    shared = with_shared_units([number for token in row if (number := token.number)], alone, linked)
    for place, number in zip(places, shared, strict=True):
        row[place] = replace(row[place], number=number)
    return row


def _unit_words(behind: Sequence[Token], unit: str) -> int:
    """How many of the next words only say the unit."""
    known = UNIT_WORDS.get(unit, frozenset())
    count = 0
    for token in behind:
        if token.text not in known:
            break
        count += 1
    return count


_CONTRAST: Final = frozenset({"now", "is", "are", "today", "before", "previously", "earlier", "currently"})
_ROLES: Final = {
    "from": "from", "to": "to", "by": "by", "at": "at", "was": "was", "were": "was", "hit": "at", "reached": "at",
    "von": "from", "auf": "to", "um": "by", "bei": "at", "de": "from", "à": "to", "desde": "from", "a": "to", "del": "from", "al": "to",
    "before": "from", "→": "to", "vs": "vs", "versus": "vs", "against": "vs",
}  # fmt: skip


def _behind(word: str) -> str:
    return {"before": "from", "previously": "from", "now": "to", "after": "to", "today": "to"}.get(word, "")
