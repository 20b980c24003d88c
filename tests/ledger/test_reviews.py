"""Reviews: rows that follow what changes, and become one message for each person (L2, L4, L6, N2)."""

import asyncio
import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.coach import launches, lookbacks, profile, reviews, slots
from bot.coach.moment import Moment
from bot.coach.promises import Promise
from bot.coach.reviews import Look
from bot.ledger.models import Delivery, Profile
from bot.ledger.plans import Review
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON

DAY = timedelta(days=1)
TODAY = NOON.date()
FIRST = datetime(2026, 6, 3, 15, tzinfo=UTC)  # 30 days after NOON, a Wednesday


def at_hour(day: int, hour: int) -> datetime:
    return datetime(2026, 5, day, hour, tzinfo=UTC)


def moment(at: datetime) -> Moment:
    return Moment(at, NOON)


async def launch(
    ledger: Ledger, owner: Owner = ANA, on: date = TODAY, key: str = "view", now: datetime = NOON
) -> uuid.UUID:
    return (await launches.record(ledger, owner, Promise("Onboarding", on), key=key, now=now)).id


async def looks(ledger: Ledger, launch_id: uuid.UUID, owner: Owner = ANA) -> list[Look]:
    return list((await launches.find(ledger, owner, launch_id)).reviews)


async def promised(ledger: Ledger) -> list[Delivery]:
    ours = select(Delivery).where(Delivery.kind == reviews.KIND).order_by(Delivery.due_at, Delivery.member_id)
    return await ledger.read(EVERYONE, lambda session: list(session.scalars(ours)))


async def set_state(ledger: Ledger, delivery: Delivery, state: str) -> None:
    def change(session: ScopedSession) -> None:
        session.get_one(Delivery, delivery.id).state = state

    await ledger.write(EVERYONE, change)


async def sent(ledger: Ledger) -> None:
    for delivery in await promised(ledger):
        await set_state(ledger, delivery, "sent")


async def settle(ledger: Ledger, now: datetime, *, left: str | None = None, **values: object) -> None:
    def change(session: ScopedSession) -> None:
        row = profile.profile_of(session, ANA, now)
        for name, value in values.items():
            setattr(row, name, value)
        reviews.rescheduled(session, row, now, left=ZoneInfo(left) if left else None)

    await ledger.write(ANA, change)


async def test_nothing_is_asked_before_its_instant_and_nothing_twice_l6(ledger: Ledger) -> None:
    await launch(ledger)

    assert await reviews.plan(ledger, moment(FIRST - timedelta(seconds=1))) == 0
    assert await reviews.plan(ledger, moment(FIRST)) == 1
    assert await reviews.plan(ledger, moment(FIRST)) == 0

    (message,) = await promised(ledger)
    assert (message.due_at, message.state) == (FIRST, "ready")


async def test_two_planners_at_once_promise_each_message_once_l6(ledger: Ledger) -> None:
    for number in range(20):
        await launch(ledger, Owner("T0ACME", f"U{number}"))

    await asyncio.gather(*(reviews.plan(ledger, moment(FIRST)) for _ in range(4)))

    assert len(await promised(ledger)) == 20


async def test_what_is_due_together_shares_a_message_of_its_owner_l2(ledger: Ledger) -> None:
    one, two = await launch(ledger), await launch(ledger, on=NOON.date() - timedelta(days=30), key="two")
    for owner in (BEN, ELSEWHERE):
        await launch(ledger, owner)

    assert await reviews.plan(ledger, moment(FIRST)) == 3

    of_ana = [row for row in await promised(ledger) if Owner(row.workspace_id, row.member_id) == ANA]
    together = await lookbacks.asked(ledger, ANA, of_ana[0].id)
    assert {(each.launch_id, each.look.day) for each in together} == {(one, 30), (two, 30), (two, 60)}
    assert await lookbacks.asked(ledger, BEN, of_ana[0].id) == []


async def test_a_months_outage_loses_nothing_and_asks_together_l6(ledger: Ledger) -> None:
    await launch(ledger)

    assert await reviews.plan(ledger, moment(FIRST + 90 * DAY)) == 1
    assert len(await promised(ledger)) == 1


async def test_a_new_hour_moves_what_waits_l2(ledger: Ledger) -> None:
    launch_id = await launch(ledger)

    await settle(ledger, NOON, hour=9)

    assert [look.due_at.hour for look in await looks(ledger, launch_id)] == [9, 9]
    await settle(ledger, FIRST - timedelta(hours=10), hour=5)
    await settle(ledger, FIRST - timedelta(hours=9), hour=4)  # at six: today's new hour has passed
    assert (await looks(ledger, launch_id))[0].due_at == datetime(2026, 6, 4, 4, tzinfo=UTC)


