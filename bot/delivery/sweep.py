"""The sweep: what nobody holds any more, what is not worth sending any more, and where something is due."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, select, text, update

from bot.coach import jobs
from bot.coach.moment import Moment
from bot.delivery.outbox import is_due
from bot.ledger.models import PENDING, Delivery
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Found:
    """What is due: the workspaces with deliveries, whether there are jobs; and what the sweep changed."""

    workspaces: frozenset[str]
    jobs: bool
    lost: int = 0
    expired: int = 0


async def sweep(ledger: Ledger, *, now: Moment, doubt: timedelta) -> Found:
    """Put sends whose worker died in doubt, skip what has expired, and say where something is due.

    Only reads when there is nothing to change.
    """
    in_hand = text(PENDING), Delivery.state == "sending", Delivery.due_at <= now.real
    stale = text(PENDING), Delivery.state == "ready", Delivery.due_at <= now.due, Delivery.expires_at <= now.due
    where = select(Delivery.workspace_id).where(is_due(now)).distinct()

    def look(session: ScopedSession) -> tuple[bool, Found]:
        wrong, due = session.execute(
            select(exists().where(*in_hand) | exists().where(*stale), exists().where(jobs.is_due(now)))
        ).one()
        return wrong, Found(frozenset(session.scalars(where)), due)

    def mend(session: ScopedSession) -> Found:
        lost = {"state": "doubt", "due_at": now.real + doubt, "reason": "lease_ran_out"}
        changes = (
            session.execute(update(Delivery).where(*in_hand).values(lost)),
            session.execute(update(Delivery).where(*stale).values(state="skipped", reason="expired")),
        )
        counts = [change.rowcount for change in changes]  # type: ignore[attr-defined]  # an UPDATE's result has one
        return Found(frozenset(session.scalars(where)), found.jobs, *counts)

    wrong, found = await ledger.read(EVERYONE, look)
    return await ledger.write(EVERYONE, mend) if wrong else found
