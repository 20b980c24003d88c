"""Answers to the weekly question: by one tap, one line in a form, a reply in its thread, or the next message (C9, N3).

An answer is saved as evidence: in the entry that the question was about, or as an entry of its own that remembers the
question. It ends the run of unanswered questions.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select

from bot.coach import appointments, evidence, jobs, slots, understood
from bot.coach.asking import Asked, asked_of
from bot.coach.evidence import Entry, Gone, NothingSaid, entry_of
from bot.coach.ideas import SLOT_OF
from bot.coach.nudges import AGAIN, KIND, Standing, standing_of
from bot.coach.profile import profile_of
from bot.coach.slots import week_of
from bot.coach.typed import says_something, storable
from bot.coach.understood import QUESTION
from bot.coach.wonder import NOTICES, group_of
from bot.ledger.models import Delivery
from bot.ledger.plans import Nudge
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

SAVED: Final = "nudge_saved"  # of the delivery that says what became of a message that was an answer
SAVED_WITH_FILE: Final = "saved_with_file"  # of the same where something was attached
NEXT_MESSAGE: Final = timedelta(hours=24)  # C9: the first one within it is the answer


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is durable. `slot` is the part of an older entry that it fills; `before` says it stood already.

    What was said after the answer has no question of its own.
    """

    nudge: Asked | None
    entry: Entry
    slot: str | None = None
    before: bool = False


async def find(ledger: Ledger, owner: Owner, nudge: uuid.UUID) -> Asked:
    """An own question. Raises `Gone`."""
    return await ledger.read(owner, lambda session: asked_of(_mine(session, nudge)))


async def answer(ledger: Ledger, owner: Owner, nudge: uuid.UUID, words: str, *, key: str, now: datetime) -> Answered:
    """Save one line as the answer, once. Raises `Gone` or `NothingSaid`."""
    said = storable(words)
    if not says_something(said):
        raise NothingSaid

    def save(session: ScopedSession) -> Answered:
        profile_of(session, owner, now)  # held: a snooze and an answer at once come one after the other
        row = _mine(session, nudge)
        return _standing(session, row) or _save(session, owner, row, said, key, now)

    return await ledger.write(owner, save)


async def tap(ledger: Ledger, owner: Owner, nudge: uuid.UUID, *, moved: bool, now: datetime) -> Answered:
    """Save whether it moved, once, in words that say what. Raises `Gone`."""

    def save(session: ScopedSession) -> Answered:
        profile_of(session, owner, now)
        row = _mine(session, nudge)
        words = understood.of_a_tap(session, row, moved=moved)
        return _standing(session, row) or _save(session, owner, row, words, f"nudge:{nudge}", now)

    return await ledger.write(owner, save)


async def heard(  # noqa: PLR0913  # all are named, and each is a fact of one message
    ledger: Ledger,
    owner: Owner,
    text: str,
    *,
    key: str,
    channel: str,
    thread: str | None,
    now: datetime,
    with_file: bool = False,
) -> bool:
    """Take a direct message as the answer that it is, and promise the receipt. False for one that is none."""
    if not says_something(storable(text)):
        return False

    def look(session: ScopedSession) -> uuid.UUID | None:
        return _in_thread(session, channel, thread) if thread else _asked_lately(session, now)

    nudge = await ledger.read(owner, look)
    if nudge is None and not await ledger.read(owner, lambda session: _told_before(session, key)):
        return False

    def take(session: ScopedSession) -> bool:
        profile_of(session, owner, now)
        if _told_before(session, key):
            return True
        row = session.scalars(select(Nudge).where(Nudge.id == look(session))).first()
        if row is None or not row.sentence or row.template.startswith(NOTICES):
            return False
        entry = _save(session, owner, row, storable(text), key, now).entry
        receipt = jobs.deliver(owner, SAVED_WITH_FILE if with_file else SAVED, entry.id, now)
        receipt.id = _receipt_of(owner, key)
        session.add(receipt)
        return True

    return await ledger.write(owner, take)


async def shown(ledger: Ledger, owner: Owner, entry_id: uuid.UUID) -> Answered:
    """The answer that stands in this entry, or the entry that was said after it. Raises `Gone`."""

    def look(session: ScopedSession) -> Answered:
        row = session.scalars(
            select(Nudge).where(Nudge.evidence_id == entry_id, Nudge.state == "answered").order_by(Nudge.week.desc())
        ).first()
        entry = entry_of(evidence.mine(session, entry_id))
        return Answered(asked_of(row), entry, _slot_filled(row, entry)) if row else Answered(None, entry)

    return await ledger.read(owner, look)


async def take_back(ledger: Ledger, owner: Owner, nudge: uuid.UUID) -> str:
    """Take an answer out of the entry that it was added to, and hand over its words. Raises `Gone`."""

    def remove(session: ScopedSession) -> str:
        row = _mine(session, nudge)
        entry = evidence.lookup(session, row.evidence_id)
        slot = _slot_filled(row, entry_of(entry)) if entry else None
        if entry is None or slot is None or row.state != "answered":
            raise Gone
        words = entry.answers[slot]
        entry.answers = {name: said for name, said in entry.answers.items() if name != slot}
        entry.folded = evidence.searchable(entry.text, entry.answers, entry.details, entry.link)
        entry.revision += 1
        return words

    return await ledger.write(owner, remove)


