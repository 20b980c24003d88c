"""Evidence by form: the fields that its kind asks for (C2, C7), recorded, revised, and not lost when it is closed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.coach import evidence, jobs
from bot.coach.evidence import SAME_WORDS, Entry, Gone, NothingSaid, Saved, entry_of
from bot.coach.proposal import Kind, Metric, propose
from bot.coach.typed import says_something, storable
from bot.ledger.arrivals import enroll
from bot.ledger.models import Evidence
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

UNSENT: Final = "unsent"  # the kind of delivery that asks about a form that was closed
EDITS: Final = "edits"  # the detail that names the entry whose form was closed

FIELDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.DECISION: ("why", "tradeoff", "current"),
    Kind.METRIC: ("who_affected", "timeframe", "causality"),
    Kind.TRUST: ("voice", "quote", "current"),
    Kind.PROBLEM: ("noticed", "causality", "who_affected"),
    Kind.OUTPUT: ("current", "target", "who_affected"),
}
"""The slots that the form of each kind asks for, from the coaching model."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a form. What it did not show is None, or missing from a mapping, and stays as it was.

    No kind means: the coach proposes one. `more` has the details by name, and `link` and `happened_on`. `follow_up` is
    the slot that the receipt asked for, where one is open.
    """

    text: str
    kind: Kind | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    metric: Metric | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    follow_up: str | None = None


def filled_from(entry: Entry) -> Filled:
    """An entry as its form shows it."""
    more = {**entry.details, "link": entry.link, "happened_on": entry.happened_on}
    more = {name: value for name, value in more.items() if value and name != EDITS}
    return Filled(
        entry.text, entry.kind, entry.answers, entry.metric or Metric(None, None, None), more, entry.follow_up
    )


async def record(ledger: Ledger, owner: Owner, filled: Filled, *, key: str, now: datetime) -> Saved:
    """Store a new entry, once for one submission (C8). Raises `NothingSaid`, `NotWritten` or `Unconfirmed`."""
    row = columns_of_new(owner, filled, key, now)
    standing = await ledger.arrive(row, now - SAME_WORDS)
    if standing:
        return Saved(entry_of(standing), before=standing.source_key != key)
    return Saved(entry_of(Evidence(**row)))


async def revise(ledger: Ledger, owner: Owner, entry_id: uuid.UUID, filled: Filled) -> Saved:
    """Change an entry as the form says, and keep it. Raises `Gone` or `NothingSaid`."""

    def change(session: ScopedSession) -> Saved:
        row = evidence.mine(session, entry_id)
        columns = _columns(filled, row)
        if any(getattr(row, name) != value for name, value in columns.items()):
            row.revision += 1
            for name, value in columns.items():
                setattr(row, name, value)
        changed, row.kept = row.kept, True
        return Saved(entry_of(row), changed=changed)

    return await ledger.write(owner, change)


async def keep_unsent(  # all are named, and each is a fact of one closed form
    ledger: Ledger, owner: Owner, filled: Filled, *, of: uuid.UUID | None, key: str, now: datetime
) -> None:
    """Keep for a day what stood in a form that was closed, and promise to ask about it; nothing new is not kept."""

    def keep(session: ScopedSession) -> None:
        standing = evidence.lookup(session, of)
        shown = filled_from(entry_of(standing)) if standing else Filled("")
        if not _adds(filled, shown):
            return
        enroll(session, owner, now)
        row = Evidence(**columns_of_new(owner, filled, f"closed:{key}", now, anything=True) | {"kept": False})
        row.details = row.details | ({EDITS: of.hex} if standing and of else {})
        if evidence.by_key(session, row.source_key) is None:
            session.add(row)
            session.add(jobs.deliver(owner, UNSENT, row.id, now))

    await ledger.write(owner, keep)


async def unsent(ledger: Ledger, owner: Owner, entry_id: uuid.UUID) -> tuple[Filled, uuid.UUID]:
    """What stood in a form that was closed, and the entry that it is to change. Raises `Gone`."""

    def look(session: ScopedSession) -> tuple[Filled, uuid.UUID]:
        row = evidence.mine(session, entry_id)
        if row.kept:
            raise Gone
        edited = evidence.lookup(session, uuid.UUID(row.details[EDITS])) if EDITS in row.details else None
        return filled_from(entry_of(row)), edited.id if edited else row.id

    return await ledger.read(owner, look)


def _adds(filled: Filled, shown: Filled) -> bool:
    """Whether anything in it was typed or chosen by the person."""
    answers = {slot: said for slot, said in filled.answers.items() if said != shown.answers.get(slot, "")}
    more = {name: value for name, value in filled.more.items() if value != shown.more.get(name) and value}
    metric = filled.metric not in {None, shown.metric, Metric(None, None, None)}
    words = filled.text != shown.text and any(map(says_something, (filled.text, shown.text)))
    return words or metric or any(map(says_something, answers.values())) or bool(more)


def columns_of_new(owner: Owner, filled: Filled, key: str, now: datetime, *, anything: bool = False) -> dict[str, Any]:
    """What a form holds as the columns of a new entry. Raises `NothingSaid`, unless it may be anything."""
    entry = evidence.proposed(storable(filled.text), now)
    return evidence.row_of(entry, owner, key) | _columns(filled, None, anything=anything)


def _columns(filled: Filled, row: Evidence | None, *, anything: bool = False) -> dict[str, Any]:
    """The columns as the form says; a kind or metric counts as decided when it differs from what was proposed."""
    words = storable(filled.text)
    if not (anything or says_something(words)):
        raise NothingSaid
    kind, metric = _decided_kind(filled, row), _decided_metric(filled, row)
    answers = _merged(row.answers if row else {}, _cleaned(filled.answers))
    details = _merged(row.details if row else {}, _details(filled))
    link = filled.more.get("link", row.link if row else None) or None
    return {
        "text": words,
        "answers": answers,
        "details": details,
        "link": storable(link) if link else None,
        "happened_on": filled.more.get("happened_on", row.happened_on if row else None),
        "folded": evidence.searchable(words, answers, details, link),
        "kind_decided": kind is not None,
        "metric_decided": metric is not None,
        **evidence.proposal_columns(propose(words, kind, given=metric)),
    }


def _decided_kind(filled: Filled, row: Evidence | None) -> Kind | None:
    chosen = filled.kind
    return chosen if chosen and (row is None or row.kind_decided or chosen.value != row.kind) else None


def _decided_metric(filled: Filled, row: Evidence | None) -> Metric | None:
    standing = evidence.metric_of(row) if row else Metric(None, None, None)
    if filled.metric is None:
        return standing if row and row.metric_decided else None
    parts = (filled.metric.name, filled.metric.before, filled.metric.after)
    metric = Metric(*(storable(part).strip() or None if part else None for part in parts))
    return metric if (row and row.metric_decided) or metric != standing else None


def _cleaned(answers: Mapping[str, str]) -> dict[str, str | None]:
    return {slot: said if says_something(said) else None for slot, said in _storable(answers).items()}


def _storable(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: storable(text) for name, text in texts.items()}


def _details(filled: Filled) -> dict[str, Any]:
    found = {name: value for name, value in filled.more.items() if name not in {"link", "happened_on"}}
    return {name: storable(value) if isinstance(value, str) else value for name, value in found.items()}


def _merged(standing: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """What stood, with what the form showed in its place; what the form showed empty goes."""
    return {name: value for name, value in {**standing, **shown}.items() if value}
