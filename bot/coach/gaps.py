"""Which facts an update still lacks, the most telling first."""

from typing import Final

from bot.coach.answers import came_to
from bot.coach.facts.marks import Fact, Mark
from bot.coach.metrics import Metric, is_share
from bot.coach.proposal import Kind
from bot.coach.quantities import is_counted
from bot.coach.vocabulary import names_whom
from bot.coach.worsening import worsened

SLOTS: Final = (
    "baseline",
    "current",
    "target",
    "timeframe",
    "who_affected",
    "why",
    "decision",
    "tradeoff",
    "causality",
    "own_role",
    "next_step",
    "voice",  # these three are asked for by the form of their kind only, see `bot.coach.forms`
    "quote",
    "noticed",
)
_TOLD_BY: Final = {
    "target": Mark.TARGET,
    "timeframe": Mark.WHEN,
    "who_affected": Mark.WHO,
    "why": Mark.REASON,
    "decision": Mark.DECISION,
    "tradeoff": Mark.TRADEOFF,
    "causality": Mark.CAUSE,
    "own_role": Mark.MINE,
    "next_step": Mark.NEXT,
}
_RANKED: Final = {
    Kind.METRIC: ("baseline", "current", "timeframe", "causality", "who_affected", "own_role", "tradeoff"),
    Kind.DECISION: ("why", "tradeoff", "current", "next_step", "who_affected"),
    Kind.TRUST: ("current", "why", "next_step"),
    Kind.PROBLEM: ("who_affected", "baseline", "next_step", "why", "decision"),
    Kind.OUTPUT: ("current", "why", "who_affected", "tradeoff"),
}
_DISAPPOINTING: Final = ("why", "decision", "next_step")
_LOST: Final = ("decision", "next_step")
_TOLD_IN_PART: Final = ("baseline", "causality", "who_affected", "why")
_INCIDENT: Final = ("who_affected", "next_step")
_AIMED: Final = ("current", "baseline", "who_affected")
_STARTED: Final = ("current", "decision", "who_affected")
_USED: Final = ("baseline", "why", "who_affected", "tradeoff")
_WISHED: Final = ("baseline", "timeframe", "who_affected", "next_step")
_PROVEN: Final = ("causality", "tradeoff", "next_step")
_ANECDOTE: Final = ("why", "who_affected", "current")


def missing(kind: Kind, facts: tuple[Fact, ...], metric: Metric | None, *, recalled: bool) -> tuple[str, ...]:
    """Name the slots to ask for, best first; `recalled` says that a stored note gives the result of this work."""
    marks = frozenset(mark for fact in facts for mark in fact.marks)
    told = {slot for slot, mark in _TOLD_BY.items() if mark in marks} | _measured(kind, facts, metric)
    if kind is Kind.DECISION and Mark.RESULT in marks:
        told.add("current")
    if kind is Kind.PROBLEM and Mark.NEXT in marks:
        told.add("decision")  # what was done about it
    if any(came_to(fact.text) for fact in facts):
        told.add("current")
    if any(names_whom(fact.text.lower()) for fact in facts):
        told.add("who_affected")
    if kind is Kind.PROBLEM and not any(Mark.WHO in fact.marks and any(map(str.isdigit, fact.text)) for fact in facts):
        told.discard("who_affected")  # whom it hits is half the answer: how many, is the question
    return tuple(slot for slot in _ranked(kind, marks, metric, recalled=recalled) if slot not in told)


def _measured(kind: Kind, facts: tuple[Fact, ...], metric: Metric | None) -> set[str]:
    told = set()
    if metric and metric.before:
        told.add("baseline")
    if metric and metric.after:
        told |= {"current", "timeframe"} if metric.before else {"current"}
    if kind is Kind.METRIC and not any(Mark.OURS in fact.marks for fact in facts):
        told.add("own_role")
    if kind is Kind.PROBLEM and any(is_counted(fact.text) for fact in facts):
        told.add("baseline")
    return told


def _ranked(kind: Kind, marks: frozenset[Mark], metric: Metric | None, *, recalled: bool) -> tuple[str, ...]:
    if recalled:
        return _PROVEN
    if kind is Kind.METRIC:
        return _for_a_metric(marks, metric)
    if kind is Kind.OUTPUT:
        return _for_an_output(marks, metric)
    if kind is Kind.TRUST and Mark.RESULT in marks:
        return _ANECDOTE
    return _RANKED[kind]


def _for_a_metric(marks: frozenset[Mark], metric: Metric | None) -> tuple[str, ...]:
    if worsened(metric) or (Mark.BAD in marks and metric and metric.after):
        return _DISAPPOINTING
    if Mark.TARGET in marks and metric and metric.after and not metric.before:
        return _WISHED  # where it stands on its way to a goal: nothing says that it moved, so nobody is asked what moved it
    return _USED if metric and is_share(metric.after) else _RANKED[Kind.METRIC]


def _for_an_output(marks: frozenset[Mark], metric: Metric | None) -> tuple[str, ...]:
    if Mark.RESULT in marks and not metric:
        return _LOST if Mark.BAD in marks else _TOLD_IN_PART
    if Mark.INCIDENT in marks:
        return _INCIDENT
    if metric and metric.before:
        return _STARTED
    return _AIMED if Mark.TARGET in marks else _RANKED[Kind.OUTPUT]
