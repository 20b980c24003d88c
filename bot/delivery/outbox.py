"""The outbox: rows are the schedule. Claimed by lease, settled by whoever still holds the lease.

`ready -> sending -> sent`. A row whose send may or may not have reached Slack (a lost answer, a lease that ran out)
is in doubt: after a pause its id is looked up in the conversation before anything is sent again. See promise 3.

A row that is ready is due on the clock of people's dates; leases and doubts run on the real one.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    String,
    Update,
    and_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    text,
    true,
    update,
)

from bot.coach import ours
from bot.coach.moment import Moment
from bot.ledger.instants import Utc
from bot.ledger.models import PENDING, Delivery, Member
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

CLOCKS_APART: Final = timedelta(seconds=10)  # that of a worker and the database's: a lease is thirty, a doubt sixty
WITHIN: Final = 10.0  # seconds for a claim or a settlement: nobody looks on, and one given up puts messages in doubt
REASON: Final = 255  # characters of Slack's word for what is wrong that are kept


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may take, all in real time.

    `doubt` covers what Slack may still accept after we stopped waiting for its answer; `pause` follows a call that
    certainly did nothing. The clock ticks every `tick`, and is taken for dead after `dead`.
    """

    call: timedelta = timedelta(seconds=10)
    lease: timedelta = timedelta(seconds=30)
    doubt: timedelta = timedelta(seconds=60)
    pause: timedelta = timedelta(seconds=15)
    tick: timedelta = timedelta(seconds=1)
    dead: timedelta = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this worker holds until `held_until`. `doubted` means: look it up before sending.

    `since` is before anybody first tried to send it: a look-up need not go further back. `expires_at` is on the clock
    of due dates, the others are on the real one.
    """

    id: uuid.UUID
    owner: Owner
    kind: str
    subject: uuid.UUID
    worker: str
    attempts: int
    doubted: bool
    channel: str | None
    since: datetime
    held_until: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack has it: this message in this conversation. Of a message with files Slack does not tell the `ts`."""

    channel: str
    ts: str | None


