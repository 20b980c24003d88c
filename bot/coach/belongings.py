"""What the ledger holds of a person, by table: what a count, an export and a deletion stand on.

A table added later is counted, exported and deleted without a line here.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from bot.coach.days import own_zone
from bot.coach.quoting import drafts_quoting
from bot.ledger.calls import ModelCall
from bot.ledger.drafted import Draft
from bot.ledger.models import Audit, Base, Delivery, Document, Evidence, Job, Owned, Profile
from bot.ledger.plans import Nudge, Share
from bot.ledger.scope import ScopedSession

ERASE: Final = "erase"  # the kind of document, and of its delivery, that stands for files still to be deleted in Slack
_EARLIEST, _LATEST = date(1, 1, 2), date(9999, 12, 30)  # whose midnights are instants in every zone
AT_ONCE: Final = 5_000  # ids in one statement, which names them three times: SQLite takes 32,766 values
Conditions = Mapping[type[Owned], ColumnElement[bool]]
Choice = Callable[[ScopedSession], list[Conditions]]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, as the list of entries shows them where the person is."""

    first: date
    last: date

    def instants(self, where: ZoneInfo) -> tuple[datetime, datetime]:
        """Its first moment and its last, there: of an hour that comes twice, the second belongs to it as well."""
        begin = datetime.combine(max(self.first, _EARLIEST), time.min, where)
        end = datetime.combine(min(self.last, _LATEST), time.max, where).replace(fold=1)
        return begin.astimezone(UTC), end.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of each kind. `records` are of work and messages, `further` whatever has no name here."""

    entries: int = 0
    undecided: int = 0
    drafts: int = 0
    records: int = 0
    settings: int = 0
    files: int = 0
    further: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there is nothing at all."""
        return not any(self.by_name().values())

    def by_name(self) -> dict[str, int]:
        """The same as plain numbers."""
        return asdict(self)

    @classmethod
    def of(cls, numbers: Mapping[str, int]) -> "Counts":
        """Counts that were written down, by this release or another one."""
        return cls(**{field.name: numbers.get(field.name, 0) for field in fields(cls)})


_NAMES: Final = {
    Draft: "drafts", Job: "records", Delivery: "records", ModelCall: "records", Profile: "settings", Document: "files",
}  # fmt: skip


def tables() -> Iterator[type[Owned]]:
    """Every table of what belongs to a person, what refers to another one before it."""
    models = {model.__tablename__: model for model in Owned.__subclasses__()}
    return (models[table.name] for table in reversed(Base.metadata.sorted_tables) if table.name in models)


def everything(_session: ScopedSession) -> list[Conditions]:
    """All that goes with a person: what is audited stays, and what has still to be deleted in Slack."""
    stays = {Audit: None, Document: Document.kind != ERASE, Delivery: Delivery.kind != ERASE}
    goes = {table: stays.get(table, true()) for table in tables()}
    return [{table: condition for table, condition in goes.items() if condition is not None}]


def dated(session: ScopedSession, period: Period) -> list[Conditions]:
    """The entries of a period with all that hangs on them, and the files that may hold their words.

    By ids and some at a time: a join of the tables takes seconds where the server has no figures of them yet.
    """
    entries = or_(
        Evidence.happened_on.between(period.first, period.last),
        and_(Evidence.happened_on.is_(None), Evidence.created_at.between(*period.instants(own_zone(session)))),
    )
    found = session.execute(select(Evidence.id, Evidence.created_at).where(entries)).all()
    ids = [row.id for row in found]
    if not found:
        return []
    oldest = min(row.created_at for row in found)
    quoting = drafts_quoting(session, ids, oldest)
    some = [_about(ids[at : at + AT_ONCE]) for at in range(0, len(ids), AT_ONCE)]
    some += [_quoting(quoting[at : at + AT_ONCE]) for at in range(0, len(quoting), AT_ONCE)]
    return [_made_since(oldest), *some]


def _made_since(oldest: datetime) -> Conditions:
    documents = (Document.kind != ERASE) & (Document.created_at >= oldest)
    subjects = select(Document.id).where(documents)
    return {
        Delivery: (Delivery.kind != ERASE) & Delivery.subject_id.in_(subjects),
        Document: documents,
        Nudge: Nudge.created_at >= oldest,  # a question quotes what was noted before it
    }


def _quoting(drafts: Sequence[uuid.UUID]) -> Conditions:
    """Drafts of entries that stay, with words of those that go."""
    shares = Share.draft_id.in_(drafts)
    deliveries = Delivery.subject_id.in_(drafts) | Delivery.subject_id.in_(select(Share.id).where(shares))
    return {Delivery: deliveries, Share: shares, Draft: Draft.id.in_(drafts)}


def _about(ids: Sequence[uuid.UUID]) -> Conditions:
    jobs, drafts = Job.evidence_id.in_(ids), Draft.evidence_id.in_(ids)
    shares = Share.draft_id.in_(select(Draft.id).where(drafts))
    subjects = (select(Job.id).where(jobs), select(Draft.id).where(drafts), select(Share.id).where(shares))
    deliveries = or_(Delivery.subject_id.in_(ids), *(Delivery.subject_id.in_(about) for about in subjects))
    return {Delivery: deliveries, Share: shares, Draft: drafts, Job: jobs, Evidence: Evidence.id.in_(ids)}


def count(session: ScopedSession, parts: Iterable[Conditions]) -> Counts:
    """How much of the owner's meets these conditions."""
    numbers: Counter[str] = Counter()
    for table, condition in (each for conditions in parts for each in conditions.items()):
        found: Any = select(func.count(table.id)).where(condition)
        if table is Evidence:
            numbers["entries"] += session.scalar(found.where(Evidence.kept)) or 0
            numbers["undecided"] += session.scalar(found.where(~Evidence.kept)) or 0
        else:
            numbers[_NAMES.get(table, "further")] += session.scalar(found) or 0
    return Counts(**numbers)
