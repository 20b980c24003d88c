"""What a text is evidence of, read off by rule at once: its kind, its metric, and the one question to ask."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from bot.coach import metrics
from bot.coach.languages import detect
from bot.coach.markup import readable
from bot.coach.metrics import Metric
from bot.coach.vocabulary import (
    AFFECTED,
    UNCHANGED,
    WORD,
    brings_bad_news,
    decides,
    is_small_talk,
    notices,
    trades,
    trusts,
)
from bot.coach.wishes import is_request, may_be_request, question_of
from bot.coach.withholding import without_instructions

__all__ = ["Kind", "Metric", "Proposal", "propose"]


_SUSPICIOUS: Final = (
    "instruc",
    "anweisung",
    "consigne",
    "system:",
    "assistant:",
    "</",
    "<|",
    "[inst",
    "you are",
    "as an ai",
)


class Kind(StrEnum):
    """The four kinds of evidence, and output, which is not evidence yet."""

    DECISION = "decision"
    METRIC = "metric"
    TRUST = "trust"
    PROBLEM = "problem"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules make of a text; the person's own choice always stands above it."""

    kind: Kind
    metric: Metric | None
    follow_up: str | None
    language: str


def propose(text: str, decided: Kind | None = None, *, given: Metric | None = None) -> Proposal:
    """Propose kind, metric and one follow-up (a slot's name, or None when nothing is missing).

    A kind or a metric that the person has decided or given stands, and the follow-up is the one that suits them.
    """
    text = readable(text)
    low = text.lower()
    if any([word in low for word in _SUSPICIOUS]):  # noqa: C419 - a list is twice as fast here
        text = without_instructions(text)
        low = text.lower()
    words = WORD.findall(low)
    found = metrics.find(text, words)
    kind = decided or _kind(low, words, found)
    metric = given or (found.metric if found else None)
    asked = _follow_up(kind, metric, low, words)
    if kind is Kind.OUTPUT and may_be_request(words) and is_request(text):
        asked = question_of(text)  # nothing is different for anybody yet (R11)
    return Proposal(kind, metric, asked, detect(low, words))


def _kind(low: str, words: list[str], found: metrics.Found | None) -> Kind:
    if found and found.metric.before and found.metric.after:
        earlier = low[: found.at]
        return Kind.PROBLEM if notices(earlier, WORD.findall(earlier)) else Kind.METRIC
    if notices(low, words):
        return Kind.PROBLEM
    if decides(low, words):
        return Kind.DECISION
    if trusts(low, words):
        return Kind.TRUST
    return Kind.METRIC if found and not found.metric.before else Kind.OUTPUT


def _follow_up(kind: Kind, metric: Metric | None, low: str, words: list[str]) -> str | None:
    match kind:
        case Kind.DECISION:
            return None if trades(low, words) else "tradeoff"
        case Kind.METRIC if metric:
            return _metric_follow_up(metric, words)
        case Kind.PROBLEM:
            return "causality"
        case Kind.OUTPUT if brings_bad_news(low, words):
            return "decision"  # nobody asks what is better now of what was lost or missed
        case _:
            return None if is_small_talk(low, words) else "current"


def _metric_follow_up(metric: Metric, words: list[str]) -> str | None:
    if not metric.before and not _says_the_change(words):
        return "baseline"
    if not metric.after:
        return "current"
    return "who_affected" if AFFECTED.isdisjoint(words) else None


def _says_the_change(words: list[str]) -> bool:
    """Whether a reading says what it was before without a second reading: "flat at 31%", "41, up 3"."""
    if not UNCHANGED.isdisjoint(words):
        return True
    return any(one in ("up", "down") and two[0].isdigit() for one, two in pairwise(words))
