"""Which day an entry is of: the one that its owner named, or the one on their wall when they said it."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.coach import slots
from bot.coach.evidence import Entry
from bot.ledger.models import Evidence, Profile
from bot.ledger.scope import ScopedSession


def own_zone(session: ScopedSession) -> ZoneInfo:
    """The zone of the session's owner; UTC as long as Slack has not said it."""
    return slots.zone(session.scalars(select(Profile.zone)).first())


def saved_on(entry: Entry | Evidence, where: ZoneInfo) -> date:
    """The day on which it was said."""
    return slots.local_date(entry.created_at, where)


def day_of(entry: Entry | Evidence, where: ZoneInfo) -> date:
    """The day that it is listed under, counted by and deleted with."""
    return entry.happened_on or saved_on(entry, where)
