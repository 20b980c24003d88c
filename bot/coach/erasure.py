"""Deletion, truly: one transaction, one line of audit without words, and the files in Slack deleted after it (P2, P5)."""

import uuid
from datetime import datetime
from functools import partial

from sqlalchemy import delete, false, func, select

from bot.coach import auditing, belongings, home, jobs
from bot.coach.belongings import ERASE, Choice, Conditions, Counts, Period
from bot.coach.evidence import remove
from bot.ledger.models import Audit, Document
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger


async def kept(ledger: Ledger, owner: Owner) -> tuple[Counts, int]:
    """How much there is of this person, and how many lines of audit."""

    def look(session: ScopedSession) -> tuple[Counts, int]:
        return belongings.count(session, belongings.everything(session)), session.scalar(
            select(func.count(Audit.id))
        ) or 0

    return await ledger.read(owner, look)


async def of_period(ledger: Ledger, owner: Owner, period: Period) -> Counts:
    """How much a deletion of this period would take."""
    return await ledger.read(owner, lambda session: belongings.count(session, belongings.dated(session, period)))


async def delete_entry(ledger: Ledger, owner: Owner, entry_id: uuid.UUID, *, now: datetime) -> str:
    """Delete one entry with its drafts and jobs, and hand over its words. Raises `Gone`."""

    def erase(session: ScopedSession) -> str:
        words = remove(session, entry_id)
        key, counts = f"delete:{entry_id}", Counts(entries=1).by_name()
        auditing.note(session, owner, auditing.DELETED_ENTRY, key=key, counts=counts, now=now)
        return words

    return await ledger.write(owner, erase)


async def delete_period(ledger: Ledger, owner: Owner, period: Period, *, key: str, now: datetime) -> Counts:
    """Delete a period, once for one payload, and say how much went."""
    chosen = partial(belongings.dated, period=period)
    return await ledger.write(owner, lambda session: _erase(session, owner, chosen, auditing.DELETED_PERIOD, key, now))


async def delete_all(ledger: Ledger, owner: Owner, *, key: str, now: datetime) -> Counts:
    """Delete everything, once for one payload, and say how much went. What stays: ids of Slack's, and the audit."""

    def erase(session: ScopedSession) -> Counts:
        shown = home.is_shown(session)
        counts = _erase(session, owner, belongings.everything, auditing.DELETED_ALL, key, now)
        if shown:  # it must not go on showing what is gone
            home.ask(session, owner, now)
        return counts

    return await ledger.write(owner, erase)


def _erase(session: ScopedSession, owner: Owner, chosen: Choice, action: str, key: str, now: datetime) -> Counts:
    auditing.in_turn(session, owner, now)
    before = auditing.noted(session, key)
    if before is not None:
        return Counts.of(before)
    parts = chosen(session)
    counts = belongings.count(session, parts)
    if not counts.nothing:
        files = [file for gone in parts for file in _let_go(session, gone)]
        if files:
            _promise_to_erase(session, owner, files, key, now)
        auditing.note(session, owner, action, key=key, counts=counts.by_name(), now=now)
    return counts


def _let_go(session: ScopedSession, gone: Conditions) -> list[str]:
    """Delete these rows, and give the files that Slack has of them."""
    documents = gone.get(Document, false())
    files = [file for files in session.scalars(select(Document.files).where(documents)) for file in files]
    for table, condition in gone.items():
        session.execute(delete(table).where(condition), execution_options={"synchronize_session": False})
    return files


def _promise_to_erase(session: ScopedSession, owner: Owner, files: list[str], key: str, now: datetime) -> None:
    """Rows that outlive all others of their person until Slack has deleted the files; they know nothing but ids."""
    document = Document(
        id=uuid.uuid4(),
        workspace_id=owner.workspace,
        member_id=owner.member,
        kind=ERASE,
        source_key=key,
        files=files,
        created_at=now,
    )
    session.add_all([document, jobs.deliver(owner, ERASE, document.id, now)])


async def files_of(ledger: Ledger, owner: Owner, document_id: uuid.UUID) -> list[str]:
    """The files that are still to be deleted in Slack; none when that is done."""
    found = select(Document.files).where(Document.id == document_id)
    return await ledger.read(owner, lambda session: session.scalars(found).first() or [])


async def forget(ledger: Ledger, owner: Owner, document_id: uuid.UUID) -> None:
    """The files are deleted in Slack: let go of their ids."""
    await ledger.write(owner, lambda session: session.execute(delete(Document).where(Document.id == document_id)))
