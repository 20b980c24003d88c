"""What to ask: one concrete question on what is thinnest, built from what the person noted (N3, N7).

Pure: from what is known to a sentence. What is known is quoted in the person's own words, and no sentence comes twice.
"""

import uuid
from calendar import month_name
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import Final

from bot.coach.proposal import Kind, Metric
from bot.coach.vocabulary import refuses
from prompts.nudges import nudges

QUOTED: Final = 140  # characters of people's words in a question
SHORT: Final = 60  # characters of a name or a number in one
LATELY: Final = 2  # questions back, whose kinds are not asked for again at once
SETTLED: Final = timedelta(days=7)  # before that, "did it move" comes too early
QUIET: Final = timedelta(days=28)
NOTICES: Final = "notices"  # the table whose sentences are no questions
KINDS: Final = (Kind.METRIC, Kind.DECISION, Kind.PROBLEM, Kind.TRUST)
URGENT: Final = frozenset({"target", "goal", "baseline"})  # what has a date goes first
DATED: Final = frozenset({"due", "passed"})  # a promised day of this week goes before all else (N2)
_KIND_OF: Final[Mapping[str, Kind]] = {
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
MOVED: Final = frozenset({"target", "goal"})  # what one tap can answer
TELLING: Final = frozenset({"name", "metric", "words", "person"})  # what of a question is the person's own
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
class Question:
    """What is asked. `template` names the pattern, `about` the entry that it is about, if it is about one."""

    template: str
    sentence: str
    about: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class _Idea:
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
            if name in TELLING and words and (not line or f"{{{name}}}" in line)
        ]


def group_of(template: str) -> str:
    """What a question about something noted asks for; nothing for all others."""
    table, key, _ = template.split(".")
    return key if table == "about" else ""


def wonder(known: Known) -> Question:
    """The one question of this week. Where there is a number or a launch, it is quoted."""
    kinds = (kind_of(template) for template, _ in known.asked)
    lately = [kind for kind in kinds if kind][:LATELY]
    concrete = [*_of_notes(known), *_of_launches(known), *_of_people(known), *_anchored(known)]
    general = list(_alone())
    often = Counter(template.rpartition(".")[0] for template, _ in known.asked)
    for ideas in [concrete, general] if _has_numbers(known) else [[*concrete, *general]]:
        for idea in sorted(ideas, key=lambda idea: _rank(idea, known, lately, often)):
            for question in _unsaid(idea, known.asked):
                return question
    raise AssertionError("There are more ways to ask than weeks in half a year.")


def _has_numbers(known: Known) -> bool:
    """Whether there is something that every question must quote."""
    measured = any(note.goal or (note.metric and note.metric.name) for note in known.noted)
    return measured or bool(known.promised or known.metrics)


def _unsaid(idea: _Idea, asked: Sequence[tuple[str, str]]) -> Iterator[Question]:
    """The ways to ask this that are still new: another date or year in the same sentence makes no new one."""
    for number, line in enumerate(getattr(nudges(), idea.table)[idea.key]):
        template, quotes = f"{idea.table}.{idea.key}.{number}", idea.quotes(line)
        if not any(template == before and all(quote in said for quote in quotes) for before, said in asked):
            yield Question(template, line.format(**idea.blanks), idea.about)


def notice(name: str, asked: Sequence[tuple[str, str]]) -> Question:
    """What is said in a question's place; in other words than last time, where there are any."""
    said = {sentence for _, sentence in asked}
    ways = [Question(f"{NOTICES}.{name}.{number}", line) for number, line in enumerate(nudges().notices[name])]
    return next((way for way in ways if way.sentence not in said), ways[0])


def _rank(
    idea: _Idea, known: Known, lately: Sequence[Kind], often: Mapping[str, int]
) -> tuple[bool, int, bool, bool, bool, int, int, int]:
    """A promised day; what was never asked, or least often; what is due; another kind than lately; what is concrete; what is thin; what is less worn."""
    quotes = idea.quotes()
    before = [template for template, said in known.asked if any(quote in said for quote in quotes)] if quotes else []
    concrete = idea.table == "about"
    worn = concrete and sum(group_of(template) == idea.key for template in before)
    due = concrete and idea.key in URGENT
    return (
        not (concrete and idea.key in DATED),
        worn,
        not due,
        not due and idea.kind in lately,
        not concrete,
        known.counts.get(idea.kind, 0),
        len(before),
        often.get(f"{idea.table}.{idea.key}", 0),
    )


def kind_of(template: str) -> Kind | None:
    """The kind of evidence that a question asks for; none for a notice."""
    table, key, _ = template.split(".")
    if table == "about":
        return _KIND_OF.get(key, Kind.METRIC)
    return Kind(key) if key in set(Kind) else None


def _of_notes(known: Known) -> Iterator[_Idea]:
    for note in known.noted:
        settled = note.day <= known.today - SETTLED
        groups = list(_missing(note, settled=settled))
        blanks = _blanks_of(note, known.today) if groups else {}
        for group in groups:
            words = {"words": quoted(note.goal)} if group == "goal" and note.goal else {}
            yield _Idea("about", group, _KIND_OF.get(group, Kind.METRIC), blanks | words, note.id)


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


def _of_launches(known: Known) -> Iterator[_Idea]:
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
                yield _Idea("about", group, _KIND_OF.get(group, Kind.METRIC), blanks)


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


def _of_people(known: Known) -> Iterator[_Idea]:
    for person, day in known.people.items():
        if day <= known.today - QUIET:
            blanks = {"person": person, "day": _day(day, known.today)}
            yield _Idea("about", "quiet", Kind.TRUST, blanks)


def _anchored(known: Known) -> Iterator[_Idea]:
    """Every kind, on every launch and every metric."""
    for launch in known.promised:
        name, day = quoted(launch.name, SHORT), _day(launch.ships_on, known.today)
        when = f"ships on {day}" if launch.ships_on > known.today else f"shipped on {day}"
        yield from (_Idea("launch", kind, kind, {"name": name, "when": when}) for kind in KINDS)
    named = (note.metric.name for note in known.noted if note.metric and note.metric.name)
    for metric in dict.fromkeys(quoted(name, SHORT) for name in chain(known.metrics, named)):
        yield from (_Idea("metric", kind, kind, {"metric": metric}) for kind in KINDS)


def _alone() -> Iterator[_Idea]:
    return (_Idea("alone", kind, kind) for kind in KINDS)


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
