"""What could be asked: everything known of a person as ideas, each in the words of one table's several ways to ask (N3, N7).

Pure. What is known is quoted in the person's own words.
"""

import uuid
from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import Final

from bot.coach.proposal import Kind, Metric
from bot.coach.vocabulary import refuses

QUOTED: Final = 140  # characters of people's words in a question
SHORT: Final = 60  # characters of a name or a number in one
SETTLED: Final = timedelta(days=7)  # before that, "did it move" comes too early
QUIET: Final = timedelta(days=28)
KINDS: Final = (Kind.METRIC, Kind.DECISION, Kind.PROBLEM, Kind.TRUST)
_TELLING: Final = frozenset({"name", "metric", "words", "person"})  # what of a question is the person's own
KIND_OF: Final[Mapping[str, Kind]] = {
    "due": Kind.OUTPUT,
    "passed": Kind.OUTPUT,
    "unmeasured": Kind.PROBLEM,
    "tradeoff": Kind.DECISION,
    "freed": Kind.DECISION,
    "quiet": Kind.TRUST,
    "whom": Kind.TRUST,
    "afterwards": Kind.TRUST,
    "finder": Kind.PROBLEM,
}
SLOT_OF: Final[Mapping[str, str]] = {
    "goal": "current",
    "before": "baseline",
    "after": "current",
    "outcome": "current",
    "tradeoff": "tradeoff",
    "freed": "tradeoff",
    "cause": "causality",
    "whom": "who_affected",
    "afterwards": "current",
    "finder": "causality",
}
"""Which slot of its entry an answer fills."""
_ENDING: Final = " .!?…,;:"


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry, as far as a question is made of it. `goal` is the part of it that says what was hoped for."""

    id: uuid.UUID
    day: date
    words: str
    kind: Kind
    metric: Metric | None = None
    goal: str | None = None
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Promised:
    """A launch, as far as a question is made of it. `day` is when it was recorded.

    `reviewed` says that what became of it is known, or asked by a review about now.
    """

    name: str
    ships_on: date
    day: date
    metric: str | None = None
    baseline: str | None = None
    target: str | None = None
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """All that a question is made of. `asked` are the templates and sentences of half a year, newest first.

    `counts` says how much evidence there is of each kind lately, `people` who was mentioned last on which day.
    """

    today: date
    noted: Sequence[Noted] = ()
    promised: Sequence[Promised] = ()
    metrics: Sequence[str] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)
    people: Mapping[str, date] = field(default_factory=dict)
    asked: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Idea:
    """One thing that could be asked, in one table's several ways."""

    table: str
    key: str
    kind: Kind
    blanks: Mapping[str, str] = field(default_factory=dict)
    about: uuid.UUID | None = None

    def quotes(self, line: str = "") -> list[str]:
        """What tells it from other ideas, of all that it could quote or of what one line does."""
        return [
            words
            for name, words in self.blanks.items()
            if name in _TELLING and words and (not line or f"{{{name}}}" in line)
        ]


def concrete(known: Known) -> list[Idea]:
    """What quotes something of the person's."""
    return [*_of_notes(known), *_of_launches(known), *_of_people(known), *_anchored(known)]


def general() -> list[Idea]:
    """What can be asked of anybody."""
    return [Idea("alone", kind, kind) for kind in KINDS]


def _of_notes(known: Known) -> Iterator[Idea]:
    for note in known.noted:
        settled = note.day <= known.today - SETTLED
        groups = list(_missing(note, settled=settled))
        blanks = _blanks_of(note, known.today) if groups else {}
        for group in groups:
            words = {"words": quoted(note.goal)} if group == "goal" and note.goal else {}
            yield Idea("about", group, KIND_OF.get(group, Kind.METRIC), blanks | words, note.id)