async def until_next_workday(ledger: Ledger, owner: Owner, nudge: uuid.UUID, *, now: datetime) -> date | None:
    """Ask the same once more on the next working day, at the person's hour, and say which day that is.

    None when it is answered. Raises `Gone`.
    """

    def put_off(session: ScopedSession) -> date | None:
        profile = profile_of(session, owner, now)
        row = _mine(session, nudge)
        where = slots.zone(profile.zone)
        day = slots.working_day(slots.local_date(now, where) + timedelta(days=1))
        again = jobs.deliver(owner, AGAIN, row.id, now)
        again.id = jobs.delivery_id(AGAIN, row.id, str(day))
        again.due_at = slots.instant(day, profile.hour, where)
        again.expires_at = again.due_at + slots.STALE
        if row.state == "answered":
            return None
        row.state = "snoozed"
        if session.scalars(select(Delivery.id).where(Delivery.id == again.id)).first() is None:
            session.add(again)
            if profile.nudge_at and slots.local_date(profile.nudge_at, where) == day:
                appointments.let_go(profile, week_of(day), now)  # on the day of a slot it is the slot's question
        return day

    return await ledger.write(owner, put_off)


async def until_next_week(ledger: Ledger, owner: Owner, nudge: uuid.UUID, *, now: datetime) -> Standing | None:
    """Let this week's question go, and say when the next one comes. None when it is answered. Raises `Gone`."""

    def put_off(session: ScopedSession) -> Standing | None:
        profile = profile_of(session, owner, now)
        row = _mine(session, nudge)
        if row.state == "answered":
            return None
        row.state = "snoozed"
        appointments.let_go(profile, week_of(slots.local_date(now, slots.zone(profile.zone))), now)
        return standing_of(profile)

    return await ledger.write(owner, put_off)


def _mine(session: ScopedSession, nudge: uuid.UUID) -> Nudge:
    row = session.scalars(select(Nudge).where(Nudge.id == nudge)).first()
    if row is None or not row.sentence:  # what it asked about was deleted
        raise Gone
    return row


def _standing(session: ScopedSession, row: Nudge) -> Answered | None:
    """The answer that was given before, if it is still there."""
    entry = evidence.lookup(session, row.evidence_id) if row.state == "answered" else None
    if entry is None:
        return None
    seen = entry_of(entry)
    return Answered(asked_of(row), seen, _slot_filled(row, seen), before=True)


def _save(  # each is a fact of one answer
    session: ScopedSession, owner: Owner, row: Nudge, words: str, key: str, now: datetime
) -> Answered:
    """Into the slot that was asked for, the first time; whatever is said after it is an entry of its own."""
    slot = SLOT_OF.get(group_of(row.template))
    about = evidence.lookup(session, row.evidence_id)
    first, row.state = row.state != "answered", "answered"
    row.answered_at = row.answered_at or now
    profile = profile_of(session, owner, now)
    appointments.answered(profile, now)
    if first and slot and about and slot not in about.answers:
        entry = entry_of(evidence.add_answers(session, about.id, {slot: words}))
        return Answered(asked_of(row), entry, slot)
    new = understood.new_entry(session, owner, row, words, key, now)
    row.evidence_id = new.id if first else row.evidence_id
    return Answered(asked_of(row), entry_of(new))


def _slot_filled(row: Nudge, entry: Entry) -> str | None:
    """The part of an older entry that holds the answer; none when the answer is an entry of its own."""
    slot = SLOT_OF.get(group_of(row.template))
    return slot if slot in entry.answers and entry.details.get(QUESTION) != row.sentence else None


def _in_thread(session: ScopedSession, channel: str, ts: str | None) -> uuid.UUID | None:
    """The question whose thread this is."""
    here = (Delivery.channel == channel) & (Delivery.ts == ts) & Delivery.kind.in_((KIND, AGAIN))
    row = session.scalars(select(Delivery).where(here)).first()
    return (row.id if row.kind == KIND else row.subject_id) if row else None


def _asked_lately(session: ScopedSession, now: datetime) -> uuid.UUID | None:
    """The question that the next message answers: the newest one, sent within a day, that nobody answered or put off."""
    sent = Delivery.kind.in_((KIND, AGAIN)) & (Delivery.sent_at > now - NEXT_MESSAGE)
    row = session.scalars(select(Delivery).where(sent).order_by(Delivery.sent_at.desc()).limit(1)).first()
    if row is None:
        return None
    again = row.kind == AGAIN
    waiting = ("asked", "snoozed") if again else ("asked",)
    asked = select(Nudge.id).where(
        Nudge.id == (row.subject_id if again else row.id), Nudge.state.in_(waiting), Nudge.sentence != ""
    )
    return session.scalars(asked.where(~Nudge.template.startswith(NOTICES))).first()


def _told_before(session: ScopedSession, key: str) -> bool:
    """Whether this message was taken before: Slack tells of it again when our answer was lost."""
    owner = session.scope
    assert isinstance(owner, Owner)  # noqa: S101  # tells the type checker whose session this is
    return session.scalars(select(Delivery.id).where(Delivery.id == _receipt_of(owner, key))).first() is not None


def _receipt_of(owner: Owner, key: str) -> uuid.UUID:
    return jobs.delivery_id(SAVED, uuid.uuid5(uuid.NAMESPACE_OID, f"{owner.workspace}:{owner.member}"), key)
