"""Jobs: work promised to a person, claimed by lease by one worker, and ended by whoever still holds it.

What a job ends in is a delivery: its result, or the news that there will be none. Some kinds are quiet: nobody was told
to wait for them, they are wanted again and again, and they end by being deleted.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.coach.evidence import Gone
from bot.coach.moment import Moment
from bot.ledger.models import Delivery, Document, Job
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger
from bot.ledger.writer import Joint

FAILURE: Final = "failure"  # the kind of delivery that says a job came to nothing
UNCONFIRMED: Final = "unconfirmed"  # why a delivery failed of which nobody can find out whether it has arrived
ATTEMPTS: Final = 5
SORT: Final = "sort"
QUIET: Final = frozenset({"home"})
UNTOLD: Final = frozenset({SORT})
"""Kinds that end without a word when they come to nothing: their owner did not ask for this one."""
_NAMESPACE: Final = uuid.UUID("6f1c1d0e-3f0b-5c64-9a0e-6d7a3c1f2b11")


@dataclass(frozen=True, slots=True)
class Task:
    """A job that this worker holds. `attempts` fences it: who claims it later counts higher.

    `entry_id` names the entry that it is about, where it is about one.
    """

    id: uuid.UUID
    owner: Owner
    kind: str
    entry_id: uuid.UUID | None
    worker: str
    attempts: int


def delivery_id(kind: str, subject: uuid.UUID, occurrence: str = "1") -> uuid.UUID:
    """The same for the same promise, whoever works it out (uuid5 of kind, subject and occurrence)."""
    return uuid.uuid5(_NAMESPACE, f"{kind}:{subject}:{occurrence}")


def promise(owner: Owner, kind: str, *, key: str, now: datetime, **values: Any) -> Job:
    """A new job as a row, due at once. `key` is the id of the payload that asked for it."""
    return Job(
        id=uuid.uuid4(),
        workspace_id=owner.workspace,
        member_id=owner.member,
        kind=kind,
        source_key=key,
        due_at=now,
        created_at=now,
        **values,
    )


def deliver(owner: Owner, kind: str, subject: uuid.UUID, now: datetime) -> Delivery:
    """A message that is due at once, as a row."""
    return Delivery(
        id=delivery_id(kind, subject),
        workspace_id=owner.workspace,
        member_id=owner.member,
        kind=kind,
        subject_id=subject,
        due_at=now,
        created_at=now,
    )


def planned(
    chosen: uuid.UUID, owner: Owner, kind: str, subject: uuid.UUID, due: datetime, now: datetime
) -> dict[str, Any]:
    """A message of a planner that writes many at once, as values."""
    return {
        "id": chosen, "workspace_id": owner.workspace, "member_id": owner.member, "kind": kind, "subject_id": subject,
        "state": "ready", "attempts": 0, "due_at": due, "created_at": now,
    }  # fmt: skip


def is_due(now: Moment) -> ColumnElement[bool]:
    """Which jobs wait for a worker: those that are due, and those whose worker's lease ran out."""
    ready = (Job.state == "ready") & (Job.due_at <= now.due)
    return ready | (Job.state == "running") & (Job.due_at <= now.real)


async def claim(ledger: Ledger, worker: str, *, now: Moment, lease: timedelta) -> Task | None:
    """Take the oldest job that is due, or whose worker's lease ran out."""
    return await ledger.join(EVERYONE, Claim(worker, now, lease))


