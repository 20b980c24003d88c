"""Which drafts of other entries hold an entry's words: they go when it goes (P2)."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.ledger.drafted import Draft
from bot.ledger.scope import ScopedSession


def drafts_quoting(session: ScopedSession, entries: Collection[uuid.UUID], since: datetime) -> list[uuid.UUID]:
    """The session owner's drafts that rest on one of these entries, the oldest of which was said then.

    A remark that an earlier note says otherwise names no entry: drafts with one go if they were made since.
    """
    names = {str(entry) for entry in entries}
    made = session.execute(select(Draft.id, Draft.body).where(Draft.created_at >= since))
    return [draft for draft, body in made if body.get("conflicts") or not names.isdisjoint(_sources(body))]


def _sources(body: Mapping[str, Any]) -> Iterator[str]:
    for section in body.get("sections", ()):
        for claim in section["claims"]:
            yield claim.get("source", "")
            yield from (quote["source"] for quote in claim.get("rests_on", ()))
