"""The weekly question in the ledger: planned, asked once, told of and forgotten (N1, N3, N5)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.coach import asking, nudges
from bot.coach.asking import Asked, Silent
from bot.coach.belongings import Period
from bot.coach.erasure import delete_period
from bot.coach.evidence import undo
from bot.coach.rhythm import WEEKLY
from bot.coach.situations import Turn
from bot.coach.slots import week_from
from bot.ledger.models import Delivery, Evidence
from bot.ledger.plans import Nudge
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, at, evidence, stored
from tests.ledger.weekly import (
    BERLIN,
    FRIDAY,
    HOUR,
    LONG_AGO,
    NEW,
    QUIET,
    WEEK,
    Life,
    _settle,
    change,
    enrolled,
    planned,
    profile_of,
    render,
    rows,
    said,
)


async def test_the_first_slot_is_the_next_one_and_later_ones_follow_the_local_hour_n1(ledger: Ledger) -> None:
    await enrolled(ledger)
    slots = []
    for week in range(30):
        now = FRIDAY + week * WEEK + 2 * HOUR
        await nudges.plan(ledger, at(now))
        slots.append((await profile_of(ledger)).nudge_at)

    local = [slot.astimezone(ZoneInfo(BERLIN)) for slot in slots if slot]
    assert len(local) == 30
    assert {(slot.weekday(), slot.hour) for slot in local} == {(4, 15)}
    assert len(await rows(ledger, Delivery.id)) == 30


async def test_a_tick_before_the_slot_plans_nothing_and_two_ticks_plan_one_n5(ledger: Ledger) -> None:
    await enrolled(ledger)

    assert await planned(ledger, FRIDAY - HOUR) == []
    assert len(await planned(ledger, FRIDAY)) == 1
    assert len(await planned(ledger, FRIDAY + HOUR)) == 1


async def test_it_goes_out_within_the_hour_and_lives_for_a_day_n5(ledger: Ledger) -> None:
    await enrolled(ledger)
    await planned(ledger, FRIDAY)

    ((due, expires, kind, state),) = await rows(
        ledger, Delivery.due_at, Delivery.expires_at, Delivery.kind, Delivery.state
    )
    assert FRIDAY <= due < FRIDAY + HOUR
    assert (expires, kind, state) == (FRIDAY + timedelta(days=1), "nudge", "ready")


async def test_the_same_schedule_is_spread_the_same_way_everywhere(ledger: Ledger) -> None:
    await enrolled(ledger)
    await planned(ledger, FRIDAY)
    before = await rows(ledger, Delivery.id, Delivery.due_at)
    await change(ledger, lambda row: setattr(row, "nudge_at", FRIDAY))  # as if the tick had been lost

    await planned(ledger, FRIDAY)

    assert await rows(ledger, Delivery.id, Delivery.due_at) == before


async def test_a_machine_that_slept_for_three_days_asks_nothing_and_goes_on_n5(ledger: Ledger) -> None:
    await enrolled(ledger)

    assert await planned(ledger, FRIDAY + timedelta(days=3)) == []

    row = await profile_of(ledger)
    assert (row.nudge_at, row.nudge_week) == (FRIDAY + WEEK, "2026-W19")


async def test_a_machine_that_slept_for_months_asks_about_this_week_alone_n5(ledger: Ledger) -> None:
    await enrolled(ledger)

    assert len(await planned(ledger, FRIDAY + 9 * WEEK + HOUR)) == 1
    assert (await profile_of(ledger)).nudge_week == "2026-W28"


async def test_people_are_planned_apart_also_one_in_two_workspaces_n1(ledger: Ledger) -> None:
    for owner in (ANA, BEN, ELSEWHERE):
        await enrolled(ledger, owner)

    await planned(ledger, FRIDAY)

    assert len(await rows(ledger, Delivery.id)) == 3
    assert len(await rows(ledger, Delivery.id, owner=ELSEWHERE)) == 1
    await nudges.stop(ledger, ANA, now=NOON)
    assert (await profile_of(ledger, ELSEWHERE)).every == WEEKLY


async def test_more_schedules_than_a_batch_are_all_planned(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudges, "BATCH", 2)
    people = [Owner("T0ACME", f"U{number}") for number in range(5)]
    for owner in people:
        await enrolled(ledger, owner, used=False)

    assert await nudges.plan(ledger, at(FRIDAY)) == 5
    assert len(await rows(ledger, Delivery.id)) == 5


async def test_somebody_who_never_used_the_coach_is_asked_nothing_n1(ledger: Ledger) -> None:
    await enrolled(ledger, used=False)

    assert await said(ledger, FRIDAY) == Silent("unused")


async def test_a_question_is_asked_and_counted_once_however_often_it_is_rendered_n5(ledger: Ledger) -> None:
    await enrolled(ledger)
    (delivery,) = await planned(ledger, FRIDAY)

    first = await render(ledger, ANA, delivery, now=FRIDAY + HOUR)
    await stored(ledger, evidence(ANA, created_at=FRIDAY))  # what happens between a crash and the next try
    second = await render(ledger, ANA, delivery, now=FRIDAY + 2 * HOUR)

    assert isinstance(first, Asked)
    assert first == second
    assert "“Shipped onboarding”" in first.sentence
    assert (await profile_of(ledger)).unanswered == 1
    assert await rows(ledger, Nudge.id) == [delivery]


async def test_nobody_else_can_have_it_rendered(ledger: Ledger) -> None:
    await enrolled(ledger)
    await enrolled(ledger, BEN)
    await planned(ledger, FRIDAY)
    (delivery,) = await rows(ledger, Delivery.id, owner=ANA)

    assert await render(ledger, BEN, delivery, now=FRIDAY + HOUR) == Silent("unknown")
    assert await rows(ledger, Nudge.id) == []


async def test_many_are_asked_together_each_about_their_own_n3(ledger: Ledger) -> None:
    people = {ANA: "Shipped alpha", BEN: "Shipped beta", ELSEWHERE: "Shipped gamma", QUIET: "", NEW: "Shipped delta"}
    for owner, words in people.items():
        await enrolled(ledger, owner, used=False)
        await stored(ledger, *([evidence(owner, text=words, created_at=LONG_AGO)] if words else []))
    await stored(ledger, evidence(NEW, created_at=FRIDAY - HOUR))
    await planned(ledger, FRIDAY)
    turns = [
        Turn(Owner(*row[1:]), row[0])
        for row in await rows(ledger, Delivery.id, Delivery.workspace_id, Delivery.member_id)
    ]
    swapped = Turn(BEN, next(turn.delivery for turn in turns if turn.owner == ANA))

    rendered = await asking.render(ledger, [*turns, swapped], now=FRIDAY + HOUR)

    said = {turn.owner: found for turn, found in rendered.items() if turn != swapped}
    for owner in (ANA, BEN, ELSEWHERE):
        found = said[owner]
        assert isinstance(found, Asked)
        assert f"“{people[owner]}”" in found.sentence
        assert (await profile_of(ledger, owner)).unanswered == 1
    assert (said[QUIET], said[NEW]) == (Silent("unused"), Silent("logged"))
    assert rendered[swapped] == Silent("unknown")
    assert len(await rows(ledger, Nudge.id)) == 3


async def test_a_question_that_was_never_sent_is_not_one_without_an_answer_n4(ledger: Ledger) -> None:
    await enrolled(ledger)
    (delivery,) = await planned(ledger, FRIDAY)
    await render(ledger, ANA, delivery, now=FRIDAY + HOUR)
    await _settle(ledger, delivery, "skipped", FRIDAY)  # Slack was away for more than a day

    assert isinstance(await said(ledger, FRIDAY + WEEK), Asked)
    assert (await profile_of(ledger)).unanswered == 1


async def test_a_late_question_is_not_asked_n5(ledger: Ledger) -> None:
    await enrolled(ledger)
    (delivery,) = await planned(ledger, FRIDAY)

    assert await render(ledger, ANA, delivery, now=FRIDAY + timedelta(days=1, hours=1)) == Silent("stale")


async def test_a_question_is_forgotten_with_what_it_quotes_p2(ledger: Ledger) -> None:
    await enrolled(ledger)
    (delivery,) = await planned(ledger, FRIDAY)
    assert isinstance(await render(ledger, ANA, delivery, now=FRIDAY + HOUR), Asked)
    (entry,) = await rows(ledger, Evidence.id)

    await undo(ledger, ANA, entry)

    assert await rows(ledger, Nudge.template, Nudge.sentence) == [("about.outcome.0", "")]
    assert await render(ledger, ANA, delivery, now=FRIDAY + HOUR) == Silent("deleted")


async def test_a_deleted_period_takes_the_questions_since_with_it_p2(ledger: Ledger) -> None:
    await enrolled(ledger)
    (delivery,) = await planned(ledger, FRIDAY)
    await render(ledger, ANA, delivery, now=FRIDAY + HOUR)

    period = Period(LONG_AGO.date(), LONG_AGO.date())
    await delete_period(ledger, ANA, period, key="view:1", now=FRIDAY + HOUR)

    assert await rows(ledger, Nudge.id) == []
    assert len(await planned(ledger, FRIDAY + 2 * HOUR)) == 1


async def test_what_comes_until_a_time_is_told_and_changes_nothing(ledger: Ledger) -> None:
    await enrolled(ledger)
    await enrolled(ledger, BEN, now=FRIDAY)

    assert await nudges.expected(ledger, FRIDAY) == [ANA]
    assert await rows(ledger, Delivery.id) == []


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_happens_no_week_has_two_and_none_is_stale_n5(ledger: Ledger, seed: int) -> None:
    await enrolled(ledger)
    life = Life(ledger, seed)

    while life.now < NOON + 26 * WEEK:
        await life.goes_on()

    weeks = [week for week, _ in life.asked]
    assert len(set(weeks)) == len(weeks)
    assert weeks == sorted(weeks)
    assert weeks
    for week, now in life.asked:
        monday = datetime.combine(week_from(week).monday(), time(), UTC)
        assert monday - timedelta(hours=14) <= now <= monday + timedelta(days=8, hours=12)
    sentences = await rows(ledger, Nudge.week, Nudge.sentence)
    assert len({sentence for _, sentence in sentences}) == len(sentences)