async def test_a_journey_moves_what_waits_and_makes_up_what_it_jumped_over_l2(ledger: Ledger) -> None:
    launch_id = await launch(ledger)

    await settle(ledger, FIRST - timedelta(hours=1), zone="Asia/Tokyo", left="UTC")  # three in the afternoon has passed
    assert (await looks(ledger, launch_id))[0].due_at == FIRST - timedelta(hours=1)
    assert await reviews.plan(ledger, moment(FIRST - timedelta(hours=1))) == 1


@pytest.mark.parametrize(
    ("recorded", "zone", "asked"),
    [
        (at_hour(6, 6), "America/New_York", at_hour(6, 19)),  # 15:00 of the same day there, not of the day before
        (at_hour(6, 14), "Asia/Tokyo", at_hour(7, 6)),  # 23:00 there: tomorrow, not at once
    ],
)
async def test_a_zone_that_is_learned_makes_up_no_hour_before_the_launch_was_recorded_l2(
    ledger: Ledger, recorded: datetime, zone: str, asked: datetime
) -> None:
    launch_id = await launch(ledger, on=date(2026, 1, 5), now=recorded)

    await settle(ledger, recorded + timedelta(seconds=2), zone=zone, left="UTC")

    assert {look.due_at for look in await looks(ledger, launch_id)} == {asked}


async def test_an_overdue_review_keeps_its_day_on_a_journey_l2(ledger: Ledger) -> None:
    launch_id = await launch(ledger)
    overdue = Promise("Onboarding", date(2026, 1, 5))
    await launches.revise(ledger, ANA, launch_id, overdue, now=at_hour(6, 10))  # so it comes at 15:00

    await settle(ledger, at_hour(6, 12), zone="America/Chicago", left="UTC")

    assert {look.due_at for look in await looks(ledger, launch_id)} == {at_hour(6, 20)}


async def test_a_pause_holds_reviews_until_the_first_working_day_back_n4(ledger: Ledger) -> None:
    launch_id = await launch(ledger)

    await settle(ledger, NOON, paused_until=date(2026, 6, 13))
    first = (await looks(ledger, launch_id))[0]
    assert (first.due_on, first.due_at) == (date(2026, 6, 3), datetime(2026, 6, 15, 15, tzinfo=UTC))

    await settle(ledger, NOON, paused_until=None)
    assert (await looks(ledger, launch_id))[0].due_at == FIRST


async def test_a_message_about_to_be_sent_waits_again_when_its_hour_is_still_to_come_n1(ledger: Ledger) -> None:
    launch_id = await launch(ledger)
    await reviews.plan(ledger, moment(FIRST))
    (message,) = await promised(ledger)
    await set_state(ledger, message, "sending")

    await profile.note_zone(ledger, ANA, "America/New_York", FIRST, held=message.id)

    assert await lookbacks.asked(ledger, ANA, message.id) == []
    assert (await looks(ledger, launch_id))[0].due_at == FIRST + timedelta(hours=4)
    await set_state(ledger, message, "skipped")
    assert await reviews.plan(ledger, moment(FIRST + timedelta(hours=4))) == 1
    assert [row.state for row in await promised(ledger)] == ["skipped", "ready"]


async def test_there_and_back_again_is_asked_once_n1(ledger: Ledger) -> None:
    await launch(ledger)
    await reviews.plan(ledger, moment(FIRST))
    (message,) = await promised(ledger)
    await profile.note_zone(ledger, ANA, "America/New_York", FIRST, held=message.id)
    await set_state(ledger, message, "skipped")
    await profile.note_zone(ledger, ANA, "UTC", FIRST + timedelta(minutes=1))

    assert await reviews.plan(ledger, moment(FIRST + timedelta(minutes=1))) == 1
    assert [row.state for row in await promised(ledger)] == ["skipped", "ready"]


async def test_one_that_was_moved_out_of_a_message_and_back_comes_in_a_message_of_its_own_l6(ledger: Ledger) -> None:
    await launch(ledger)
    await launch(ledger, key="two")
    await reviews.plan(ledger, moment(FIRST))
    (message,) = await promised(ledger)
    first = await lookbacks.find(ledger, ANA, message.subject_id)
    await launches.revise(ledger, ANA, first.launch_id, Promise("Onboarding", date(2026, 6, 1)), now=FIRST)
    await sent(ledger)
    await launches.revise(ledger, ANA, first.launch_id, Promise("Onboarding", TODAY), now=FIRST)

    assert await reviews.plan(ledger, moment(FIRST)) == 1

    assert sorted(row.state for row in await promised(ledger)) == ["ready", "sent"]
    (new,) = [row for row in await promised(ledger) if row.state == "ready"]
    assert [each.look.id for each in await lookbacks.asked(ledger, ANA, new.id)] == [first.look.id]


