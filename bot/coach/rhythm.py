"""Whether the weekly question is asked: one decision, made of everything that it depends on (N1, N2, N4)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PATIENCE: Final = 3  # unanswered questions in a row, before the coach slows down, and again before it stops
WEEKLY, FORTNIGHTLY = 1, 2
STOPPED: Final = 0  # by the person
RESTING: Final = -1  # by the coach itself: nobody answered, or there is nobody any more


class Decision(StrEnum):
    """What happens at a slot. All but the first three are silence, and say why."""

    ASK = "ask"
    SLOWS = "slows"
    STOPS = "stops"
    STOPPED = "stopped"
    UNUSED = "unused"
    PAUSED = "paused"
    REVIEWED = "reviewed"
    LOGGED = "logged"


@dataclass(frozen=True, slots=True)
class Situation:
    """How things stand with one person at one slot.

    `used` says that they ever saved or planned something, `paused` that they asked for silence on this day, `reviewed`
    that a look back at a launch comes in the same week, `logged` that they saved or answered something since the slot
    before. `unanswered` is the run of questions without an answer in the present rhythm.
    """

    every: int
    unanswered: int = 0
    used: bool = True
    paused: bool = False
    reviewed: bool = False
    logged: bool = False


def decide(now: Situation) -> Decision:
    """Ask, say that the rhythm changes, or be silent."""
    if silence := _silence(now):
        return silence
    if now.unanswered < PATIENCE:
        return Decision.ASK
    return Decision.SLOWS if now.every == WEEKLY else Decision.STOPS


def _silence(now: Situation) -> Decision | None:
    reasons = {
        Decision.STOPPED: now.every <= STOPPED,
        Decision.UNUSED: not now.used,
        Decision.PAUSED: now.paused,
        Decision.REVIEWED: now.reviewed,
        Decision.LOGGED: now.logged,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)
