"""What becomes of a draft: it stands beside its entry, and its owner says whether it was any good (R10)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select, update

from bot.coach import slots
from bot.coach.days import own_zone
from bot.coach.drafts import Shown, reframed_from, shown_in
from bot.coach.evidence import Gone
from bot.coach.typed import storable
from bot.ledger.drafted import Draft
from bot.ledger.models import Evidence
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

REMARK: Final = 300  # characters of one line


class Rating(StrEnum):
    """What its owner says of a draft."""

    GOOD = "good"
    NOT_GOOD = "not_good"


@dataclass(frozen=True, slots=True)
class Used:
    """The draft that stands beside an entry, since a day local to the person.

    `outdated` says that the entry has changed since the draft was made of it.
    """

    draft_id: uuid.UUID
    text: str
    since: date
    outdated: bool


async def use(ledger: Ledger, owner: Owner, draft_id: uuid.UUID, *, now: datetime) -> Shown:
    """Have this draft stand beside its entry, in the place of any other one. Raises `Gone`."""

    def put(session: ScopedSession) -> Shown:
        draft = _held(session, draft_id)
        beside = (Draft.evidence_id == draft.evidence_id) & (Draft.id != draft_id) & Draft.used_at.is_not(None)
        session.execute(update(Draft).where(beside).values(used_at=None))
        draft.used_at = draft.used_at or now
        return shown_in(session, draft)

    return await ledger.write(owner, put)


async def put_back(ledger: Ledger, owner: Owner, draft_id: uuid.UUID) -> Shown:
    """Have the entry stand alone again. The draft itself stays. Raises `Gone`."""
    return await _change(ledger, owner, draft_id, used_at=None)


async def rate(ledger: Ledger, owner: Owner, draft_id: uuid.UUID, rating: Rating) -> Shown:
    """Keep what the owner says of it; the last word counts, and a good draft needs no remark. Raises `Gone`."""
    remark = {"remark": None} if rating is Rating.GOOD else {}
    return await _change(ledger, owner, draft_id, rating=rating.value, **remark)


async def remark(ledger: Ledger, owner: Owner, draft_id: uuid.UUID, words: str) -> None:
    """Keep what was not good about it, in one line. Raises `Gone`."""
    line = " ".join(storable(words).split())[:REMARK]
    await _change(ledger, owner, draft_id, rating=Rating.NOT_GOOD.value, remark=line or None)


async def used(ledger: Ledger, owner: Owner, entry_id: uuid.UUID) -> Used | None:
    """The draft that stands beside an own entry, if one does."""
    beside = select(Draft, Evidence.revision).join(Evidence, Draft.evidence_id == Evidence.id)
    beside = beside.where(Draft.evidence_id == entry_id, Draft.used_at.is_not(None))

    def look(session: ScopedSession) -> Used | None:
        found = session.execute(beside.order_by(Draft.used_at.desc())).first()
        draft, revision = found or (None, 0)
        if draft is None or draft.used_at is None:
            return None
        since = slots.local_date(draft.used_at, own_zone(session))
        text = reframed_from(draft.body).paste()
        return Used(draft.id, text, since, outdated=draft.revision < revision)

    return await ledger.read(owner, look)


async def _change(ledger: Ledger, owner: Owner, draft_id: uuid.UUID, **values: Any) -> Shown:
    def change(session: ScopedSession) -> Shown:
        draft = _held(session, draft_id)
        for name, value in values.items():
            setattr(draft, name, value)
        return shown_in(session, draft)

    return await ledger.write(owner, change)


def _held(session: ScopedSession, draft_id: uuid.UUID) -> Draft:
    """An own draft, with its entry held: two clicks on two drafts of one entry come one after the other."""
    entry = select(Evidence.id).join(Draft, Draft.evidence_id == Evidence.id).where(Draft.id == draft_id)
    session.scalars(entry.with_for_update(of=Evidence)).first()
    draft = session.scalars(select(Draft).where(Draft.id == draft_id)).first()  # only now: it may have changed, or gone
    if draft is None:
        raise Gone
    return draft
