"""A sentence as the firewall compares it: words by what they mean, numbers by what they are worth."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Final

from bot.coach.facts.lexicon import CHANGES, DIRECTIONS, Lexicon
from bot.coach.facts.numbers import NUMBER, UNIT_WORDS, Number, number_in, unit_behind, with_shared_units
from bot.coach.facts.plain import Hashed, plain


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
    counts: bool = field(init=False, compare=False, repr=False)
    """Whether it claims something: it must be given, and may not be left out."""
    worded: bool = field(init=False, compare=False, repr=False)
    """Whether it claims it as a word or a time."""
    leads: bool = field(init=False, compare=False, repr=False)
    """Whether it is a preposition."""

    def __post_init__(self) -> None:
        """Work out once what is asked all the time."""
        part = self.part  # compared one by one: to look a member of an enumeration up in a set costs a call
        worded = part is Part.WORD or part is Part.PERIOD
        object.__setattr__(self, "worded", worded)
        object.__setattr__(self, "counts", worded or part is Part.NUMBER)
        object.__setattr__(self, "leads", part is Part.BOUND or part is Part.LOOSE)


_NAME: Final = re.compile(
    r"(?:(?<=[\w,;:] )|(?<=\())[A-Z][\w-]+|^[A-Z]\w+(?= (?:led|built|wrote|did|said|says|presented|found|ran|made|asked|told|thinks|wants|took|gave|came|fixed|owns)\b)"
)
_TOKEN: Final = re.compile(
    rf"(?P<number>{NUMBER})|(?P<word>'s|[^\W\d_]+(?:[.'\u2019][^\W\d_]+)*\d*|\w*\d\w*)|(?P<break>[,;:()\[\]\u2014\u2013…]|(?<=\s)-{{1,2}}(?=\s))"
    r"|(?P<mark>[?])"
)
_DATED: Final = re.compile(r"date\d{4}|month\d\d|day\d\d?|(?:19|20)\d\d")


def tokens(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """Read a text, in order."""
    low = plain(text, lexicon)
    names = frozenset(name.lower() for name in _NAME.findall(text)) - {"i", "we"}
    hashed = Hashed(lexicon)
    found = [_token(match, low, hashed) for match in _TOKEN.finditer(low)]
    named = [replace(token, name=True) if token.text in names and token.part is Part.WORD else token for token in found]
    return tuple(_with_roles(named, lexicon))


def _token(match: re.Match[str], low: str, hashed: Hashed) -> Token:
    text, kind = match[0], match.lastgroup
    if kind == "number":
        return Token(text, "#", Part.NUMBER, number_in(text, low, match.end(), dotted=hashed.it.strict))
    if kind != "word":
        return Token(text, text, Part.BREAK)
    if text in hashed.it.numbers:
        return Token(text, "#", Part.NUMBER, Number(hashed.it.numbers[text], unit_behind(low, match.end())))
    return _word(text, hashed)


@lru_cache(maxsize=4096)
def _word(text: str, hashed: Hashed) -> Token:
    lexicon = hashed.it
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
            "by" if out and out[-1].key in DIRECTIONS else "of" if role == "of" else _behind(nxt)
        )
        if told == "was" and out[-2:-1] and out[-2].counts and not contrast:
            told = ""
        number = Number(token.number.value, token.number.unit, token.number.about | about, told, token.number.scale)
        out.append(Token(token.text, token.key, token.part, number, token.name))
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
            and before[0] not in CHANGES
            and not number.unit  # "from 58%" is a reading before, "from 3 customers" is a source
        ):
            row[place] = replace(row[place], number=replace(number, role=""))
    alone = [place + 1 >= len(row) or row[place + 1].part is not Part.WORD for place in places]
    linked = [
        not any(token.counts and token.key not in DIRECTIONS for token in row[one + 1 : two])
        for one, two in pairwise(places)
    ]
    shared = with_shared_units([number for token in row if (number := token.number)], alone, linked)
    for place, number in zip(places, shared, strict=True):
        if number is not row[place].number:
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
