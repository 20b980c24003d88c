"""Launches: recorded once, with their reviews; moved, cancelled, listed (L1, L2, L4)."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from bot.coach import launches, profile, promises, reviews
from bot.coach.evidence import Gone
from bot.coach.launches import Planned
from bot.coach.moment import Moment
from bot.coach.promises import Complaint, Promise
from bot.coach.reviews import NotReviewDays
from bot.ledger.models import Delivery
from bot.ledger.plans import Launch, Review
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON

ONBOARDING = Promise(
    "Onboarding two", date(2026, 5, 20), "People give up on step four", "new teams", "Completion", "61%", "75%",
    "growth", ("U1", "U2"),
)  # fmt: skip


async def record(ledger: Ledger, promise: Promise = ONBOARDING, key: str = "view", owner: Owner = ANA) -> Planned:
    return await launches.record(ledger, owner, promise, key=key, now=NOON)


async def settle(ledger: Ledger, days: list[int]) -> profile.Preferences:
    return await profile.settle(ledger, ANA, weekday=4, hour=15, metrics=[], now=NOON, review_days=days)


def due(planned: Planned) -> list[datetime]:
    return [look.due_at for look in planned.reviews]


async def test_a_launch_is_stored_word_for_word_with_its_reviews_l1_l2(ledger: Ledger) -> None:
    planned = await record(ledger)

    assert (await launches.find(ledger, ANA, planned.id)) == replace(planned, weekly=None)
    assert (planned.promise, planned.late) == (ONBOARDING, False)
    assert [(look.day, look.round, look.state) for look in planned.reviews] == [(30, 1, "waiting"), (60, 1, "waiting")]
    # 30 days after is a Friday; 60 days after is a Sunday, and so moved to Monday
    assert due(planned) == [datetime(2026, 6, 19, 15, tzinfo=UTC), datetime(2026, 7, 20, 15, tzinfo=UTC)]


async def test_one_submission_is_one_launch_c8(ledger: Ledger) -> None:
    both = await asyncio.gather(record(ledger), record(ledger))

    assert both[0] == both[1]
    count = select(func.count(Launch.id)), select(func.count(Review.id))
    assert [await ledger.read(EVERYONE, lambda s, c=c: s.scalar(c)) for c in count] == [1, 2]  # type: ignore[misc]


async def test_recorded_after_the_day_it_is_marked_late_and_asked_at_the_next_hour_l1(ledger: Ledger) -> None:
    planned = await record(ledger, Promise("Search", date(2026, 3, 1)))
    on_the_day = await record(ledger, Promise("Search", NOON.date()), key="other")

    assert (planned.late, on_the_day.late) == (True, False)
    assert due(planned) == [NOON.replace(hour=15)] * 2  # Monday noon: both today at three


async def test_moving_the_day_moves_the_reviews_and_mends_the_mark_l4(ledger: Ledger) -> None:
    planned = await record(ledger)

    later = Promise("Onboarding 2", date(2026, 6, 1))
    moved = await launches.revise(ledger, ANA, planned.id, later, now=NOON)
    assert moved.promise == later
    assert [look.due_on for look in moved.reviews] == [date(2026, 7, 1), date(2026, 7, 31)]

    back = await launches.revise(ledger, ANA, planned.id, Promise("Onboarding 2", date(2026, 5, 1)), now=NOON)
    assert back.late
    assert len(back.reviews) == len(planned.reviews)


async def test_cancelling_cancels_its_reviews_and_no_others_l4(ledger: Ledger) -> None:
    planned, other = await record(ledger), await record(ledger, key="other")

    cancelled = await launches.cancel(ledger, ANA, planned.id)
    again = await launches.cancel(ledger, ANA, planned.id)

    assert cancelled == again
    assert cancelled.cancelled
    assert {look.state for look in cancelled.reviews} == {"cancelled"}
    assert await reviews.plan(ledger, Moment(late := NOON + timedelta(days=300), late)) == 1
    assert {look.state for look in (await launches.find(ledger, ANA, other.id)).reviews} == {"asked"}
    moved = await launches.revise(ledger, ANA, planned.id, Promise("Onboarding", date(2027, 1, 1)), now=NOON)
    assert {look.state for look in moved.reviews} == {"cancelled"}


@pytest.mark.parametrize("stranger", [BEN, ELSEWHERE])
async def test_a_launch_of_somebody_else_is_not_there_p1(ledger: Ledger, stranger: Owner) -> None:
    planned = await record(ledger)

    for reached in (
        launches.find(ledger, stranger, planned.id),
        launches.cancel(ledger, stranger, planned.id),
        launches.revise(ledger, stranger, planned.id, ONBOARDING, now=NOON),
    ):
        with pytest.raises(Gone):
            await reached
    assert (await launches.page(ledger, stranger, NOON)).total == 0


WRONG: dict[str, tuple[Promise, dict[str, Complaint]]] = {
    "nothing": (Promise(" \u200b"), {"name": Complaint.NO_NAME, "ships_on": Complaint.NO_DAY}),
    "1970": (Promise("x", date(1970, 1, 1)), {"ships_on": Complaint.LONG_AGO}),
    "2999": (Promise("x", date(2999, 1, 1)), {"ships_on": Complaint.FAR_AWAY}),
    "a crowd": (Promise("x", NOON.date(), stakeholders=("U1",) * 21), {"stakeholders": Complaint.TOO_MANY}),
    "all well": (ONBOARDING, {}),
}


@pytest.mark.parametrize(("promise", "found"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_kept_is_named_by_its_field_l1(promise: Promise, found: dict[str, Complaint]) -> None:
    assert promises.complaints(promise, NOON.date()) == found


@pytest.mark.parametrize("days", [[0], [10_000], [30, -1], [], [1, 2, 3, 4]])
async def test_days_on_which_nobody_can_come_back_are_refused_l2(ledger: Ledger, days: list[int]) -> None:
    with pytest.raises(NotReviewDays):
        await settle(ledger, days)

    assert [look.day for look in (await record(ledger)).reviews] == [30, 60]


async def test_other_days_hold_for_launches_recorded_from_then_on_l2(ledger: Ledger) -> None:
    before = await record(ledger)
    assert (await settle(ledger, [180, 30, 30])).review_days == (30, 180)

    assert [look.day for look in (await record(ledger, key="after")).reviews] == [30, 180]
    assert [look.day for look in (await launches.find(ledger, ANA, before.id)).reviews] == [30, 60]


async def test_the_list_has_the_latest_first_in_pages_l1(ledger: Ledger) -> None:
    for number in range(10):
        await record(ledger, Promise(f"Launch {number}", date(2026, 5, 1 + number)), key=f"view {number}")

    first, last = await launches.page(ledger, ANA, NOON), await launches.page(ledger, ANA, NOON, 99)

    assert [each.promise.name for each in first.launches] == [f"Launch {n}" for n in range(9, 1, -1)]
    assert [each.promise.name for each in last.launches] == ["Launch 1", "Launch 0"]
    assert (first.total, first.last, last.number, first.today) == (10, 1, 1, NOON.date())


async def test_home_shows_what_comes_next_in_the_same_number_of_statements_h1(ledger: Ledger) -> None:
    async def looked() -> tuple[list[str], int]:
        said: list[str] = []
        event.listen(ledger.engine, "after_cursor_execute", lambda *told: said.append(told[2]))
        page = await ledger.read(ANA, lambda session: launches.coming(session, NOON))
        return [each.promise.name for each in page.launches], len(said)

    await record(ledger, Promise("Past", date(2026, 4, 1)), key="past")
    _, few = await looked()
    for number in range(20):
        await record(ledger, Promise(f"Coming {number}", date(2026, 8, 1 + number)), key=f"view {number}")
    names, many = await looked()

    assert names[:3] == ["Coming 0", "Coming 1", "Coming 2"]
    assert "Past" in names
    assert many == few


async def test_a_zone_that_is_not_known_is_asked_for_once_a_launch_n1(ledger: Ledger) -> None:
    planned = await record(ledger)
    await record(ledger)

    kinds = await ledger.read(EVERYONE, lambda s: [(row.kind, row.subject_id) for row in s.scalars(select(Delivery))])
    assert kinds == [("zone", planned.id)]
