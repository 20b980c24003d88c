"""Three years of one person's hour, with journeys, other hours and a machine that sleeps, in any zones there are (N1, N5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach import appointments, nudges, slots
from bot.coach.reviews import Hour
from bot.coach.reviews import instant as review_instant
from bot.coach.slots import STALE, Week, week_from, week_of, working_day
from bot.ledger.models import Profile
from tests.coach.test_slots import ZONES, _left_out

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
THREE_YEARS = timedelta(days=3 * 365)
zones = st.sampled_from(ZONES)
hours = st.tuples(st.integers(0, 6), st.integers(0, 23))
pauses = st.timedeltas(timedelta(), timedelta(days=40))


@dataclass(frozen=True)
class Moved:
    zone: str


@dataclass(frozen=True)
class Chose:
    weekday: int
    hour: int


@dataclass(frozen=True)
class Slept:
    """The machine did, for so long."""

    how_long: timedelta


happenings = st.one_of(
    st.builds(Moved, zones),
    st.builds(Moved, zones),
    hours.map(lambda chosen: Chose(*chosen)),
    st.builds(Slept, st.timedeltas(timedelta(hours=1), timedelta(days=16))),
)


@dataclass
class Life:
    """A person's row, moved by the coach's own rules; what was asked, and which weeks had a reason to be left out."""

    row: Profile
    now: datetime = BEGIN
    asked: list[Week] = field(default_factory=list)
    excused: set[Week] = field(default_factory=set)

    def until(self, end: datetime) -> None:
        """A clock that ticks all the time."""
        while self.row.nudge_at is not None and self.row.nudge_at < end:
            self.now = max(self.now, self.row.nudge_at)
            self.tick()
        self.now = end

    def tick(self) -> None:
        """Plan what is due, as the planner does."""
        while (at := self.row.nudge_at) is not None and at <= self.now:
            week, following = nudges._step(at, self.row.weekday, self.row.hour, self.row.zone, self.row.every, self.now)
            if at >= self.now - STALE:
                self.ask(at, week)
            self.row.nudge_week, self.row.nudge_at = str(week), following

    def ask(self, at: datetime, week: Week) -> None:
        where = slots.zone(self.row.zone)
        wall = at.astimezone(where)
        assert week_of(wall.date()) == week
        assert (wall.weekday(), wall.hour, wall.minute) == (self.row.weekday, self.row.hour, 0) or _left_out(
            at, self.row.hour, where
        )
        self.asked.append(week)

    def meets(self, what: Moved | Chose | Slept) -> None:
        """What happens, and which weeks it costs by itself."""
        to_come = self.to_come()
        match what:
            case Moved(zone):
                self.row.zone = zone
                self.excuse(to_come, self.now - STALE)
                appointments.rescheduled(self.row, self.now, travelled=True)
                self.tick()
            case Chose(weekday, hour):
                self.row.weekday, self.row.hour = weekday, hour
                self.excuse(to_come, self.now + timedelta.resolution)
                appointments.rescheduled(self.row, self.now)
            case Slept(how_long):
                self.now += how_long
                self.excuse(to_come, self.now - STALE)
                self.tick()

    def to_come(self) -> list[Week]:
        """The next weeks whose slots are still ahead."""
        this = week_of(slots.local_date(self.now, slots.zone(self.row.zone)))
        return [week for week in map(this.later, range(-1, 5)) if self.slot(week) >= self.now]

    def excuse(self, to_come: Sequence[Week], before: datetime) -> None:
        """What was ahead, and now lies before this instant, is not made up."""
        self.excused |= {week for week in to_come if self.slot(week) < before}

    def slot(self, week: Week) -> datetime:
        day = week.monday() + timedelta(days=self.row.weekday)
        return slots.instant(day, self.row.hour, slots.zone(self.row.zone))


@given(zones, hours, st.lists(st.tuples(pauses, happenings), max_size=60))
@settings(max_examples=150, deadline=None)
def test_every_week_has_one_question_at_the_local_hour_but_for_those_that_a_move_or_a_sleep_cost_n1_n5(
    zone: str, chosen: tuple[int, int], happening: Sequence[tuple[timedelta, Moved | Chose | Slept]]
) -> None:
    row = Profile(zone=zone, weekday=chosen[0], hour=chosen[1], every=1)
    appointments.enroll(row, BEGIN)
    assert row.nudge_week is not None
    life, first = Life(row), week_from(row.nudge_week).later()

    for pause, what in happening:
        life.until(min(life.now + pause, BEGIN + THREE_YEARS))
        life.meets(what)
    life.until(max(life.now, BEGIN + THREE_YEARS))

    assert life.asked == sorted(set(life.asked))
    through = [first.later(number) for number in range((life.asked[-1].monday() - first.monday()).days // 7 + 1)]
    assert [week for week in through if week not in life.asked and week not in life.excused] == []


@given(zones, st.integers(0, 23), st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.sampled_from((30, 60, 180)))
@settings(max_examples=300, deadline=None)
def test_a_review_comes_at_the_local_hour_of_its_working_day_also_at_the_ends_of_months_l2(
    zone: str, hour: int, shipped: date, days: int
) -> None:
    for ships_on in (shipped, _end_of(shipped)):
        due = ships_on + timedelta(days=days)
        at = review_instant(working_day(due), Hour(hour, zone), BEGIN)
        wall = at.astimezone(ZoneInfo(zone))

        assert at >= BEGIN
        assert wall.weekday() < 5 or _left_out(at, hour, ZoneInfo(zone))
        assert 0 <= (wall.date() - due).days <= 3 or due < date(2025, 1, 4)
        assert wall.hour == hour or _left_out(at, hour, ZoneInfo(zone))


def _end_of(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
