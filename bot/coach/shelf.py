"""The shelf: a person's own entries, newest first, page by page or by a part of their words (C6)."""

import uuid
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from bot.coach import slots
from bot.coach.days import own_zone
from bot.coach.evidence import Entry, entry_of, mine
from bot.ledger.folding import fold
from bot.ledger.models import Evidence
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

PAGE: Final = 8
UTC: Final = slots.zone(None)
_KEPT: Final = select(Evidence).where(Evidence.kept)


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, which page it is (the first is 0), how many there are in all, and where their days are counted."""

    entries: tuple[Entry, ...]
    number: int
    total: int
    zone: ZoneInfo = UTC

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(0, (self.total - 1) // PAGE)


async def page(ledger: Ledger, owner: Owner, number: int = 0) -> Page:
    """One page of all entries; a number past the end gives the last page."""
    return await ledger.read(owner, lambda session: _page(session, _KEPT, number))


async def find(ledger: Ledger, owner: Owner, entry_id: uuid.UUID) -> tuple[Entry, ZoneInfo]:
    """One entry, and where its day is counted. Raises `Gone`."""
    return await ledger.read(owner, lambda session: (entry_of(mine(session, entry_id)), own_zone(session)))


async def search(ledger: Ledger, owner: Owner, words: str) -> Page:
    """The newest entries that hold each of these words, or a part of a word; accents and case do not matter."""
    found = _KEPT
    for word in fold(words).split():
        found = found.where(Evidence.folded.contains(word, autoescape=True))
    return await ledger.read(owner, lambda session: _page(session, found, 0))


def _page(session: ScopedSession, found: Select[Evidence], number: int) -> Page:
    """Ids first: where many are found, an index ends the search early, and where few, they need not be counted again."""
    newest_first = found.order_by(Evidence.created_at.desc(), Evidence.id).with_only_columns(Evidence.id)
    ids = session.scalars(newest_first.limit(PAGE).offset(number * PAGE)).all()
    total = len(ids) if number == 0 and len(ids) < PAGE else _count(session, found)
    if not ids and total:
        return _page(session, found, (total - 1) // PAGE)
    shown = {row.id: row for row in session.scalars(select(Evidence).where(Evidence.id.in_(ids)))}
    entries = tuple(entry_of(shown[each]) for each in ids)
    return Page(entries, number if total else 0, total, own_zone(session))


def _count(session: ScopedSession, found: Select[Evidence]) -> int:
    return session.scalar(found.with_only_columns(func.count(Evidence.id))) or 0
