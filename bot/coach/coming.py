"""When the coach means to come back to somebody, were nothing to change: for the playground's clock."""

from datetime import datetime

from sqlalchemy import func, select

from bot.ledger.models import Delivery, Profile
from bot.ledger.plans import Review
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger


async def comes_next(ledger: Ledger, owner: Owner, now: datetime) -> datetime | None:
    """The first, after now, of the weekly slot, the reviews and what is promised already; None when nothing is planned."""

    def look(session: ScopedSession) -> datetime | None:
        times = (
            session.scalar(select(func.min(Profile.nudge_at)).where(Profile.nudge_at > now)),
            session.scalar(select(func.min(Review.due_at)).where(Review.state == "waiting", Review.due_at > now)),
            session.scalar(select(func.min(Delivery.due_at)).where(Delivery.state == "ready", Delivery.due_at > now)),
        )
        return min((at for at in times if at), default=None)

    return await ledger.read(owner, look)
