"""What a person's entries of the last weeks amount to: by kind and by week, output against outcome, what is thin.

The counting is one statement, however many entries there are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from sqlalchemy import and_, case, func, or_, select

from bot.coach.proposal import Kind
from bot.coach.weeks import Monday, last_weeks
from bot.ledger.models import Evidence
from bot.ledger.scope import ScopedSession

WEEKS: Final = 10
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


def glance(session: ScopedSession, now: datetime, zone: tzinfo | None) -> Glance:
    """Count the last weeks of the session's owner, in their zone; in UTC where it is not known."""
    mondays = last_weeks(now, zone or UTC, WEEKS)
    week = _week(mondays)
    counted = select(Evidence.kind, week, func.count()).where(Evidence.kept, _not_before(mondays[-1]))
    counts: list[Counter[Kind]] = [Counter() for _ in mondays]
    for kind, number, many in session.execute(counted.group_by(Evidence.kind, week)):
        counts[number][Kind(kind)] = many
    return Glance(tuple(Week(monday, count) for monday, count in zip(mondays, counts, strict=True)))


def _week(mondays: Sequence[Monday]) -> Any:
    """How many weeks ago an entry happened: by its day where the person named one, otherwise by when it was saved.

    What is dated in the future counts for this week.
    """
    by_day = case(*((Evidence.happened_on >= monday.day, ago) for ago, monday in enumerate(mondays)))
    by_instant = case(*((Evidence.created_at >= monday.begins, ago) for ago, monday in enumerate(mondays)))
    return case((Evidence.happened_on.is_not(None), by_day), else_=by_instant).label("week")


def _not_before(oldest: Monday) -> Any:
    undated = Evidence.happened_on.is_(None)
    return or_(Evidence.happened_on >= oldest.day, and_(undated, Evidence.created_at >= oldest.begins))
