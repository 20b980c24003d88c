"""Words said to the coach that are not an entry yet: kept until the person decides, a day at most.

They are rows of evidence that are not `kept`: what can be done with an entry can be done with them, by the same id.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import delete, select

from bot.coach.evidence import SAME_WORDS, Entry, Gone, Saved, add_answers, by_key, entry_of, lookup, searchable, unkept
from bot.coach.proposal import Kind, propose
from bot.coach.vocabulary import praises
from bot.ledger.arrivals import enroll
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

KEPT: Final = timedelta(days=1)
AT_ONCE: Final = 500  # rows deleted in one transaction; what is left is found by the next


@dataclass(frozen=True, slots=True)
class Origin:
    """Where words come from: whose they are, where not the person's own (Slack's id, or a bot's name), and their link."""

    author: str | None = None
    link: str | None = None


async def keep(ledger: Ledger, owner: Owner, text: str, *, key: str, now: datetime, origin: Origin = Origin()) -> Entry:
    """Keep these words for a day, once for one payload."""
    return await ledger.write(owner, lambda session: entry_of(stored(session, owner, text, key, now, origin)))


async def save_at_once(ledger: Ledger, owner: Owner, text: str, *, key: str, now: datetime, origin: Origin) -> Saved:
    """Make an entry of words that stand elsewhere, once for one payload, with the link to where they stand."""

    def save_them(session: ScopedSession) -> Saved:
        return _decided(session, stored(session, owner, text, key, now, origin), now)

    return await ledger.write(owner, save_them)


async def save(
    ledger: Ledger,
    owner: Owner,
    entry_id: uuid.UUID,
    *,
    now: datetime,
    answers: Mapping[str, str] = MappingProxyType({}),
) -> Saved:
    """Make an entry of them, once, with these answers added. Raises `Gone` when they are not kept any more."""

    def decide(session: ScopedSession) -> Saved:
        row = add_answers(session, entry_id, answers)
        if not (row.kept or row.created_at > now - KEPT):
            raise Gone
        return _decided(session, row, now)

    return await ledger.write(owner, decide)


async def let_go(ledger: Ledger, owner: Owner, entry_id: uuid.UUID, *, even_answered: bool = True) -> Entry | None:
    """Forget them, with their drafts, at once. What was made an entry meanwhile stays, and is given back."""

    def drop(session: ScopedSession) -> Entry | None:
        row = lookup(session, entry_id)
        if row and row.kept:
            return entry_of(row)
        if row and (even_answered or not row.answers):
            session.delete(row)
        return None

    return await ledger.write(owner, drop)


def stored(
    session: ScopedSession, owner: Owner, text: str, key: str, now: datetime, origin: Origin = Origin()
) -> Evidence:
    """Keep them inside a transaction that does more; a payload that comes again finds them."""
    if standing := by_key(session, key):
        return standing
    enroll(session, owner, now)
    row = unkept(owner, text, key, now, _guess(text, origin))
    row.author, row.link = origin.author, origin.link
    row.folded = searchable(row.text, row.answers, row.details, row.link)
    session.add(row)
    session.flush()
    return row


def _guess(text: str, origin: Origin) -> Kind | None:
    """Praise by somebody else is trust, where the rules see nothing but an output in it."""
    praise = origin.author is not None and praises(text.lower())
    return Kind.TRUST if praise and propose(text).kind is Kind.OUTPUT else None


def _decided(session: ScopedSession, row: Evidence, now: datetime) -> Saved:
    """The entry that they are now, or the one that said the same a moment ago. Words of others are never the same."""
    same = Evidence.kept & (Evidence.created_at > now - SAME_WORDS) & (Evidence.text == row.text)
    own = not (row.kept or row.author)
    standing = session.scalars(select(Evidence).where(same)).first() if own else None
    if standing:
        return Saved(entry_of(standing), before=True)
    row.kept = True
    return Saved(entry_of(row))


async def forget(ledger: Ledger, *, now: datetime) -> None:
    """Let go of everybody's words that have been kept for their day, so many at a time. Only reads when there are none."""
    old = select(Evidence.id).where(~Evidence.kept & (Evidence.created_at <= now - KEPT))
    some = old.order_by(Evidence.created_at).limit(AT_ONCE).with_for_update(skip_locked=True)
    gone = delete(Evidence).where(Evidence.id.in_(some)).execution_options(synchronize_session=False)
    if await ledger.read(EVERYONE, lambda session: session.scalars(old.limit(1)).first()):
        await ledger.write(EVERYONE, lambda session: session.execute(gone))
