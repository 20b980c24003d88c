"""When a review is asked: the person's hour, working days, pauses and journeys (L2)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.coach.reviews import Hour, NotReviewDays, checked, instant

MONDAY = datetime(2026, 5, 4, 12, tzinfo=UTC)
BERLIN, TOKYO = Hour(15, "Europe/Berlin"), Hour(15, "Asia/Tokyo")


def at(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


ASKED: dict[str, tuple[date, Hour, datetime]] = {
    "in summer": (date(2026, 6, 3), BERLIN, at(6, 3, 13)),
    "in winter": (date(2026, 12, 3), BERLIN, at(12, 3, 14)),
    "Saturday": (date(2026, 6, 6), BERLIN, at(6, 8, 13)),
    "Sunday": (date(2026, 6, 7), BERLIN, at(6, 8, 13)),
    "today, before the hour": (date(2026, 5, 4), BERLIN, at(5, 4, 13)),
    "today, after the hour": (date(2026, 5, 4), TOKYO, at(5, 5, 6)),
    "long ago": (date(2020, 1, 1), BERLIN, at(5, 4, 13)),
    "while away": (date(2026, 6, 3), Hour(15, "UTC", date(2026, 6, 13)), at(6, 15, 15)),
    "back before": (date(2026, 6, 3), Hour(15, "UTC", date(2026, 6, 1)), at(6, 3, 15)),
    "an hour that the clocks leave out": (date(2026, 3, 29), Hour(2, "Europe/Berlin"), at(5, 5, 0)),
    "no zone": (date(2026, 6, 3), Hour(), at(6, 3, 15)),
}


@pytest.mark.parametrize(("day", "hour", "asked"), ASKED.values(), ids=ASKED.keys())
def test_a_review_comes_at_the_hour_of_a_working_day_l2(day: date, hour: Hour, asked: datetime) -> None:
    assert instant(day, hour, MONDAY) == asked


def test_an_hour_on_friday_that_has_passed_waits_for_monday_l2() -> None:
    friday_evening = at(5, 8, 20)

    assert instant(date(2026, 5, 8), BERLIN, friday_evening) == at(5, 11, 13)


def test_an_hour_that_a_journey_jumped_over_is_made_up_for_a_day_l2() -> None:
    at_six, on_wednesday = datetime(2026, 5, 4, 12, tzinfo=UTC), datetime(2026, 5, 6, 12, tzinfo=UTC)

    assert instant(date(2026, 5, 4), TOKYO, at_six, since=at_six - timedelta(days=1)) == at(5, 4, 6)
    assert instant(date(2026, 5, 4), TOKYO, on_wednesday) == at(5, 7, 6)


def test_days_come_once_and_in_order_l2() -> None:
    assert checked([60, 30, 60]) == [30, 60]
    with pytest.raises(NotReviewDays):
        checked([0, 30, 10_000])
