"""Words said to the coach that are not an entry yet: kept until the person decides, a day at most."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from bot.coach.evidence import Gone, Saved, capture, readable, spoken_row
from bot.ledger.arrivals import enroll
from bot.ledger.models import Spoken
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

KEPT: Final = timedelta(days=1)


async def keep(ledger: Ledger, owner: Owner, text: str, *, key: str, now: datetime) -> uuid.UUID:
    """Keep these words for a day, once for one payload. Gives their id."""

    def store(session: ScopedSession) -> uuid.UUID:
        standing = session.scalars(select(Spoken.id).where(Spoken.source_key == key)).first()
        if standing:
            return standing
        enroll(session, owner, now)
        row = spoken_row(owner, readable(text), key, now)
        session.add(row)
        return row.id

    return await ledger.write(owner, store)


async def save(ledger: Ledger, owner: Owner, spoken_id: uuid.UUID, *, now: datetime) -> Saved:
    """Make an entry of them, once. Raises `Gone` when they are not kept any more."""
    kept = select(Spoken.text).where(Spoken.id == spoken_id, Spoken.created_at > now - KEPT)
    words = await ledger.read(owner, lambda session: session.scalars(kept).first())
    if words is None:
        raise Gone
    return await capture(ledger, owner, words, key=f"spoken:{spoken_id}", now=now)


async def forget(ledger: Ledger, *, now: datetime) -> None:
    """Let go of everybody's words that have been kept for their day. Only reads when there are none."""
    old = Spoken.created_at <= now - KEPT
    if await ledger.read(EVERYONE, lambda session: session.scalars(select(Spoken.id).where(old).limit(1)).first()):
        await ledger.write(EVERYONE, lambda session: session.execute(delete(Spoken).where(old)))
