"""Launches, reviews and what is shared of them: Slack takes it whatever people wrote, and says nothing that is not so."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import views
from bot.coach import sharing
from bot.coach.facts import own_words
from bot.coach.launches import Page, Planned
from bot.coach.lookbacks import Finished, Lookback, Outcome, Report
from bot.coach.promises import Complaint, Promise
from bot.coach.reviews import Hour, Look
from bot.coach.sharing import Shared, Wish
from bot.ledger.scope import Owner
from tests.ledger.rows import NOON
from tests.views.strangest import (
    COMMANDS,
    ENTRIES,
    LOOKBACKS,
    PLANNED,
    PLANS,
    PROMISES,
    WORDS,
    keeps_the_rules_of_messages,
    keeps_the_rules_of_views,
    typed,
)

BRIEFLY = settings(max_examples=30, deadline=None)
TODAY = NOON.date()
LONG = "&" * 3_000
OWNER = Owner("T0ACME", "U0ANA")
PROMISE = Promise(
    "Onboarding two", date(2026, 5, 20), "People give up on step four", "new teams", "Completion", "61%", "75%"
)
WAITING = Look(uuid.uuid4(), 30, 1, date(2026, 6, 19), datetime(2026, 6, 19, 13, tzinfo=UTC), "waiting", None)


@given(PROMISES)
@BRIEFLY
def test_any_promise_comes_back_whole_from_its_form_l1(promise: Promise) -> None:
    form = views.launch.form(promise, uuid.uuid4().hex)

    keeps_the_rules_of_views(form)
    if all(len(said or "") <= 3_000 for said in (promise.problem, promise.who, promise.metric, promise.baseline)):
        read = views.launch.read(typed(form))
        assert (read.ships_on, read.problem or None, read.who or None) == (
            promise.ships_on, promise.problem or None, promise.who or None
        )  # fmt: skip
        assert (read.metric or None, read.lever, read.stakeholders) == (
            promise.metric or None, promise.lever, promise.stakeholders
        )  # fmt: skip


@given(PLANNED, st.booleans())
@BRIEFLY
def test_any_launch_is_confirmed_and_shown_l1(planned: Planned, new: bool) -> None:  # noqa: FBT001  # by hypothesis
    keeps_the_rules_of_views(views.launch.recorded_view(planned, TODAY, new=new))
    keeps_the_rules_of_views(views.launch.launch_view(planned, TODAY))
    keeps_the_rules_of_messages(views.launch.cancelled(planned))


@pytest.mark.parametrize(
    ("baseline", "target", "said"),
    [
        ("61%", "75%", "Completion: 61% → 75%"),
        ("61%", None, "Completion: 61% before, no target yet"),
        (None, "75%", "Completion: to 75%, from where is not noted yet"),
        (None, None, "Completion: no target yet"),
    ],
)
def test_what_a_promise_lacks_is_said_in_words_l1(baseline: str | None, target: str | None, said: str) -> None:
    assert views.launch.in_short(replace(PROMISE, baseline=baseline, target=target)) == said


@given(PLANS)
@BRIEFLY
def test_any_list_is_taken_l1(page: Page) -> None:
    keeps_the_rules_of_messages(views.launch.listing(page))
    keeps_the_rules_of_views(views.launch.listing_view(page))


@given(st.lists(LOOKBACKS, min_size=1, max_size=12))
@BRIEFLY
def test_any_reviews_fit_into_one_message_l2(lookbacks: list[Lookback]) -> None:
    keeps_the_rules_of_messages(views.review.invitation(lookbacks, TODAY))
    keeps_the_rules_of_views(views.review.ended_view(lookbacks[0], TODAY))


def test_forty_late_reviews_with_the_longest_words_fit_into_one_message_l2() -> None:
    long = Promise(COMMANDS * 40, TODAY, LONG, LONG, LONG, LONG, LONG)
    lookback = Lookback(WAITING, uuid.uuid4(), long, late=True, hour=Hour())

    said = views.review.invitation([lookback] * 40, TODAY)

    keeps_the_rules_of_messages(said)
    assert "And 30 more" in str(said)


def test_the_message_quotes_the_promise_word_for_word_l2() -> None:
    said = str(views.review.invitation([Lookback(WAITING, uuid.uuid4(), PROMISE, late=True, hour=Hour())], TODAY))

    for words in (
        "Onboarding two",
        "20 May 2026",
        "People give up on step four",
        "new teams",
        "Completion",
        "61%",
        "75%",
    ):
        assert words in said
    assert "after the launch" in said


@given(LOOKBACKS, st.sampled_from(Outcome))
@BRIEFLY
def test_any_review_has_its_form_with_the_answer_chosen_l3(lookback: Lookback, outcome: Outcome) -> None:
    form = views.review.form(lookback, outcome)

    keeps_the_rules_of_views(form)
    assert views.review.read(typed(form)).outcome is outcome


@given(LOOKBACKS, st.none() | ENTRIES, WORDS)
@BRIEFLY
def test_any_finished_review_is_taken_l3_l5(lookback: Lookback, entry: object, words: str) -> None:
    answered = Look(uuid.uuid4(), 30, 1, TODAY, NOON, "answered", "did_not_move")
    told = Lookback(answered, uuid.uuid4(), lookback.promise, lookback.late, lookback.hour)
    finished = Finished(told, entry)  # type: ignore[arg-type]  # of hypothesis

    keeps_the_rules_of_views(views.review.finished_view(finished))
    keeps_the_rules_of_views(views.review.finished_before(finished, Report(Outcome.SAME, lesson=words), TODAY))
    retrospective = sharing.told(told, finished.entry)
    keeps_the_rules_of_views(views.share.preview(uuid.uuid4().hex, retrospective))


@given(WORDS, st.sampled_from(["C1", "U1"]), st.sampled_from([None, "unconfirmed", "not_in_channel", "x"]))
@BRIEFLY
def test_anything_can_be_shared_and_handed_back_l5(words: str, target: str, reason: str | None) -> None:
    shared = Shared(uuid.uuid4(), target, own_words(words[:3_000]), reason)

    keeps_the_rules_of_messages(views.share.post(shared, OWNER))
    keeps_the_rules_of_messages(views.share.refused(shared, uuid.uuid4().hex))


def test_each_refusal_says_what_to_do_l5() -> None:
    said = {
        reason: views.share.refused(Shared(uuid.uuid4(), "C1", own_words("x"), reason), uuid.uuid4().hex)["text"]
        for reason in ("not_in_channel", "channel_not_found", "anything_else")
    }

    assert "/invite" in said["not_in_channel"]
    assert "private" in said["channel_not_found"]
    assert "post it yourself" in said["anything_else"]


@pytest.mark.parametrize("complaint", Complaint)
def test_each_complaint_names_the_day_or_the_way_out_l1(complaint: Complaint) -> None:
    said = views.launch.complained({"ships_on": complaint}, Promise("x", date(2999, 1, 2)))

    assert said["ships_on"]
    if complaint in {Complaint.FAR_AWAY, Complaint.LONG_AGO}:
        assert "2 Jan 2999" in said["ships_on"]


def test_what_is_missing_from_a_wish_is_said_at_its_field_l5() -> None:
    assert list(views.share.complained(Wish(" ", ()))) == ["text", "channel"]
    assert views.share.complained(Wish("x", ("C1",))) == {}


def test_a_retrospective_has_nothing_that_nobody_said_l5() -> None:
    bare = Lookback(
        Look(uuid.uuid4(), 30, 1, TODAY, NOON, "answered", "moved"), uuid.uuid4(), Promise("Search", TODAY), False, Hour()
    )  # fmt: skip

    assert (
        sharing.told(bare, None) == "What we learned from Search (launched on 4 May 2026)\n\nWhat happened: It moved."
    )


def test_the_other_views_are_taken() -> None:
    keeps_the_rules_of_messages(views.launch.usage())
    keeps_the_rules_of_views(views.share.promised_view(Wish("x", ("C1", "U1"))))
    keeps_the_rules_of_views(views.launch.form(Promise("")))
