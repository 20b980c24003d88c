"""Looking back: each review ends once, and its answer is evidence in the person's own words (L2, L3, L4)."""

import asyncio
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.coach import evidence, launches, lookbacks, reviews
from bot.coach.evidence import Gone
from bot.coach.lookbacks import SNOOZED, TOO_EARLY, Lookback, Outcome, Report
from bot.coach.moment import Moment
from bot.coach.promises import Promise
from bot.coach.proposal import Metric
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON

FIRST = datetime(2026, 6, 3, 15, tzinfo=UTC)
PROMISE = Promise(
    "Onboarding two",
    NOON.date(),
    "People give up on step four",
    "new teams",
    "Completion",
    "61%",
    "75%",
    "growth",
    ("U1",),
)
MISSED = Report(
    Outcome.SAME,
    Metric("Completion", "61%", "62%"),
    {"why": "The slow page came later", "next_step": "Cut the page"},
    "I would look at the funnel first",
)


async def asked(ledger: Ledger, promise: Promise = PROMISE) -> Lookback:
    """A launch whose first review has been sent."""
    planned = await launches.record(ledger, ANA, promise, key=uuid.uuid4().hex, now=NOON)
    await reviews.plan(ledger, Moment(FIRST, FIRST))
    return await lookbacks.find(ledger, ANA, planned.reviews[0].id)


async def entries(ledger: Ledger) -> list[Evidence]:
    return await ledger.read(EVERYONE, lambda session: list(session.scalars(select(Evidence))))


async def now(ledger: Ledger, lookback: Lookback) -> Lookback:
    return await lookbacks.find(ledger, ANA, lookback.look.id)


async def test_a_miss_is_evidence_in_the_persons_own_words_l3(ledger: Ledger) -> None:
    lookback = await asked(ledger)

    finished = await lookbacks.finish(ledger, ANA, lookback.look.id, MISSED, now=FIRST)

    (row,) = await entries(ledger)
    assert (
        row.text
        == "Onboarding two, launched on 4 May 2026: It did not move.\nNext time: I would look at the funnel first"
    )
    assert (row.kind, row.kind_decided, row.metric_decided) == ("metric", True, True)
    assert (row.metric_name, row.metric_before, row.metric_after) == ("Completion", "61%", "62%")
    assert row.answers == {"why": "The slow page came later", "next_step": "Cut the page", "target": "75%"}
    assert row.details == {"launch": "Onboarding two", "lever": "growth", "stakeholders": ["U1"]}
    assert row.happened_on == FIRST.date()
    assert finished.entry == evidence.entry_of(row)
    assert (finished.lookback.look.state, finished.lookback.look.answer) == ("answered", "did_not_move")


async def test_a_hit_of_a_bare_launch_invents_nothing_l3(ledger: Ledger) -> None:
    lookback = await asked(ledger, Promise("Search", NOON.date()))

    await lookbacks.finish(ledger, ANA, lookback.look.id, Report(Outcome.MOVED), now=FIRST)

    (row,) = await entries(ledger)
    assert row.text == "Search, launched on 4 May 2026: It moved."
    assert (row.metric_name, row.metric_before, row.metric_after, row.answers) == (None, None, None, {})


async def test_no_data_is_final_and_an_entry_only_when_something_was_said_l3(ledger: Ledger) -> None:
    silent, said = await asked(ledger), await asked(ledger)

    nothing = await lookbacks.finish(ledger, ANA, silent.look.id, Report(Outcome.NO_DATA), now=FIRST)
    something = Report(Outcome.NO_DATA, answers={"next_step": "Add the event"})
    await lookbacks.finish(ledger, ANA, said.look.id, something, now=FIRST)

    assert (nothing.entry, nothing.lookback.is_open) == (None, False)
    assert [row.answers["next_step"] for row in await entries(ledger)] == ["Add the event"]


async def test_two_reports_at_once_are_one_entry_c8(ledger: Ledger) -> None:
    lookback = await asked(ledger)

    both = await asyncio.gather(*(lookbacks.finish(ledger, ANA, lookback.look.id, MISSED, now=FIRST) for _ in range(3)))

    assert sorted(each.before for each in both) == [False, True, True]
    assert {each.entry.id for each in both if each.entry} == {row.id for row in await entries(ledger)}
    assert len(await entries(ledger)) == 1