def _blanks_of(note: Noted, today: date) -> dict[str, str]:
    """What a question about an entry can say of it."""
    metric = note.metric or Metric(None, None, None)
    return {
        "day": _day(note.day, today),
        "words": quoted(note.words),
        "metric": quoted(metric.name or "", SHORT),
        "before": quoted(metric.before or "", SHORT),
        "after": quoted(metric.after or "", SHORT),
    }


def _missing(note: Noted, *, settled: bool) -> Iterator[str]:
    """What an entry lacks that can be asked for."""
    metric = note.metric
    named = metric if metric and metric.name else None
    refused = note.kind is Kind.DECISION and refuses(note.words.lower())  # what was left undone is said already
    groups = {
        "goal": note.goal is not None and settled and not (metric and metric.after),
        "before": bool(named and named.after and not named.before),
        "after": bool(named and named.before and not named.after and settled),
        "outcome": note.kind is Kind.OUTPUT and settled and note.goal is None,
        "tradeoff": note.kind is Kind.DECISION and not refused,
        "freed": note.kind is Kind.DECISION and refused,
        "afterwards": note.kind is Kind.TRUST and settled,
        "finder": note.kind is Kind.PROBLEM,
        "cause": bool(named and named.before and named.after),
        "whom": bool(named and named.before and named.after),
    }
    return (group for group, holds in groups.items() if holds and SLOT_OF[group] not in note.told)


def _of_launches(known: Known) -> Iterator[Idea]:
    for launch in (each for each in known.promised if not each.reviewed):
        blanks = {
            "name": quoted(launch.name, SHORT),
            "metric": quoted(launch.metric or "", SHORT),
            "target": quoted(launch.target or "", SHORT),
            "shipped": _day(launch.ships_on, known.today),
            "day": _day(launch.day, known.today),
        }
        for group in (_promised_day(launch, known.today), _open(launch, known.today)):
            if group:
                yield Idea("about", group, KIND_OF.get(group, Kind.METRIC), blanks)


def _promised_day(launch: Promised, today: date) -> str | None:
    """Where the day of a launch stands that falls into this week; nothing for any other."""
    if launch.ships_on.isocalendar()[:2] != today.isocalendar()[:2]:
        return None
    return "passed" if launch.ships_on < today else "due"


def _open(launch: Promised, today: date) -> str:
    """What is open about a launch."""
    if launch.ships_on > today:
        return "baseline" if launch.metric and not launch.baseline else "unmeasured"
    due = launch.ships_on <= today - SETTLED
    return "target" if launch.metric and launch.target and due else "shipped"


def _of_people(known: Known) -> Iterator[Idea]:
    for person, day in known.people.items():
        if day <= known.today - QUIET:
            blanks = {"person": person, "day": _day(day, known.today)}
            yield Idea("about", "quiet", Kind.TRUST, blanks)


def _anchored(known: Known) -> Iterator[Idea]:
    """Every kind, on every launch and every metric."""
    for launch in known.promised:
        name, day = quoted(launch.name, SHORT), _day(launch.ships_on, known.today)
        when = f"ships on {day}" if launch.ships_on > known.today else f"shipped on {day}"
        yield from (Idea("launch", kind, kind, {"name": name, "when": when}) for kind in KINDS)
    named = (note.metric.name for note in known.noted if note.metric and note.metric.name)
    for metric in dict.fromkeys(quoted(name, SHORT) for name in chain(known.metrics, named)):
        yield from (Idea("metric", kind, kind, {"metric": metric}) for kind in KINDS)


def quoted(words: str, most: int = QUOTED) -> str:
    """People's words on one line, without the stop at their end, cut between two words when they are long."""
    line = " ".join(words.split())
    if len(line) > most:
        line = f"{line[:most].rsplit(' ', 1)[0]}…"
        return line if len(line) <= most else f"{line[: most - 1]}…"
    return line.rstrip(_ENDING) or line


def _day(day: date, today: date) -> str:
    said = f"{day.day} {month_name[day.month]}"
    return said if day.year == today.year else f"{said} {day.year}"
