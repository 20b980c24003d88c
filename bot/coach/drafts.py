"""Reframes on their way: asked for with a click, made by a worker, shown in the direct message."""

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import or_, select, update

from bot.coach.evidence import Entry, Gone, add_answers, entry_of
from bot.coach.proposal import Kind, Metric
from bot.coach.reframing import Claim, Heading, Question, Reframed, Section, Stored, Verdict, reframe
from bot.ledger.models import Delivery, Draft, Evidence, Job
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

RULES: Final = "rules"  # which coach made a draft
KIND: Final = "draft"  # of the delivery
SAME_CLICK: Final = timedelta(minutes=2)  # a second click within it finds the first one's job
ATTEMPTS: Final = 5
STORED: Final = 50  # newest entries looked at for facts about the same thing
_NAMESPACE: Final = uuid.UUID("6f1c1d0e-3f0b-5c64-9a0e-6d7a3c1f2b11")


@dataclass(frozen=True, slots=True)
class Task:
    """A job that this worker holds. `attempts` fences it: who claims it later counts higher."""

    id: uuid.UUID
    owner: Owner
    entry_id: uuid.UUID
    worker: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft as its owner is shown it, and where to say that it has arrived."""

    id: uuid.UUID
    entry_id: uuid.UUID
    coach: str
    reframed: Reframed
    respond_url: str | None


def delivery_id(kind: str, subject: uuid.UUID, occurrence: str) -> uuid.UUID:
    """The same for the same promise, whoever works it out (uuid5 of kind, subject and occurrence)."""
    return uuid.uuid5(_NAMESPACE, f"{kind}:{subject}:{occurrence}")


async def ask(  # noqa: PLR0913  # all are named, and each is a fact of one click
    ledger: Ledger,
    owner: Owner,
    entry_id: uuid.UUID,
    *,
    key: str,
    now: datetime,
    respond_url: str | None = None,
    answers: Mapping[str, str] = MappingProxyType({}),
) -> bool:
    """Promise a reframe of the entry as it stands, with these answers added to it. False when it is promised already.

    Raises `Gone`.
    """

    def promise(session: ScopedSession) -> bool:
        entry = add_answers(session, entry_id, answers)
        if session.scalars(_same_job(entry, key, now)).first():
            return False
        session.add(_job(owner, entry, key, respond_url, now))
        return True

    return await ledger.write(owner, promise)


def _same_job(entry: Evidence, key: str, now: datetime) -> Any:
    pending = Job.state.in_(("ready", "running"))
    recent = Job.state.in_(("done",)) & (Job.created_at > now - SAME_CLICK)
    same_revision = (Job.evidence_id == entry.id) & (Job.revision == entry.revision)
    return select(Job.id).where(or_(Job.source_key == key, same_revision & (pending | recent)))


def _job(owner: Owner, entry: Evidence, key: str, respond_url: str | None, now: datetime) -> Job:
    return Job(
        id=uuid.uuid4(),
        workspace_id=owner.workspace,
        member_id=owner.member,
        evidence_id=entry.id,
        source_key=key,
        revision=entry.revision,
        due_at=now,
        respond_url=respond_url,
        created_at=now,
    )


async def claim(ledger: Ledger, worker: str, *, now: datetime, lease: timedelta) -> Task | None:
    """Take the oldest job that is due, or whose worker's lease ran out."""

    def take(session: ScopedSession) -> Task | None:
        due = Job.state.in_(("ready", "running")) & (Job.due_at <= now)
        oldest = select(Job).where(due).order_by(Job.due_at).limit(1).with_for_update(skip_locked=True)
        job = session.scalars(oldest).first()
        if job is None:
            return None
        if job.attempts >= ATTEMPTS:  # it took its worker down each time
            job.state, job.reason, job.respond_url = "failed", "worker_died", None
            return None
        job.state, job.owner, job.attempts, job.due_at = "running", worker, job.attempts + 1, now + lease
        return Task(job.id, Owner(job.workspace_id, job.member_id), job.evidence_id, worker, job.attempts)

    return await ledger.write(EVERYONE, take)


