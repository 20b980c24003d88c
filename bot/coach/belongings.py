"""What the ledger holds of a person, by table: what a count, an export and a deletion stand on.

A table added later is counted, exported and deleted without a line here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from bot.ledger.models import Audit, Base, Delivery, Document, Draft, Evidence, Job, Owned, Profile
from bot.ledger.scope import ScopedSession

ERASE: Final = "erase"  # the kind of document, and of its delivery, that stands for files still to be deleted in Slack
Conditions = Mapping[type[Owned], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, in UTC as the list of entries shows them."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time.min, UTC)

    @property
    def end(self) -> datetime:
        """Its last moment."""
        return datetime.combine(self.last, time.max, UTC)


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


_NAMES: Final = {Draft: "drafts", Job: "records", Delivery: "records", Profile: "settings", Document: "files"}


def tables() -> Iterator[type[Owned]]:
    """Every table of what belongs to a person, what refers to another one before it."""
    models = {model.__tablename__: model for model in Owned.__subclasses__()}
    return (models[table.name] for table in reversed(Base.metadata.sorted_tables) if table.name in models)


def everything() -> Conditions:
    """All that goes with a person: what is audited stays, and what has still to be deleted in Slack."""
    stays = {Audit: None, Document: Document.kind != ERASE, Delivery: Delivery.kind != ERASE}
    goes = {table: stays.get(table, true()) for table in tables()}
    return {table: condition for table, condition in goes.items() if condition is not None}


def dated(period: Period) -> Conditions:
    """The entries of a period with all that hangs on them, and the files that may hold their words."""
    entries = or_(
        Evidence.happened_on.between(period.first, period.last),
        and_(Evidence.happened_on.is_(None), Evidence.created_at.between(period.begin, period.end)),
    )
    ids = select(Evidence.id).where(entries)
    oldest = select(func.min(Evidence.created_at)).where(entries).scalar_subquery()
    documents = (Document.kind != ERASE) & (Document.created_at >= oldest)
    jobs, drafts = Job.evidence_id.in_(ids), Draft.evidence_id.in_(ids)
    subjects = (ids, select(Job.id).where(jobs), select(Draft.id).where(drafts), select(Document.id).where(documents))
    deliveries = (Delivery.kind != ERASE) & or_(*(Delivery.subject_id.in_(about) for about in subjects))
    return {Delivery: deliveries, Draft: drafts, Job: jobs, Document: documents, Evidence: entries}


def count(session: ScopedSession, conditions: Conditions) -> Counts:
    """How much of the owner's meets these conditions."""
    numbers: dict[str, int] = {}
    for table, condition in conditions.items():
        found: Any = select(func.count(table.id)).where(condition)
        if table is Evidence:
            numbers["entries"] = session.scalar(found.where(Evidence.kept)) or 0
            numbers["undecided"] = session.scalar(found.where(~Evidence.kept)) or 0
        else:
            name = _NAMES.get(table, "further")
            numbers[name] = numbers.get(name, 0) + (session.scalar(found) or 0)
    return Counts(**numbers)
