"""A person's weeks, which begin on Monday at their own midnight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Monday:
    """The first day of a week, and the instant at which it begins there."""

    day: date
    begins: datetime


def last_weeks(now: datetime, zone: tzinfo, many: int) -> Sequence[Monday]:
    """The beginnings of this week and of those before it, newest first.

    A midnight that a change of the clocks leaves out is the instant of the change; of one that comes twice, the first.
    """
    today = now.astimezone(zone).date()
    this = today - timedelta(days=today.weekday())
    days = [this - timedelta(weeks=back) for back in range(many)]
    return [Monday(day, datetime.combine(day, time(), zone).astimezone(UTC)) for day in days]
