"""The weekly question's calendar in the ledger: one slot a week, planned in bulk, and nothing for a slot long missed."""

import random
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.coach import asking, nudges, profile, replies
from bot.coach.asking import Asked, Postponed, Rendered, Silent
from bot.coach.belongings import Period
from bot.coach.erasure import delete_period
from bot.coach.evidence import undo
from bot.coach.rhythm import FORTNIGHTLY, RESTING, STOPPED, WEEKLY
from bot.coach.situations import Turn
from bot.coach.slots import week_from
from bot.ledger.models import Delivery, Evidence, Profile
from bot.ledger.plans import Launch, Nudge, Review
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, at, evidence, stored

BERLIN = "Europe/Berlin"
FRIDAY = datetime(2026, 5, 8, 13, tzinfo=UTC)  # 15:00 in Berlin, in the week of NOON
WEEK = timedelta(weeks=1)
HOUR = timedelta(hours=1)
QUIET, NEW = Owner(ANA.workspace, "U0QUIET"), Owner(ANA.workspace, "U0NEW")
LONG_AGO = NOON - timedelta(weeks=8)


async def rows(ledger: Ledger, *columns: Any, owner: Owner | None = None) -> list[Any]:
    def look(session: Any) -> list[Any]:
        found = session.execute(select(*columns).order_by(columns[0]))
        return [row[0] if len(columns) == 1 else tuple(row) for row in found]

    return await ledger.read(owner or EVERYONE, look)


async def profile_of(ledger: Ledger, owner: Owner = ANA) -> Profile:
    return await ledger.read(owner, lambda session: session.scalars(select(Profile)).one())


async def enrolled(ledger: Ledger, owner: Owner = ANA, *, used: bool = True, now: datetime = NOON) -> None:
    """Somebody in Berlin who used the coach long ago, and saw the hour now."""
    if used:
        words = {"text": "Shipped onboarding", "created_at": LONG_AGO}
        await stored(ledger, evidence(owner, **words))
    await profile.note_zone(ledger, owner, BERLIN, now)
    await profile.settle(ledger, owner, weekday=4, hour=15, metrics=[], now=now)


async def planned(ledger: Ledger, now: datetime) -> list[uuid.UUID]:
    """The deliveries that are there after a tick of the clock."""
    await nudges.plan(ledger, at(now))
    return await rows(ledger, Delivery.id)


async def said(ledger: Ledger, now: datetime, owner: Owner = ANA) -> Rendered | None:
    """What the delivery of the week says, sent within its hour; None when the clock has planned none."""
    await nudges.plan(ledger, at(now))
    waiting = select(Delivery.id).where(Delivery.state == "ready", Delivery.due_at <= now + HOUR)
    ids = await ledger.read(owner, lambda session: list(session.scalars(waiting)))
    if not ids:
        return None
    (delivery,) = ids
    rendered = await render(ledger, owner, delivery, now=now + HOUR)
    if not isinstance(rendered, Postponed):
        state = "sent" if isinstance(rendered, Asked) else "skipped"
        await _settle(ledger, delivery, state, now + HOUR)
    return rendered


async def _settle(ledger: Ledger, delivery: uuid.UUID, state: str, now: datetime) -> None:
    def settle(session: Any) -> None:
        row = session.get_one(Delivery, delivery)
        row.state, row.sent_at = state, now if state == "sent" else None

    await ledger.write(EVERYONE, settle)


async def render(ledger: Ledger, owner: Owner, delivery: uuid.UUID, *, now: datetime) -> Rendered:
    """What one delivery says."""
    turn = Turn(owner, delivery)
    return (await asking.render(ledger, [turn], now=now))[turn]


async def change(ledger: Ledger, work: Callable[[Profile], None], owner: Owner = ANA) -> None:
    await ledger.write(owner, lambda session: work(session.scalars(select(Profile)).one()))


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


class Life:
    """Half a year of somebody whose machine, zone, hour and mood change at random; it notes when a question came."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        self.ledger = ledger
        self.chance = random.Random(seed)  # noqa: S311  # no secret
        self.now = NOON
        self.asked: list[tuple[str, datetime]] = []

    async def goes_on(self) -> None:
        """Some time passes, something happens, and the clock ticks."""
        self.now += timedelta(hours=self.chance.choice([1, 5, 11, 23, 24, 30, 77, 200]))
        usual = [self._nothing] * 9 + [self._resumes] * 3
        happens = self.chance.choice([*usual, self._moves, self._changes_the_hour, self._pauses])
        await happens()
        await nudges.plan(self.ledger, at(self.now))
        waiting = select(Delivery.id, Delivery.expires_at).where(Delivery.state == "ready")
        for delivery, expires in await self.ledger.read(ANA, lambda session: session.execute(waiting).all()):
            if expires and expires <= self.now:
                await _settle(self.ledger, delivery, "skipped", self.now)
                continue
            rendered = await render(self.ledger, ANA, delivery, now=self.now)
            if isinstance(rendered, Asked):
                self.asked.append((rendered.week, self.now))
            if not isinstance(rendered, Postponed):
                await _settle(self.ledger, delivery, "sent" if isinstance(rendered, Asked) else "skipped", self.now)

    async def _moves(self) -> None:
        where = self.chance.choice(["Pacific/Kiritimati", "Pacific/Pago_Pago", BERLIN, "America/New_York"])
        await profile.note_zone(self.ledger, ANA, where, self.now)

    async def _changes_the_hour(self) -> None:
        weekday, hour = self.chance.randrange(7), self.chance.randrange(24)
        await profile.settle(self.ledger, ANA, weekday=weekday, hour=hour, metrics=["activation"], now=self.now)

    async def _resumes(self) -> None:
        await nudges.resume(self.ledger, ANA, now=self.now)

    async def _pauses(self) -> None:
        until = self.now.date() + timedelta(days=self.chance.randint(3, 12))
        await nudges.pause(self.ledger, ANA, until, now=self.now)

    async def _nothing(self) -> None:
        """Nothing."""


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
