"""The rule-based reframe: a person's own clauses under headings, with gaps shown and at most three questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.coach.answers import tag_of
from bot.coach.clauses import clauses
from bot.coach.facts import Mark
from bot.coach.gaps import missing
from bot.coach.metrics import Metric
from bot.coach.placing import Heading, in_order, placed, slot_under
from bot.coach.proposal import Kind
from bot.coach.questions import blank, question
from bot.coach.reading import Reading, understood
from bot.coach.recall import Stored
from bot.coach.vocabulary import TARGET_NOUNS, WORD
from prompts.words import words

__all__ = ["Claim", "Heading", "Question", "Quote", "Reframed", "Section", "Stored", "Verdict", "reframe"]

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_MOST_QUESTIONS = 3
_MOST_BLANKS = 2
_ASKED_ONLY: Final = frozenset({(Kind.TRUST, "who_affected"), (Kind.TRUST, "next_step")})
_SHORT = 600
_GROWTH = 1.6


class Verdict(StrEnum):
    """What became of an update."""

    DRAFTED = "drafted"
    ALREADY_SENIOR = "already_senior"
    NOT_AN_UPDATE = "not_an_update"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of the person and where they stand: "update", "answer:<slot>" or a note's id."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One verbatim clause and its source, as of a quote; `tag` is the coach's own remark.

    A sentence that is not verbatim names the quotes that it rests on.
    """

    text: str
    source: str
    tag: str = ""
    rests_on: tuple[Quote, ...] = ()

    def quotes(self) -> tuple[Quote, ...]:
        """Give what it stands on: its own words, where it is verbatim."""
        return self.rests_on or (Quote(self.text, self.source),)

    def said(self) -> str:
        """Give the clause with the coach's remark behind it."""
        return f"{self.text} {self.tag}" if self.tag else self.text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the claims under it, and the gaps that are left."""

    heading: Heading
    title: str
    claims: tuple[Claim, ...]
    blanks: tuple[str, ...]

    def points(self) -> str:
        """Give the section with one point to each claim."""
        gaps = [" ".join(self.blanks)] if self.blanks else []
        return "\n".join([self.title, *(f"• {line}" for line in [*(claim.said() for claim in self.claims), *gaps])])

    def running(self) -> str:
        """Give the section as running text."""
        return "\n".join([self.title, " ".join([*(claim.said() for claim in self.claims), *self.blanks])])


@dataclass(frozen=True, slots=True)
class Question:
    """A question for one slot."""

    slot: str
    text: str


@dataclass(frozen=True, slots=True)
class Reframed:
    """What the rules make of an update, ready to show."""

    verdict: Verdict
    language: str
    kind: Kind
    metric: Metric | None
    sections: tuple[Section, ...] = ()
    questions: tuple[Question, ...] = ()
    left_out: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    note: str | None = None

    def paste(self) -> str:
        """Give the draft as plain text: points, or running text where points would be too long."""
        if self.verdict is Verdict.ALREADY_SENIOR:
            return " ".join(claim.said() for section in self.sections for claim in section.claims)
        said = sum(len(claim.text) for section in self.sections for claim in section.claims)
        points = "\n\n".join(section.points() for section in self.sections)
        return (
            points
            if len(points) <= max(_SHORT, _GROWTH * said)
            else "\n".join(section.running() for section in self.sections)
        )


def reframe(
    text: str,
    *,
    stored: Sequence[Stored] = (),
    answers: Mapping[str, str] = _NOTHING,
    decided: Kind | None = None,
) -> Reframed:
    """Sort an update's own clauses under headings, show what is missing, and ask for the most telling gaps.

    A kind that the person has `decided` stands above the proposed one: in the order, the questions and the gaps.
    """
    update = understood(text, stored, answers, decided)
    told = words(update.language)
    verdict, sections, asked = _judged(update)
    said = {Verdict.ALREADY_SENIOR: told.notes["already_senior"], Verdict.NOT_AN_UPDATE: told.notes["not_an_update"]}
    return Reframed(
        verdict=verdict,
        language=update.language,
        kind=update.kind,
        metric=update.metric,
        sections=sections,
        questions=tuple(Question(slot, question(slot, update.language, update.kind)) for slot in asked),
        left_out=tuple(told.left_out[reason] for reason in update.removed),
        conflicts=_conflicts(update),
        note=said.get(verdict),
    )


def _judged(update: Reading) -> tuple[Verdict, tuple[Section, ...], tuple[str, ...]]:
    if update.is_empty():
        return Verdict.NOT_AN_UPDATE, (), ()
    gaps = missing(update.kind, update.facts, update.metric, recalled=update.note is not None)
    gaps = tuple(slot for slot in gaps if slot not in update.filled)
    if not update.answers and update.is_senior():
        return Verdict.ALREADY_SENIOR, (_as_it_stands(update),), gaps[-1:] if gaps[-1:] == ("tradeoff",) else ()
    asked = gaps[:_MOST_QUESTIONS]
    return Verdict.DRAFTED, _sections(update, asked), asked


def _as_it_stands(update: Reading) -> Section:
    heading = in_order(update.kind)[0]
    claims = tuple(Claim(fact.text, fact.source) for fact in update.facts)
    return Section(heading, words(update.language).headings[heading], claims, ())


def _sections(update: Reading, asked: tuple[str, ...]) -> tuple[Section, ...]:
    claims, blanks = _claims(update), _blanks(update, asked)
    titles = words(update.language).headings
    return tuple(
        Section(heading, titles[heading], tuple(claims[heading]), tuple(blanks[heading]))
        for heading in in_order(update.kind)
        if claims[heading] or blanks[heading]
    )


def _claims(update: Reading) -> dict[Heading, list[Claim]]:
    found: dict[Heading, list[Claim]] = {heading: [] for heading in Heading}
    for heading, fact in placed(update.facts, update.kind):
        tag = _goal_tag(update, fact.text) if Mark.TARGET in fact.marks and heading is Heading.OUTCOME else ""
        found[heading].append(Claim(fact.text, fact.source, tag))
    if update.note:
        noted = words(update.language).tags["noted"].format(date=update.note.said_on.isoformat())
        found[Heading.OUTCOME].append(Claim(update.note.text, update.note.id, noted))
    for slot, answer in update.answers.items():
        found[slot_under(slot, update.kind)] += _answered(update, slot, answer)
    return found


def _answered(update: Reading, slot: str, answer: str) -> list[Claim]:
    """Tag an answer behind its last clause; a goal is marked as one wherever it stands."""
    said = clauses(answer)
    kinds = [tag_of(slot, clause) for clause in said]
    tags = words(update.language).answered
    return [
        Claim(clause, f"answer:{slot}", tags.get(kind, "") if kind != slot or kind not in kinds[place + 1 :] else "")
        for place, (clause, kind) in enumerate(zip(said, kinds, strict=True))
    ]


def _goal_tag(update: Reading, clause: str) -> str:
    """A goal is marked as one, unless its own words already say so."""
    said = not TARGET_NOUNS.isdisjoint(WORD.findall(clause.lower()))
    return "" if said else words(update.language).tags["goal"]


def _blanks(update: Reading, asked: tuple[str, ...]) -> dict[Heading, list[str]]:
    gaps = [slot for slot in asked[:_MOST_BLANKS] if (update.kind, slot) not in _ASKED_ONLY]
    if update.kind is Kind.OUTPUT and "current" in asked and "baseline" not in {*asked, *update.filled}:
        known = update.metric and update.metric.before
        gaps += [] if known else ["baseline"]
    found: dict[Heading, list[str]] = {heading: [] for heading in Heading}
    for slot in sorted(gaps, key=lambda slot: slot != "baseline"):
        found[slot_under(slot, update.kind)].append(blank(slot, update.language, update.kind))
    return found


def _conflicts(update: Reading) -> tuple[str, ...]:
    if not update.conflict:
        return ()
    note, value = update.conflict.note, update.conflict.value
    told = words(update.language).notes["conflict"]
    return (told.format(date=note.said_on.isoformat(), stored=note.text, value=value),)
