"""Where each claim of a draft comes from: the update, an answer, or an earlier entry with its day (R1, R2)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from bot.coach.days import day_of, own_zone
from bot.coach.drafts import Shown, reframed_from, shown_in
from bot.coach.evidence import Gone
from bot.coach.reading import ANSWER, UPDATE
from bot.coach.reframing import Claim, Quote, Reframed
from bot.ledger.drafted import Draft
from bot.ledger.models import Evidence
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger


class Place(StrEnum):
    """Where a quote stands."""

    UPDATE = "update"
    ANSWER = "answer"
    ENTRY = "entry"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Origin:
    """A quote and where it stands: the slot of an answer and the question as it was asked, or the entry and its day."""

    text: str
    place: Place
    slot: str | None = None
    entry_id: uuid.UUID | None = None
    on: date | None = None
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class Traced:
    """A claim with its origins, in the order of their marks."""

    claim: Claim
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Every claim of a draft with its origins; `on` is the day of the update itself."""

    shown: Shown
    on: date
    claims: tuple[Traced, ...]


def claims_of(reframed: Reframed) -> tuple[Claim, ...]:
    """Give the claims in the order of their marks."""
    return tuple(claim for section in reframed.sections for claim in section.claims)


async def traced(ledger: Ledger, owner: Owner, draft_id: uuid.UUID) -> Trace:
    """Trace an own draft. Raises `Gone`."""

    def look(session: ScopedSession) -> Trace:
        draft = session.scalars(select(Draft).where(Draft.id == draft_id)).first()
        if draft is None:
            raise Gone
        shown = shown_in(session, draft)
        claims = claims_of(shown.reframed)
        days = _days(session, {draft.evidence_id, *_entries(claims)})
        asked = _asked_before(session, draft)
        found = tuple(Traced(claim, tuple(_origin(quote, days, asked) for quote in claim.quotes())) for claim in claims)
        return Trace(shown, days[draft.evidence_id], found)

    return await ledger.read(owner, look)


def _entries(claims: tuple[Claim, ...]) -> set[uuid.UUID]:
    sources = {quote.source for claim in claims for quote in claim.quotes()}
    return {entry_id for source in sources if (entry_id := _entry_id(source))}


def _entry_id(source: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(source)
    except ValueError:  # the update, or an answer
        return None


def _asked_before(session: ScopedSession, draft: Draft) -> Mapping[str, str]:
    """The question of each slot as an earlier draft of the entry asked it last: an answer may change the kind, and so the words."""
    earlier = select(Draft.body).where(Draft.evidence_id == draft.evidence_id, Draft.created_at < draft.created_at)
    bodies = session.scalars(earlier.order_by(Draft.created_at)).all()
    return {asked.slot: asked.text for body in bodies for asked in reframed_from(body).questions}


def _days(session: ScopedSession, ids: set[uuid.UUID]) -> Mapping[uuid.UUID, date]:
    """The day of each own entry that is still there: as the person dated it, or the one on which they said it."""
    zone = own_zone(session)
    return {row.id: day_of(row, zone) for row in session.scalars(select(Evidence).where(Evidence.id.in_(ids)))}


def _origin(quote: Quote, days: Mapping[uuid.UUID, date], asked: Mapping[str, str]) -> Origin:
    if quote.source == UPDATE:
        return Origin(quote.text, Place.UPDATE)
    if quote.source.startswith(ANSWER):
        slot = quote.source.removeprefix(ANSWER)
        return Origin(quote.text, Place.ANSWER, slot=slot, asked=asked.get(slot))
    entry_id = _entry_id(quote.source)
    if entry_id is None or entry_id not in days:
        return Origin(quote.text, Place.GONE)
    return Origin(quote.text, Place.ENTRY, entry_id=entry_id, on=days[entry_id])
