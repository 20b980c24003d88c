"""What is said about one's own data: Slack takes it, every number in it is true, and days travel whole (P1, P2)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import views
from bot.coach.belongings import Counts, Period
from bot.coach.profile import Preferences
from bot.views import mydata
from bot.views.kit import Block
from tests.views.strangest import COUNTS, PERIODS, WORDS, keeps_the_rules_of_messages, keeps_the_rules_of_views

BRIEFLY = settings(max_examples=40, deadline=None)


def says(view: Block, number: int) -> bool:
    return f"'text': '{number} " in str(view)


@given(COUNTS, st.sampled_from([0, 1, 7]))
@BRIEFLY
def test_all_that_is_kept_is_said_with_its_number_p1(counts: Counts, deeds: int) -> None:
    view = mydata.overview(counts, deeds)

    keeps_the_rules_of_views(view)
    assert all(says(view, number) for number in (*counts.by_name().values(), deeds) if number)
    assert ("Nothing yet" in str(view)) == counts.nothing


@given(COUNTS, PERIODS)
@BRIEFLY
def test_before_and_after_a_deletion_all_that_goes_is_said_p2(counts: Counts, period: Period) -> None:
    if counts.nothing:
        assert mydata.deleted(counts) == mydata.nothing_there()
        return
    for view in (mydata.sure_of_period(period, counts), mydata.sure_of_all(counts), mydata.deleted(counts)):
        keeps_the_rules_of_views(view)
        assert all(says(view, number) for number in counts.by_name().values() if number)
        assert "stay in Slack" in str(view)
        assert ("xport" in str(view)) == bool(counts.files)


@given(PERIODS)
@BRIEFLY
def test_a_period_travels_whole(period: Period) -> None:
    assert mydata.period_in(mydata.sure_of_period(period, Counts())["private_metadata"]) == period


@pytest.mark.parametrize("carried", ["", "x" * 16, "2026053120260501", "20260501", "2026130120261301", "0" * 32])
def test_what_is_no_period_is_none(carried: str) -> None:
    assert mydata.period_in(carried) is None


@pytest.mark.parametrize("day", [None, "", "2026-02-30", "tomorrow", 7, {}])
def test_a_day_that_is_none_is_asked_for(day: Any) -> None:
    values = {"first": {"date": {"selected_date": "2026-05-01"}}, "last": {"date": {"selected_date": day}}}

    assert mydata.chosen_period(values) is None
    assert mydata.chosen_period({}) is None
    assert mydata.no_period() == {"last": "Please choose both days."}


def test_the_days_of_the_form_are_the_period() -> None:
    values = {block: {"date": {"selected_date": "2026-05-01"}} for block in ("first", "last")}

    period = mydata.chosen_period(values)

    assert period == Period(date(2026, 5, 1), date(2026, 5, 1))
    assert "nothing from 1 May 2026." in mydata.empty_period(period)["last"]


@pytest.mark.parametrize("typed", ["delete", "Delete", " DELETE ", "“delete”", "'delete'", "delete."])
def test_the_word_counts_however_a_phone_writes_it(typed: str) -> None:
    assert mydata.said_so({"word": {"text": {"value": typed}}})


@given(WORDS | st.none() | st.just("deleted"))
@BRIEFLY
def test_no_other_word_counts(typed: str | None) -> None:
    assert not mydata.said_so({"word": {"text": {"value": typed}}})
    assert not mydata.said_so({})


def test_what_holds_no_numbers_is_taken_as_well() -> None:
    for view in (
        mydata.promised(),
        mydata.promised_before(),
        mydata.period_form(Preferences()),
        mydata.nothing_there(),
    ):
        keeps_the_rules_of_views(view)
    keeps_the_rules_of_messages(views.trouble.came_to_nothing("export"))
