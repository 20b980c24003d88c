"""Looking back: the promise quoted, what became of it, and the evidence that comes of the answer (L2, L3, L4).

Whatever is pressed twice, or by two at once, ends in one result: a review is answered once, and its words make one entry.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from bot.coach import forms, reviews
from bot.coach.evidence import Entry, Gone, entry_of
from bot.coach.facts import Frame
from bot.coach.forms import Filled
from bot.coach.promises import Promise, promise_of
from bot.coach.proposal import Kind, Metric
from bot.coach.reviews import Hour, Look, look_of
from bot.coach.typed import says_something
from bot.ledger.arrivals import enroll
from bot.ledger.models import Evidence
from bot.ledger.plans import Launch, Review
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

TOO_EARLY: Final = "too_early"
SNOOZED: Final = "snoozed"
WAITS: Final = {TOO_EARLY: timedelta(days=14), SNOOZED: timedelta(days=7)}
OUT_OF_TIME: Final = timedelta(hours=3)  # after the hour: what could not be sent until then waits for the next one
NEXT_TIME: Final = "Next time: "  # before what would be done differently, which says nothing of that by itself
NO_METRIC: Final = Metric(None, None, None)
SLOTS: Final = ("current", "why", "next_step")
"""What the form asks beside the number, by the slots of `bot.coach.gaps`."""


class Outcome(StrEnum):
    """What became of a promise."""

    MOVED = "moved"
    SAME = "did_not_move"
    NO_DATA = "no_data"


class Told(Frame):
    """The same in plain words, as they stand in the entry."""

    MOVED = "It moved."
    SAME = "It did not move."
    NO_DATA = "There is no data."


TOLD: Final[Mapping[Outcome, Told]] = {outcome: Told[outcome.name] for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class Lookback:
    """One review with the promise that it is about. `later` is the next round, where it was put off.

    `entry_id` is what came of it; `earlier` what was said of the launch at the review before.
    """

    look: Look
    launch_id: uuid.UUID
    promise: Promise
    late: bool
    hour: Hour
    later: Look | None = None
    entry_id: uuid.UUID | None = None
    earlier: "Earlier | None" = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its answer."""
        return self.look.state in {"waiting", "asked"}


class Earlier(NamedTuple):
    """What was said some days after a launch: what became of it, and where the number stood."""

    day: int
    outcome: Outcome
    after: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """What the form of a review holds; `lesson` is what they would do differently."""

    outcome: Outcome
    metric: Metric = NO_METRIC
    answers: Mapping[str, str] = field(default_factory=dict)
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished review and its entry; `before` says that it was finished already, and this report was not taken."""

    lookback: Lookback
    entry: Entry | None
    before: bool = False


async def asked(ledger: Ledger, owner: Owner, message: uuid.UUID) -> list[Lookback]:
    """The reviews of one message, answered ones too."""
    return await ledger.read(owner, lambda session: _in_message(session, message))


def _in_message(session: ScopedSession, message: uuid.UUID) -> list[Lookback]:
    rows = session.scalars(select(Review).where(Review.delivery_id == message).order_by(Review.due_at, Review.day))
    return [_lookback(session, row) for row in rows]


def come_too_late(asked: Sequence[Lookback], now: datetime) -> bool:
    """Whether the hour for which these were planned is long over: after an outage it may be any hour of night or weekend.

    Not in the hours after the person's own of a working day: that is when they are asked.
    """
    since = now - OUT_OF_TIME
    late = [each for each in asked if each.is_open and each.look.due_at < since]
    return any(reviews.instant(each.look.due_on, each.hour, since) > now for each in late)


async def miss(ledger: Ledger, owner: Owner, message: uuid.UUID, *, now: datetime) -> None:
    """Let the reviews of a message that its worker holds wait for the person's next hour (L2)."""

    def wait(session: ScopedSession) -> None:
        hour = reviews.own_hour(session)
        theirs = select(Review).where(Review.delivery_id == message, Review.state == "asked")
        for row in session.scalars(theirs.order_by(Review.id).with_for_update()).all():
            if reviews.withdrawn(session, row, message):
                row.state, row.due_at = "waiting", reviews.instant(row.due_on, hour, now)

    await ledger.write(owner, wait)


async def beside(ledger: Ledger, owner: Owner, review_id: uuid.UUID) -> list[Lookback]:
    """A review with those that stand in the same message. Raises `Gone`."""

    def look(session: ScopedSession) -> list[Lookback]:
        row = mine(session, review_id)
        return _in_message(session, row.delivery_id) if row.delivery_id else [_lookback(session, row)]

    return await ledger.read(owner, look)


async def find(ledger: Ledger, owner: Owner, review_id: uuid.UUID) -> Lookback:
    """Look an own review up. Raises `Gone`."""
    return await ledger.read(owner, lambda session: _lookback(session, mine(session, review_id)))


async def put_off(ledger: Ledger, owner: Owner, review_id: uuid.UUID, answer: str, *, now: datetime) -> None:
    """Ask again later, as `WAITS` says: because it is too early, or not now. Raises `Gone`."""

    def wait(session: ScopedSession) -> None:
        row = held(session, review_id)
        if row.state not in {"waiting", "asked"}:
            return
        hour = reviews.own_hour(session)
        reviews.close(row, answer)
        reviews.ask_again(session, row, hour.today(now) + WAITS[answer], hour, now)

    await ledger.write(owner, wait)


