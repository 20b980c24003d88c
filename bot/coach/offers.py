"""Offers: what was written to the coach is kept until its writer decides, and answered with one question (C9)."""

import uuid
from datetime import datetime
from typing import Final

from sqlalchemy import select

from bot.coach import jobs, spoken
from bot.coach.evidence import by_key, proposal_columns, searchable
from bot.coach.proposal import propose
from bot.coach.typed import storable
from bot.ledger.arrivals import enroll
from bot.ledger.models import Delivery
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

KIND: Final = "offer"  # of the delivery that asks what to do with the words
WITH_FILE: Final = "offer_with_file"  # of the same for a message with something attached, of which nothing is kept
WORDLESS: Final = "wordless"  # of the one that says there were none


async def make(ledger: Ledger, owner: Owner, text: str, *, key: str, now: datetime, with_file: bool = False) -> None:
    """Keep the words and promise one offer, once for one message."""
    kind = WITH_FILE if with_file else KIND

    def promise(session: ScopedSession) -> None:
        _promise(session, owner, kind, spoken.stored(session, owner, text, key, now).id, now)

    await ledger.write(owner, promise)


async def reply(ledger: Ledger, owner: Owner, kind: str, *, key: str, now: datetime) -> None:
    """Promise an answer of this kind, once for one message, of which nothing is kept."""
    subject = uuid.uuid5(uuid.NAMESPACE_OID, f"{owner.workspace}:{owner.member}:{key}")

    def promise(session: ScopedSession) -> None:
        enroll(session, owner, now)
        _promise(session, owner, kind, subject, now)

    await ledger.write(owner, promise)


async def reword(ledger: Ledger, owner: Owner, text: str, *, key: str) -> None:
    """Follow a message that was changed, as long as its writer has not decided about it."""
    words = storable(text)

    def follow(session: ScopedSession) -> None:
        row = by_key(session, key)
        if row is None or row.kept or row.text == words:
            return
        row.text = words
        row.folded = searchable(words, row.answers, row.details, row.link)
        row.revision += 1
        for column, value in proposal_columns(propose(words)).items():
            setattr(row, column, value)

    await ledger.write(owner, follow)


def _promise(session: ScopedSession, owner: Owner, kind: str, subject: uuid.UUID, now: datetime) -> None:
    same = select(Delivery.id).where(Delivery.id == jobs.delivery_id(kind, subject))
    if session.scalars(same).first() is None:
        session.add(jobs.deliver(owner, kind, subject, now))
