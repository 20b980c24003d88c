"""What a person's entries of the last weeks amount to: by kind and by week, output against outcome, what is thin.

The counting is two statements, however many entries there are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Final

from sqlalchemy import Select, func, literal, select, union_all

from bot.coach.proposal import Kind
from bot.coach.weeks import Monday, last_weeks
from bot.ledger.models import Evidence
from bot.ledger.scope import Owner, ScopedSession, among

WEEKS: Final = 10
FOREVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
# Of those equally thin, the first is named: a number and a decision carry a case furthest.
OUTCOMES: Final = (Kind.METRIC, Kind.DECISION, Kind.PROBLEM, Kind.TRUST)


@dataclass(frozen=True, slots=True)
class Week:
    """One week's entries, by kind."""

    monday: Monday
    counts: Mapping[Kind, int]

    @property
    def output(self) -> int:
        """How many say what shipped, and not yet what changed."""
        return self.counts.get(Kind.OUTPUT, 0)

    @property
    def outcome(self) -> int:
        """How many are evidence of one of the four kinds."""
        return sum(self.counts.values()) - self.output


@dataclass(frozen=True, slots=True)
class Glance:
    """The last weeks, newest first."""

    weeks: tuple[Week, ...]

    @property
    def total(self) -> int:
        """How many entries there are in all of them."""
        return self.outcome + self.output

    @property
    def outcome(self) -> int:
        """How many of them are evidence of one of the four kinds."""
        return sum(week.outcome for week in self.weeks)

    @property
    def output(self) -> int:
        """How many of them say what shipped, and not yet what changed."""
        return sum(week.output for week in self.weeks)

    @property
    def output_share(self) -> int:
        """Output in percent of all; what is left to a hundred is outcome."""
        return round(100 * self.output / self.total) if self.total else 0

    def of(self, kind: Kind) -> int:
        """How many there are of a kind."""
        return sum(week.counts.get(kind, 0) for week in self.weeks)

    @property
    def thinnest(self) -> Kind:
        """Of the four kinds of evidence, the one with the fewest entries."""
        return min(OUTCOMES, key=self.of)


def glance(session: ScopedSession, now: datetime, zone: tzinfo) -> Glance:
    """Count the last weeks of the session's owner, in their zone."""
    mondays = last_weeks(now, zone, WEEKS)
    counts: list[Counter[Kind]] = [Counter() for _ in mondays]
    for statement in (_dated(mondays), _undated(mondays)):
        for kind, ago, many in session.execute(statement):
            counts[ago][Kind(kind)] += many
    return Glance(tuple(Week(monday, count) for monday, count in zip(mondays, counts, strict=True)))


def tally(session: ScopedSession, owners: Collection[Owner], now: datetime, zone: tzinfo) -> dict[Owner, Counter[Kind]]:
    """How much of each kind there is in these weeks, for many people in one zone."""
    oldest = last_weeks(now, zone, WEEKS)[-1]
    theirs = select(Evidence.workspace_id, Evidence.member_id, Evidence.kind).where(
        among(Evidence, owners), Evidence.kept
    )
    dated = theirs.where(Evidence.happened_on >= oldest.day)
    undated = theirs.where(Evidence.happened_on.is_(None), Evidence.created_at >= oldest.begins)
    lately = union_all(dated, undated).subquery()
    found: dict[Owner, Counter[Kind]] = defaultdict(Counter)
    columns = lately.c.workspace_id, lately.c.member_id, lately.c.kind
    for workspace, member, kind, many in session.execute(select(*columns, func.count()).group_by(*columns)):
        found[Owner(workspace, member)][Kind(kind)] = many
    return found


def _dated(mondays: Sequence[Monday]) -> Any:
    """Entries whose day the person named. What is dated in the future counts for this week."""
    return _counted(Evidence.happened_on, [monday.day for monday in mondays], date.max)


def _undated(mondays: Sequence[Monday]) -> Any:
    """All others, by when they were saved."""
    begins = [monday.begins for monday in mondays]
    return _counted(Evidence.created_at, begins, FOREVER).where(Evidence.happened_on.is_(None))


def _counted(when: Any, begins: Sequence[date], forever: date) -> Any:
    """Join the weeks with the entries of each: every week is then a stretch of an index."""
    rows = enumerate(zip(begins, [forever, *begins], strict=False))
    week = union_all(*(_stretch(ago, since, until, when.type) for ago, (since, until) in rows)).cte("week")
    within = (when >= week.c.since) & (when < week.c.until)
    counted = select(Evidence.kind, week.c.ago, func.count()).where(Evidence.kept, within)
    return counted.group_by(Evidence.kind, week.c.ago)


def _stretch(ago: int, since: date, until: date, kind: Any) -> Select[int, date, date]:
    """One week as a row."""
    return select(literal(ago).label("ago"), literal(since, kind).label("since"), literal(until, kind).label("until"))
