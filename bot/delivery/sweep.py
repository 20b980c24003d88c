"""The sweep: what nobody holds any more, what is not worth sending any more, and where something is due."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, TextClause, exists, select, text, update

from bot.coach import jobs
from bot.coach.moment import Moment
from bot.delivery.outbox import is_due
from bot.ledger.models import PENDING, Delivery
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger

AT_ONCE: Final = 1_000  # rows changed in one transaction; what is left is found by the next sweep


class Swept(NamedTuple):
    """A delivery that the sweep has changed."""

    id: uuid.UUID
    workspace: str
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """What is due: the workspaces with deliveries, whether there are jobs; and what the sweep changed."""

    workspaces: frozenset[str]
    jobs: bool
    lost: Sequence[Swept] = ()
    expired: Sequence[Swept] = ()


NOTHING: Final = Found(frozenset(), jobs=False)


async def sweep(ledger: Ledger, *, now: Moment, doubt: timedelta) -> Found:
    """Put sends whose worker died in doubt, skip what has expired, and say where something is due.

    Only reads when there is nothing to change.
    """
    dead = text(PENDING), Delivery.state == "sending", Delivery.due_at <= now.real
    stale = text(PENDING), Delivery.state == "ready", Delivery.due_at <= now.due, Delivery.expires_at <= now.due
    where = select(Delivery.workspace_id).where(is_due(now)).distinct()

    def look(session: ScopedSession) -> tuple[bool, Found]:
        wrong, due = session.execute(
            select(exists().where(*dead) | exists().where(*stale), exists().where(jobs.is_due(now)))
        ).one()
        return wrong, Found(frozenset(session.scalars(where)), due)

    def mend(session: ScopedSession) -> Found:
        lost = _change(session, dead, {"state": "doubt", "due_at": now.real + doubt, "reason": "lease_ran_out"})
        expired = _change(session, stale, {"state": "skipped", "reason": "expired"})
        return Found(frozenset(session.scalars(where)), found.jobs, lost, expired)

    wrong, found = await ledger.read(EVERYONE, look)
    return await ledger.write(EVERYONE, mend) if wrong else found


def _change(
    session: ScopedSession, such: tuple[TextClause | ColumnElement[bool], ...], values: dict[str, Any]
) -> list[Swept]:
    chosen = (
        select(Delivery.id, Delivery.workspace_id, Delivery.kind)
        .where(*such)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    rows = [Swept(*row) for row in session.execute(chosen)]
    change = update(Delivery).where(Delivery.id.in_([row.id for row in rows])).values(values)
    session.execute(change, execution_options={"synchronize_session": False})
    return rows
