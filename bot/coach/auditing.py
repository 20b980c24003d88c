"""Audit: that something was exported or deleted, when and how much of it; never what it said (P5)."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select

from bot.ledger.arrivals import enroll
from bot.ledger.models import Audit, Member
from bot.ledger.scope import Owner, ScopedSession

EXPORTED: Final = "exported"
DELETED_ENTRY: Final = "deleted_entry"
DELETED_PERIOD: Final = "deleted_period"
DELETED_ALL: Final = "deleted_all"


def in_turn(session: ScopedSession, owner: Owner, now: datetime) -> None:
    """Wait until nobody else, in another process, exports or deletes for this person; they need not be known yet."""
    enroll(session, owner, now)
    own = (Member.workspace_id == owner.workspace) & (Member.id == owner.member)
    session.execute(select(Member.id).where(own).with_for_update())


def note(
    session: ScopedSession, owner: Owner, action: str, *, key: str, counts: Mapping[str, int], now: datetime
) -> None:
    """Write the line, inside the transaction that does it. `key` is the id of the payload that asked for it."""
    session.add(
        Audit(
            id=uuid.uuid4(),
            workspace_id=owner.workspace,
            member_id=owner.member,
            action=action,
            source_key=key,
            counts=dict(counts),
            created_at=now,
        )
    )


def noted(session: ScopedSession, key: str) -> Mapping[str, int] | None:
    """What was counted when this payload came before; None when it has not."""
    return session.scalars(select(Audit.counts).where(Audit.source_key == key)).first()
