"""The reviews that are due, gathered by person: whatever waits for one of them is promised in one message (L2, L6)."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, case, select

from bot.coach.jobs import delivery_id, planned
from bot.ledger.models import Delivery
from bot.ledger.plans import Review
from bot.ledger.prepared import WHICH, insert_many, update_many
from bot.ledger.scope import Owner, ScopedSession, among

KIND: Final = "review"  # of the delivery that asks
PROMISED: Final = "ready"  # the state of a delivery that nobody has begun to send


class Waiting(NamedTuple):
    """One review that is due."""

    id: uuid.UUID
    due_at: datetime
    owner: Owner


Group = Sequence[Waiting]
"""What waits for one person, the first one first."""


def is_due(now: datetime) -> ColumnElement[bool]:
    """Which reviews wait to be asked."""
    return (Review.state == "waiting") & (Review.due_at <= now)


def oldest(now: datetime) -> Select[uuid.UUID]:
    """The review that has been due for longest, by the index of what is due.

    Asked whether there is any, PostgreSQL would read reviews from the first one on: it takes those that wait and those
    that are past for many that are both, and finds none in the whole table.
    """
    return select(Review.id).where(is_due(now)).order_by(Review.due_at).limit(1)


def by_person(session: ScopedSession, now: datetime, *, most: int) -> list[Group]:
    """So many reviews at most, held until this transaction ends; more only of a single person, who has that many.

    Nobody's are split, and those that somebody else holds are left out.
    """
    groups = _groups(session, _of(_next_people(session, now, most), now).limit(most))
    if sum(map(len, groups)) < most:
        return groups
    if len(groups) > 1:
        return groups[:-1]  # the last person may have more
    return _groups(session, _of([groups[0][0].owner], now))


def promise(session: ScopedSession, groups: Sequence[Group], now: datetime) -> None:
    """One delivery for each group; one that was planned for this instant before, and not sent, is due again."""
    messages = [delivery_id(KIND, group[0].id, group[0].due_at.isoformat()) for group in groups]
    new = [_message(chosen, group, now) for chosen, group in zip(messages, groups, strict=True)]
    if insert_many(session.connection(), Delivery, new, unless_there=True) < len(new):
        messages = _once_more(session, messages, groups, now)
    asked = [
        {WHICH: review.id, "state": "asked", "delivery_id": message}
        for message, group in zip(messages, groups, strict=True)
        for review in group
    ]
    update_many(session.connection(), Review, asked)


def _message(chosen: uuid.UUID, group: Group, now: datetime) -> dict[str, Any]:
    return planned(chosen, group[0].owner, KIND, group[0].id, group[0].due_at, now)


def _once_more(
    session: ScopedSession, messages: Sequence[uuid.UUID], groups: Sequence[Group], now: datetime
) -> list[uuid.UUID]:
    """The message of each group, some of which were planned before: one that is over needs another beside it."""
    there = select(Delivery.id, Delivery.state).where(Delivery.id.in_(messages)).with_for_update()
    states = {row.id: row.state for row in session.execute(there)}
    waiting = {chosen for chosen in messages if states[chosen] in {PROMISED, "skipped"}}
    update_many(session.connection(), Delivery, [{WHICH: chosen, "state": PROMISED} for chosen in waiting])
    others = {
        chosen: _message(delivery_id(KIND, chosen, f"again at {now.isoformat()}"), group, now)
        for chosen, group in zip(messages, groups, strict=True)
        if chosen not in waiting
    }
    insert_many(session.connection(), Delivery, list(others.values()))
    return [others[chosen]["id"] if chosen in others else chosen for chosen in messages]


def _groups(session: ScopedSession, due: Select[*tuple[Any, ...]]) -> list[Group]:
    held = session.execute(due.with_for_update(skip_locked=True))
    waiting = (Waiting(row.id, row.due_at, Owner(row.workspace_id, row.member_id)) for row in held)
    return [list(group) for _, group in groupby(waiting, lambda each: each.owner)]


def _next_people(session: ScopedSession, now: datetime, most: int) -> list[Owner]:
    """Whose reviews have been due for longest."""
    longest = select(Review.workspace_id, Review.member_id).where(is_due(now)).order_by(Review.due_at).limit(most)
    return sorted({Owner(*row) for row in session.execute(longest)})


def _of(people: Sequence[Owner], now: datetime) -> Select[*tuple[Any, ...]]:
    """All that is due of theirs. Said so that the index of a member's reviews serves: that of all that is due may be long."""
    person = Review.workspace_id, Review.member_id
    also_due = case((Review.state == "waiting", Review.due_at)) <= now
    due = select(Review.id, *person, Review.due_at).where(among(Review, people), also_due)
    return due.order_by(*person, Review.due_at, Review.day, Review.id)
