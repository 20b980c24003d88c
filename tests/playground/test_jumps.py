"""Where a jump leads by a person's own clock, and how far ahead they read that it is."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.clock import LATEST, Clock, NoSuchMoment
from playground.jumps import ahead, jump

NEW_YORK, BERLIN, KOLKATA = "America/New_York", "Europe/Berlin", "Asia/Kolkata"
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds must be naive
ZONES = st.sampled_from(sorted(available_timezones()))


def at(moment: str | datetime, tz: str) -> Clock:
    """Give a clock that stands still at an hour on the wall."""
    begins = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(tz)) if isinstance(moment, str) else moment
    return Clock(begins.timestamp)


def wall(clock: Clock, tz: str) -> str:
    return f"{clock.now().astimezone(ZoneInfo(tz)):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("begins", "tz", "asked", "ends"),
    [
        ("2026-11-22T14:05", NEW_YORK, {"forward": 3600}, "Sun 2026-11-22 15:05"),
        ("2026-11-22T14:05", NEW_YORK, {"days": 1}, "Mon 2026-11-23 14:05"),
        ("2026-11-22T14:05", NEW_YORK, {"days": 30}, "Tue 2026-12-22 14:05"),
        ("2026-10-20T14:05", NEW_YORK, {"days": 30}, "Thu 2026-11-19 14:05"),  # 721 hours
        ("2027-03-01T14:05", NEW_YORK, {"days": 30}, "Wed 2027-03-31 14:05"),  # 719 hours
        ("2027-03-28T00:30", BERLIN, {"forward": 7200}, "Sun 2027-03-28 03:30"),
        ("2026-10-25T01:30", BERLIN, {"forward": 7200}, "Sun 2026-10-25 02:30"),
        ("2026-11-22T14:05", NEW_YORK, {"weekday": 5, "at": "15:00"}, "Fri 2026-11-27 15:00"),
        ("2026-11-27T14:59", KOLKATA, {"weekday": 5, "at": "15:00"}, "Fri 2026-11-27 15:00"),
        ("2026-11-27T15:00", KOLKATA, {"weekday": 5, "at": "15:00"}, "Fri 2026-12-04 15:00"),
        ("2026-11-28T00:00", KOLKATA, {"weekday": 5, "at": "15:00"}, "Fri 2026-12-04 15:00"),
        ("2027-03-27T14:05", BERLIN, {"to": "2027-03-28T09:00"}, "Sun 2027-03-28 09:00"),
        ("2027-03-27T14:05", BERLIN, {"to": "2027-03-28T02:30"}, "Sun 2027-03-28 03:30"),  # an hour that is left out
        ("2026-11-22T14:05", BERLIN, {"to": "2026-11-22T14:05:00Z"}, "Sun 2026-11-22 15:05"),
    ],
)
def test_a_jump_ends_at_the_right_local_hour(begins: str, tz: str, asked: dict[str, Any], ends: str) -> None:
    clock = at(begins, tz)

    jump(clock, asked, tz)

    assert wall(clock, tz) == ends


def test_an_hour_that_comes_twice_is_the_next_one() -> None:
    once = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 02:45 in Berlin, for the first time
    clock = at(once, BERLIN)

    jump(clock, {"to": "2026-10-25T02:50"}, BERLIN)
    jump(clock, {"to": "2026-10-25T02:30"}, BERLIN)

    assert clock.now() == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(MOMENTS, ZONES, st.integers(1, 400))
def test_days_keep_the_hour_in_every_zone(begins: datetime, tz: str, days: int) -> None:
    clock, zone = at(begins, tz), ZoneInfo(tz)
    goal = begins.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)

    jump(clock, {"days": days}, tz)

    left_out = goal.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != goal
    assert clock.now() > begins
    assert left_out or clock.now().astimezone(zone).replace(tzinfo=None) == goal


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"forward": "60"},
        {"days": 1.5},
        {"weekday": 8, "at": "15:00"},
        {"weekday": 5},
        {"weekday": 5, "at": "25:00"},
        {"weekday": 5, "at": "15:00+01:00"},
        {"to": ""},
        {"to": "0001-01-01T00:00"},
        {"days": 10**9},
        {"forward": float("inf")},
    ],
)
def test_what_is_no_moment_is_refused(asked: dict[str, Any]) -> None:
    clock = at("2026-11-22T14:05", BERLIN)

    with pytest.raises(NoSuchMoment, match="no date and time"):
        jump(clock, asked, BERLIN)

    assert clock.offset == timedelta()


def test_past_the_end_is_refused() -> None:
    clock = at(LATEST - timedelta(days=1), BERLIN)

    with pytest.raises(NoSuchMoment, match="2099"):
        jump(clock, {"days": 2}, BERLIN)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], "Real time"),
        ([{"forward": 3600}], "+1 hour"),
        ([{"forward": 90 * 60}], "+1 hour, 30 minutes"),
        ([{"days": 1}], "+1 day"),
        ([{"days": 30}], "+30 days"),  # across a clock change
        ([{"days": 30}, {"days": 60}], "+90 days"),
        ([{"weekday": 5, "at": "15:00"}], "+4 days, 1 hour"),
        ([{"days": 2}, {"forward": 3900}], "+2 days, 1 hour"),
    ],
)
def test_people_read_how_far_it_is_ahead(asked: list[dict[str, Any]], words: str) -> None:
    clock = at("2026-10-19T14:00", NEW_YORK)
    for one in asked:
        jump(clock, one, NEW_YORK)

    assert ahead(clock, NEW_YORK) == words
