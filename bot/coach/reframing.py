"""The rule-based reframe: a person's own clauses under headings, with gaps shown and at most three questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.coach import tones
from bot.coach.answers import came_to, lead_of
from bot.coach.clauses import clauses
from bot.coach.editor import Tone
from bot.coach.facts.marks import Fact, Mark, marks_of
from bot.coach.facts.vouched import Vouched, own_words
from bot.coach.gaps import missing
from bot.coach.metrics import Metric
from bot.coach.placing import Heading, in_order, placed, slot_under
from bot.coach.proposal import Kind
from bot.coach.questions import blank, question
from bot.coach.reading import ANSWER, Reading, understood
from bot.coach.recall import Stored
from bot.coach.vocabulary import TARGET_NOUNS, WORD
from prompts.words import words

__all__ = ["Claim", "Heading", "Question", "Quote", "Reframed", "Section", "Stored", "Verdict", "reframe", "running"]

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_MOST_QUESTIONS = 3
_MOST_BLANKS = 2
_ASKED_ONLY: Final = frozenset({(Kind.TRUST, "who_affected"), (Kind.TRUST, "next_step")})
_OWN_PART: Final = "own_role"
_ENDS: Final = frozenset(".!?…")
_SHORT = 600
_GROWTH = 1.6


class Verdict(StrEnum):
    """What became of an update."""

    DRAFTED = "drafted"
    ALREADY_SENIOR = "already_senior"
    NOT_AN_UPDATE = "not_an_update"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of the person and where they stand: "update", "answer:<slot>" or a note's id."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One verbatim clause and its source, as of a quote; `lead` and `tag` are the coach's own, before and behind it.

    A sentence that is not verbatim names the quotes that it rests on. Its type says that it was vouched for.
    """

    text: Vouched
    source: str
    tag: str = ""
    lead: str = ""
    rests_on: tuple[Quote, ...] = ()

    def quotes(self) -> tuple[Quote, ...]:
        """Give what it stands on: its own words, where it is verbatim."""
        return self.rests_on or (Quote(self.text, self.source),)

    def said(self) -> str:
        """Give the clause with the coach's words around it; a remark stands within the sentence."""
        said = self.led()
        end = said[-1:] if said[-1:] in _ENDS else ""
        return f"{said.removesuffix(end)} {self.tag}{end}" if self.tag else said

    def led(self) -> str:
        """Give the clause with the coach's word before it."""
        return f"{self.lead}: {self.text}" if self.lead else self.text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the claims under it, and the gaps that are left."""

    heading: Heading
    title: str
    claims: tuple[Claim, ...]
    blanks: tuple[str, ...]

    def lines(self, *, blanks: bool = True) -> list[str]:
        """Give its claims, and its gaps in one line."""
        gaps = [" ".join(self.blanks)] if blanks and self.blanks else []
        return [*(claim.said() for claim in self.claims), *gaps]


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
    tone: Tone = Tone.MANAGER

    def paste(self, *, blanks: bool = True) -> Vouched:
        """Give the draft as plain text, with its blanks or without: in points, or running where points would be too long."""
        return own_words(self._laid_out(blanks=blanks))  # each claim was vouched for; titles, marks and blanks are ours

    def _laid_out(self, *, blanks: bool) -> str:
        parts = [(section.title, section.lines(blanks=blanks)) for section in self.sections]
        parts = [(title, lines) for title, lines in parts if lines]
        if self.verdict is Verdict.ALREADY_SENIOR:
            return " ".join(line for _, lines in parts for line in lines)
        if self.tone is Tone.RESUME:
            return "\n".join(" ".join(running(lines)) for _, lines in parts)
        if self.tone is Tone.TEAM:
            return "\n".join(f"• {line}" for _, lines in parts for line in lines)
        said = sum(len(claim.text) for section in self.sections for claim in section.claims)
        points = "\n\n".join("\n".join([title, *(f"• {line}" for line in lines)]) for title, lines in parts)
        if len(points) <= max(_SHORT, _GROWTH * said):
            return points
        return "\n".join(f"{title}\n{' '.join(running(lines))}" for title, lines in parts)


def running(lines: Sequence[str]) -> list[str]:
    """Give sentences that can follow one another: whatever ends in none of its own gets a full stop, if something follows."""
    ended = [line if line[-1:] in _ENDS or line.endswith("]") else f"{line}." for line in lines[:-1]]
    return [*ended, *lines[-1:]]


def reframe(
    text: str,
    *,
    stored: Sequence[Stored] = (),
    answers: Mapping[str, str] = _NOTHING,
    decided: Kind | None = None,
    tone: Tone = Tone.MANAGER,
    of_others: bool = False,
) -> Reframed:
    """Sort an update's own clauses under headings, show what is missing, and ask for the most telling gaps.

    A kind that the person has `decided` stands above the proposed one: in the order, the questions and the gaps.
    Beside an update `of_others`, the person's own part always says that it is theirs.
    """
    update = replace(understood(text, stored, answers, decided), of_others=of_others)
    told = words(update.language)
    verdict, sections, asked = _judged(update, tone)
    note = verdict.value if verdict is not Verdict.DRAFTED else ""
    if tone is Tone.RESUME and verdict is not Verdict.NOT_AN_UPDATE:
        note, asked = ("", ()) if _fills_a_line(update) else ("no_resume_line", asked)
    return Reframed(
        verdict=verdict,
        language=update.language,
        kind=update.kind,
        metric=update.metric,
        sections=sections,
        questions=tuple(Question(slot, question(slot, update.language, update.kind)) for slot in asked),
        left_out=tuple(told.left_out[reason] for reason in update.removed),
        conflicts=_conflicts(update),
        note=told.notes[note] if note else None,
        tone=tone,
    )


def _fills_a_line(update: Reading) -> bool:
    told = any(not tones.TOLD.isdisjoint(fact.marks) for fact in update.facts)
    return told or update.note is not None or not update.filled.isdisjoint({"current", "decision"})


def _judged(update: Reading, tone: Tone) -> tuple[Verdict, tuple[Section, ...], tuple[str, ...]]:
    if update.is_empty():
        return Verdict.NOT_AN_UPDATE, (), ()
    gaps = missing(update.kind, update.facts, update.metric, recalled=update.note is not None)
    gaps = tuple(slot for slot in gaps if slot not in update.filled)
    if tone is Tone.MANAGER and not update.answers and update.is_senior():
        return Verdict.ALREADY_SENIOR, (_as_it_stands(update),), gaps[-1:] if gaps[-1:] == ("tradeoff",) else ()
    asked = gaps[:_MOST_QUESTIONS]
    return Verdict.DRAFTED, _sections(update, asked, tone), asked


def _as_it_stands(update: Reading) -> Section:
    heading = in_order(update.kind)[0]
    claims = tuple(Claim(own_words(fact.text), fact.source) for fact in update.facts)
    return Section(heading, words(update.language).headings[heading], claims, ())


def _sections(update: Reading, asked: tuple[str, ...], tone: Tone) -> tuple[Section, ...]:
    claims = _on_a_resume(update) if tone is Tone.RESUME else _claims(update)
    blanks = _blanks(update, asked if tone is Tone.MANAGER else ())
    titles = words(update.language).headings
    return tuple(
        Section(heading, titles[heading], tuple(claims[heading]), tuple(blanks[heading]))
        for heading in tones.order(update.kind, tone)
        if claims[heading] or blanks[heading]
    )


def _claims(update: Reading) -> dict[Heading, list[Claim]]:
    found = _none_yet()
    for heading, fact in placed(update.facts, update.kind):
        found[heading].append(_claim(update, fact, heading))
    found[Heading.OUTCOME] += _noted(update)
    for slot, answer in update.answers.items():
        found[slot_under(slot, update.kind)] += _answered(update, slot, answer)
    return found


def _on_a_resume(update: Reading) -> dict[Heading, list[Claim]]:
    """One line of the person's own text, and one of what they answered."""
    found, (first, second) = _none_yet(), tones.order(update.kind, Tone.RESUME)[:2]
    found[first] += [_claim(update, fact, first) for fact in tones.on_a_resume(placed(update.facts, update.kind))]
    found[first] += [replace(claim, tag="") for claim in _noted(update)]
    for slot, answer in update.answers.items():
        for claim in _answered(update, slot, answer):
            if tones.is_answer_on_a_resume(slot, marks_of(claim.text), update.filled):
                found[second].append(claim)
    return found


