"""The weekly question's calendar: what a person can say about it, and how what is due becomes deliveries (N1, N4, N5)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Row, select

from bot.coach import reviews, slots
from bot.coach.appointments import ahead
from bot.coach.jobs import delivery_id, planned
from bot.coach.moment import Moment
from bot.coach.profile import HOUR, WEEKDAY, profile_of
from bot.coach.rhythm import RESTING, STOPPED, WEEKLY
from bot.coach.slots import STALE, Week, week_from, week_of
from bot.ledger.models import Delivery, Profile
from bot.ledger.plans import Nudge
from bot.ledger.prepared import WHICH, insert_many, update_many
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

KIND: Final = "nudge"  # of the delivery that asks
AGAIN: Final = "nudge_again"  # of the one that asks once more, because the person said tomorrow
SPREAD: Final = 3600  # seconds after the slot within which questions go out, so that an hour's worth does not crowd
BATCH: Final = 1_000  # schedules in one transaction: a tenth of a second in which nobody else can save
SLOTS_PAST: Final = (("slot_before", "slot_at"), ("slot_at", "nudge_at"))  # each takes over what the other was
LONGEST_PAUSE: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the weekly question stands with a person, as Home shows it. `next_on` is the day of the next slot there."""

    weekday: int
    hour: int
    zone: str | None
    every: int = WEEKLY
    next_on: date | None = None
    paused_until: date | None = None


def delivery_of(profile_id: uuid.UUID, week: Week) -> uuid.UUID:
    """The id of a week's delivery, and of the question that it carries."""
    return delivery_id(KIND, profile_id, str(week))


async def standing(ledger: Ledger, owner: Owner) -> Standing:
    """How it stands with one person."""
    return await ledger.read(owner, lambda session: standing_of(session.scalars(select(Profile)).first()))


def standing_of(row: Profile | None) -> Standing:
    """The same, of their profile."""
    if row is None:
        return Standing(WEEKDAY, HOUR, None)
    next_on = slots.local_date(row.nudge_at, slots.zone(row.zone)) if row.nudge_at else None
    return Standing(row.weekday, row.hour, row.zone, row.every, next_on, row.paused_until)


async def stop(ledger: Ledger, owner: Owner, *, now: datetime) -> Standing:
    """No more questions, until the person resumes."""

    def leave(profile: Profile) -> None:
        profile.every, profile.nudge_at = STOPPED, None

    return await _changed(ledger, owner, now, leave)


async def resume(ledger: Ledger, owner: Owner, *, now: datetime) -> Standing:
    """Weekly again from the next slot on, whatever had made it silent (N4)."""

    def begin(session: ScopedSession) -> Standing:
        profile = profile_of(session, owner, now)
        asked = session.scalars(select(Nudge.week).order_by(Nudge.week.desc()).limit(1)).first()
        today = slots.local_date(now, slots.zone(profile.zone))
        before = week_of(today).later(-1)
        profile.every, profile.unanswered, profile.paused_until = WEEKLY, 0, None
        profile.nudge_week = str(max(week_from(asked), before) if asked else before)
        profile.slot_at = profile.slot_at if profile.nudge_at else None  # it was long ago, and there was none since
        profile.nudge_at = ahead(profile, now).at
        reviews.rescheduled(session, profile, now)
        return standing_of(profile)

    return await ledger.write(owner, begin)


async def end(ledger: Ledger, owner: Owner, *, now: datetime) -> None:
    """There is nobody to ask any more: no slots, until the person resumes."""

    def rest(profile: Profile) -> None:
        profile.every, profile.nudge_at = (profile.every and RESTING), None

    await _changed(ledger, owner, now, rest)


async def pause(ledger: Ledger, owner: Owner, until: date, *, now: datetime) -> Standing:
    """Silence on all local days before this one; a newer one replaces it. Raises `ValueError` for one out of reach."""

    def wait(profile: Profile) -> None:
        today = slots.local_date(now, slots.zone(profile.zone))
        if not today < until <= today + LONGEST_PAUSE:
            raise ValueError("A pause ends on a later day, within a year.")
        profile.paused_until = until

    return await _changed(ledger, owner, now, wait)


async def _changed(ledger: Ledger, owner: Owner, now: datetime, change: Callable[[Profile], None]) -> Standing:
    def work(session: ScopedSession) -> Standing:
        profile = profile_of(session, owner, now)
        change(profile)
        reviews.rescheduled(session, profile, now)  # they wait for the end of a pause
        return standing_of(profile)

    return await ledger.write(owner, work)


async def plan(ledger: Ledger, now: Moment) -> int:
    """Turn the schedules that are due into deliveries, and move each to its next slot. Only reads when none is due.

    What another planner holds is left to it.
    """
    due = select(Profile.id).where(Profile.nudge_at <= now.due).order_by(Profile.nudge_at).limit(1)  # as in `backlog`
    turned = 0
    while await ledger.read(EVERYONE, lambda session: session.scalar(due)):
        batch = await ledger.write(EVERYONE, lambda session: _plan(session, now.due))
        if not batch:
            break
        turned += batch
    return turned


async def expected(ledger: Ledger, until: datetime) -> list[Owner]:
    """Whose slots come until then; whether each is asked something is decided at the slot."""
    due = select(Profile.workspace_id, Profile.member_id).where(Profile.nudge_at <= until).order_by(Profile.nudge_at)
    return await ledger.read(EVERYONE, lambda session: [Owner(*row) for row in session.execute(due)])


def _plan(session: ScopedSession, now: datetime) -> int:
    columns = (
        Profile.id, Profile.workspace_id, Profile.member_id, Profile.nudge_at, Profile.weekday, Profile.hour,
        Profile.zone, Profile.every,
    )  # fmt: skip
    due = select(*columns).where(Profile.nudge_at <= now).order_by(Profile.nudge_at).limit(BATCH)
    rows = session.execute(due.with_for_update(skip_locked=True)).all()
    steps, deliveries = [], []
    for row in rows:
        week, following = _step(row.nudge_at, row.weekday, row.hour, row.zone, row.every, now)
        steps.append({WHICH: row.id, "nudge_week": (named := str(week)), "nudge_at": following})
        if row.nudge_at >= now - STALE:
            deliveries.append(_delivery(row, named, now))
    insert_many(session.connection(), Delivery, deliveries, unless_there=True)  # a week that has its own keeps it
    update_many(session.connection(), Profile, steps, copied=SLOTS_PAST)
    return len(rows)


@lru_cache(maxsize=4096)
def _step(  # what one schedule is: hundreds of people share each, so it is worked out once
    at: datetime, weekday: int, hour: int, name: str | None, every: int, now: datetime
) -> tuple[Week, datetime]:
    """The week of a slot, and the slot that follows it."""
    where = slots.zone(name)
    week = week_of(slots.local_date(at, where))
    return week, slots.next_slot(now, weekday, hour, where, after=week.later(every - 1)).at


def _delivery(row: Row[*tuple[Any, ...]], week: str, now: datetime) -> dict[str, Any]:
    chosen, owner = delivery_id(KIND, row.id, week), Owner(row.workspace_id, row.member_id)
    due = row.nudge_at + timedelta(seconds=chosen.int % SPREAD)
    return planned(chosen, owner, KIND, row.id, due, now) | {"expires_at": row.nudge_at + STALE}