async def test_a_message_that_may_have_been_sent_stays_as_it_is_l6(ledger: Ledger) -> None:
    launch_id = await launch(ledger)
    await reviews.plan(ledger, moment(FIRST))
    (message,) = await promised(ledger)
    await set_state(ledger, message, "doubt")

    await profile.note_zone(ledger, ANA, "America/New_York", FIRST)

    assert len(await lookbacks.asked(ledger, ANA, message.id)) == 1
    assert (await looks(ledger, launch_id))[0].state == "asked"


@pytest.mark.parametrize(("to", "asked_again"), [(date(2026, 6, 1), True), (date(2026, 5, 1), False)])
async def test_one_that_was_asked_is_asked_again_only_on_a_day_to_come_l4(
    ledger: Ledger, to: date, *, asked_again: bool
) -> None:
    launch_id = await launch(ledger)
    await reviews.plan(ledger, moment(FIRST))
    await sent(ledger)

    await launches.revise(ledger, ANA, launch_id, Promise("Onboarding", to), now=FIRST + DAY)

    first, second = await looks(ledger, launch_id)
    assert (first.round, first.state) == ((2, "waiting") if asked_again else (1, "asked"))
    assert first.due_on == (date(2026, 7, 1) if asked_again else date(2026, 6, 3))
    assert (second.round, second.state) == (1, "waiting")


async def test_one_that_was_planned_and_not_sent_just_moves_l4(ledger: Ledger) -> None:
    launch_id = await launch(ledger)
    await reviews.plan(ledger, moment(FIRST))
    (message,) = await promised(ledger)

    await launches.revise(ledger, ANA, launch_id, Promise("Onboarding", date(2026, 6, 1)), now=FIRST)

    assert await lookbacks.asked(ledger, ANA, message.id) == []
    assert [(look.round, look.state) for look in await looks(ledger, launch_id)] == [(1, "waiting")] * 2


async def test_a_cancelled_launch_says_nothing_even_when_it_was_planned_l4(ledger: Ledger) -> None:
    launch_id = await launch(ledger)
    await reviews.plan(ledger, moment(FIRST))
    (message,) = await promised(ledger)

    await launches.cancel(ledger, ANA, launch_id)

    assert [each.is_open for each in await lookbacks.asked(ledger, ANA, message.id)] == []
    assert await reviews.plan(ledger, moment(FIRST + 90 * DAY)) == 0


async def test_a_week_with_a_review_is_known_before_and_after_it_was_asked_n2(ledger: Ledger) -> None:
    launch_id = await launch(ledger)
    week = slots.week_of(FIRST.date())

    async def comes(which: slots.Week) -> bool:
        found = await ledger.read(ANA, lambda session: reviews.coming(session, [ANA], which, which))
        return any(slots.week_of(at.date()) == which for at in found[ANA])

    assert [await comes(week), await comes(week.later())] == [True, False]
    await reviews.plan(ledger, moment(FIRST))
    await sent(ledger)
    review_id = (await looks(ledger, launch_id))[0].id
    await lookbacks.put_off(ledger, ANA, review_id, lookbacks.SNOOZED, now=FIRST)
    assert [await comes(week), await comes(week.later())] == [True, True]
    await lookbacks.cancel(ledger, ANA, (await looks(ledger, launch_id))[0].id)
    assert [await comes(week), await comes(week.later())] == [True, False]


async def test_every_row_keeps_the_instant_that_the_rules_give(ledger: Ledger) -> None:
    """The planner looks at `due_at` alone: whatever changes, it must be what the rules say."""
    launch_id = await launch(ledger)
    await settle(ledger, NOON, hour=7, zone="America/Sao_Paulo", paused_until=date(2026, 6, 20))

    rows = await ledger.read(ANA, lambda s: list(s.scalars(select(Review).where(Review.launch_id == launch_id))))
    settled = await ledger.read(ANA, lambda s: s.scalars(select(Profile)).one())
    assert {row.due_at for row in rows} == {reviews.instant(row.due_on, reviews.hour_of(settled), NOON) for row in rows}
