"""Token buckets: never more than the limit, never less than it when somebody waits, and everybody's turn is kept."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import buckets
from bot.delivery.buckets import Bucket, Limit
from bot.delivery.pace import ABOUT, TOGETHER, Limits, Pace, TooSoon

HOUR = 3_600.0
LIMITS = st.builds(Limit, st.integers(1, 6_000), burst=st.integers(1, 50))


def test_a_burst_and_then_the_rate() -> None:
    bucket = Bucket(Limit(60, burst=3))
    assert bucket.free(HOUR) == 3

    bucket.take(HOUR, 3)

    assert (bucket.free(HOUR), bucket.wait(HOUR)) == (0, 1)
    assert [bucket.free(HOUR + seconds) for seconds in (1, 2, 3, 100)] == [1, 2, 3, 3]


@given(LIMITS, st.lists(st.floats(0, 30), min_size=1, max_size=100))
def test_in_no_stretch_of_time_are_there_more_calls_than_the_limit_allows(limit: Limit, pauses: list[float]) -> None:
    bucket, now, made = Bucket(limit), HOUR, list[tuple[float, int]]()
    for pause in pauses:
        now += pause
        calls = bucket.free(now)
        bucket.take(now, calls)
        made.append((now, calls))

    for first, (began, _) in enumerate(made):
        so_far = 0
        for ended, calls in made[first:]:
            so_far += calls
            assert so_far <= limit.burst + (ended - began) / limit.every + 1e-6


@given(LIMITS, st.integers(1, 200))
def test_everybody_who_comes_back_in_time_has_their_turn_and_none_comes_early(limit: Limit, people: int) -> None:
    bucket = Bucket(limit)
    waits = {who: bucket.turn(who, HOUR) for who in range(people)}

    for who, wait in waits.items():
        expected = max(0, who - limit.burst + 1) * limit.every
        assert wait == pytest.approx(expected, abs=1e-6)
        assert bucket.turn(who, HOUR + wait + 1e-6) == 0 or not wait


def test_a_turn_that_is_waited_for_is_not_paid_twice() -> None:
    bucket = Bucket(Limit(60, burst=1))
    assert [bucket.turn(who, HOUR) for who in "aab"] == [0, 1, 2]

    assert bucket.turn("b", HOUR + 1) == 1
    assert bucket.turn("a", HOUR + 1) == 0
    assert bucket.turn("b", HOUR + 2) == 0


def test_a_call_that_was_not_made_is_there_for_another() -> None:
    bucket = Bucket(Limit(60, burst=1))
    bucket.take(HOUR)

    bucket.give_back()

    assert bucket.free(HOUR) == 1


def test_silence_holds_for_all_and_no_burst_follows_it() -> None:
    bucket = Bucket(Limit(60, burst=5))
    bucket.take(HOUR, 5)
    assert bucket.turn("early", HOUR) == 1

    bucket.block(30, HOUR)

    assert bucket.turn("early", HOUR + 1) == 29
    assert (bucket.free(HOUR + 29), bucket.free(HOUR + 30), bucket.free(HOUR + 31)) == (0, 1, 2)


def test_turns_that_nobody_came_for_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "MANY", 3)
    bucket = Bucket(Limit(60, burst=1))
    for who in "abcd":
        bucket.turn(who, HOUR)
    assert not bucket.is_idle(HOUR)

    late = HOUR + 2 * buckets.FORGOTTEN
    bucket.take(late)
    bucket.turn("e", late)

    assert set(bucket._turns) == {"e"}


def test_channels_in_which_all_is_quiet_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.pace.MANY", 2)
    now = HOUR
    pace = Pace(Limits(posts_in_channel=Limit(60, burst=1)), lambda: now, Counter())
    for channel in ("D1", "D2"):
        pace._channel(channel).take(now)
    assert len(pace._channels) == 2

    now += 60
    pace._channel("D3")

    assert set(pace._channels) == {"D3"}


def test_a_call_that_may_be_left_out_is_counted_only_when_it_comes_soon() -> None:
    pace = Pace(Limits(methods={ABOUT: Limit(60, burst=1)}), lambda: HOUR, Counter())
    assert [pace.soon(ABOUT, 2) for _ in range(3)] == [0, 1, 2]

    for _ in range(2):
        with pytest.raises(TooSoon) as refused:
            pace.soon(ABOUT, 2)

        assert refused.value.wait.total_seconds() == 3


@given(st.floats(0, 100))
def test_lanes_whose_turns_come_close_together_go_on_together_and_lose_none(later: float) -> None:
    now = HOUR
    pace = Pace(Limits(Limit(15, burst=10)), lambda: now, Counter())
    pace.begin(10)
    due = now + pace._posts.wait(now)
    now = min(now + later, due - 0.001)

    wakes = now + pace.wait()

    assert due <= wakes + 1e-6 < due + TOGETHER + 1e-5
    assert wakes / TOGETHER == pytest.approx(round(wakes / TOGETHER), abs=1e-5)
    now = HOUR + 60
    assert pace.free() == 10
