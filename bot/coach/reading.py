"""An update as the coach has understood it: cleaned, cut into facts, with its answers and the notes that bear on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.coach.answers import says_nothing, told
from bot.coach.facts.marks import Fact, Mark, read
from bot.coach.gaps import SLOTS
from bot.coach.languages import detect
from bot.coach.masking import Removed, clean
from bot.coach.metrics import Metric
from bot.coach.proposal import Kind, propose
from bot.coach.quantities import figures
from bot.coach.recall import Conflict, Stored, conflicting, related
from bot.coach.vocabulary import WORD, is_small_talk
from bot.coach.worsening import worsened

UPDATE: Final = "update"  # where a claim stands: in the text itself,
ANSWER: Final = "answer:"  # or in the answer to the slot that follows
_WENT_ON: Final = frozenset({Mark.ACTED, Mark.NEXT, Mark.DECISION, Mark.TRADEOFF})
_EARNED: Final = frozenset({"why"})  # the person's part in somebody else's praise says what earned it
_EXPLAINED: Final = frozenset({Mark.REASON, Mark.NEXT})
_ARGUED: Final = frozenset({Mark.DECISION, Mark.REASON})
_WEIGHED: Final = frozenset({Mark.TRADEOFF, Mark.RESULT})


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything known about one update.

    `filled` names the slots that an answer really fills: a goal tells no result. `note` is the earlier evidence that
    gives the result, if there is one. `of_others` says that the words are somebody else's, the answers the person's.
    """

    language: str
    kind: Kind
    metric: Metric | None
    facts: tuple[Fact, ...]
    answers: Mapping[str, str]
    filled: frozenset[str]
    note: Stored | None
    conflict: Conflict | None
    removed: tuple[Removed, ...]
    of_others: bool = False

    def is_empty(self) -> bool:
        """Whether there is nothing to coach: small talk or nothing at all, and no answer."""
        low = " ".join(fact.text for fact in self.facts).lower()
        return not self.answers and is_small_talk(low, WORD.findall(low))

    def is_senior(self) -> bool:
        """Whether the update already tells a change with its people, or a decision with reason, cost and next step."""
        marks = frozenset(mark for fact in self.facts for mark in fact.marks)
        if self.kind is Kind.METRIC and self.metric and self.metric.before and self.metric.after:
            disappoints = Mark.BAD in marks or worsened(self.metric)
            explained = not disappoints or not marks.isdisjoint(_EXPLAINED)
            return explained and Mark.WHO in marks and not marks.isdisjoint(_WENT_ON)
        argued = self.kind is Kind.DECISION and marks >= _ARGUED
        return argued and (Mark.NEXT in marks or marks >= _WEIGHED)


def understood(text: str, stored: Sequence[Stored], answers: Mapping[str, str], decided: Kind | None = None) -> Reading:
    """Read an update with its answers, in the language of the update; nothing unclean gets past here.

    A kind that the person has decided stands above the proposed one.
    """
    low = text.lower()
    language = detect(low, WORD.findall(low))
    update = clean(text, language)
    cleaned = {slot: clean(answers[slot], language) for slot in SLOTS if slot in answers}
    given = {slot: answer.text for slot, answer in cleaned.items() if not says_nothing(answer.text)}
    so_far = {slot: so for slot, answer in given.items() if (so := told(slot, answer))}
    notes = [replace(note, text=clean(note.text, language).text) for note in stored]
    whole = "\n".join([update.text, *(so_far[slot] for slot in ("current", "baseline") if slot in so_far)])
    proposal = propose(whole, decided)
    metric = _completed(proposal.metric, so_far)
    measured = bool(metric and metric.after)
    return Reading(
        language=language,
        kind=proposal.kind,
        metric=metric,
        facts=read(update.text, UPDATE),
        answers=given,
        filled=frozenset(so_far) | (_EARNED if proposal.kind is Kind.TRUST and "own_role" in so_far else frozenset()),
        note=None if measured else related(update.text, notes),
        conflict=conflicting(metric, notes),
        removed=tuple(
            dict.fromkeys([*update.removed, *(one for answer in cleaned.values() for one in answer.removed)])
        ),
    )


def _completed(metric: Metric | None, given: Mapping[str, str]) -> Metric | None:
    """Take a metric's missing end from an answer that holds one figure and no more."""
    if not metric:
        return None
    before, after = (_only_figure(given.get(slot, "")) for slot in ("baseline", "current"))
    return replace(metric, before=metric.before or before, after=metric.after or after)


def _only_figure(answer: str) -> str | None:
    found = figures(answer)
    return found[0].text if len(found) == 1 else None
