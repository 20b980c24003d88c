"""Under which heading a fact or an answer belongs, and in which order the headings read best."""

import re
from enum import StrEnum
from typing import Final

from bot.coach.facts.marks import Fact, Mark
from bot.coach.proposal import Kind


class Heading(StrEnum):
    """The headings of a draft."""

    OUTCOME = "outcome"
    EVIDENCE = "evidence"
    DECISION = "decision"
    TRADEOFF = "tradeoff"
    OPEN = "open"
    NEXT_STEP = "next_step"
    CREDIT = "credit"


_FIRST_OF: Final = (
    (Mark.RESULT, Heading.OUTCOME),
    (Mark.NEXT, Heading.NEXT_STEP),
    (Mark.TARGET, Heading.OUTCOME),
    (Mark.TRUST, Heading.EVIDENCE),
    (Mark.PROBLEM, Heading.EVIDENCE),
    (Mark.DECISION, Heading.DECISION),
    (Mark.TRADEOFF, Heading.TRADEOFF),
    (Mark.OPEN, Heading.OPEN),
    (Mark.CREDIT, Heading.CREDIT),
)
_SLOT_UNDER: Final = {
    "baseline": Heading.OUTCOME,
    "current": Heading.OUTCOME,
    "target": Heading.OUTCOME,
    "timeframe": Heading.OUTCOME,
    "who_affected": Heading.OUTCOME,
    "why": Heading.EVIDENCE,
    "decision": Heading.DECISION,
    "tradeoff": Heading.TRADEOFF,
    "causality": Heading.OUTCOME,
    "own_role": Heading.EVIDENCE,
    "next_step": Heading.NEXT_STEP,
    "voice": Heading.EVIDENCE,
    "quote": Heading.EVIDENCE,
    "noticed": Heading.EVIDENCE,
}
_SLOT_OF_KIND: Final = {
    (Kind.DECISION, "why"): Heading.DECISION,
    (Kind.METRIC, "why"): Heading.OUTCOME,
    (Kind.PROBLEM, "baseline"): Heading.EVIDENCE,
    (Kind.PROBLEM, "who_affected"): Heading.EVIDENCE,
}
_LEANS: Final = re.compile(
    r"(?:it|it's|its|that|that's|this|they|he|she|nobody|no one|so|which|needs|takes|costs|das|dies|es|sie|er|deshalb|niemand|"
    r"cela|ça|c'est|ce|il|elle|ils|elles|donc|personne|eso|esto|ello|es|por eso|nadie)\b",
    re.IGNORECASE,
)
_POINTS_BACK: Final = re.compile(
    r"\b(?:use|uses|using|used|adopted|like|love|loved|tried|opened) (?:it|them)\b|\b(?:nutzen|verwenden) (?:es|sie|ihn)\b|\bl'(?:utilisent|adorent)\b|\b(?:lo|la) (?:usan|utilizan)\b",
    re.IGNORECASE,
)
_DECISION_FIRST: Final = (
    Heading.DECISION,
    Heading.TRADEOFF,
    Heading.OUTCOME,
    Heading.EVIDENCE,
    Heading.OPEN,
    Heading.NEXT_STEP,
    Heading.CREDIT,
)


def in_order(kind: Kind) -> tuple[Heading, ...]:
    """Give the headings in reading order: a decision before its outcome, otherwise the outcome first."""
    return _DECISION_FIRST if kind is Kind.DECISION else tuple(Heading)


def slot_under(slot: str, kind: Kind) -> Heading:
    """Give the heading for a slot's answer or gap; a reason stands with what it explains."""
    return _SLOT_OF_KIND.get((kind, slot), _SLOT_UNDER[slot])


def leans(clause: str) -> bool:
    """Whether a clause leans on the one before it ("It's a correlation")."""
    return bool(_LEANS.match(clause))


def placed(facts: tuple[Fact, ...], kind: Kind) -> list[tuple[Heading, Fact]]:
    """Give each fact its heading; one that leans on the sentence before it ("It's a correlation") follows it."""
    found: list[tuple[Heading, Fact]] = []
    for place, fact in enumerate(facts):
        before = found[-1][0] if found else None
        heading = _heading(fact, before, kind)
        if heading is Heading.OUTCOME and before is Heading.EVIDENCE and _POINTS_BACK.search(fact.text):
            found[-1] = (Heading.OUTCOME, found[-1][1])
        if heading is Heading.OPEN and any(Mark.PROBLEM in later.marks for later in facts[place + 1 :]):
            heading = Heading.EVIDENCE  # what the person then noticed is the problem itself
        found.append((heading, fact))
    return found


def _heading(fact: Fact, before: Heading | None, kind: Kind) -> Heading:
    own = next((heading for mark, heading in _FIRST_OF if mark in fact.marks), None)
    if own is Heading.NEXT_STEP and Mark.DECISION in fact.marks:
        own = Heading.DECISION  # "we decided that we will …" is decided
    if own is Heading.DECISION and kind is not Kind.DECISION and Mark.TRADEOFF in fact.marks:
        own = Heading.TRADEOFF
    explains = Mark.REASON in fact.marks and before is Heading.DECISION
    if before and (own in {None, Heading.OPEN}) and (explains or leans(fact.text)):
        return before
    return own or Heading.EVIDENCE
