"""A person's place in the weekly rhythm: the next slot, and what moves it. Works on the row of their profile.

`nudge_at` is the next slot, or nothing for those who are not enrolled or whose questions have ended. `nudge_week` is the last
week that was served or let go, so that no week has two (N1, N4, N5).
"""

from datetime import datetime

from bot.coach import slots
from bot.coach.rhythm import RESTING, STOPPED, WEEKLY
from bot.coach.slots import Slot, Week, week_from
from bot.ledger.models import Profile


def enroll(profile: Profile, now: datetime) -> None:
    """Begin with the first slot that is still to come, for somebody who has seen the hour and never said stop (N1)."""
    if profile.nudge_at is None and profile.every > STOPPED:
        first = ahead(profile, now)
        profile.nudge_at, profile.nudge_week = first.at, str(first.week.later(-1))


def rescheduled(profile: Profile, now: datetime, *, travelled: bool = False) -> None:
    """Work the next slot out anew, after the hour, the rhythm or the zone has changed.

    `travelled` says that it was the zone: an hour that the journey jumped over by a day at most is made up.
    """
    if profile.nudge_at is not None:
        profile.nudge_at = (_made_up(profile, now) if travelled else ahead(profile, now)).at


def ahead(profile: Profile, now: datetime) -> Slot:
    """The first slot after now in a week that is still free."""
    slot = _made_up(profile, now)
    while slot.at <= now:
        slot = slots.next_slot(now, profile.weekday, profile.hour, slots.zone(profile.zone), after=slot.week)
    return slot


def _made_up(profile: Profile, now: datetime) -> Slot:
    served = profile.nudge_week
    after = week_from(served).later(profile.every - 1) if served else None
    return slots.next_slot(now, profile.weekday, profile.hour, slots.zone(profile.zone), after=after)


def let_go(profile: Profile, week: Week, now: datetime) -> None:
    """Silence up to the end of this week: a slot that it still has is used up, and one of a later week stays."""
    if profile.nudge_at is not None and (coming := next_week(profile)) <= week:
        profile.slot_before, profile.slot_at, profile.nudge_week = profile.slot_at, profile.nudge_at, str(coming)
        rescheduled(profile, now)


def next_week(profile: Profile) -> Week:
    """The week of the next slot, of somebody who has one."""
    assert profile.nudge_at is not None  # noqa: S101  # tells the type checker what the caller knows
    return slots.week_of(slots.local_date(profile.nudge_at, slots.zone(profile.zone)))


def answered(profile: Profile, now: datetime) -> None:
    """An answer ends the run, and brings the weekly rhythm back, unless the person said stop themselves (N4)."""
    rested = profile.every == RESTING
    profile.unanswered = 0
    if profile.every not in {WEEKLY, STOPPED}:
        profile.every = WEEKLY
        if rested:
            profile.nudge_at, profile.slot_at = ahead(profile, now).at, None
        rescheduled(profile, now)
