"""What the person noted earlier: used only when it is clearly about the same thing, and held against new figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.coach import metrics
from bot.coach.metrics import Metric
from bot.coach.vocabulary import SHIPPED, WORD, word_set


@dataclass(frozen=True, slots=True)
class Stored:
    """One piece of the person's own earlier evidence."""

    id: str
    said_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A stored value that does not agree with the one in the update."""

    note: Stored
    value: str


_COMMON: Final = word_set("""
    the a an and or of in on at to for from by with our my we i it is was were now new old first last this
    that week month quarter q1 q2 q3 q4 h1 h2 flow page feature version project team release update today
    yesterday users customers january february march april may june july august september october november
    december time final finally whole all der die das den dem des ein eine einen im am zum zur und oder wir
    ich unser unsere neu neue neuen neuer seite für mit von nach nutzer kunden le la les un une des du de et
    nous je notre nouveau nouvelle nouvel page pour avec en dans el los las una y nuestro nuestra nuevo nueva
    página para con del al
""")
_SIGNIFICANT = 3
_DIGITS: Final = re.compile(r"[^\d.,]")


def related(text: str, stored: Sequence[Stored]) -> Stored | None:
    """Find the newest note that gives the result of the very thing the update tells of; every telling word must recur."""
    topic = _topic(text)
    if not topic:
        return None
    known = [note for note in stored if topic <= _topic(note.text) and _told(note.text) and note.text.strip() != text]
    return max(known, key=lambda note: note.said_on, default=None)


def conflicting(metric: Metric | None, stored: Sequence[Stored]) -> Conflict | None:
    """Find the newest note on the same metric, if its value is neither the update's before nor its after."""
    if not (metric and metric.name and (metric.after or metric.before)):
        return None
    for note in sorted(stored, key=lambda note: note.said_on, reverse=True):
        value = _value(metric.name, note.text)
        if value:
            known = {_bare(one) for one in (metric.before, metric.after) if one}
            return None if _bare(value) in known else Conflict(note, metric.before or metric.after or "")
    return None


def _topic(text: str) -> frozenset[str]:
    words = WORD.findall(text.lower())
    return frozenset(
        word.removesuffix("s")
        for word in words
        if len(word) >= _SIGNIFICANT and word not in _COMMON and word not in SHIPPED and not word[0].isdigit()
    )


def _told(text: str) -> Metric | None:
    found = metrics.find(text, WORD.findall(text.lower()))
    return found.metric if found and found.metric.after else None


def _value(name: str, text: str) -> str | None:
    """Give what a note says of a metric: its own reading, or a figure right behind the metric's name."""
    told = _told(text)
    if told and told.name and _topic(told.name) == _topic(name):
        return told.after
    match = re.search(
        rf"\b{re.escape(name)}(?: rate| is| at|:| was)? ([$€£]?\d[\d.,]*\d?[ \u00a0]?%?)", text, re.IGNORECASE
    )
    return match[1].strip(" .,") if match else None


def _bare(value: str) -> str:
    return _DIGITS.sub("", value).replace(",", ".").strip(".")
