"""When a person's hour of the week is: local wall time in their zone, across clock changes and moves (N1, N5, L2).

Each slot belongs to the ISO week of its local date, and no week has two. An hour that a clock change leaves out comes at the
later instant; one that comes twice, at the first.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

STALE: Final = timedelta(days=1)  # N5: a slot missed by more than this is not made up for
SATURDAY: Final = 5


class Week(NamedTuple):
    """An ISO week of the local date; weeks compare as they follow one another."""

    year: int
    number: int

    def __str__(self) -> str:
        """As ISO 8601 writes it, such as 2026-W07."""
        return f"{self.year}-W{self.number:02}"

    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    def later(self, weeks: int = 1) -> "Week":
        """The week that many weeks after it."""
        return week_of(self.monday() + timedelta(weeks=weeks))


class Slot(NamedTuple):
    """A person's hour in one week, in UTC."""

    at: datetime
    week: Week


def week_of(day: date) -> Week:
    """The ISO week of a local date."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def week_from(written: str) -> Week:
    """A week as ISO 8601 writes it. Raises `ValueError`."""
    year, _, number = written.partition("-W")
    return Week(int(year), int(number))


@cache
def zone(name: str | None) -> ZoneInfo:
    """The time zone by its IANA name; UTC when nobody said one, or this machine does not know it."""
    return _named(name) or ZoneInfo("UTC")


def is_known(name: str | None) -> bool:
    """Whether this machine knows the time zone of this name; not where nobody said one."""
    return _named(name) is not None


def _named(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones, such as "America", is an OSError
        return None


def local_date(instant: datetime, where: ZoneInfo) -> date:
    """The date on a person's wall."""
    return instant.astimezone(where).date()


def instant(day: date, hour: int, where: ZoneInfo) -> datetime:
    """This hour of a local day, in UTC."""
    wall = datetime.combine(day, time(hour), where)
    first, second = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    there = first.astimezone(where).replace(tzinfo=None) == wall.replace(tzinfo=None)
    return first if there else max(first, second)


def next_slot(now: datetime, weekday: int, hour: int, where: ZoneInfo, *, after: Week | None = None) -> Slot:
    """The first slot that is not missed, in a week later than `after`. It may lie in the past, by a day at most."""
    oldest = now - STALE
    week = week_of(local_date(oldest, where))
    week = max(week, after.later()) if after else week
    while True:
        at = instant(week.monday() + timedelta(days=weekday), hour, where)
        if at >= oldest:
            return Slot(at, week)
        week = week.later()


def working_day(day: date) -> date:
    """The day itself, or the Monday after it when it falls on a weekend (L2)."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
