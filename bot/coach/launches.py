"""Launches: what somebody means to ship, recorded before it ships, moved and cancelled by its owner alone (L1, L4)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select

from bot.coach import appointments, promises, reviews, zones
from bot.coach.evidence import Gone
from bot.coach.nudges import Standing, standing_of
from bot.coach.profile import profile_of
from bot.coach.promises import Promise, promise_of
from bot.coach.reviews import Hour, Look, look_of
from bot.ledger.arrivals import enroll
from bot.ledger.models import Profile
from bot.ledger.plans import Launch, Review
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

PAGE: Final = 8
AT_A_GLANCE: Final = 3  # launches on Home


@dataclass(frozen=True, slots=True)
class Planned:
    """A launch as its owner sees it, with the rounds of its reviews that count, and the hour at which they come.

    `weekly` is how the weekly question stands with somebody who has not seen its hour in the settings yet.
    """

    id: uuid.UUID
    promise: Promise
    late: bool
    cancelled: bool
    reviews: tuple[Look, ...]
    hour: Hour
    weekly: Standing | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some launches, the latest day first; which page it is (the first is 0), how many there are, and today's date."""

    launches: tuple[Planned, ...]
    number: int
    total: int
    today: date

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(0, (self.total - 1) // PAGE)


async def today(ledger: Ledger, owner: Owner, now: datetime) -> date:
    """The date on a person's wall."""
    return (await ledger.read(owner, reviews.own_hour)).today(now)


async def record(ledger: Ledger, owner: Owner, promise: Promise, *, key: str, now: datetime) -> Planned:
    """Store a launch with its reviews, once for one submission. The promise was looked through by `promises.complaints`.

    The weekly question begins with it, and the confirmation shows its hour, with the ways to change and stop it (N1).
    """

    def store(session: ScopedSession) -> Planned:
        standing = session.scalars(select(Launch).where(Launch.source_key == key)).first()
        if standing:
            return _introduced(session, _planned(session, standing))
        enroll(session, owner, now)
        hour = reviews.own_hour(session)
        whose = {"id": uuid.uuid4(), "workspace_id": owner.workspace, "member_id": owner.member, "created_at": now}
        row = Launch(**whose, source_key=key, state="planned", **promises.columns(promise))
        row.late = row.ships_on < hour.today(now)
        session.add(row)
        session.flush()
        reviews.schedule(session, row, hour, now)
        zones.want(session, owner, row.id, now)
        appointments.enroll(profile_of(session, owner, now), now)
        return _introduced(session, _planned(session, row))

    return await ledger.write(owner, store)


async def revise(ledger: Ledger, owner: Owner, launch_id: uuid.UUID, promise: Promise, *, now: datetime) -> Planned:
    """Change a launch as its form says; the reviews follow its day (L4). Raises `Gone`."""

    def change(session: ScopedSession) -> Planned:
        row, hour = held(session, launch_id), reviews.own_hour(session)
        before = row.ships_on
        for name, value in promises.columns(promise).items():
            setattr(row, name, value)
        if row.ships_on != before:
            row.late = row.ships_on < hour.today(row.created_at)
            reviews.moved(session, row, hour, now)
        return _planned(session, row)

    return await ledger.write(owner, change)


async def cancel(ledger: Ledger, owner: Owner, launch_id: uuid.UUID) -> Planned:
    """Say that it will not ship: its reviews without an answer go. Raises `Gone`."""

    def drop(session: ScopedSession) -> Planned:
        row = held(session, launch_id)
        row.state = "cancelled"
        reviews.cancelled(session, row)
        return _planned(session, row)

    return await ledger.write(owner, drop)


async def find(ledger: Ledger, owner: Owner, launch_id: uuid.UUID) -> Planned:
    """Look an own launch up. Raises `Gone`."""
    return await ledger.read(owner, lambda session: _planned(session, mine(session, launch_id)))


async def page(ledger: Ledger, owner: Owner, now: datetime, number: int = 0) -> Page:
    """One page of all launches; a number past the end gives the last page."""

    def look(session: ScopedSession) -> Page:
        hour = reviews.own_hour(session)
        total = session.scalar(select(func.count(Launch.id))) or 0
        at = max(0, min(number, (total - 1) // PAGE))
        latest_first = select(Launch).order_by(Launch.ships_on.desc(), Launch.id).limit(PAGE).offset(at * PAGE)
        rows = session.scalars(latest_first).all()
        return Page(tuple(_all_planned(session, rows, hour)), at, total, hour.today(now))

    return await ledger.read(owner, look)


def coming(session: ScopedSession, now: datetime) -> Page:
    """What Home shows: the launches that ship next, and those whose reviews come next. The same statements however many."""
    hour = reviews.own_hour(session)
    planned = select(Launch).where(Launch.state == "planned")
    ahead = planned.where(Launch.ships_on >= hour.today(now)).order_by(Launch.ships_on, Launch.id).limit(AT_A_GLANCE)
    next_due = (
        select(Review.launch_id, func.min(Review.due_at).label("at"))
        .where(Review.state == "waiting").group_by(Review.launch_id).subquery()
    )  # fmt: skip
    awaited = planned.join(next_due, next_due.c.launch_id == Launch.id).order_by(next_due.c.at, Launch.id)
    rows = {row.id: row for row in (*session.scalars(ahead), *session.scalars(awaited.limit(AT_A_GLANCE)))}
    total = session.scalar(select(func.count(Launch.id))) or 0
    return Page(tuple(_all_planned(session, rows.values(), hour)), 0, total, hour.today(now))


def mine(session: ScopedSession, launch_id: uuid.UUID) -> Launch:
    """An own launch. Raises `Gone`."""
    row = session.scalars(select(Launch).where(Launch.id == launch_id)).first()
    if row is None:
        raise Gone
    return row


def held(session: ScopedSession, launch_id: uuid.UUID) -> Launch:
    """The same for a change: nobody else changes it or its reviews until this transaction ends. Raises `Gone`."""
    reviews.hold(session, launch_id)
    return mine(session, launch_id)


def _planned(session: ScopedSession, row: Launch) -> Planned:
    session.flush()
    return _all_planned(session, [row], reviews.own_hour(session))[0]


def _introduced(session: ScopedSession, planned: Planned) -> Planned:
    """The launch with the weekly question's hour, for those who never settled theirs and never said stop."""
    unseen = session.scalars(select(Profile).where(Profile.settled_at.is_(None), Profile.nudge_at.is_not(None))).first()
    return replace(planned, weekly=standing_of(unseen)) if unseen else planned


def _all_planned(session: ScopedSession, rows: Iterable[Launch], hour: Hour) -> list[Planned]:
    launches = list(rows)
    theirs = select(Review).where(Review.launch_id.in_([row.id for row in launches]))
    looks = reviews.latest(session.scalars(theirs.order_by(Review.day, Review.round)))
    return [
        Planned(
            row.id, promise_of(row), row.late, row.state == "cancelled",
            tuple(look_of(look) for look in looks if look.launch_id == row.id), hour,
        )
        for row in launches
    ]  # fmt: skip
