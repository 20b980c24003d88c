"""What a person has settled for themselves: the hour of their week, their metrics; and the zone that Slack says."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, tuple_, update

from bot.coach import appointments, reviews, slots
from bot.coach.consent import Help
from bot.coach.typed import says_something, storable
from bot.ledger.arrivals import enroll
from bot.ledger.models import Member, Profile
from bot.ledger.scope import EVERYONE, Owner, ScopedSession, among
from bot.ledger.store import Ledger

METRICS: Final = 3  # more than three are none
METRIC: Final = 150  # characters of a metric's name
WEEKDAY, HOUR = 4, 15  # Friday afternoon, until the person says another
STALE: Final = timedelta(days=1)  # a zone read longer ago is read again: people travel
_ZONE: Final = 64  # characters; no zone's name is longer


@dataclass(frozen=True, slots=True)
class Preferences:
    """The hour, as the person chose it or as it is at first, and the metrics. `weekday` counts from Monday, 0."""

    zone: str | None = None
    weekday: int = WEEKDAY
    hour: int = HOUR
    metrics: tuple[str, ...] = ()
    settled: bool = False
    review_days: tuple[int, ...] = reviews.DAYS


def preferences(session: ScopedSession) -> Preferences:
    """What the session's owner has settled."""
    row = session.scalars(select(Profile)).first()
    if row is None:
        return Preferences()
    settled_once = row.settled_at is not None
    return Preferences(row.zone, row.weekday, row.hour, tuple(row.metrics), settled_once, tuple(row.review_days))


async def settled(ledger: Ledger, owner: Owner) -> Preferences:
    """The same for one person."""
    return await ledger.read(owner, preferences)


async def settle(  # noqa: PLR0913  # all are named at the one place that calls it
    ledger: Ledger,
    owner: Owner,
    *,
    weekday: int,
    hour: int,
    metrics: Sequence[str],
    now: datetime,
    review_days: Sequence[int] | None = None,
    help_wanted: tuple[Help, str | None] | None = None,
) -> Preferences:
    """Keep what the person chose; reviews follow their hour. Raises `NotReviewDays`, `ValueError` for what no form offers.

    Other `review_days` hold for launches recorded from now on. `help_wanted` is how much a model may do, and the server
    that the form named (R9).
    """
    days = reviews.checked(review_days) if review_days is not None else None
    named = [" ".join(storable(metric).split()) for metric in metrics if says_something(storable(metric))]
    if (
        weekday not in range(7)
        or hour not in range(24)
        or len(named) > METRICS
        or max(map(len, named), default=0) > METRIC
    ):
        raise ValueError("No form offers this.")

    def keep(session: ScopedSession) -> Preferences:
        row = profile_of(session, owner, now)
        moved = (row.weekday, row.hour) != (weekday, hour)
        row.weekday, row.hour, row.metrics, row.settled_at = weekday, hour, named, now
        row.review_days = days or row.review_days
        row.help, row.help_told = help_wanted or (row.help, row.help_told)
        if moved:
            appointments.rescheduled(row, now)
            reviews.rescheduled(session, row, now)
        appointments.enroll(row, now)
        return preferences(session)

    return await ledger.write(owner, keep)


async def zone_wanted(ledger: Ledger, owner: Owner, now: datetime) -> bool:
    """Whether Slack should be asked for the person's zone."""
    fresh = select(Profile.id).where(Profile.zone.is_not(None), Profile.zone_read_at > now - STALE)
    return await ledger.read(owner, lambda session: session.scalars(fresh).first() is None)


async def note_zone(
    ledger: Ledger, owner: Owner, zone: str | None, now: datetime, *, held: uuid.UUID | None = None
) -> None:
    """Keep what Slack says now; what rests on it follows. `held` is a message that is about to be sent."""

    def note(session: ScopedSession) -> None:
        row = profile_of(session, owner, now)
        named = zone if zone and len(zone) <= _ZONE else None
        before, row.zone, row.zone_read_at = row.zone, named, now
        if named != before:
            appointments.rescheduled(row, now, travelled=True)
            reviews.rescheduled(session, row, now, left=slots.zone(before), held=held)

    await ledger.write(owner, note)


async def note_zones(ledger: Ledger, zones: Mapping[Owner, str | None], now: datetime) -> None:
    """The same for many people: one statement for each zone for those who are where they were."""

    def stay(session: ScopedSession) -> set[Owner]:
        there: set[Owner] = set()
        for zone in set(zones.values()):
            owners = [owner for owner, name in zones.items() if name == zone]
            same = update(Profile).where(among(Profile, owners), Profile.zone == zone).values(zone_read_at=now)
            rows = session.execute(
                same.returning(Profile.workspace_id, Profile.member_id),
                execution_options={"synchronize_session": False},
            )
            there |= {Owner(*row) for row in rows}
        return there

    stayed = await ledger.write(EVERYONE, stay)
    for owner in zones.keys() - stayed:
        await note_zone(ledger, owner, zones[owner], now)


def hold(session: ScopedSession, owners: Collection[Owner]) -> None:
    """Let nobody else make or change the profiles of these people until this transaction ends."""
    these = tuple_(Member.workspace_id, Member.id).in_(sorted(owners))
    members = select(Member.id).where(these).order_by(Member.workspace_id, Member.id)
    session.execute(members.with_for_update(key_share=True))  # what a new entry asks of the member stays allowed


def profile_of(session: ScopedSession, owner: Owner, now: datetime) -> Profile:
    """The one row of a person, made where it is missing. Nobody else makes or changes it until this is committed."""
    enroll(session, owner, now)
    hold(session, [owner])
    row = session.scalars(select(Profile)).first()
    if row is None:
        row = Profile(id=uuid.uuid4(), workspace_id=owner.workspace, member_id=owner.member, created_at=now)
        row.weekday, row.hour, row.metrics, row.review_days = WEEKDAY, HOUR, [], list(reviews.DAYS)
        session.add(row)
        session.flush()
    return row
