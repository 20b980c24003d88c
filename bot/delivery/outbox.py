"""The outbox: rows are the schedule. Claimed by lease, settled by whoever still holds the lease.

`ready -> sending -> sent`. A row whose send may or may not have reached Slack (a lost answer, a lease that ran out)
is in doubt: after a pause its id is looked up in the conversation before anything is sent again. See promise 3.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Delete, Update, delete, exists, select, update

from bot.ledger.models import Delivery, Job, Member
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may take.

    `doubt` covers what Slack may still accept after we stopped waiting for its answer; `pause` follows a call that
    certainly did nothing.
    """

    call: timedelta = timedelta(seconds=10)
    lease: timedelta = timedelta(seconds=30)
    doubt: timedelta = timedelta(seconds=60)
    pause: timedelta = timedelta(seconds=15)
    sweep: timedelta = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this worker holds. `doubted` means: look it up before sending."""

    id: uuid.UUID
    owner: Owner
    kind: str
    subject: uuid.UUID
    worker: str
    attempts: int
    doubted: bool
    channel: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack has it: this message in this conversation. Of a message with files Slack does not tell the `ts`."""

    channel: str
    ts: str | None


@dataclass(frozen=True, slots=True)
class Later:
    """It was certainly not sent; try again at this time."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """It may have been sent; look it up at this time."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It will never be sent, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """It is done and leaves nothing to remember: its row goes."""


Outcome = Sent | Later | Doubt | Failed | Done


async def claim(ledger: Ledger, worker: str, *, now: datetime, lease: timedelta) -> Claimed | None:
    """Take the delivery that has been due for longest."""

    def take(session: ScopedSession) -> Claimed | None:
        due = Delivery.state.in_(("ready", "doubt")) & (Delivery.due_at <= now)
        oldest = select(Delivery).where(due).order_by(Delivery.due_at).limit(1).with_for_update(skip_locked=True)
        row = session.scalars(oldest).first()
        if row is None:
            return None
        doubted = row.state == "doubt"
        row.state, row.owner, row.attempts, row.due_at = "sending", worker, row.attempts + 1, now + lease
        return _claimed(session, row, worker, doubted=doubted)

    return await ledger.write(EVERYONE, take)


def _claimed(session: ScopedSession, row: Delivery, worker: str, *, doubted: bool) -> Claimed:
    owner = Owner(row.workspace_id, row.member_id)
    member = session.get_one(Member, owner)
    return Claimed(
        id=row.id,
        owner=owner,
        kind=row.kind,
        subject=row.subject_id,
        worker=worker,
        attempts=row.attempts,
        doubted=doubted,
        channel=row.channel or member.dm_channel,
        created_at=row.created_at,
    )


async def settle(ledger: Ledger, item: Claimed, outcome: Outcome, *, now: datetime) -> bool:
    """Write down how it ended. False when somebody else has taken it over, or its owner has taken it back."""

    def write_down(session: ScopedSession) -> bool:
        if isinstance(outcome, Done):
            return _changed(session, delete(Delivery).where(_held(item)))
        settled = _changed(session, update(Delivery).where(_held(item)).values(_columns(outcome, now)))
        if settled and isinstance(outcome, Sent):
            _remember_channel(session, item.owner, outcome.channel)
        return settled

    return await ledger.write(EVERYONE, write_down)


async def hold(ledger: Ledger, item: Claimed, *, until: datetime) -> None:
    """Renew the lease of a delivery that takes long; nothing when it is not ours any more."""
    renewed = update(Delivery).where(_held(item)).values(due_at=until)
    await ledger.write(item.owner, lambda session: session.execute(renewed))


def is_held(session: ScopedSession, item: Claimed) -> bool:
    """Whether the delivery is still ours, inside a transaction that does more."""
    return session.scalars(select(Delivery.id).where(_held(item))).first() is not None


def _held(item: Claimed) -> ColumnElement[bool]:
    ours = (Delivery.id == item.id) & (Delivery.owner == item.worker) & (Delivery.attempts == item.attempts)
    return ours & (Delivery.state == "sending")


def _changed(session: ScopedSession, change: Update | Delete) -> bool:
    return bool(session.execute(change).rowcount)  # type: ignore[attr-defined]  # such a result has one


def _columns(outcome: Sent | Later | Doubt | Failed, now: datetime) -> dict[str, Any]:
    match outcome:
        case Sent(channel, ts):
            return {"state": "sent", "channel": channel, "ts": ts, "sent_at": now, "reason": None}
        case Later(at, reason):
            return {"state": "ready", "due_at": at, "reason": reason}
        case Doubt(at, reason):
            return {"state": "doubt", "due_at": at, "reason": reason}
        case Failed(reason):
            return {"state": "failed", "reason": reason}


def _remember_channel(session: ScopedSession, owner: Owner, channel: str) -> None:
    member = (Member.workspace_id == owner.workspace) & (Member.id == owner.member)
    session.execute(update(Member).where(member).values(dm_channel=channel))


async def sweep(ledger: Ledger, *, now: datetime, doubt: timedelta) -> bool:
    """Put sends whose worker died in doubt, and say whether anything is due. Only reads when nothing is wrong."""
    expired = (Delivery.state == "sending") & (Delivery.due_at <= now)
    waiting = Delivery.state.in_(("ready", "doubt")) & (Delivery.due_at <= now)
    jobs = Job.state.in_(("ready", "running")) & (Job.due_at <= now)

    def look(session: ScopedSession) -> tuple[bool, bool]:
        found = session.execute(select(exists().where(expired), exists().where(waiting), exists().where(jobs))).one()
        return found[0], found[1] or found[2]

    lost, due = await ledger.read(EVERYONE, look)
    if lost:
        change = update(Delivery).where(expired).values(state="doubt", due_at=now + doubt, reason="lease_ran_out")
        await ledger.write(EVERYONE, lambda session: session.execute(change))
    return due
