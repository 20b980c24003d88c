"""Words that may be shown as somebody's claims: their own, or a sentence that passed the firewall. Nothing else has this type."""

from typing import NewType

from bot.coach.clauses import sentences
from bot.coach.facts.firewall import Ground, Verdict, judge

Vouched = NewType("Vouched", str)


def own_words(clause: str) -> Vouched:
    """A clause as the person wrote it."""
    return Vouched(clause)


def as_kept(text: str) -> Vouched:
    """What was vouched for when it was kept."""
    return Vouched(text)


def vouched(on: Ground, text: str) -> Vouched | Verdict:
    """A written sentence, if all that it says stands on this ground; otherwise why not."""
    said = sentences(text)
    if not said:
        return Verdict(supported=False, reasons=("says nothing",))
    verdicts = [judge(on, sentence) for sentence in said]
    if all(verdict.supported for verdict in verdicts):
        return Vouched(text)
    return Verdict(supported=False, reasons=tuple(reason for verdict in verdicts for reason in verdict.reasons))
