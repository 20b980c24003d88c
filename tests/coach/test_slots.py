"""A person's hour of the week, in every zone there is, across clock changes and moves (N1, N5, L2, L6)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach import slots
from bot.coach.slots import Week, instant, local_date, next_slot, week_from, week_of, working_day

ZONES = sorted(available_timezones() - {"localtime"})
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
WEEKS = 157  # three years, and the week in which the third one ends
HOUR = timedelta(hours=1)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize("name", ZONES)
def test_three_years_have_one_slot_a_week_at_the_local_hour_n1(name: str) -> None:
    where, now, after = ZoneInfo(name), BEGIN, None
    for number in range(WEEKS):
        weekday, hour = number * 3 % 7, number * 5 % 24
        slot = next_slot(now, weekday, hour, where, after=after)
        wall = slot.at.astimezone(where)

        assert week_of(wall.date()) == slot.week
        assert after is None or slot.week == after.later()
        assert (wall.weekday(), wall.hour) == (weekday, hour) or _left_out(slot.at, hour, where)
        after, now = slot.week, slot.at


def _left_out(at: datetime, hour: int, where: ZoneInfo) -> bool:
    """Whether the hour is not on the wall that day, and `at` is the later of what it could mean."""
    day = local_date(at, where)
    walls = {(midnight + n * HOUR).astimezone(where) for midnight in [_about(day)] for n in range(-30, 60)}
    return (day, hour) not in {(wall.date(), wall.hour) for wall in walls} or day not in {wall.date() for wall in walls}


def _about(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@given(st.sampled_from(ZONES), instants, st.integers(0, 6), st.integers(0, 23))
@settings(max_examples=400, deadline=None)
def test_the_next_slot_is_never_stale_and_never_more_than_a_week_off_n5(
    name: str, now: datetime, weekday: int, hour: int
) -> None:
    slot = next_slot(now, weekday, hour, ZoneInfo(name))

    assert timedelta(days=-1) <= slot.at - now <= timedelta(days=8)


@given(st.lists(st.sampled_from(ZONES), min_size=2, max_size=8), instants, st.data())
@settings(max_examples=300, deadline=None)
def test_whoever_moves_has_no_week_twice_and_loses_none_but_to_the_move_itself_n1(
    names: list[str], now: datetime, data: st.DataObject
) -> None:
    after = None
    for name in names:
        weekday, hour = data.draw(st.integers(0, 6)), data.draw(st.integers(0, 23))
        slot = next_slot(now, weekday, hour, ZoneInfo(name), after=after)
        if after:
            skipped = (slot.week.monday() - after.later().monday()).days // 7
            assert skipped >= 0
            for lost in range(skipped):
                missed = after.later(1 + lost).monday() + timedelta(days=weekday)
                assert instant(missed, hour, ZoneInfo(name)) < now - timedelta(days=1)
        after = slot.week
        now = max(now, slot.at) + data.draw(st.timedeltas(timedelta(), timedelta(days=9)))


@pytest.mark.parametrize(
    ("name", "day", "hour", "utc"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 2, "2026-03-29T01:00"),  # left out: 3:00 summer time, the later instant
        ("Europe/Berlin", date(2026, 10, 25), 2, "2026-10-25T00:00"),  # twice: still summer time, the first
        ("America/New_York", date(2026, 3, 8), 2, "2026-03-08T07:00"),
        ("America/New_York", date(2026, 11, 1), 1, "2026-11-01T05:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 2, "2026-10-03T15:30"),  # half an hour is left out
        ("Asia/Kathmandu", date(2026, 5, 1), 15, "2026-05-01T09:15"),
        ("Pacific/Auckland", date(2026, 9, 25), 15, "2026-09-25T03:00"),
        ("UTC", date(2026, 12, 31), 0, "2026-12-31T00:00"),
    ],
)
def test_an_hour_left_out_comes_later_and_one_that_is_twice_comes_first_n1(
    name: str, day: date, hour: int, utc: str
) -> None:
    assert instant(day, hour, ZoneInfo(name)) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_machine_asleep_for_three_days_makes_up_for_nothing_stale_n5() -> None:
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    week = week_of(friday.date())

    assert next_slot(friday + timedelta(hours=24), 4, 15, ZoneInfo("UTC"), after=week.later(-1)).week == week
    assert next_slot(friday + timedelta(days=3), 4, 15, ZoneInfo("UTC"), after=week.later(-1)).week == week.later()


def test_another_day_in_the_same_week_waits_for_the_next_one_n5() -> None:
    monday = datetime(2026, 11, 16, 9, tzinfo=UTC)

    slot = next_slot(monday, 4, 15, ZoneInfo("UTC"), after=week_of(monday.date()))

    assert slot.at == datetime(2026, 11, 27, 15, tzinfo=UTC)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_week_is_written_and_read_and_a_weekend_moves_to_monday_l2(day: date) -> None:
    week = week_of(day)
    moved = working_day(day)

    assert week_from(str(week)) == week == Week(*day.isocalendar()[:2])
    assert moved.weekday() < 5
    assert moved == day or (day.weekday() >= 5 and moved.weekday() == 0 and 0 < (moved - day).days <= 2)


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "../etc/passwd", "Europe", "\x00"])
def test_an_unknown_zone_is_utc(name: str | None) -> None:
    assert slots.zone(name) == ZoneInfo("UTC")
