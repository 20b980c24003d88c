"""How a model would sort an entry (C4, C5): taken over where code can bear it out, and never above what the person said."""

import uuid
from datetime import timedelta
from typing import Final

from sqlalchemy import Select, exists, select

from bot.coach import jobs
from bot.coach.consent import Help
from bot.coach.evidence import metric_of, proposal_columns
from bot.coach.jobs import Task
from bot.coach.making import Made
from bot.coach.moment import Moment
from bot.coach.proposal import propose
from bot.ledger.models import Evidence, Job, Profile
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

JOB: Final = jobs.SORT
FRESH: Final = timedelta(hours=1)  # older entries stand as they were shown
BATCH: Final = 100


async def plan(ledger: Ledger, now: Moment) -> int:
    """Promise to sort the new entries of those who switched that on. Only reads when there are none."""
    waiting = _waiting(now)
    if not await ledger.read(EVERYONE, lambda session: session.scalar(select(exists(waiting)))):
        return 0

    def promise(session: ScopedSession) -> int:
        free = waiting.limit(BATCH).with_for_update(of=Evidence, skip_locked=True)  # the others have another planner
        rows = session.execute(free).all()
        for entry_id, workspace, member, revision in rows:
            owner, key = Owner(workspace, member), f"sort:{entry_id}"
            about = {"evidence_id": entry_id, "revision": revision}
            session.add(jobs.promise(owner, JOB, key=key, now=now.due, **about))
        return len(rows)

    return await ledger.write(EVERYONE, promise)


def _waiting(now: Moment) -> Select[uuid.UUID, str, str, int]:
    promised = exists(select(Job.id).where(Job.evidence_id == Evidence.id, Job.kind == JOB))
    same_person = (Evidence.workspace_id == Profile.workspace_id) & (Evidence.member_id == Profile.member_id)
    columns = (Evidence.id, Evidence.workspace_id, Evidence.member_id, Evidence.revision)
    return (
        select(*columns)
        .join(Profile, same_person)
        .where(Profile.help == Help.ALWAYS.value, Evidence.created_at > now.due - FRESH)
        .where(Evidence.kept, Evidence.kind_decided.is_(False), Evidence.author.is_(None), ~promised)
    )


async def keep(ledger: Ledger, task: Task, made: Made | None) -> bool:
    """End the job, and sort the entry as was proposed. False when the job was taken over."""

    def end(session: ScopedSession) -> bool:
        if not jobs.end(session, task, "done"):
            return False
        if made is not None:
            settle(session, task, made)
        return True

    return await ledger.write(task.owner, end)


def settle(session: ScopedSession, task: Task, made: Made) -> None:
    """Take a model's sorting over, unless the person has decided or has changed the entry meanwhile."""
    if not made.by.answered:
        return
    held = select(Evidence).where(Evidence.id == task.entry_id).with_for_update()  # while the person may be deciding
    row = session.scalars(held).first()
    if row is None or row.revision != made.revision or row.kind_decided or row.author:
        return
    given = metric_of(row) if row.metric_decided else made.reframed.metric
    for column, value in proposal_columns(propose(row.text, made.reframed.kind, given=given)).items():
        setattr(row, column, value)