def _none_yet() -> dict[Heading, list[Claim]]:
    return {heading: [] for heading in Heading}


def _claim(update: Reading, fact: Fact, heading: Heading) -> Claim:
    tag = _goal_tag(update, fact.text) if Mark.TARGET in fact.marks and heading is Heading.OUTCOME else ""
    return Claim(own_words(fact.text), fact.source, tag)


def _noted(update: Reading) -> list[Claim]:
    if update.note is None:
        return []
    tag = words(update.language).tags["noted"].format(date=update.note.said_on.isoformat())
    return [Claim(own_words(update.note.text), update.note.id, tag)]


def _answered(update: Reading, slot: str, answer: str) -> list[Claim]:
    """Say once before an answer what it is; a goal is called one wherever it stands."""
    said = clauses(answer)
    leads = [_OWN_PART if update.of_others and slot == _OWN_PART else lead_of(slot, clause) for clause in said]
    named = words(update.language).answered
    return [
        Claim(
            own_words(clause),
            f"{ANSWER}{slot}",
            lead=named.get(lead, "") if lead != slot or lead not in leads[:place] else "",
        )
        for place, (clause, lead) in enumerate(zip(said, leads, strict=True))
    ]


def _goal_tag(update: Reading, clause: str) -> str:
    """A goal is marked as one, unless its own words already say so, or say what became of it as well."""
    said = not TARGET_NOUNS.isdisjoint(WORD.findall(clause.lower())) or came_to(clause)
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
