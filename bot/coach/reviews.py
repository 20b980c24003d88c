"""Reviews: when the coach comes back to a launch, and how what is due becomes messages (L2, L4, L6).

A review waits, is asked, and is answered; or it is cancelled. `due_at` always says when it will be asked as things stand,
so whoever changes the hour, the zone or a pause calls `rescheduled`.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.coach import backlog, slots
from bot.coach.moment import Moment
from bot.coach.slots import Week
from bot.ledger.models import Delivery, Profile
from bot.ledger.plans import Launch, Review
from bot.ledger.scope import EVERYONE, Owner, ScopedSession, among
from bot.ledger.store import Ledger

KIND: Final = backlog.KIND
DAYS: Final = (30, 60)
LONGEST: Final = 365  # days after a launch: what moves later than that has other reasons
MOST: Final = 3
BATCH: Final = 1_000  # reviews in one transaction: less than a tenth of a second in which nobody else can save
HOUR: Final = 15
MOVED_ON: Final = "moved_on"  # how a review ends whose launch was moved after it was asked


class NotReviewDays(ValueError):
    """No coach can come back on these days."""


@dataclass(frozen=True, slots=True)
class Hour:
    """When a person is asked: their hour, where they are, from the day on which they are back."""

    hour: int = HOUR
    zone: str | None = None
    away_until: date | None = None
    days: tuple[int, ...] = DAYS

    @property
    def where(self) -> ZoneInfo:
        """The zone; UTC when it is not known."""
        return slots.zone(self.zone)

    def today(self, now: datetime) -> date:
        """The date on the person's wall."""
        return slots.local_date(now, self.where)


@dataclass(frozen=True, slots=True)
class Look:
    """One review as its owner sees it. `answer` is how it ended, if it did."""

    id: uuid.UUID
    day: int
    round: int
    due_on: date
    due_at: datetime
    state: str
    answer: str | None


def hour_of(profile: Profile | None) -> Hour:
    """The hour of a person; the usual one for those who have settled nothing."""
    if profile is None:
        return Hour()
    return Hour(profile.hour, profile.zone, profile.paused_until, tuple(profile.review_days))


def own_hour(session: ScopedSession) -> Hour:
    """The hour of the session's owner."""
    return hour_of(session.scalars(select(Profile)).first())


def are_days(days: Iterable[int]) -> bool:
    """Whether a coach can come back on these days after a launch."""
    wanted = set(days)
    return 1 <= len(wanted) <= MOST and all(1 <= day <= LONGEST for day in wanted)


def checked(days: Iterable[int]) -> list[int]:
    """Days after a launch, each once, in order. Raises `NotReviewDays`."""
    wanted = sorted(set(days))
    if not are_days(wanted):
        raise NotReviewDays
    return wanted


def instant(day: date, hour: Hour, now: datetime, *, since: datetime | None = None) -> datetime:
    """When a review of this day is asked: at the person's hour of the first working day on which they are back.

    An hour that has passed waits for the next working day; one that passed after `since` is made up at once.
    """
    day = slots.working_day(max(day, hour.away_until or day))
    oldest = since or now
    day = max(day, slots.working_day(slots.local_date(oldest, hour.where)))
    while (at := slots.instant(day, hour.hour, hour.where)) < oldest:
        day = slots.working_day(day + timedelta(days=1))
    return at


def look_of(row: Review) -> Look:
    """A row as its owner sees it."""
    return Look(row.id, row.day, row.round, row.due_on, row.due_at, row.state, row.answer)


def schedule(session: ScopedSession, launch: Launch, hour: Hour, now: datetime) -> list[Review]:
    """Make the rows of a new launch."""
    rows = [_row(launch, day, 1, launch.ships_on + timedelta(days=day), hour, now) for day in checked(hour.days)]
    session.add_all(rows)
    return rows


def ask_again(session: ScopedSession, row: Review, on: date, hour: Hour, now: datetime) -> Review:
    """Make the next round of a review, due on this day."""
    launch = session.get_one(Launch, row.launch_id)
    again = _row(launch, row.day, row.round + 1, on, hour, now)
    session.add(again)
    return again


def _row(launch: Launch, day: int, number: int, due: date, hour: Hour, now: datetime) -> Review:
    due_on = slots.working_day(due)
    owner = {"workspace_id": launch.workspace_id, "member_id": launch.member_id, "created_at": now}
    place = {"launch_id": launch.id, "day": day, "round": number, "state": "waiting"}
    return Review(id=uuid.uuid4(), **owner, **place, due_on=due_on, due_at=instant(due_on, hour, now))


def hold(session: ScopedSession, launch_id: uuid.UUID) -> None:
    """Let nobody else change a launch or its reviews until this transaction ends: who comes second sees what is so."""
    session.scalars(select(Launch.id).where(Launch.id == launch_id).with_for_update()).first()


def of_launch(session: ScopedSession, *launches: uuid.UUID) -> list[Review]:
    """All reviews of these launches, by day and round, held until this transaction ends."""
    theirs = select(Review).where(Review.launch_id.in_(launches)).order_by(Review.day, Review.round)
    return list(session.scalars(theirs.with_for_update()))


