"""Figures as people write them in four languages, and how two of them hang together."""

import re
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final, NamedTuple

# A set of characters stands first, so that the search goes from one of them to the next; what must not stand before is asked after.
_FIGURE: Final = re.compile(
    r"[$€£\d](?<![\w.,-][$€£\d])(?:(?<=\d)|\d)\d*(?:[.,]\d+|[ \u00a0\u202f\u2019']\d{3}(?!\d))*"
    r"(?:[ \u00a0\u202f]?(?:%|‰|[$€£])|[ \u00a0\u202f]?(?:pp|ms|bn|[kms]|mio|min|hrs?|h)\b"
    r"|[ \u00a0](?:percent|prozent|pour cent|por ciento|points?|punkte|seconds?|minutes?|hours?|days?|weeks?|months?"
    r"|sekunden?|minuten?|stunden?|tagen?|tage|wochen?|monaten?|secondes?|heures?|jours?|semaines?|mois"
    r"|segundos?|minutos?|horas?|días?|semanas?|meses|million\w*|millones)\b)?",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_ABOUT = r"(?: ?(?:about|around|roughly|almost|nearly|over|under|~|≈|circa|ca\.|etwa|rund|fast|knapp|über|environ|près de|presque|unos|casi|cerca de))? ?"
_FILL = r"(?:[ \u00a0][^\s\d.,;:→=>]+)"

_FROM: Final = re.compile(rf"(?<!\w)(?:from|von|vom|de|del|desde|des|du){_ABOUT}$", re.IGNORECASE)
_TO: Final = re.compile(rf"{_FILL}{{0,4}}?,? (?:up |down |only )?(?:to|auf|à|a|al|hasta){_ABOUT}$", re.IGNORECASE)
_ARROW: Final = re.compile(rf"{_FILL}{{0,2}} ?(?:→|-{{1,2}}>|=>|\u2013>|➜|➡){_ABOUT}$", re.IGNORECASE)
_BACK_FROM: Final = re.compile(
    rf"(?:{_FILL}{{0,5}},? \(?(?:up|down) from|{_FILL}{{0,5}}(?:,| \() ?(?:from|von)| from|"
    rf"{_FILL}{{0,2}},? \(?(?:was|previously|before|statt|vorher|zuvor|contre|avant|frente a|antes)){_ABOUT}$",
    re.IGNORECASE,
)
_INSTEAD: Final = re.compile(
    rf"{_FILL}{{0,2}}? (?:now )?(?:instead of|rather than|au lieu de|en lugar de|en vez de){_ABOUT}$", re.IGNORECASE
)
_LASTS: Final = re.compile(
    r"(?<!\w)(?:takes?|took|now|needs?|lasts?|costs?|waits?|prend|prennent|dure|coûte|attend|tarda|tardan|dura|cuesta|ahora)"
    rf"(?: only)?{_ABOUT}$",
    re.IGNORECASE,
)
_THEN_NOW: Final = re.compile(
    rf"{_FILL}{{0,4}},? (?:and |und |et |y )?(?:is |are |it's )?(?:now|jetzt|heute|maintenant|désormais|ahora)(?: at| bei| à| en| is| nur| only)?{_ABOUT}$",
    re.IGNORECASE,
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (  # whole, or as it is shortened: no "Marketing" is March
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_PERIOD = (
    rf"(?:{_FILL}{{0,2}} (?:in|for) (?:the )?(?P<when>{_MONTH}|q[1-4])\b\.?"
    r"| (?P<near>this|last|the) (?:week|month|quarter|year)(?P<before> before)?)"
)
_DATED: Final = re.compile(rf"{_PERIOD}\)?(?:[,;]| and|, and)(?: it was)? ?$", re.IGNORECASE)
_DATE_BEHIND: Final = re.compile(rf"{_PERIOD}(?!\w)", re.IGNORECASE)
AGAINST_A_GOAL: Final = re.compile(
    rf"{_FILL}{{0,2}},? \(?(?:against|versus|vs\.?|gegen|gegenüber|bei|statt|contre|pour|frente a)"
    r"(?: (?:an?|our|the|einem|dem|unserem|unser|un|notre|l'|una?|el|nuestro))? ?(?:goal|target|ziel\w*|objectif|objetivo|meta)\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d$")
_CLOCK: Final = re.compile(
    r" ?(?:am|pm|uhr|h\d|:\d\d|o'clock|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\b", re.IGNORECASE
)
_WHEN: Final = re.compile(
    r"(?:(?<!\w)(?:in|on|since|at|by|until|before|after|within|for|last|next|past|version|seit|am|um|im|vor|nach|bis|depuis|le|en|desde|el|hasta|hace)|[#/:.])\s?$",
    re.IGNORECASE,
)
_WORD_NEXT: Final = re.compile(r" [^\W\d]")
_DAY: Final = re.compile(
    r"(?:st|nd|rd|th|\.|er)?,? ?(?:de )?(?:jan|feb|febr|mar|märz|apr|avr|abr|ma[iy]|jun|juin|jul|juil|aug|août|ago|sep|oct|okt|nov|dec|dez|déc|dic|ene|fév)[^\W\d]*\b|[/:.-]\d|(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_MONTH_BEFORE: Final = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* $", re.IGNORECASE)
_SPAN: Final = re.compile(
    r"ms|s|min|h|hrs?|(?:second|minute|hour|day|week|month)s?|sekunden?|minuten?|stunden?|tage?n?|wochen?|monate?n?"
    r"|(?:seconde|heure|jour|semaine|segundo|minuto|hora|día)s?|mois|mes(?:es)?"
)
_LONGEST_LINK = 60
_LONGEST_LEAD = 24
_MOST = 40


class Figure(NamedTuple):
    """A number with its unit, as written, and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """Two figures told as before and after, and where the telling begins and ends."""

    before: str
    after: str
    start: int
    end: int


def figures(text: str) -> list[Figure]:
    """Give the figures of a text in order, the first forty at most."""
    if not _DIGIT.search(text):
        return []
    return [Figure(match[0], *match.span()) for match in islice(_FIGURE.finditer(text), _MOST)]


def is_counted(text: str) -> bool:
    """Whether a text says how much or how many: a figure that is no year, date, hour or span of time."""
    return any(not _is_date(text, figure) for figure in figures(text))


def _is_date(text: str, figure: Figure) -> bool:
    lead = text[max(0, figure.start - _LONGEST_LEAD) : figure.start]
    spans = (
        bool(_WHEN.search(lead))
        and "%" not in figure.text
        and not (figure.text.isdigit() and _WORD_NEXT.match(text, figure.end))
    )
    dated = _DAY.match(text, figure.end) or _MONTH_BEFORE.search(lead) or _CLOCK.match(text, figure.end)
    return spans or bool(_YEAR.match(figure.text) or dated)


def changes(text: str, found: list[Figure]) -> list[Change]:
    """Give the pairs of neighbouring figures that are told as a change; plain ones ("from 2 to 3", "2 → 3") first."""
    close = [
        (one, two)
        for one, two in pairwise(found)
        if two.start - one.end <= _LONGEST_LINK and _alike(text, one, two) and not _is_time(text, one, two)
    ]
    plain, turned = [], []
    for one, two in close:
        link = text[one.end : two.start]
        lead = _FROM.search(text, max(0, one.start - _LONGEST_LEAD), one.start)
        if lead and _TO.match(link):
            plain.append(Change(one.text, two.text, lead.start(), two.end))
        elif _ARROW.match(link):
            plain.append(Change(one.text, two.text, one.start, two.end))
        elif _BACK_FROM.match(link) or _is_instead(text, one, link):
            turned.append(Change(two.text, one.text, one.start, two.end))
        elif _THEN_NOW.match(link):
            turned.append(Change(one.text, two.text, one.start, two.end))
    return plain + turned


def _is_instead(text: str, one: Figure, link: str) -> bool:
    """Whether "2 days instead of 9" tells how long or how much it was before, and not that less was done."""
    if not _INSTEAD.match(link):
        return False
    return " now " in link or bool(_LASTS.search(text, max(0, one.start - _LONGEST_LEAD), one.start))


def dated(text: str, found: list[Figure]) -> list[Change]:
    """Give the pairs of neighbouring figures that are told as of two periods: "$12k in October, $19k in November"."""
    told = []
    for one, two in pairwise(found):
        first, second = _DATED.match(text[one.end : two.start]), _DATE_BEHIND.match(text, two.end)
        if first and second and _alike(text, one, two):
            earlier, later = (one, two) if _is_earlier(first, second) else (two, one)
            told.append(Change(earlier.text, later.text, one.start, second.end()))
    return told


def _is_earlier(first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether the first period named comes before the second; December comes before January."""
    one, two = ((period["when"] or "").lower()[:3] for period in (first, second))
    if one in _MONTHS and two in _MONTHS:
        gone = (_MONTHS.index(two) - _MONTHS.index(one)) % len(_MONTHS)
        return gone <= len(_MONTHS) // 2
    if one and two:
        return one < two
    return not (second["before"] or (first["near"] or "").lower() == "this")


def _alike(text: str, one: Figure, two: Figure) -> bool:
    """Whether two figures can be readings of one thing: of the same unit, of time both, or the unit said with one only.

    A unit that is said with the first alone holds for the second where no word stands behind that: "from 9 days to 4".
    """
    first, second = (figure.text.lstrip("$€£0123456789.,' \u00a0\u202f\u2019").lower() for figure in (one, two))
    if first == second or not first or first.rstrip("s") == second.rstrip("s"):
        return True
    if not second:
        return one.text[0] == two.text[0] in "$€£" or not _WORD_NEXT.match(text, two.end)
    return bool(_SPAN.fullmatch(first) and _SPAN.fullmatch(second))


def _is_time(text: str, one: Figure, two: Figure) -> bool:
    """Whether two figures are years, hours or dates rather than readings."""
    years = bool(_YEAR.match(one.text) and _YEAR.match(two.text))
    return years or bool(_CLOCK.match(text, two.end) or _CLOCK.match(text, one.end))
