"""When the weekly question is silent, slows down, stops or moves with its person (N1, N2, N4, N5)."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.coach import nudges, profile, replies
from bot.coach.asking import Asked, Postponed, Silent
from bot.coach.rhythm import FORTNIGHTLY, RESTING, STOPPED, WEEKLY
from bot.ledger.models import Delivery
from bot.ledger.plans import Launch, Review
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, NOON, evidence, stored
from tests.ledger.weekly import FRIDAY, HOUR, LONG_AGO, WEEK, _settle, enrolled, planned, profile_of, render, rows, said


async def test_whoever_logged_since_the_slot_before_is_left_alone_n2(ledger: Ledger) -> None:
    await enrolled(ledger)
    await stored(ledger, evidence(ANA, created_at=FRIDAY - WEEK + HOUR))

    assert await said(ledger, FRIDAY) == Silent("logged")
    assert isinstance(await said(ledger, FRIDAY + WEEK), Asked)
    assert (await profile_of(ledger)).unanswered == 1


@pytest.mark.parametrize("values", [{"kept": False}, {"workspace_id": "T0OTHER"}], ids=["undecided", "elsewhere"])
async def test_what_is_no_entry_here_is_not_logged_n2(ledger: Ledger, values: dict[str, Any]) -> None:
    await enrolled(ledger)
    await stored(ledger, evidence(ANA, created_at=FRIDAY - HOUR, **values))

    assert isinstance(await said(ledger, FRIDAY), Asked)


@pytest.mark.parametrize(("due", "silent"), [(FRIDAY - timedelta(days=3), True), (FRIDAY + HOUR, True), (FRIDAY + 5 * 24 * HOUR, False)])  # fmt: skip
async def test_a_review_in_the_same_week_replaces_it_n2(ledger: Ledger, due: datetime, *, silent: bool) -> None:
    await enrolled(ledger)
    launch = Launch(
        id=uuid.uuid4(), workspace_id=ANA.workspace, member_id=ANA.member, source_key="1", name="New billing",
        stakeholders=[], ships_on=date(2026, 4, 6), created_at=LONG_AGO,
    )  # fmt: skip
    review = Review(
        id=uuid.uuid4(), workspace_id=ANA.workspace, member_id=ANA.member, launch_id=launch.id, day=30,
        due_on=due.date(), due_at=due, created_at=LONG_AGO,
    )  # fmt: skip
    await stored(ledger, launch, review)

    assert (await said(ledger, FRIDAY) == Silent("reviewed")) is silent


async def test_three_unanswered_slow_it_down_and_three_more_end_it_each_said_once_n4(ledger: Ledger) -> None:
    await enrolled(ledger)
    heard: list[str] = []
    for week in range(20):
        rendered = await said(ledger, FRIDAY + week * WEEK)
        if isinstance(rendered, Asked):
            heard.append(f"{week}:{rendered.notice or 'question'}")

    assert heard == [
        "0:question", "1:question", "2:question", "3:slows", "5:question", "7:question", "9:question", "11:stops",
    ]  # fmt: skip
    row = await profile_of(ledger)
    assert (row.every, row.nudge_at) == (RESTING, None)


async def test_resume_lifts_everything_from_the_next_slot_on_n4(ledger: Ledger) -> None:
    await enrolled(ledger)
    for week in range(12):
        await said(ledger, FRIDAY + week * WEEK)
    now = FRIDAY + 12 * WEEK + HOUR
    await nudges.pause(ledger, ANA, date(2027, 1, 4), now=now)

    standing = await nudges.resume(ledger, ANA, now=now)

    assert (standing.every, standing.paused_until, standing.next_on) == (WEEKLY, None, date(2026, 8, 7))
    assert isinstance(await said(ledger, FRIDAY + 13 * WEEK), Asked)


async def test_resuming_within_a_week_that_was_served_waits_for_the_next_one_n5(ledger: Ledger) -> None:
    await enrolled(ledger)
    assert isinstance(await said(ledger, FRIDAY), Asked)
    await profile.settle(ledger, ANA, weekday=6, hour=9, metrics=[], now=FRIDAY + 2 * HOUR)

    await nudges.resume(ledger, ANA, now=FRIDAY + 3 * HOUR)

    assert (await profile_of(ledger)).nudge_at == datetime(2026, 5, 17, 7, tzinfo=UTC)


async def test_silence_in_a_fortnight_looks_back_two_weeks_n2(ledger: Ledger) -> None:
    await enrolled(ledger)
    for week in range(4):
        await said(ledger, FRIDAY + week * WEEK)
    assert (await profile_of(ledger)).every == FORTNIGHTLY
    await stored(ledger, evidence(ANA, created_at=FRIDAY + 3 * WEEK + 2 * HOUR))

    assert await said(ledger, FRIDAY + 5 * WEEK) == Silent("logged")


async def test_weekly_again_silence_still_looks_back_to_the_slot_that_there_was_n2(ledger: Ledger) -> None:
    await enrolled(ledger)
    for week in range(4):
        await said(ledger, FRIDAY + week * WEEK)
    await stored(ledger, evidence(ANA, created_at=FRIDAY + 4 * WEEK - HOUR))  # before an hour that was no slot

    await nudges.resume(ledger, ANA, now=FRIDAY + 4 * WEEK + HOUR)

    assert await said(ledger, FRIDAY + 5 * WEEK) == Silent("logged")
    assert isinstance(await said(ledger, FRIDAY + 6 * WEEK), Asked)


async def test_another_hour_looks_back_to_the_slot_at_the_hour_that_there_was_n2(ledger: Ledger) -> None:
    await enrolled(ledger)
    assert isinstance(await said(ledger, FRIDAY), Asked)
    await stored(ledger, evidence(ANA, created_at=FRIDAY + 2 * HOUR))  # Friday evening
    await profile.settle(ledger, ANA, weekday=6, hour=15, metrics=[], now=FRIDAY + timedelta(days=3))

    assert await said(ledger, FRIDAY + timedelta(days=9)) == Silent("logged")


async def test_a_late_answer_counts_from_when_it_came_n2(ledger: Ledger) -> None:
    await enrolled(ledger)
    asked = [await said(ledger, FRIDAY + week * WEEK) for week in range(2)]
    assert isinstance(asked[0], Asked)

    await replies.answer(ledger, ANA, asked[0].id, "It was 12%", key="late", now=FRIDAY + WEEK + 2 * HOUR)

    assert await said(ledger, FRIDAY + 2 * WEEK) == Silent("logged")
    assert isinstance(await said(ledger, FRIDAY + 3 * WEEK), Asked)


async def test_not_this_week_leaves_a_fortnight_its_weeks_n4(ledger: Ledger) -> None:
    await enrolled(ledger)
    for week in range(4):
        await said(ledger, FRIDAY + week * WEEK)
    last = await said(ledger, FRIDAY + 5 * WEEK)
    assert isinstance(last, Asked)
    monday = timedelta(days=3)

    await replies.until_next_week(ledger, ANA, last.id, now=FRIDAY + 5 * WEEK + monday)
    assert (await nudges.standing(ledger, ANA)).next_on == (FRIDAY + 7 * WEEK).date()
    await replies.until_next_week(ledger, ANA, last.id, now=FRIDAY + 6 * WEEK + monday)
    assert (await nudges.standing(ledger, ANA)).next_on == (FRIDAY + 9 * WEEK).date()


@pytest.mark.parametrize(("pressed", "next_on"), [(6, date(2026, 5, 22)), (3, date(2026, 5, 15))])
async def test_the_next_workday_on_the_day_of_a_slot_is_that_slots_question_n5(
    ledger: Ledger, pressed: int, next_on: date
) -> None:
    await enrolled(ledger)
    asked = await said(ledger, FRIDAY)
    assert isinstance(asked, Asked)

    await replies.until_next_workday(ledger, ANA, asked.id, now=FRIDAY + timedelta(days=pressed))

    assert (await nudges.standing(ledger, ANA)).next_on == next_on


async def test_a_pause_is_silent_on_all_days_before_its_end_n4(ledger: Ledger) -> None:
    await enrolled(ledger)
    await nudges.pause(ledger, ANA, date(2026, 5, 9), now=NOON)
    await nudges.pause(ledger, ANA, date(2026, 5, 15), now=NOON)

    assert await said(ledger, FRIDAY) == Silent("paused")
    assert isinstance(await said(ledger, FRIDAY + WEEK), Asked)


@pytest.mark.parametrize("until", [date(2026, 5, 4), date(2020, 1, 1), date(2030, 1, 1)])
async def test_a_pause_that_makes_no_sense_changes_nothing_n4(ledger: Ledger, until: date) -> None:
    await enrolled(ledger)

    with pytest.raises(ValueError, match="later day"):
        await nudges.pause(ledger, ANA, until, now=NOON)

    assert (await profile_of(ledger)).paused_until is None


async def test_stop_ends_it_also_for_what_is_under_way_n4(ledger: Ledger) -> None:
    await enrolled(ledger)
    (delivery,) = await planned(ledger, FRIDAY)

    await nudges.stop(ledger, ANA, now=FRIDAY)

    assert await render(ledger, ANA, delivery, now=FRIDAY + HOUR) == Silent("stopped")
    assert await planned(ledger, FRIDAY + WEEK) == [delivery]
    await profile.settle(ledger, ANA, weekday=1, hour=9, metrics=[], now=FRIDAY + HOUR)
    assert ((await profile_of(ledger)).every, (await profile_of(ledger)).nudge_at) == (STOPPED, None)


async def test_a_move_that_puts_the_hour_into_the_future_waits_for_it_n1(ledger: Ledger) -> None:
    await enrolled(ledger)
    (delivery,) = await planned(ledger, FRIDAY)
    await profile.note_zone(ledger, ANA, "America/Los_Angeles", FRIDAY)
    there = datetime(2026, 5, 8, 22, tzinfo=UTC)

    assert await render(ledger, ANA, delivery, now=FRIDAY) == Postponed(there)
    assert await rows(ledger, Delivery.expires_at) == [there + timedelta(days=1)]
    assert isinstance(await render(ledger, ANA, delivery, now=there), Asked)
    assert (await profile_of(ledger)).nudge_at == there + WEEK


async def test_what_was_logged_before_an_hour_that_moved_is_logged_before_the_slot_n2(ledger: Ledger) -> None:
    await enrolled(ledger)
    (delivery,) = await planned(ledger, FRIDAY)
    await profile.note_zone(ledger, ANA, "America/Los_Angeles", FRIDAY)
    await render(ledger, ANA, delivery, now=FRIDAY)  # it is put off until 22:00
    await stored(ledger, evidence(ANA, created_at=FRIDAY + 2 * HOUR))
    there = datetime(2026, 5, 8, 22, tzinfo=UTC)
    assert await render(ledger, ANA, delivery, now=there) == Silent("logged")
    await _settle(ledger, delivery, "skipped", there)

    assert isinstance(await said(ledger, there + WEEK), Asked)


async def test_a_move_that_jumps_over_the_hour_makes_it_up_n1(ledger: Ledger) -> None:
    await enrolled(ledger)
    await profile.note_zone(ledger, ANA, "Pacific/Auckland", FRIDAY - 5 * HOUR)  # there it is Friday, 20:00

    assert isinstance(await said(ledger, FRIDAY - 5 * HOUR), Asked)
    assert await said(ledger, FRIDAY) is None


async def test_a_new_hour_that_has_passed_this_week_begins_next_week_n1(ledger: Ledger) -> None:
    await enrolled(ledger)

    await profile.settle(ledger, ANA, weekday=0, hour=9, metrics=[], now=NOON)

    assert (await profile_of(ledger)).nudge_at == datetime(2026, 5, 11, 7, tzinfo=UTC)


async def test_metrics_alone_move_no_slot_n1(ledger: Ledger) -> None:
    await enrolled(ledger)

    await profile.settle(ledger, ANA, weekday=4, hour=15, metrics=["activation"], now=FRIDAY + HOUR)

    assert (await profile_of(ledger)).nudge_at == FRIDAY
