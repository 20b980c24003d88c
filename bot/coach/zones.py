"""Zones: who is asked about at Slack, because something rests on where they are (N1)."""

import uuid
from datetime import datetime
from typing import Final

from sqlalchemy import select

from bot.coach import jobs
from bot.ledger.models import Profile
from bot.ledger.scope import Owner, ScopedSession

KIND: Final = "zone"  # the kind of delivery that asks Slack


def want(session: ScopedSession, owner: Owner, subject: uuid.UUID, now: datetime) -> None:
    """Promise to ask for the zone of somebody whose zone is not known, because of something new."""
    known = select(Profile.id).where(Profile.zone.is_not(None))
    if session.scalars(known).first() is None:
        session.add(jobs.deliver(owner, KIND, subject, now))
