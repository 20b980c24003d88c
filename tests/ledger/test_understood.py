"""What an answer to the weekly question becomes when it is an entry of its own, and what is not asked (N2, N3)."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.coach import asking, evidence, launches, lookbacks, nudges, profile, replies, shelf
from bot.coach.asking import Asked
from bot.coach.evidence import Entry
from bot.coach.ideas import Known
from bot.coach.knowing import known
from bot.coach.lookbacks import Outcome, Report
from bot.coach.promises import Promise
from bot.coach.proposal import Kind, Metric
from bot.coach.situations import Turn
from bot.ledger.models import Delivery, Profile
from bot.ledger.plans import Nudge, Review
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, NOON, at

PROMISE = Promise("Billing alerts", date(2026, 5, 5), metric="Tickets a week", baseline="60", target="40")
PROMISE_ASKED = "On 4 May you expected “Tickets a week” to reach 40. Did it move?"
FRIDAY = datetime.fromisoformat("2026-05-15T15:30+00:00")


async def asked(ledger: Ledger) -> Asked:
    """A question about the launch."""
    await profile.settle(ledger, ANA, weekday=4, hour=15, metrics=[], now=NOON)
    await launches.record(ledger, ANA, PROMISE, key="view:1", now=NOON)
    await nudges.plan(ledger, at(FRIDAY))
    ids = await ledger.read(ANA, lambda s: list(s.scalars(select(Delivery.id).where(Delivery.kind == "nudge"))))
    turn = Turn(ANA, ids[-1])
    rendered = (await asking.render(ledger, [turn], now=FRIDAY))[turn]
    assert isinstance(rendered, Asked)
    return rendered


async def answered(ledger: Ledger, words: str) -> Entry:
    question = await asked(ledger)
    return (await replies.answer(ledger, ANA, question.id, words, key="view:2", now=FRIDAY)).entry


async def test_it_is_of_the_kind_that_was_asked_for_and_about_the_launch_n3(ledger: Ledger) -> None:
    entry = await answered(ledger, "57 in the first week")

    assert (entry.kind, entry.metric) == (Kind.METRIC, Metric("Tickets a week", "60", "57"))
    assert entry.details == {"question": PROMISE_ASKED, "launch": "Billing alerts"}
    assert entry.follow_up != "current"
    again = await evidence.decide_kind(ledger, ANA, entry.id, Kind.METRIC)
    assert again.entry.metric == entry.metric


@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("Better, but nobody has counted", None),
        ("Between 50 and 57", None),
        ("We expect 45 in June", None),
        ("Since 12 May people pay in time", None),
    ],
)
async def test_a_number_is_read_only_where_it_is_plain_n3(ledger: Ledger, words: str, after: str | None) -> None:
    entry = await answered(ledger, words)

    assert entry.metric is not None
    assert entry.metric.after == after


async def test_an_answer_that_is_something_else_stays_what_it_is(ledger: Ledger) -> None:
    entry = await answered(ledger, "We decided to drop the digest instead, which freed two weeks")

    assert entry.kind is Kind.DECISION


async def test_a_tap_says_what_moved_and_asks_for_the_number(ledger: Ledger) -> None:
    question = await asked(ledger)

    entry = (await replies.tap(ledger, ANA, question.id, moved=True, now=FRIDAY)).entry

    assert entry.text == "Billing alerts: Tickets a week (goal 40), it moved"
    assert (entry.kind, entry.metric, entry.follow_up) == (Kind.METRIC, Metric("Tickets a week", "60", None), "current")
    assert (await shelf.page(ledger, ANA)).total == 1


async def test_what_a_review_has_asked_the_week_does_not_ask_again_n2(ledger: Ledger) -> None:
    await profile.settle(ledger, ANA, weekday=4, hour=15, metrics=[], now=NOON)
    await launches.record(ledger, ANA, PROMISE, key="view:1", now=NOON)

    assert [await reviewed(ledger, day) for day in (1, 20, 45, 47, 52)] == [False, True, True, False, True]
    review = await ledger.read(ANA, lambda s: s.scalars(select(Review.id).order_by(Review.day)).first())
    assert review
    await lookbacks.finish(ledger, ANA, review, Report(Outcome.SAME), now=NOON + timedelta(days=40))
    assert await reviewed(ledger, 300)


async def reviewed(ledger: Ledger, day: int) -> bool:
    return (await facts_on(ledger, day)).promised[0].reviewed


async def facts_on(ledger: Ledger, day: int) -> Known:
    """What is known of Ana so many days later."""

    def look(session: ScopedSession) -> Known:
        return known(session, session.scalars(select(Profile)).all(), NOON + timedelta(days=day))[ANA]

    return await ledger.read(EVERYONE, look)


async def test_the_target_of_a_review_is_not_quoted_as_a_goal(ledger: Ledger) -> None:
    await profile.settle(ledger, ANA, weekday=4, hour=15, metrics=[], now=NOON)
    await launches.record(ledger, ANA, PROMISE, key="view:1", now=NOON)
    review = await ledger.read(ANA, lambda s: s.scalars(select(Review.id)).first())
    assert review
    await lookbacks.finish(ledger, ANA, review, Report(Outcome.SAME), now=NOON + timedelta(days=40))

    facts = await facts_on(ledger, 60)

    assert [note.goal for note in facts.noted] == [None]


async def test_a_question_of_somebody_elses_launch_is_nobodys(ledger: Ledger) -> None:
    question = await asked(ledger)

    assert await ledger.read(ANA, lambda s: s.scalars(select(Nudge.sentence)).one()) == question.sentence
    with pytest.raises(evidence.Gone):
        await replies.answer(ledger, BEN, question.id, "57", key="view:3", now=FRIDAY)
