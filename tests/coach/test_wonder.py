"""What is asked: concrete, quoted, and never the same twice in half a year (N3, N7)."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.ideas import Known, Noted, Promised
from bot.coach.proposal import Kind, Metric
from bot.coach.wonder import Question, wonder
from prompts.nudges import nudges

TODAY = date(2026, 5, 29)
DAY = date(2026, 5, 3)
HALF_A_YEAR = 26
ACTIVATION = Metric("activation", "31%", None)
EVERY_LINE = [line for table in ("about", "launch", "metric", "alone") for lines in getattr(nudges(), table).values() for line in lines]  # fmt: skip


def noted(words: str = "Shipped onboarding", **values: object) -> Noted:
    given = {"id": uuid.uuid4(), "day": DAY, "words": words, "kind": Kind.OUTPUT}
    return Noted(**given | values)  # type: ignore[arg-type]


def launch(**values: object) -> Promised:
    given = {"name": "New billing", "ships_on": DAY, "day": DAY - timedelta(days=20)}
    return Promised(**given | values)  # type: ignore[arg-type]


def asked(known: Known, weeks: int) -> list[Question]:
    """The questions of so many weeks in which nothing new was noted."""
    questions: list[Question] = []
    for week in range(weeks):
        said = [(each.template, each.sentence) for each in reversed(questions)][:HALF_A_YEAR]
        today = known.today + timedelta(weeks=week)
        questions.append(wonder(replace(known, today=today, asked=said)))
    return questions


def test_a_promise_is_quoted_back_with_its_day_and_its_number_n3() -> None:
    promise = launch(metric="activation", target="40%", day=DAY)

    assert wonder(Known(TODAY, promised=[promise])).sentence == (
        "On 3 May you expected “activation” to reach 40%. Did it move?"
    )


def test_a_goal_that_was_noted_is_quoted_in_its_own_words_n3() -> None:
    note = noted("Cut the form. We expect activation to reach 40%.", goal="We expect activation to reach 40%.")

    question = wonder(Known(TODAY, noted=[note]))

    assert question.sentence == "On 3 May you wrote: “We expect activation to reach 40%”. Did it move?"
    assert (question.template, question.about) == ("about.goal.0", note.id)


@pytest.mark.parametrize(
    ("known", "quote"),
    [
        (Known(TODAY, noted=[noted(metric=ACTIVATION, kind=Kind.METRIC)]), "31%"),
        (Known(TODAY, noted=[noted(metric=Metric("churn", None, "2%"), kind=Kind.METRIC)]), "“churn” at 2%"),
        (Known(TODAY, noted=[noted()]), "“Shipped onboarding”"),
        (Known(TODAY, noted=[noted("Chose one page over three", kind=Kind.DECISION)]), "“Chose one page over three”"),
        (Known(TODAY, promised=[launch(ships_on=date(2026, 6, 12))]), "“New billing” ships on 12 June"),
        (Known(TODAY, promised=[launch(ships_on=date(2026, 6, 12), metric="refunds")]), "“refunds”"),
        (Known(TODAY, metrics=["time to first value"]), "“time to first value”"),
        (Known(TODAY, people={"<@U1>": date(2026, 4, 1)}), "<@U1>"),
    ],
)
def test_what_is_known_is_quoted_n3(known: Known, quote: str) -> None:
    assert quote in wonder(known).sentence


@pytest.mark.parametrize(
    "known",
    [
        Known(TODAY),
        Known(TODAY, metrics=["activation"]),
        Known(TODAY, promised=[launch(metric="refunds", target="under 1%")]),
        Known(TODAY, noted=[noted(metric=ACTIVATION)]),
        Known(TODAY, noted=[noted(f"Shipped part {number}") for number in range(40)]),
    ],
    ids=["nothing", "a metric", "a launch", "a number", "only output"],
)
def test_half_a_year_without_a_note_has_no_sentence_twice_n3(known: Known) -> None:
    sentences = [question.sentence for question in asked(known, 52)]

    for begin in range(len(sentences)):
        window = sentences[begin : begin + HALF_A_YEAR]
        assert len(set(window)) == len(window)


@pytest.mark.parametrize(
    ("known", "quotes"),
    [
        (Known(TODAY, metrics=["activation"]), ["activation"]),
        (Known(TODAY, promised=[launch(metric="refunds", target="1%")]), ["New billing", "refunds"]),
        (Known(TODAY, noted=[noted(metric=ACTIVATION, kind=Kind.METRIC)]), ["activation"]),
    ],
)
def test_whenever_there_is_a_number_or_a_launch_it_is_quoted_for_half_a_year_n3(
    known: Known, quotes: list[str]
) -> None:
    for question in asked(known, HALF_A_YEAR):
        assert any(quote in question.sentence for quote in quotes), question.sentence


def test_the_thinnest_kind_is_asked_for_first_n3() -> None:
    counts = {Kind.METRIC: 5, Kind.DECISION: 3, Kind.PROBLEM: 4, Kind.TRUST: 0}

    assert wonder(Known(TODAY, metrics=["activation"], counts=counts)).template.startswith("metric.trust.")


def test_kinds_take_turns_n7() -> None:
    templates = [question.template for question in asked(Known(TODAY, metrics=["activation"]), 4)]

    assert {template.split(".")[1] for template in templates} == {"metric", "decision", "problem", "trust"}


def test_what_was_asked_about_is_left_alone_as_long_as_there_is_more_n3() -> None:
    notes = [noted(f"Shipped part {number}") for number in range(6)]

    about = [question.about for question in asked(Known(TODAY, noted=notes), 12) if question.about]

    assert len(set(about[:6])) == len(about[:6])


def test_what_is_answered_is_not_asked_again() -> None:
    question = wonder(Known(TODAY, noted=[noted(told=frozenset({"current"}))]))

    assert question.about is None


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Decided to leave the import wizard out of the sign-up", "What did that free, and for what?"),
        ("Wir haben den Export gestrichen", "What did that free, and for what?"),
        ("Recommended one page over three", "What did you leave undone for it"),
    ],
)
def test_what_a_decision_says_it_leaves_out_is_not_asked_for(words: str, asked: str) -> None:
    assert asked in wonder(Known(TODAY, noted=[noted(words, kind=Kind.DECISION)])).sentence


def test_of_what_was_asked_before_the_least_often_comes_first() -> None:
    goal = noted("We expect 40 tickets", goal="We expect 40 tickets")
    groups = [question.template.split(".")[1] for question in asked(Known(TODAY, noted=[goal, noted("Dark mode")]), 4)]

    assert groups == ["goal", "outcome", "goal", "outcome"]


def test_a_number_that_is_known_by_now_is_no_open_goal() -> None:
    note = noted("It moved", kind=Kind.METRIC, metric=Metric("activation", "31%", "42%"), goal="activation to 40%")

    assert not wonder(Known(TODAY, noted=[note])).template.startswith("about.goal.")


def test_what_a_review_asks_or_has_asked_is_not_asked_by_the_week_n2() -> None:
    promise = launch(metric="activation", target="40%")

    assert wonder(Known(TODAY, promised=[promise])).template == "about.target.0"
    assert wonder(Known(TODAY, promised=[replace(promise, reviewed=True)])).template.startswith("launch.")


@pytest.mark.parametrize("line", EVERY_LINE)
def test_every_way_to_ask_is_one_short_question_n3(line: str) -> None:
    assert "?" in line
    assert "did you ship" not in line.lower()
    assert len(line) <= 160
    assert line.count("?") <= 1 or line.startswith(("Two", "It"))


_WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400).filter(lambda text: text.strip())


@given(_WORDS, _WORDS, st.none() | _WORDS, st.dates(date(2020, 1, 1), TODAY), st.sampled_from(Kind))
@settings(max_examples=150, deadline=None)
def test_any_words_make_a_question_of_bearable_length(
    words: str, name: str, number: str | None, day: date, kind: Kind
) -> None:
    note = noted(words, kind=kind, day=day, metric=Metric(name, number, None), goal=number)
    question = wonder(Known(TODAY, noted=[note], promised=[launch(name=name, metric=number)], metrics=[words]))

    assert "\n" not in question.sentence
    assert 0 < len(question.sentence) <= 500


@pytest.mark.parametrize(
    ("ships_on", "sentence"),
    [
        (date(2026, 5, 31), "“New billing” is planned for 31 May. What could still move that day?"),
        (TODAY, "“New billing” is planned for 29 May. What could still move that day?"),
        (date(2026, 5, 25), "You planned “New billing” for 25 May. Did that day hold?"),
    ],
)
def test_a_promised_day_is_the_question_of_its_week_n2(ships_on: date, sentence: str) -> None:
    shipped_before = launch(name="Search", metric="activation", target="40%")
    note = noted("We expect activation to reach 40%", goal="We expect activation to reach 40%")

    known = Known(TODAY, noted=[note], promised=[shipped_before, launch(ships_on=ships_on, metric="refunds")])

    assert wonder(known).sentence == sentence


@pytest.mark.parametrize("ships_on", [date(2026, 5, 24), date(2026, 6, 1)])
def test_a_day_of_another_week_is_not_n2(ships_on: date) -> None:
    known = Known(TODAY, metrics=["activation"], promised=[launch(ships_on=ships_on, metric="refunds", target="1%")])

    assert wonder(known).template.split(".")[1] not in {"due", "passed"}


def test_a_day_that_is_moved_week_after_week_is_asked_about_in_other_words_and_then_left_alone_n2() -> None:
    said: list[tuple[str, str]] = []
    for week in range(6):
        today = TODAY + timedelta(weeks=week)
        question = wonder(Known(today, promised=[launch(ships_on=today, metric="refunds")], asked=said))
        said.insert(0, (question.template, question.sentence))

    assert [template.split(".")[1] for template, _ in reversed(said)][:4] == ["due", "due", "due", "shipped"]
    assert len({sentence for _, sentence in said}) == 6
