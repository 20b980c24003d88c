"""Where a person is: what Slack says is kept, and what rests on it is worked out anew (N1)."""

import uuid
from datetime import datetime
from typing import Final

from sqlalchemy import select

from bot.coach import jobs, reviews
from bot.ledger.arrivals import enroll
from bot.ledger.models import Delivery, Profile
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

KIND: Final = "zone"  # the kind of delivery that asks Slack
LONGEST: Final = 64  # characters; no zone's name is longer


def wanted(session: ScopedSession, owner: Owner, subject: uuid.UUID, now: datetime) -> None:
    """Promise to ask for the zone of somebody whose zone is not known, because of a launch."""
    known = select(Profile.id).where(Profile.zone.is_not(None))
    row = jobs.deliver(owner, KIND, subject, now)
    if session.scalars(known).first() is None and session.get(Delivery, row.id) is None:
        session.add(row)


async def keep(ledger: Ledger, owner: Owner, zone: str | None, *, now: datetime, held: uuid.UUID | None = None) -> None:
    """Keep what Slack says; `held` is a message with reviews that is about to be sent, see `reviews.rescheduled`."""

    def note(session: ScopedSession) -> None:
        row = session.scalars(select(Profile)).first()
        if zone is None or len(zone) > LONGEST or (row and row.zone == zone):
            return
        row = profile_of(session, owner, now)
        row.zone = zone
        reviews.rescheduled(session, row, now, travelled=True, held=held)

    await ledger.write(owner, note)


def profile_of(session: ScopedSession, owner: Owner, now: datetime) -> Profile:
    """The one row of a person, made where it is missing."""
    enroll(session, owner, now)
    if standing := session.scalars(select(Profile)).first():
        return standing
    row = Profile(id=uuid.uuid4(), workspace_id=owner.workspace, member_id=owner.member, created_at=now)
    row.weekday, row.hour, row.metrics, row.review_days = 4, reviews.HOUR, [], list(reviews.DAYS)
    session.add(row)
    session.flush()
    return row
