"""A look at the lanes from outside: how much waits in each, and for how long; and what would be sent until a time."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, or_, select, text

from bot.coach.moment import Moment
from bot.ledger.models import PENDING, Delivery
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger


class Waiting(NamedTuple):
    """One lane: how many are due, how many are in doubt, and for how many seconds the first has been due."""

    workspace: str
    due: int
    in_doubt: int
    lag: float


class Due(NamedTuple):
    """One message that would be sent, and to whom."""

    workspace: str
    kind: str
    member: str


Forecast = Callable[[Ledger, datetime], Awaitable[Sequence[Due]]]
"""What a planner would have sent until then, were nothing to change; it changes nothing itself."""


async def waiting(ledger: Ledger, now: Moment) -> list[Waiting]:
    """Each lane in which something waits."""
    ready = (Delivery.state == "ready") & (Delivery.due_at <= now.due)
    lanes = (
        select(
            Delivery.workspace_id,
            func.count(case((ready, 1))),
            func.count(case((Delivery.state == "doubt", 1))),
            func.min(case((ready, Delivery.due_at))),
        )
        .where(text(PENDING), ready | (Delivery.state == "doubt"))
        .group_by(Delivery.workspace_id)
        .order_by(Delivery.workspace_id)
    )

    def look(session: ScopedSession) -> list[Waiting]:
        return [
            Waiting(workspace, due, in_doubt, (now.due - first).total_seconds() if first else 0.0)
            for workspace, due, in_doubt, first in session.execute(lanes)
        ]

    return await ledger.read(EVERYONE, look)


async def standing(ledger: Ledger, until: datetime) -> list[Due]:
    """The deliveries that stand in the outbox for then, or are under way."""
    alive = or_(Delivery.expires_at.is_(None), Delivery.expires_at > until, Delivery.state != "ready")
    columns = Delivery.workspace_id, Delivery.kind, Delivery.member_id
    rows = select(*columns).where(text(PENDING), alive, (Delivery.due_at <= until) | (Delivery.state != "ready"))
    return await ledger.read(EVERYONE, lambda session: [Due(*row) for row in session.execute(rows)])
