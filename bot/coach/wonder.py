"""What to ask: of all that could be asked, one concrete question on what is thinnest (N3, N7).

Pure: from what is known to a sentence, and no sentence comes twice. The ideas to choose from are in `ideas`.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.coach import ideas
from bot.coach.ideas import KIND_OF, Idea, Known
from bot.coach.proposal import Kind
from prompts.nudges import nudges

LATELY: Final = 2  # questions back, whose kinds are not asked for again at once
NOTICES: Final = "notices"  # the table whose sentences are no questions
URGENT: Final = frozenset({"target", "goal", "baseline"})  # what has a date goes first
DATED: Final = frozenset({"due", "passed"})  # a promised day of this week goes before all else (N2)
MOVED: Final = frozenset({"target", "goal"})  # what one tap can answer


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `template` names the pattern, `about` the entry that it is about, if it is about one."""

    template: str
    sentence: str
    about: uuid.UUID | None = None


def group_of(template: str) -> str:
    """What a question about something noted asks for; nothing for all others."""
    table, key, _ = template.split(".")
    return key if table == "about" else ""


def wonder(known: Known) -> Question:
    """The one question of this week. Where there is a number or a launch, it is quoted."""
    kinds = (kind_of(template) for template, _ in known.asked)
    lately = [kind for kind in kinds if kind][:LATELY]
    concrete, general = ideas.concrete(known), ideas.general()
    often = Counter(template.rpartition(".")[0] for template, _ in known.asked)
    for some in [concrete, general] if _has_numbers(known) else [[*concrete, *general]]:
        for idea in sorted(some, key=lambda idea: _rank(idea, known, lately, often)):
            for question in _unsaid(idea, known.asked):
                return question
    raise AssertionError("There are more ways to ask than weeks in half a year.")


def _has_numbers(known: Known) -> bool:
    """Whether there is something that every question must quote."""
    measured = any(note.goal or (note.metric and note.metric.name) for note in known.noted)
    return measured or bool(known.promised or known.metrics)


def _unsaid(idea: Idea, asked: Sequence[tuple[str, str]]) -> Iterator[Question]:
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
    idea: Idea, known: Known, lately: Sequence[Kind], often: Mapping[str, int]
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
        return KIND_OF.get(key, Kind.METRIC)
    return Kind(key) if key in set(Kind) else None