def latest(rows: Iterable[Review]) -> list[Review]:
    """Of each launch and day, the round that counts."""
    return list({(row.launch_id, row.day): row for row in rows}.values())


def moved(session: ScopedSession, launch: Launch, hour: Hour, now: datetime) -> None:
    """Follow a launch to its new day: every review without a final answer (L4).

    One that was asked already is asked again only if its new day is still to come; else it stays as it was.
    """
    for row in latest(of_launch(session, launch.id)):
        due = launch.ships_on + timedelta(days=row.day)
        fresh = row.round == 1 and (row.state == "waiting" or withdrawn(session, row))
        if row.state in {"waiting", "asked"} and (fresh or due > hour.today(now)):
            _follow(session, row, due, hour, now)


def _follow(session: ScopedSession, row: Review, due: date, hour: Hour, now: datetime) -> None:
    if row.state == "asked" and row.delivery_id and not withdrawn(session, row):
        close(row, MOVED_ON)
        ask_again(session, row, due, hour, now)
        return
    row.state, row.due_on = "waiting", slots.working_day(due)
    row.due_at = instant(row.due_on, hour, now)


def close(row: Review, answer: str) -> None:
    """Write down how a review ended."""
    row.state, row.answer = "answered", answer


def withdrawn(session: ScopedSession, row: Review, held: uuid.UUID | None = None) -> bool:
    """Take a review out of a message that nobody has begun to send, or that its worker holds and says it has not.

    False when it may have been sent.
    """
    unsent = (Delivery.state == backlog.PROMISED) | (Delivery.id == held)
    if (
        row.state != "asked"
        or not session.scalars(select(Delivery.id).where(Delivery.id == row.delivery_id, unsent)).first()
    ):
        return False
    row.delivery_id = None
    return True


def cancelled(session: ScopedSession, launch: Launch) -> None:
    """Let go of every review of a launch that has no answer yet."""
    for row in of_launch(session, launch.id):
        drop(session, row)


def drop(session: ScopedSession, row: Review) -> None:
    """Let go of a review, unless it has its answer."""
    if row.state in {"waiting", "asked"}:
        withdrawn(session, row)
        row.state = "cancelled"


def rescheduled(
    session: ScopedSession,
    profile: Profile,
    now: datetime,
    *,
    left: ZoneInfo | None = None,
    held: uuid.UUID | None = None,
) -> None:
    """Work out anew when a person's reviews are asked, after their hour, zone or pause has changed.

    `left` is the zone where they were, if it was the zone: each keeps its day on the wall, and an hour that the journey
    jumped over by a day at most is made up. `held` is a message that its worker is about to send: what is in it waits
    again when its hour is still to come.
    """
    hour = hour_of(profile)
    theirs = (Review.workspace_id == profile.workspace_id) & (Review.member_id == profile.member_id)
    open_ones = select(Review).where(theirs, Review.state.in_(("waiting", "asked")))
    open_ones = open_ones.order_by(Review.launch_id, Review.day, Review.round)
    for row in session.scalars(open_ones.with_for_update()):
        day = max(row.due_on, slots.local_date(row.due_at, left)) if left else row.due_on
        jumped = max(now - slots.STALE, row.created_at) if left or row.state == "asked" else None
        at = max(now, instant(day, hour, now, since=jumped))
        if row.state == "waiting" or (at > now and withdrawn(session, row, held)):
            row.state, row.due_at = "waiting", at


def coming(session: ScopedSession, owners: Iterable[Owner], first: Week, last: Week) -> Mapping[Owner, list[datetime]]:
    """When messages with reviews came to these people, or will come as things stand, in all of these weeks (N2)."""
    edge = timedelta(days=1)  # no zone is further from UTC
    begin, end = (slots.instant(week.monday(), 0, slots.zone(None)) for week in (first, last.later()))
    within = among(Review, owners) & (Review.due_at >= begin - edge) & (Review.due_at < end + edge)
    counts = (Review.state == "waiting") | Review.delivery_id.is_not(None)
    found: dict[Owner, list[datetime]] = defaultdict(list)
    for row in session.execute(select(Review.workspace_id, Review.member_id, Review.due_at).where(within, counts)):
        found[Owner(row[0], row[1])].append(row[2])
    return found


async def plan(ledger: Ledger, now: Moment) -> int:
    """Turn the reviews that are due into deliveries: one for each person. Only reads when none is due."""
    due = backlog.oldest(now.due)
    if not await ledger.read(EVERYONE, lambda session: session.scalar(due)):
        return 0
    promised = 0
    while batch := await ledger.write(EVERYONE, lambda session: _plan(session, now.due)):
        promised += batch
    return promised


async def expected(ledger: Ledger, until: datetime) -> list[Owner]:
    """Who would be asked until then, were nothing to change: once for each instant that reviews share."""
    person = Review.workspace_id, Review.member_id
    due = select(*person, Review.due_at).where(Review.state == "waiting", Review.due_at <= until).distinct()
    return await ledger.read(EVERYONE, lambda session: [Owner(row[0], row[1]) for row in session.execute(due)])


def _plan(session: ScopedSession, now: datetime) -> int:
    groups = backlog.by_person(session, now, most=BATCH)
    backlog.promise(session, groups, now)
    return len(groups)
