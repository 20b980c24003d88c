"""Evidence: captured in one step, changed and withdrawn by its owner alone."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, or_, select

from bot.coach.ideas import QUOTED, SHORT, quoted
from bot.coach.proposal import Kind, Metric, Proposal, propose
from bot.coach.quoting import drafts_quoting
from bot.coach.typed import says_something, storable
from bot.ledger.arrivals import arrive
from bot.ledger.drafted import Draft
from bot.ledger.folding import fold
from bot.ledger.ids import new_id
from bot.ledger.models import Delivery, Evidence, Job
from bot.ledger.plans import Nudge, Share
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

SAME_WORDS: Final = timedelta(minutes=2)  # C8: within it, the same words are the same entry


class Gone(Exception):
    """The entry is not there any more."""


class NothingSaid(Exception):
    """There are no words to save."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of evidence as its owner sees it; the columns are told of in `bot.ledger.models.Evidence`."""

    id: uuid.UUID
    text: str
    answers: Mapping[str, str]
    revision: int
    kind: Kind
    metric: Metric | None
    follow_up: str | None
    language: str
    created_at: datetime
    kept: bool = True
    author: str | None = None
    link: str | None = None
    happened_on: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Saved:
    """An entry that is durable.

    `before` says that it stood already, from an earlier submission of the same words; `changed` that it was edited.
    """

    entry: Entry
    before: bool = False
    changed: bool = False


async def capture(ledger: Ledger, owner: Owner, text: str, *, key: str, now: datetime) -> Saved:
    """Store the words once (C1, C8). `key` is the id of the payload that brought them.

    Raises `NothingSaid`, `NotWritten` or `Unconfirmed`.
    """
    words = storable(text)
    if not says_something(words):
        raise NothingSaid
    await asyncio.sleep(0)  # texts of one turn of the loop are read in a row: the rules stay in the processor's cache
    entry = proposed(words, now)
    standing = await ledger.arrive(row_of(entry, owner, key), now - SAME_WORDS)
    return Saved(entry_of(standing), before=standing.source_key != key) if standing else Saved(entry)


async def capture_again(ledger: Ledger, owner: Owner, entry_id: uuid.UUID, *, now: datetime) -> Saved:
    """Store the same words as a second entry, once, because the person said so (C8). Raises `Gone`."""

    def again(session: ScopedSession) -> Saved:
        first = mine(session, entry_id)
        entry = proposed(first.text, now)
        row = row_of(entry, owner, f"again:{entry_id}") | {"author": first.author, "link": first.link}
        standing = arrive(session, row, since=now + SAME_WORDS)
        return Saved(entry_of(standing), before=True) if standing else Saved(entry)

    return await ledger.write(owner, again)


async def find(ledger: Ledger, owner: Owner, entry_id: uuid.UUID) -> Entry:
    """Look an own entry up. Raises `Gone`."""
    return await ledger.read(owner, lambda session: entry_of(mine(session, entry_id)))


async def decide_kind(ledger: Ledger, owner: Owner, entry_id: uuid.UUID, kind: Kind) -> Saved:
    """Set the kind as the person says; it stands from now on, whatever the rules propose (C4). Raises `Gone`."""

    def decide(session: ScopedSession) -> Saved:
        row = mine(session, entry_id)
        row.kind_decided = True
        row.revision += row.kind != kind.value  # a draft of another kind asks other questions
        given = metric_of(row) if row.metric_decided else None
        for column, value in proposal_columns(propose(row.text, kind, given=given)).items():
            setattr(row, column, value)
        return Saved(entry_of(row))

    return await ledger.write(owner, decide)


async def answer(ledger: Ledger, owner: Owner, entry_id: uuid.UUID, answers: Mapping[str, str]) -> Entry:
    """Add what the person said when asked, slot by slot; blanks change nothing (R4). Raises `Gone`."""
    return await ledger.write(owner, lambda session: entry_of(add_answers(session, entry_id, answers)))


def add_answers(session: ScopedSession, entry_id: uuid.UUID, answers: Mapping[str, str]) -> Evidence:
    """The same inside a transaction that does more."""
    given = {slot: storable(said) for slot, said in answers.items() if says_something(storable(said))}
    row = mine(session, entry_id)
    if given.items() - row.answers.items():
        row.answers = row.answers | given
        row.folded = searchable(row.text, row.answers, row.details, row.link)
        row.revision += 1
    return row


async def undo(ledger: Ledger, owner: Owner, entry_id: uuid.UUID) -> str:
    """Take an entry back, with its drafts and jobs, and hand over its words. Raises `Gone`."""
    return await ledger.write(owner, lambda session: remove(session, entry_id))


async def undo_newest(ledger: Ledger, owner: Owner, *, key: str, now: datetime) -> str | None:
    """Take the newest entry back, once for one payload, and hand over its words; None when there is none.

    The words are kept for a day under the payload's id: one that comes again gets the first answer, and takes nothing
    else back.
    """
    newest = select(Evidence.id).where(Evidence.kept).order_by(Evidence.created_at.desc()).limit(1)
    handed_over = select(Evidence.text).where(Evidence.source_key == key)

    def take_back(session: ScopedSession) -> str | None:
        before = session.scalars(handed_over).first()
        entry_id = session.scalars(newest).first()
        if before is not None or entry_id is None:
            return before
        words = remove(session, entry_id)
        session.add(unkept(owner, words, key, now))
        return words

    return await ledger.write(owner, take_back)