@dataclass(frozen=True, slots=True)
class Claim(Joint[Task | None]):
    """A worker's wish for one job. Run again it takes another one, and the first comes up when its lease runs out."""

    worker: str
    now: Moment
    lease: timedelta
    awaited: ClassVar[bool] = False
    again: ClassVar[bool] = False

    def __call__(self, connection: Connection) -> Task | None:
        """Take one."""
        return self.together(connection, [self])[0]

    @classmethod
    def together(cls, connection: Connection, units: Sequence["Claim"]) -> list[Task | None]:
        """Take one for each, the oldest first."""
        due = select(Job).where(is_due(units[0].now)).order_by(Job.due_at).limit(len(units))
        with ScopedSession(connection, EVERYONE) as session:
            found = list(session.scalars(due.with_for_update(skip_locked=True)))
            tasks = [unit.take(session, job) for unit, job in zip(units, found, strict=False)]
            session.flush()
        return [*tasks, *[None] * (len(units) - len(tasks))]

    def take(self, session: ScopedSession, job: Job) -> Task | None:
        """Take this one, in a session of everyone's; None when it is given up instead."""
        owner = Owner(job.workspace_id, job.member_id)
        if job.attempts >= ATTEMPTS:  # it took its worker down each time
            _abandon(session, job, owner, self.now.due)
            return None
        job.state, job.owner, job.attempts, job.due_at = (
            "running", self.worker, job.attempts + 1, self.now.real + self.lease,
        )  # fmt: skip
        return Task(job.id, owner, job.kind, job.evidence_id, self.worker, job.attempts)


def _abandon(session: ScopedSession, job: Job, owner: Owner, now: datetime) -> None:
    if job.kind in QUIET:
        session.delete(job)
        return
    job.state, job.reason, job.respond_url = "failed", "worker_died", None
    if job.kind not in UNTOLD:
        session.add(deliver(owner, FAILURE, job.id, now))


def held(task: Task) -> ColumnElement[bool]:
    """The job's row, as long as this worker holds it."""
    ours = (Job.id == task.id) & (Job.owner == task.worker) & (Job.attempts == task.attempts)
    return ours & (Job.state == "running")


def end(session: ScopedSession, task: Task, state: str, **values: Any) -> bool:
    """Set what became of a job, inside a transaction that does more. False when it was taken over meanwhile."""
    change = update(Job).where(held(task)).values(state=state, **values)
    ended = session.execute(change, execution_options={"synchronize_session": False})
    return bool(ended.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has one


def clear(session: ScopedSession, task: Task) -> Job | None:
    """Take a job away, inside a transaction that does more, and give it as it was; None when it was taken over."""
    job = session.scalars(select(Job).where(held(task)).with_for_update()).first()
    if job is not None:
        session.expunge(job)
        session.execute(delete(Job).where(Job.id == task.id))
    return job


async def give_up(ledger: Ledger, task: Task, *, reason: str, now: datetime) -> None:
    """Note that a job failed: it is tried again later, or ended, and then the person is told (unless it is quiet)."""

    def note(session: ScopedSession) -> None:
        if task.attempts < ATTEMPTS:
            end(session, task, "ready", reason=reason, due_at=now + timedelta(seconds=2**task.attempts))
        elif task.kind in QUIET:
            clear(session, task)
        elif end(session, task, "failed", reason=reason, respond_url=None) and task.kind not in UNTOLD:
            session.add(deliver(task.owner, FAILURE, task.id, now))

    await ledger.write(task.owner, note)


async def hand_back(ledger: Ledger, task: Task, *, now: datetime, within: float) -> None:
    """Let another worker have a job at once: this one has to stop. It counts as never begun."""

    def note(session: ScopedSession) -> None:
        end(session, task, "ready", due_at=now, attempts=task.attempts - 1)

    await ledger.write(task.owner, note, within=within)


async def kind_of(ledger: Ledger, owner: Owner, promise_id: uuid.UUID) -> str:
    """What was promised: by an own job, or by a document. Raises `Gone`."""
    found = (select(table.kind).where(table.id == promise_id) for table in (Job, Document))

    def look(session: ScopedSession) -> str | None:
        return next(filter(None, (session.scalars(kind).first() for kind in found)), None)

    kind = await ledger.read(owner, look)
    if kind is None:
        raise Gone
    return kind


async def tell_of_failure(ledger: Ledger, owner: Owner, promise_id: uuid.UUID, now: datetime) -> None:
    """Promise the news, once, that something promised will not come; nothing when its owner has deleted it."""
    standing = select(Document.id).where(Document.id == promise_id)
    told = select(Delivery.id).where(Delivery.id == delivery_id(FAILURE, promise_id))

    def note(session: ScopedSession) -> None:
        if session.scalars(standing).first() and not session.scalars(told).first():
            session.add(deliver(owner, FAILURE, promise_id, now))

    await ledger.write(owner, note)
