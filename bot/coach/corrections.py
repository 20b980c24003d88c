"""What people corrected themselves, as examples: a correction is kept with its entry, and goes with it (C4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import func, or_, select

from bot.coach.exports import Row
from bot.coach.proposal import Kind, Metric
from bot.coach.understood import QUESTION
from bot.ledger.models import Evidence
from bot.ledger.plans import Review
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger

MOST: Final = 1_000  # the newest ones


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry's own words, and what its author made of them where the coach had proposed something else."""

    id: str
    text: str
    answers: Mapping[str, str] = field(default_factory=dict)
    kind: Kind | None = None
    metric: Metric | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """The newest corrections of everybody, and of how many entries. For counting: no word of them may be shown (P1)."""

    corrections: tuple[Correction, ...]
    entries: int


async def of_everybody(ledger: Ledger) -> Corrected:
    """Read them for counting. Raises `LedgerError`."""
    return await ledger.read(EVERYONE, _look)


def _look(session: ScopedSession) -> Corrected:
    settled = or_(Evidence.kind_decided, Evidence.metric_decided)
    columns = [column for column in Evidence.__table__.columns if column.key in _READ]
    newest = select(*columns).where(Evidence.kept, settled).order_by(Evidence.created_at.desc()).limit(MOST)
    reviewed = set(session.scalars(select(Review.evidence_id).where(Review.evidence_id.is_not(None))))
    entries = session.scalar(select(func.count(Evidence.id)).where(Evidence.kept)) or 0
    rows = (dict(row) for row in session.execute(newest).mappings())
    return Corrected(tuple(of_rows(rows, {str(each) for each in reviewed})), entries)


_READ: Final = frozenset({
    "id", "kept", "text", "answers", "details", "author", "kind", "kind_decided", "metric_decided",
    "metric_name", "metric_before", "metric_after",
})  # fmt: skip


def of_rows(rows: Iterable[Row | dict[str, Any]], reviewed: set[str]) -> list[Correction]:
    """The corrections among an export's entries; `reviewed` are the ids of those that came of a review.

    Words of somebody else are none, and neither is what was settled by a review or a question that asked for it.
    """
    return [_correction(row) for row in rows if _corrects(row) and str(row["id"]) not in reviewed]


def _corrects(row: Row) -> bool:
    said = row["kept"] and not row["author"] and QUESTION not in row["details"]
    return bool(said and (row["kind_decided"] or row["metric_decided"]))


def _correction(row: Row) -> Correction:
    metric = Metric(row["metric_name"], row["metric_before"], row["metric_after"])
    return Correction(
        str(row["id"]),
        row["text"],
        row["answers"],
        Kind(row["kind"]) if row["kind_decided"] else None,
        metric if row["metric_decided"] else None,
    )