def unkept(owner: Owner, words: str, key: str, now: datetime, guess: Kind | None = None) -> Evidence:
    """Words that are not an entry yet, or not any more, as a row that is forgotten after a day."""
    return Evidence(**row_of(proposed(storable(words), now, guess), owner, key) | {"kept": False})


def remove(session: ScopedSession, entry_id: uuid.UUID) -> str:
    """Take an entry back as `undo` does, inside a transaction that does more. Raises `Gone`."""
    row = mine(session, entry_id)
    words = "\n".join([row.text, *row.answers.values()])
    _unquote(session, row)
    quoting = drafts_quoting(session, [entry_id], row.created_at)
    drafts = select(Draft.id).where(or_(Draft.evidence_id == entry_id, Draft.id.in_(quoting)))
    work = select(Job.id).where(Job.evidence_id == entry_id)
    of_it = (drafts, work, select(Share.id).where(Share.draft_id.in_(drafts)))
    subjects = (Delivery.subject_id.in_(about) for about in of_it)
    session.execute(delete(Delivery).where(or_(Delivery.subject_id == entry_id, *subjects)))
    session.execute(delete(Evidence).where(~Evidence.kept, Evidence.text == row.text))  # said before it was saved
    session.execute(delete(Draft).where(Draft.id.in_(quoting)))
    session.execute(delete(Evidence).where(Evidence.id == entry_id))  # its jobs and drafts go with it
    return words


def _unquote(session: ScopedSession, row: Evidence) -> None:
    """Forget the weekly questions that quote an entry; that they were asked stays."""
    quotes = [quoted(words, most) for words, most in ((row.text, QUOTED), (row.metric_name, SHORT)) if words]
    for asked in session.scalars(select(Nudge)):
        if asked.evidence_id == row.id or any(quote in asked.sentence for quote in quotes):
            asked.sentence = ""


def mine(session: ScopedSession, entry_id: uuid.UUID) -> Evidence:
    """An own entry. Raises `Gone`."""
    row = lookup(session, entry_id)
    if row is None:
        raise Gone
    return row


def lookup(session: ScopedSession, entry_id: uuid.UUID | None) -> Evidence | None:
    """An own entry, if it is there."""
    return session.scalars(select(Evidence).where(Evidence.id == entry_id)).first()


def by_key(session: ScopedSession, key: str) -> Evidence | None:
    """The own entry that came with this payload, if one did."""
    return session.scalars(select(Evidence).where(Evidence.source_key == key)).first()


def searchable(text: str, answers: Mapping[str, str], details: Mapping[str, Any], link: str | None) -> str:
    """All that a search looks through."""
    noted = (value for value in details.values() if isinstance(value, str))
    return fold(text, *answers.values(), *noted, *([link] if link else []))


def proposed(words: str, now: datetime, guess: Kind | None = None) -> Entry:
    """New words as an entry, as the rules read them."""
    found = propose(words, guess)
    return Entry(new_id(now), words, {}, 1, found.kind, found.metric, found.follow_up, found.language, now)


def row_of(entry: Entry, owner: Owner, key: str) -> dict[str, object]:
    """A new entry as the values of its columns, every one of them."""
    return {
        "id": entry.id,
        "workspace_id": owner.workspace,
        "member_id": owner.member,
        "source_key": key,
        "kept": True,
        "text": entry.text,
        "folded": fold(entry.text),
        "answers": {},
        "details": {},
        "author": None,
        "link": None,
        "happened_on": None,
        "revision": entry.revision,
        "kind_decided": False,
        "metric_decided": False,
        "created_at": entry.created_at,
        **proposal_columns(entry),
    }


def proposal_columns(told: Proposal | Entry) -> dict[str, object]:
    """What the rules propose, by column."""
    metric = told.metric
    return {
        "kind": told.kind.value,
        "metric_name": metric and metric.name,
        "metric_before": metric and metric.before,
        "metric_after": metric and metric.after,
        "follow_up": told.follow_up,
        "language": told.language,
    }


def entry_of(row: Evidence) -> Entry:
    """A row as its owner sees it."""
    metric = metric_of(row)
    return Entry(
        id=row.id,
        text=row.text,
        answers=row.answers,
        revision=row.revision,
        kind=Kind(row.kind),
        metric=metric if any((metric.name, metric.before, metric.after)) else None,
        follow_up=None if row.follow_up in row.answers else row.follow_up,
        language=row.language,
        created_at=row.created_at,
        kept=row.kept,
        author=row.author,
        link=row.link,
        happened_on=row.happened_on,
        details=row.details,
    )


def metric_of(row: Evidence) -> Metric:
    """The metric of an entry, with its gaps."""
    return Metric(row.metric_name, row.metric_before, row.metric_after)
