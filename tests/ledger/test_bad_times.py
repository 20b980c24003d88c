"""Clocks and zones that are wrong: nothing is lost, nothing comes twice, and everything else goes on (N5, L6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.coach import asking, launches, nudges, profile, reviews
from bot.coach.asking import Asked
from bot.coach.promises import Promise
from bot.coach.situations import Turn
from bot.ledger.models import Delivery
from bot.ledger.plans import Launch, Review
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, ELSEWHERE, NOON, at, evidence, stored

FRIDAY = datetime(2026, 5, 8, 15, tzinfo=UTC)
FIRST = datetime(2026, 6, 3, 15, tzinfo=UTC)  # 30 days after NOON
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


async def count(ledger: Ledger, table: type[Delivery | Launch | Review]) -> int:
    return await ledger.read(EVERYONE, lambda session: session.scalar(select(func.count(table.id)))) or 0


async def enrolled(ledger: Ledger) -> None:
    await stored(ledger, evidence(ANA, created_at=NOON - 8 * WEEK))
    await profile.settle(ledger, ANA, weekday=4, hour=15, metrics=[], now=NOON)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "America", "../etc/passwd", "", "x" * 500])
async def test_a_zone_that_the_machine_does_not_know_is_utc_for_questions_and_reviews(
    ledger: Ledger, zone: str
) -> None:
    await enrolled(ledger)
    planned = await launches.record(ledger, ANA, Promise("Onboarding", NOON.date()), key="view", now=NOON)

    await profile.note_zone(ledger, ANA, zone, NOON)

    assert await nudges.plan(ledger, at(FRIDAY - timedelta(seconds=1))) == 0
    assert await nudges.plan(ledger, at(FRIDAY)) == 1
    assert next(look.due_at for look in planned.reviews) == FIRST
    assert await reviews.plan(ledger, at(FIRST)) == 1


async def test_a_clock_that_steps_back_asks_no_week_twice_n5(ledger: Ledger) -> None:
    await enrolled(ledger)
    await nudges.plan(ledger, at(FRIDAY))
    (first,) = await ledger.read(EVERYONE, lambda session: list(session.scalars(select(Delivery.id))))
    turn = Turn(ANA, first)
    assert isinstance((await asking.render(ledger, [turn], now=FRIDAY + HOUR))[turn], Asked)

    for back in (FRIDAY - 3 * WEEK, FRIDAY - timedelta(days=2), FRIDAY - HOUR, FRIDAY):
        await nudges.plan(ledger, at(back))
        await profile.note_zone(ledger, ANA, "UTC", back)
        await nudges.resume(ledger, ANA, now=back)
        await profile.settle(ledger, ANA, weekday=4, hour=15, metrics=[], now=back)
        await nudges.plan(ledger, at(back))

    assert await count(ledger, Delivery) == 1
    assert (await nudges.standing(ledger, ANA)).next_on == date(2026, 5, 15)
    assert await nudges.plan(ledger, at(FRIDAY + WEEK)) == 1


async def test_a_clock_that_steps_back_asks_no_review_twice_and_loses_none_l6(ledger: Ledger) -> None:
    planned = await launches.record(ledger, ANA, Promise("Onboarding", NOON.date()), key="view", now=NOON)
    assert await reviews.plan(ledger, at(FIRST)) == 1

    for back in (NOON, FIRST - timedelta(days=1), FIRST, FIRST + timedelta(days=29)):
        assert await reviews.plan(ledger, at(back)) == 0

    looks = {look.day: look.state for look in (await launches.find(ledger, ANA, planned.id)).reviews}
    assert looks == {30: "asked", 60: "waiting"}
    assert await reviews.plan(ledger, at(FIRST + timedelta(days=31))) == 1


async def test_a_launch_recorded_by_a_clock_that_was_wrong_is_asked_when_its_day_comes_l6(ledger: Ledger) -> None:
    ahead = NOON + timedelta(days=400)  # the machine's clock, a year ahead for a while
    late = await launches.record(ledger, ANA, Promise("Onboarding", NOON.date()), key="view", now=ahead)
    assert late.late

    assert await reviews.plan(ledger, at(NOON)) == 0
    assert await reviews.plan(ledger, at(ahead + timedelta(days=4))) == 1
    assert await count(ledger, Review) == 2


async def test_somebody_in_two_workspaces_has_launches_and_reviews_in_each_l6(ledger: Ledger) -> None:
    for owner in (ANA, ELSEWHERE):
        await launches.record(ledger, owner, Promise("Onboarding", NOON.date()), key="view", now=NOON)

    assert await reviews.plan(ledger, at(FIRST)) == 2

    here, there = [
        await ledger.read(owner, lambda session: {row.delivery_id for row in session.scalars(select(Review))} - {None})
        for owner in (ANA, ELSEWHERE)
    ]
    assert len(here) == len(there) == 1
    assert here != there