async def cancel(ledger: Ledger, owner: Owner, review_id: uuid.UUID) -> None:
    """Ask no more about it. Raises `Gone`."""
    await ledger.write(owner, lambda session: reviews.drop(session, held(session, review_id)))


async def finish(ledger: Ledger, owner: Owner, review_id: uuid.UUID, report: Report, *, now: datetime) -> Finished:
    """Take the answer, and make an entry of it, hit or miss; once, and also after the review was put off or cancelled.

    Without data there is an entry only when something was said. Raises `Gone`.
    """

    def end(session: ScopedSession) -> Finished:
        all_rounds = _all_held(session, review_id)
        row = next(each for each in all_rounds if each.id == review_id)
        rounds = [each for each in all_rounds if each.day == row.day]
        launch = session.scalars(select(Launch).where(Launch.id == row.launch_id)).one()
        done = next((each for each in rounds if each.answer in set(Outcome)), None)
        if done is not None:
            return Finished(_lookback(session, done), _entry(session, done), before=True)
        for other in rounds:
            reviews.drop(session, other)
        row.answer, row.state = report.outcome.value, "answered"
        entry = _told(owner, row, launch, report, reviews.own_hour(session), now)
        if entry is not None:
            enroll(session, owner, now)
            session.add(entry)
            session.flush()
            row.evidence_id = entry.id
        return Finished(_lookback(session, row), entry_of(entry) if entry else None)

    return await ledger.write(owner, end)


def mine(session: ScopedSession, review_id: uuid.UUID) -> Review:
    """An own review. Raises `Gone`."""
    row = session.scalars(select(Review).where(Review.id == review_id)).first()
    if row is None:
        raise Gone
    return row


def held(session: ScopedSession, review_id: uuid.UUID) -> Review:
    """The same for a change: nobody else changes it until this transaction ends. Raises `Gone`."""
    return next(row for row in _all_held(session, review_id) if row.id == review_id)


def _all_held(session: ScopedSession, review_id: uuid.UUID) -> list[Review]:
    """All rounds of a review's launch, which nobody else changes meanwhile. Raises `Gone`."""
    launch_id = session.scalars(select(Review.launch_id).where(Review.id == review_id)).first()
    if launch_id is None:
        raise Gone
    reviews.hold(session, launch_id)
    return reviews.of_launch(session, launch_id)


def _lookback(session: ScopedSession, row: Review) -> Lookback:
    launch = session.scalars(select(Launch).where(Launch.id == row.launch_id)).one()
    rounds = select(Review).where(Review.launch_id == row.launch_id, Review.day == row.day, Review.round > row.round)
    later = session.scalars(rounds.order_by(Review.round.desc())).first()
    return Lookback(
        look_of(row), launch.id, promise_of(launch), launch.late, reviews.own_hour(session),
        look_of(later) if later else None, row.evidence_id, _earlier(session, row),
    )  # fmt: skip


def _earlier(session: ScopedSession, row: Review) -> Earlier | None:
    before = (Review.launch_id == row.launch_id) & (Review.day < row.day) & Review.answer.in_(list(Outcome))
    found = select(Review.day, Review.answer, Evidence.metric_after).outerjoin(
        Evidence, Evidence.id == Review.evidence_id
    )
    said = session.execute(found.where(before).order_by(Review.day.desc())).first()
    return Earlier(said[0], Outcome(str(said[1])), said[2]) if said else None


def _entry(session: ScopedSession, row: Review) -> Entry | None:
    found = session.scalars(select(Evidence).where(Evidence.id == row.evidence_id)).first()
    return entry_of(found) if found else None


def _told(owner: Owner, row: Review, launch: Launch, report: Report, hour: Hour, now: datetime) -> Evidence | None:
    """The answer as evidence: our few plain words, and otherwise the person's own."""
    said = (report.metric.after or "", report.lesson, *report.answers.values())
    if report.outcome is Outcome.NO_DATA and not any(map(says_something, said)):
        return None
    columns = forms.columns_of_new(owner, _filled(launch, report, hour.today(now)), f"review:{row.id}", now)
    return Evidence(**columns)


def _filled(launch: Launch, report: Report, today: date) -> Filled:
    lesson = [f"{NEXT_TIME}{report.lesson.strip()}"] if says_something(report.lesson) else []
    text = "\n".join([f"{launch.name}, launched on {day(launch.ships_on)}: {TOLD[report.outcome]}", *lesson])
    answers = {slot: report.answers.get(slot, "") for slot in SLOTS} | {"target": launch.target or ""}
    more: dict[str, Any] = {"launch": launch.name, "happened_on": today, "lever": launch.lever}
    more["stakeholders"] = launch.stakeholders
    return Filled(text, Kind.METRIC, answers, report.metric, more)


def day(date_of: date) -> str:
    """A day as people write it, such as 3 May 2026."""
    return f"{date_of.day} {date_of:%b %Y}"
