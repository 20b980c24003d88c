"""What belongs to a person, and what is left of it."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from bot.coach.belongings import Period
from bot.ledger.models import Base, Document
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger
from tests.ledger.rows import (
    NOON,
    delivery,
    stored,
)
from tests.ledger.rows import belongings as all_kinds

DAY = timedelta(days=1)
LEASE = timedelta(seconds=30)
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))


async def left(ledger: Ledger, owner: Owner) -> dict[str, list[Any]]:
    """Everything in every table that names this person, past every scope; the tables with nothing are left out."""

    def look(session: ScopedSession) -> dict[str, list[Any]]:
        owned = [table for table in Base.metadata.sorted_tables if "member_id" in table.columns]
        rows = {
            table.name: session.connection()
            .execute(select(table).where(table.c.workspace_id == owner.workspace, table.c.member_id == owner.member))
            .all()
            for table in owned
        }
        return {name: list(found) for name, found in rows.items() if found}

    return await ledger.read(EVERYONE, look)


async def export_of(ledger: Ledger, owner: Owner, files: list[str], **values: Any) -> Document:
    """An export that has arrived."""
    values = {"created_at": NOON + DAY} | values
    document = next(row for row in all_kinds(owner) if isinstance(row, Document))
    document.files, document.source_key = files, uuid.uuid4().hex
    document.created_at = values["created_at"]
    await stored(ledger, document, delivery(owner, kind="export", subject_id=document.id, state="sent"))
    return document