async def make(ledger: Ledger, task: Task, reframed: Reframed, revision: int, now: datetime) -> bool:
    """Keep the draft, promise its message and end the job, in one transaction. False when the job was taken over."""

    def keep(session: ScopedSession) -> bool:
        if not _end(session, task, "done"):
            return False
        draft = Draft(
            id=uuid.uuid4(),
            workspace_id=task.owner.workspace,
            member_id=task.owner.member,
            evidence_id=task.entry_id,
            job_id=task.id,
            revision=revision,
            coach=RULES,
            verdict=reframed.verdict.value,
            body=asdict(reframed),
            created_at=now,
        )
        session.add(draft)
        session.flush()
        session.add(_delivery(draft, now))
        return True

    return await ledger.write(task.owner, keep)


def _delivery(draft: Draft, now: datetime) -> Delivery:
    return Delivery(
        id=delivery_id(KIND, draft.job_id, "1"),
        workspace_id=draft.workspace_id,
        member_id=draft.member_id,
        kind=KIND,
        subject_id=draft.id,
        due_at=now,
        created_at=now,
    )


def _end(session: ScopedSession, task: Task, state: str, **values: Any) -> bool:
    held = (Job.id == task.id) & (Job.owner == task.worker) & (Job.attempts == task.attempts)
    ended = session.execute(update(Job).where(held, Job.state == "running").values(state=state, **values))
    return bool(ended.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has one


async def work(ledger: Ledger, task: Task) -> tuple[Reframed, int]:
    """Reframe the entry as it stands now; gives the result and the entry's revision. Raises `Gone`."""

    def gather(session: ScopedSession) -> tuple[Entry, Kind | None, Sequence[Stored]]:
        row = session.scalars(select(Evidence).where(Evidence.id == task.entry_id)).first()
        if row is None:
            raise Gone
        others = select(Evidence).where(Evidence.id != row.id).order_by(Evidence.created_at.desc()).limit(STORED)
        stored = [Stored(str(other.id), other.created_at.date(), other.text) for other in session.scalars(others)]
        return entry_of(row), Kind(row.kind) if row.kind_decided else None, stored

    entry, decided, stored = await ledger.read(task.owner, gather)
    made = await asyncio.to_thread(reframe, entry.text, stored=stored, answers=entry.answers, decided=decided)
    return made, entry.revision


async def give_up(ledger: Ledger, task: Task, *, reason: str, now: datetime) -> str | None:
    """Note that a job failed: it is tried again later, or ended. Gives the click's URL when it has ended."""

    def note(session: ScopedSession) -> str | None:
        job = session.scalars(select(Job).where(Job.id == task.id)).first()
        if job is None:
            return None
        if task.attempts < ATTEMPTS:
            _end(session, task, "ready", reason=reason, due_at=now + timedelta(seconds=2**task.attempts))
            return None
        respond_url = job.respond_url
        return respond_url if _end(session, task, "failed", reason=reason, respond_url=None) else None

    return await ledger.write(task.owner, note)


async def shown(ledger: Ledger, owner: Owner, draft_id: uuid.UUID) -> Shown:
    """Look an own draft up. Raises `Gone`."""

    def look(session: ScopedSession) -> Shown:
        draft = session.scalars(select(Draft).where(Draft.id == draft_id)).first()
        if draft is None:
            raise Gone
        job = session.scalars(select(Job).where(Job.id == draft.job_id)).one()
        return Shown(draft.id, draft.evidence_id, draft.coach, reframed_from(draft.body), job.respond_url)

    return await ledger.read(owner, look)


def reframed_from(body: Mapping[str, Any]) -> Reframed:
    """A reframe as it was kept."""
    metric = body["metric"]
    return Reframed(
        verdict=Verdict(body["verdict"]),
        language=body["language"],
        kind=Kind(body["kind"]),
        metric=Metric(**metric) if metric else None,
        sections=tuple(_section(section) for section in body["sections"]),
        questions=tuple(Question(**question) for question in body["questions"]),
        left_out=tuple(body["left_out"]),
        conflicts=tuple(body["conflicts"]),
        note=body["note"],
    )


def _section(body: Mapping[str, Any]) -> Section:
    return Section(
        heading=Heading(body["heading"]),
        title=body["title"],
        claims=tuple(Claim(**claim) for claim in body["claims"]),
        blanks=tuple(body["blanks"]),
    )