@dataclass(frozen=True, slots=True)
class Later:
    """It was certainly not sent; try again after this time."""

    after: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """It may have been sent; look it up after this time."""

    after: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It will never be sent, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """There was no need to send it: it has nothing to say any more, or its time has passed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """It is done and leaves nothing to remember: its row goes."""


Outcome = Sent | Later | Doubt | Failed | Skipped | Done
Settlement = tuple[Claimed, Outcome]


async def claim(
    ledger: Ledger, worker: str, wanted: Mapping[str, int], *, now: Moment, lease: timedelta
) -> list[Claimed]:
    """Take what has been due for longest in these workspaces, of each at most so many: oldest first in each."""
    until = now.real + lease
    values = {
        "state": "sending",
        "owner": worker,
        "attempts": Delivery.attempts + 1,
        "due_at": until,
        "tried_at": func.coalesce(Delivery.tried_at, literal(now.real, Utc())),
    }

    def take(session: ScopedSession) -> list[Claimed]:
        rows = _taken(session.connection(), wanted, update(Delivery).values(values), now)
        return [_claimed(row, worker, now.real, until) for row in sorted(rows, key=attrgetter("due_at"))]

    return await ledger.write(EVERYONE, take, WITHIN)


def is_due(now: Moment) -> ColumnElement[bool]:
    """Which rows wait for a worker now; said so that the index of pending rows serves."""
    ready = (Delivery.state == "ready") & (Delivery.due_at <= now.due)
    doubt = (Delivery.state == "doubt") & (Delivery.due_at <= now.real)
    return and_(text(PENDING), Delivery.due_at <= max(now), or_(ready, doubt))


def _taken(connection: Connection, wanted: Mapping[str, int], take: Update, now: Moment) -> list[Row[Any]]:
    """What is due there, as it was before it was taken. On PostgreSQL, where each statement is a journey, in one."""
    if connection.dialect.name == "postgresql":
        due = _due_in_all(wanted, now)
        return list(connection.execute(take.where(Delivery.id == due.c.id).returning(*due.c)))
    rows = [row for lane in wanted.items() for row in connection.execute(_longest_due(*lane, now))]
    if rows:
        connection.execute(take.where(Delivery.id.in_([row.id for row in rows])))
    return rows


def _due_in_all(wanted: Mapping[str, int], now: Moment) -> CTE:
    """The rows of many lanes, locked. They are put aside before they are taken: a plan that looked again would lock more."""
    names, most = literal(list(wanted), ARRAY(String)), literal(list(wanted.values()), ARRAY(Integer))
    lane = func.unnest(names, most).table_valued("workspace", "most").render_derived(name="lane")
    longest = _longest_due(lane.c.workspace, lane.c.most, now).lateral()
    return select(longest).select_from(lane.join(longest, true())).cte("due").prefix_with("MATERIALIZED")


def _longest_due(workspace: Any, most: Any, now: Moment) -> Select[*tuple[Any, ...]]:
    columns = (
        Delivery.id, Delivery.workspace_id, Delivery.member_id, Delivery.kind, Delivery.subject_id, Delivery.state,
        Delivery.attempts, Delivery.created_at, Delivery.due_at, Delivery.tried_at, Delivery.expires_at,
        func.coalesce(Delivery.channel, Member.dm_channel).label("channel"),
    )  # fmt: skip
    theirs = (Member.workspace_id == Delivery.workspace_id) & (Member.id == Delivery.member_id)
    due = select(*columns).join(Member, theirs).where(Delivery.workspace_id == workspace, is_due(now))
    return due.order_by(Delivery.due_at).limit(most).with_for_update(skip_locked=True, of=Delivery)


def _claimed(row: Any, worker: str, now: datetime, until: datetime) -> Claimed:
    return Claimed(
        id=row.id,
        owner=Owner(row.workspace_id, row.member_id),
        kind=row.kind,
        subject=row.subject_id,
        worker=worker,
        attempts=row.attempts + 1,
        doubted=row.state == "doubt",
        channel=row.channel,
        since=min(row.created_at, row.tried_at or now),
        held_until=until,
        expires_at=row.expires_at,
    )


async def settle(ledger: Ledger, settlements: Sequence[Settlement], *, now: Moment) -> list[bool]:
    """Write down how each ended. False where somebody else has taken it over, or its owner has taken it back."""
    return await ledger.write(EVERYONE, lambda session: _settle(session, settlements, now), WITHIN)


def _settle(session: ScopedSession, settlements: Sequence[Settlement], now: Moment) -> list[bool]:
    """One look at what is still held, and one statement for each way to end: a fan-out settles thousands."""
    held = _still_held(session, [item for item, _ in settlements])
    ways: dict[type[Outcome], list[dict[str, Any]]] = defaultdict(list)
    for item, outcome in settlements:
        if item in held:
            ways[type(outcome)].append({"row": item.id, **_columns(outcome, now)})
            if isinstance(outcome, Sent) and item.channel is None:
                ours.keep(session, item.owner, outcome.channel)
    for way, rows in ways.items():
        change = delete(Delivery) if way is Done else update(Delivery)
        session.connection().execute(change.where(Delivery.id == bindparam("row")), rows)
    return [item in held for item, _ in settlements]


def _still_held(session: ScopedSession, items: Sequence[Claimed]) -> set[Claimed]:
    columns = Delivery.id, Delivery.owner, Delivery.attempts
    these = Delivery.id.in_([item.id for item in items]) & (Delivery.state == "sending")
    rows = {tuple(row) for row in session.execute(select(*columns).where(these).with_for_update())}
    return {item for item in items if (item.id, item.worker, item.attempts) in rows}


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


def _columns(outcome: Outcome, now: Moment) -> dict[str, Any]:
    match outcome:
        case Sent(channel, ts):
            return {"state": "sent", "channel": channel, "ts": ts, "sent_at": now.due, "reason": None}
        case Later(after, reason):
            return {"state": "ready", "due_at": now.due + after, "reason": reason[:REASON]}
        case Doubt(after, reason):
            return {"state": "doubt", "due_at": now.real + after, "reason": reason[:REASON]}
        case Failed(reason):
            return {"state": "failed", "reason": reason[:REASON]}
        case Skipped(reason):
            return {"state": "skipped", "reason": reason[:REASON]}
        case Done():
            return {}
