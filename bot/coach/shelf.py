"""The shelf: a person's own entries, newest first, page by page or by a part of their words (C6)."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, select

from bot.coach.evidence import Entry, entry_of
from bot.ledger.folding import fold
from bot.ledger.models import Evidence
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

PAGE: Final = 8
_KEPT: Final = select(Evidence).where(Evidence.kept)


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, which page it is (the first is 0), and how many entries there are in all."""

    entries: tuple[Entry, ...]
    number: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(0, (self.total - 1) // PAGE)


async def page(ledger: Ledger, owner: Owner, number: int = 0) -> Page:
    """One page of all entries; a number past the end gives the last page."""
    return await ledger.read(owner, lambda session: _page(session, _KEPT, number))


async def search(ledger: Ledger, owner: Owner, words: str) -> Page:
    """The newest entries that hold each of these words, or a part of a word; accents and case do not matter."""
    found = _KEPT
    for word in fold(words).split():
        found = found.where(Evidence.folded.contains(word, autoescape=True))
    return await ledger.read(owner, lambda session: _page(session, found, 0))


def _page(session: ScopedSession, found: Select[Evidence], number: int) -> Page:
    """The entries are looked for once, by their ids alone, and counted on the way; only a page of them is read."""
    newest_first = found.order_by(Evidence.created_at.desc(), Evidence.id)
    ids = newest_first.with_only_columns(Evidence.id, func.count().over().label("total"))
    rows = session.execute(ids.limit(PAGE).offset(number * PAGE)).all()
    if not rows and number > 0:
        total = session.scalar(found.with_only_columns(func.count(Evidence.id))) or 0
        return _page(session, found, max(0, (total - 1) // PAGE))
    shown = {row.id: row for row in session.scalars(select(Evidence).where(Evidence.id.in_([row.id for row in rows])))}
    entries = tuple(entry_of(shown[row.id]) for row in rows)
    return Page(entries, number, rows[0].total if rows else 0)
