"""The weekly question as Slack takes it, whatever people wrote (N3, N4, N6)."""

import uuid
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import views
from bot.coach.asking import Asked
from bot.coach.evidence import Entry
from bot.coach.facts import own_words
from bot.coach.ideas import Known, Noted, Promised
from bot.coach.nudges import Standing
from bot.coach.payback import Update, compose
from bot.coach.proposal import Kind
from bot.coach.replies import Answered
from bot.coach.wonder import wonder
from tests.ledger.rows import NOON
from tests.views.strangest import (
    COMMANDS,
    ENTRIES,
    METRICS,
    WORDS,
    keeps_the_rules_of_messages,
    keeps_the_rules_of_views,
)

BRIEFLY = settings(max_examples=40, deadline=None)
TODAY = date(2026, 5, 29)
DAYS = st.dates(date(2020, 1, 1), TODAY)
KNOWN = st.builds(
    Known,
    today=st.just(TODAY),
    noted=st.lists(st.builds(Noted, st.uuids(), DAYS, WORDS, st.sampled_from(Kind), METRICS, st.none() | WORDS), max_size=2),
    promised=st.lists(st.builds(Promised, WORDS, DAYS, DAYS, st.none() | WORDS, st.none(), st.none() | WORDS), max_size=2),
    metrics=st.lists(WORDS, max_size=1),
    people=st.just({}) | st.just({"<@U0BEN>": date(2026, 1, 1)}),
)  # fmt: skip
STANDINGS = st.builds(
    Standing,
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    zone=st.sampled_from([None, "Europe/Berlin", COMMANDS]),
    every=st.sampled_from([1, 2, 0, -1]),
    next_on=st.none() | st.dates(),
    paused_until=st.none() | st.dates(),
)


def nudge(sentence: str = "Did it move?", template: str = "about.goal.0") -> Asked:
    return Asked(uuid.uuid4(), template, sentence, "2026-W19", "asked")


@given(KNOWN)
@BRIEFLY
def test_any_question_is_taken_and_obeyed_in_nothing_n3(known: Known) -> None:
    question = wonder(known)
    asked = nudge(question.sentence, question.template)

    keeps_the_rules_of_messages(views.nudge.asked(asked))
    keeps_the_rules_of_views(views.nudge.form(asked))


@given(ENTRIES, st.sampled_from([COMMANDS, "<@U1> moved?"]), st.booleans())
@settings(BRIEFLY, suppress_health_check=[HealthCheck.too_slow])
def test_any_answer_is_shown_c9(entry: Entry, sentence: str, before: bool) -> None:  # noqa: FBT001  # drawn
    slot = next(iter(entry.answers), None)
    for answered in (
        Answered(nudge(sentence), entry, slot, before),
        Answered(nudge(sentence), entry),
        Answered(None, entry),
    ):
        keeps_the_rules_of_messages(views.nudge.saved(answered))
        keeps_the_rules_of_views(views.nudge.saved_view(answered))


@given(st.lists(ENTRIES, max_size=40))
@BRIEFLY
def test_any_week_is_an_update_n6(entries: list[Entry]) -> None:
    keeps_the_rules_of_views(views.nudge.update(compose(entries, TODAY, TODAY)))


@given(STANDINGS)
@BRIEFLY
def test_any_standing_is_shown_n4(standing: Standing) -> None:
    keeps_the_rules_of_views(views.nudge.standing_view(standing))
    keeps_the_rules_of_messages(views.nudge.standing_said(standing))


def test_the_other_words_of_ours_are_taken_n4() -> None:
    for said in (
        views.nudge.asked_again(TODAY),
        views.nudge.put_off("next_week"),
        views.nudge.put_off("stop", Standing(4, 15, None, every=0)),
        views.nudge.answered_before(),
        views.nudge.taken_back("my words"),
        views.nudge.asked(nudge("I come every second week from here.", "notices.slows.0")),
    ):
        keeps_the_rules_of_messages(said)
    for view in (views.nudge.pause_form(), views.nudge.pause_form(away=True), views.nudge.taken_back_view("my words")):
        keeps_the_rules_of_views(view)


def test_taps_stand_only_where_they_fit_n3() -> None:
    assert "It moved" in str(views.nudge.asked(nudge()))
    assert "It moved" not in str(views.nudge.asked(nudge(template="alone.decision.0")))


def test_people_are_named_and_alerted_by_nothing_n7() -> None:
    said = views.nudge.asked(nudge("<@U0BEN> was last in your notes on 3 May. What do they need?"))

    assert {"type": "user", "user_id": "U0BEN"} in said["blocks"][0]["elements"][0]["elements"]
    assert said["text"].startswith("Your colleague was last")


def test_an_update_is_in_the_persons_own_words_sorted_by_what_they_show_n6() -> None:
    def entry(text: str, kind: Kind, **answers: str) -> Entry:
        return Entry(uuid.uuid4(), text, answers, 1, kind, None, None, "en", NOON)

    made = compose(
        [
            entry("Shipped the audit log", Kind.OUTPUT, current="Nobody asks for the\nspreadsheet", why="no idea"),
            entry("Chose one page over three", Kind.DECISION),
            entry("Activation went from 31% to 38%", Kind.METRIC),
            entry("Sales wants a bulk export to Excel", Kind.OUTPUT),
            entry("Good morning, how are you?", Kind.OUTPUT),
        ],
        date(2026, 5, 2),
        date(2026, 5, 8),
    )

    assert made == Update(
        own_words(
            "2 May to 8 May\n\n"
            "What moved\n- Activation went from 31% to 38%\n\n"
            "What I decided\n- Chose one page over three\n\n"
            "What is out, and not measured yet\n- Shipped the audit log\n  now: Nobody asks for the spreadsheet\n\n"
            "What was asked for\n- Sales wants a bulk export to Excel"
        ),
        date(2026, 5, 2),
        date(2026, 5, 8),
        4,
    )
    assert compose([entry("Thanks all!", Kind.OUTPUT)], date(2026, 5, 2), date(2026, 5, 8)) is None