@pytest.mark.parametrize(("answer", "on"), [(TOO_EARLY, date(2026, 6, 17)), (SNOOZED, date(2026, 6, 10))])
async def test_put_off_twice_is_put_off_once_l4(ledger: Ledger, answer: str, on: date) -> None:
    lookback = await asked(ledger)

    await asyncio.gather(
        *(lookbacks.put_off(ledger, ANA, lookback.look.id, answer, now=FIRST + timedelta(hours=1)) for _ in range(2))
    )

    standing = await now(ledger, lookback)
    assert (standing.look.answer, standing.is_open) == (answer, False)
    assert standing.later
    assert (standing.later.due_on, standing.later.round, standing.later.state) == (on, 2, "waiting")


async def test_too_early_is_asked_again_as_often_as_it_is_said_l4(ledger: Ledger) -> None:
    lookback = await asked(ledger)
    at = FIRST
    for number in range(2, 5):
        await lookbacks.put_off(ledger, ANA, lookback.look.id, TOO_EARLY, now=at)
        later = (await now(ledger, lookback)).later
        assert later
        assert later.round == number
        at = later.due_at
        assert await reviews.plan(ledger, Moment(at, at)) == 1
        lookback = await lookbacks.find(ledger, ANA, later.id)


async def test_an_answer_ends_the_round_that_was_still_to_come_l4(ledger: Ledger) -> None:
    lookback = await asked(ledger)
    await lookbacks.put_off(ledger, ANA, lookback.look.id, TOO_EARLY, now=FIRST)

    finished = await lookbacks.finish(ledger, ANA, lookback.look.id, MISSED, now=FIRST)

    assert finished.entry
    assert finished.lookback.later
    assert finished.lookback.later.state == "cancelled"
    await lookbacks.put_off(ledger, ANA, lookback.look.id, TOO_EARLY, now=FIRST)
    assert (await now(ledger, lookback)).look.answer == "did_not_move"


async def test_cancelled_it_is_asked_no_more_and_a_report_still_counts_l4(ledger: Ledger) -> None:
    lookback = await asked(ledger)

    for _ in range(2):
        await lookbacks.cancel(ledger, ANA, lookback.look.id)
    await lookbacks.put_off(ledger, ANA, lookback.look.id, TOO_EARLY, now=FIRST)
    standing = await now(ledger, lookback)
    assert (standing.look.state, standing.later) == ("cancelled", None)

    finished = await lookbacks.finish(ledger, ANA, lookback.look.id, MISSED, now=FIRST)
    await lookbacks.cancel(ledger, ANA, lookback.look.id)
    assert not finished.before
    assert (await now(ledger, lookback)).look.answer == "did_not_move"


async def test_cancel_and_report_at_once_end_in_one_result(ledger: Ledger) -> None:
    lookback = await asked(ledger)

    await asyncio.gather(
        lookbacks.cancel(ledger, ANA, lookback.look.id),
        lookbacks.finish(ledger, ANA, lookback.look.id, MISSED, now=FIRST),
        lookbacks.put_off(ledger, ANA, lookback.look.id, TOO_EARLY, now=FIRST),
    )

    assert (await now(ledger, lookback)).look.answer == "did_not_move"
    assert len(await entries(ledger)) == 1
    assert await reviews.plan(ledger, Moment(FIRST + timedelta(days=20), FIRST)) == 0


async def test_an_entry_that_is_undone_leaves_the_review_answered_l3(ledger: Ledger) -> None:
    lookback = await asked(ledger)
    finished = await lookbacks.finish(ledger, ANA, lookback.look.id, MISSED, now=FIRST)
    assert finished.entry

    await evidence.undo(ledger, ANA, finished.entry.id)

    standing = await now(ledger, lookback)
    assert (standing.look.answer, standing.entry_id) == ("did_not_move", None)


@pytest.mark.parametrize("stranger", [BEN, ELSEWHERE])
async def test_a_review_of_somebody_else_is_not_there_p1(ledger: Ledger, stranger: Owner) -> None:
    review_id = (await asked(ledger)).look.id

    for reached in (
        lookbacks.find(ledger, stranger, review_id),
        lookbacks.beside(ledger, stranger, review_id),
        lookbacks.put_off(ledger, stranger, review_id, TOO_EARLY, now=FIRST),
        lookbacks.cancel(ledger, stranger, review_id),
        lookbacks.finish(ledger, stranger, review_id, MISSED, now=FIRST),
    ):
        with pytest.raises(Gone):
            await reached
    assert await entries(ledger) == []
