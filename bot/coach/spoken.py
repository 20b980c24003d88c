"""Words said to the coach that are not an entry yet: kept until the person decides, a day at most.

They are rows of evidence that are not `kept`: what can be done with an entry can be done with them, by the same id.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from bot.coach.evidence import SAME_WORDS, Entry, Gone, Saved, entry_of, unkept
from bot.ledger.arrivals import enroll
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

KEPT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where words come from: whose they are, where not the person's own (Slack's id, or a bot's name), and their link."""

    author: str | None = None
    link: str | None = None


async def keep(ledger: Ledger, owner: Owner, text: str, *, key: str, now: datetime, origin: Origin = Origin()) -> Entry:
    """Keep these words for a day, once for one payload."""

    def store(session: ScopedSession) -> Entry:
        standing = session.scalars(select(Evidence).where(Evidence.source_key == key)).first()
        if standing:
            return entry_of(standing)
        enroll(session, owner, now)
        row = unkept(owner, text, key, now)
        row.author, row.link = origin.author, origin.link
        session.add(row)
        return entry_of(row)

    return await ledger.write(owner, store)


async def save(ledger: Ledger, owner: Owner, entry_id: uuid.UUID, *, now: datetime) -> Saved:
    """Make an entry of them, once. Raises `Gone` when they are not kept any more."""

    def decide(session: ScopedSession) -> Saved:
        row = session.scalars(select(Evidence).where(Evidence.id == entry_id)).first()
        if row is None or not (row.kept or row.created_at > now - KEPT):
            raise Gone
        same = Evidence.kept & (Evidence.created_at > now - SAME_WORDS) & (Evidence.text == row.text)
        standing = None if row.kept else session.scalars(select(Evidence).where(same)).first()
        if standing:
            return Saved(entry_of(standing), before=True)
        row.kept = True
        return Saved(entry_of(row))

    return await ledger.write(owner, decide)


async def forget(ledger: Ledger, *, now: datetime) -> None:
    """Let go of everybody's words that have been kept for their day. Only reads when there are none."""
    old = ~Evidence.kept & (Evidence.created_at <= now - KEPT)
    if await ledger.read(EVERYONE, lambda session: session.scalars(select(Evidence.id).where(old).limit(1)).first()):
        await ledger.write(EVERYONE, lambda session: session.execute(delete(Evidence).where(old)))
