"""Which conversation is ours: a person's direct message with the coach."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from bot.ledger.arrivals import enroll
from bot.ledger.models import Member
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger


def is_it(session: ScopedSession, owner: Owner, conversation: str) -> bool:
    """Whether this is the one."""
    known = select(Member.id).where(_theirs(owner), Member.dm_channel == conversation)
    return bool(conversation) and session.scalars(known).first() is not None


def keep(session: ScopedSession, owner: Owner, conversation: str) -> None:
    """Note that it is this one, inside a transaction that does more."""
    session.execute(update(Member).where(_theirs(owner)).values(dm_channel=conversation))


async def is_here(ledger: Ledger, owner: Owner, conversation: str) -> bool:
    """Whether what the coach sends comes to the very conversation in which it was asked for."""
    return await ledger.read(owner, lambda session: is_it(session, owner, conversation))


async def remember(ledger: Ledger, owner: Owner, conversation: str, *, now: datetime) -> None:
    """Note it for somebody who may be new: what comes there needs no line that points there. Only reads when it is known."""
    if await is_here(ledger, owner, conversation):
        return

    def note(session: ScopedSession) -> None:
        enroll(session, owner, now)
        keep(session, owner, conversation)

    await ledger.write(owner, note)


def _theirs(owner: Owner) -> ColumnElement[bool]:
    return (Member.workspace_id == owner.workspace) & (Member.id == owner.member)
