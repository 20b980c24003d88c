"""Exports: promised with a click, gathered by a worker page by page, sent as files (P2)."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.coach import auditing, belongings, jobs, slots
from bot.ledger.models import Delivery, Document, Owned
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

KIND: Final = "export"  # of the document and of its delivery
PAGE: Final = 200  # rows read at once: a big ledger costs nobody else a long wait
HIDDEN: Final = frozenset({
    "workspace_id", "member_id",  # said once, at the head
    "folded", "source_key",  # our own index of the words, and Slack's id of a click
    "owner", "respond_url", "home_hash",  # which worker, which open window, which picture: gone in a moment
})  # fmt: skip

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything of one person: the rows of each table, oldest first, by the names of their columns."""

    owner: Owner
    made_at: datetime
    tables: Mapping[str, tuple[Row, ...]]

    @property
    def zone(self) -> ZoneInfo:
        """Where the person is; UTC as long as Slack has not said it."""
        return slots.zone(next((row["zone"] for row in self.tables["profile"]), None))


async def ask(ledger: Ledger, owner: Owner, *, key: str, now: datetime) -> bool:
    """Promise an export. False when it is promised already, by this payload or by one whose files have not come yet."""
    under_way = (Delivery.kind == KIND) & Delivery.state.in_(("ready", "sending", "doubt"))

    def promise(session: ScopedSession) -> bool:
        auditing.in_turn(session, owner, now)
        standing = (select(Document.id).where(Document.source_key == key), select(Delivery.id).where(under_way))
        if any(session.scalars(found).first() for found in standing):
            return False
        counts = belongings.count(session, belongings.everything(session)).by_name()
        auditing.note(session, owner, auditing.EXPORTED, key=key, counts=counts, now=now)
        document = _document(owner, key, now)
        session.add_all([document, jobs.deliver(owner, KIND, document.id, now)])
        return True

    return await ledger.write(owner, promise)


def _document(owner: Owner, key: str, now: datetime) -> Document:
    return Document(
        id=uuid.uuid4(),
        workspace_id=owner.workspace,
        member_id=owner.member,
        kind=KIND,
        source_key=key,
        files=[],
        created_at=now,
    )


async def files_of(ledger: Ledger, owner: Owner, document_id: uuid.UUID) -> list[str] | None:
    """The files of an own export as far as they are with Slack; None when the export was deleted."""
    found = select(Document.files).where(Document.id == document_id)
    return await ledger.read(owner, lambda session: session.scalars(found).first())


async def gather(ledger: Ledger, owner: Owner, *, now: datetime) -> Archive:
    """Read everything of this person, in pages."""
    read = {table.__tablename__: await _rows(ledger, owner, table) for table in reversed([*belongings.tables()])}
    return Archive(owner, now, read)


async def _rows(ledger: Ledger, owner: Owner, table: type[Owned]) -> tuple[Row, ...]:
    rows: list[Row] = []
    while True:
        page = await ledger.read(owner, partial(_page, table=table, after=rows[-1]["id"] if rows else None))
        rows.extend(page)
        if len(page) < PAGE:
            return tuple(await asyncio.to_thread(sorted, rows, key=_age))


def _page(session: ScopedSession, table: type[Owned], after: uuid.UUID | None) -> list[Row]:
    columns = [getattr(table, column.key) for column in table.__table__.columns if column.key not in HIDDEN]
    found = select(*columns).order_by(table.id).limit(PAGE)
    if after is not None:
        found = found.where(table.id > after)
    return [dict(row) for row in session.execute(found).mappings()]


def _age(row: Row) -> tuple[datetime, uuid.UUID]:
    return row["created_at"], row["id"]


def day_of(row: Row, where: ZoneInfo) -> date:
    """The day of an entry: as the person dated it, otherwise the one on their wall when they said it."""
    happened: date | None = row["happened_on"]
    return happened or slots.local_date(row["created_at"], where)
