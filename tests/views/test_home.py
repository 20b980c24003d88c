"""Home and what opens from it: Slack takes it whatever people wrote, and its numbers can be read without the picture."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import views
from bot.coach import slots
from bot.coach.evidence import Entry
from bot.coach.glance import WEEKS, Glance, Week
from bot.coach.home import Seen
from bot.coach.profile import METRIC, Preferences
from bot.coach.proposal import Kind
from bot.coach.shelf import PAGE, Page
from bot.coach.weeks import last_weeks
from playground import limits
from tests.ledger.rows import NOON
from tests.views.strangest import COMMANDS, ENTRIES, PREFERENCES, SEEN, WORDS, keeps_the_rules_of_views

BRIEFLY = settings(max_examples=40, deadline=None)


def seen(*counts: dict[Kind, int], **settled: object) -> Seen:
    """Home with entries in the newest weeks."""
    given = [*counts, *({} for _ in range(WEEKS - len(counts)))]
    weeks = tuple(Week(monday, of) for monday, of in zip(last_weeks(NOON, UTC, WEEKS), given, strict=True))
    some = any(sum(of.values()) for of in counts)
    entry = Entry(id=_ID, text="Shipped onboarding", answers={}, revision=1, kind=Kind.OUTPUT, metric=None,
                  follow_up=None, language="en", created_at=NOON)  # fmt: skip
    return Seen(Preferences(**settled), Glance(weeks), (entry,) if some else (), 1, None)  # type: ignore[arg-type]


_ID = uuid.uuid4()


def text_of(home: Seen) -> str:
    return str(views.home.home(home, "/win"))


@given(SEEN, st.sampled_from(["/win", "/brag"]))
@BRIEFLY
def test_any_home_is_taken_h1(home: Seen, command: str) -> None:
    view = views.home.home(home, command)

    keeps_the_rules_of_views(view)
    assert len(view["blocks"]) <= limits.VIEW_BLOCKS


@given(PREFERENCES)
@BRIEFLY
def test_any_settings_are_taken_and_come_back_whole_h3(settled: Preferences) -> None:
    form = views.settings.form(settled)

    keeps_the_rules_of_views(form)
    keeps_the_rules_of_views(views.settings.settled_view(settled, "/win"))
    fields = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
    values = {
        name: {
            element["action_id"]: {
                "value": element.get("initial_value"),
                "selected_option": element.get("initial_option"),
            }
        }
        for name, element in fields.items()
    }
    chosen = views.settings.chosen(values)
    assert (chosen.weekday, chosen.hour) == (settled.weekday, settled.hour)
    assert [metric for metric in chosen.metrics if metric] == [views.kit.cut(one, METRIC) for one in settled.metrics]


@given(st.lists(ENTRIES, max_size=PAGE), st.integers(0, 3))
@BRIEFLY
def test_any_page_of_entries_is_taken_in_a_form_c6(entries: list[Entry], number: int) -> None:
    keeps_the_rules_of_views(views.shelf.listing_view(Page(tuple(entries), number, 5_000), "/win"))


def test_the_other_forms_are_taken() -> None:
    keeps_the_rules_of_views(views.reframe.paste())
    keeps_the_rules_of_views(views.reframe.promised_view())


@given(WORDS)
@BRIEFLY
def test_more_than_a_name_is_said_at_its_field_h3(words: str) -> None:
    assert list(views.settings.too_long(("", words, ""))) == (["metric-1"] if len(words) > METRIC else [])


def test_each_line_of_the_picture_says_its_numbers_first_h1() -> None:
    shown = text_of(seen({Kind.METRIC: 2, Kind.OUTPUT: 1}, {Kind.DECISION: 1}))

    assert "This week        2       1  ██░" in shown
    assert "27 Apr           1       0  █" in shown
    assert "20 Apr           0       0\\n" in shown
    assert "Metric               2  ██" in shown


def test_a_bar_never_grows_past_its_line_and_says_its_scale_h1() -> None:
    shown = text_of(seen({Kind.METRIC: 5_000, Kind.OUTPUT: 1}))

    assert f"{'█' * 12}░" in shown
    assert "█" * 13 not in shown
    assert "one block is 417 entries" in shown


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({Kind.METRIC: 1, Kind.OUTPUT: 2}, "*Outcome 33%, output 67%.* Of 3 entries, 1 is a decision"),
        (
            {Kind.TRUST: 1},
            "*Outcome 100%, output 0%.* Of 1 entry, 1 is a decision, a number, somebody's trust or a problem found.",
        ),
        ({Kind.OUTPUT: 1}, "*Outcome 0%, output 100%.* Of 1 entry, 1 says what shipped, and not yet what changed."),
    ],
)
def test_the_shares_make_a_hundred_h1(counts: dict[Kind, int], said: str) -> None:
    assert said in text_of(seen(counts))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({Kind.OUTPUT: 9}, "*Least evidence: metric (0).*\\n*Next step:* take one thing that you shipped"),
        (
            {Kind.METRIC: 3, Kind.DECISION: 2, Kind.TRUST: 1, Kind.PROBLEM: 2},
            "*Least evidence: trust (1).*\\n*Next step:* note what",
        ),
        ({Kind.METRIC: 1, Kind.DECISION: 1, Kind.TRUST: 1}, "*Least evidence: problem spotted (0).*"),
    ],
)
def test_the_thinnest_kind_is_named_with_a_next_step_h1(counts: dict[Kind, int], said: str) -> None:
    assert said in text_of(seen(counts))


def test_an_empty_home_says_what_it_is_and_the_one_next_step_h1() -> None:
    shown = text_of(seen(settled=True))

    assert shown.count("Next step") == 1
    assert "press *Log a win*, or type  `/win what happened`" in shown


def test_until_it_is_set_up_home_says_truthfully_who_can_see_what_h3() -> None:
    first, later = text_of(seen()), text_of(seen(settled=True))

    for words in (
        "your employer can export Slack messages",
        "whoever runs me can read my database",
        "Set up in one minute",
    ):
        assert words in first
        assert words not in later


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus", "../../etc/passwd", "America", COMMANDS])
def test_a_zone_that_nobody_knows_is_utc_and_said_h3(zone: str | None) -> None:
    assert not slots.is_known(zone)
    assert "in UTC: I do not know your time zone." in text_of(seen(zone=zone))
    assert "In UTC: I do not know your time zone." in str(views.settings.form(Preferences(zone)))


def test_the_metrics_stay_words_h1() -> None:
    shown = views.home.home(seen(metrics=("<!channel> 🚀", "x" * 300), settled=True), "/win")

    keeps_the_rules_of_views(shown)
    assert "{'type': 'text', 'text': '<!channel> 🚀'}" in str(shown)


def test_a_day_is_the_persons_own() -> None:
    late = seen({Kind.OUTPUT: 1}, zone="Asia/Kathmandu")
    entry = Entry(_ID, "Late", {}, 1, Kind.OUTPUT, None, None, "en", datetime(2026, 5, 3, 18, 30, tzinfo=UTC))
    dated = Entry(_ID, "Dated", {}, 1, Kind.OUTPUT, None, None, "en", NOON, happened_on=date(2026, 4, 1))

    shown = text_of(Seen(late.preferences, late.glance, (entry, dated), 1, None))

    assert "'4 May 2026 · Output\\nLate" in shown  # a quarter past midnight in Kathmandu
    assert "'1 Apr 2026, saved 4 May 2026 · Output\\nDated" in shown


@pytest.mark.parametrize(
    ("zone", "now", "monday", "begins"),
    [
        ("Asia/Kathmandu", "2026-11-22T18:14:59+00:00", date(2026, 11, 16), "2026-11-15T18:15:00+00:00"),
        ("Asia/Kathmandu", "2026-11-22T18:15:00+00:00", date(2026, 11, 23), "2026-11-22T18:15:00+00:00"),
        ("Pacific/Kiritimati", "2026-11-22T10:00:00+00:00", date(2026, 11, 23), "2026-11-22T10:00:00+00:00"),
        ("America/New_York", "2026-11-02T04:59:00+00:00", date(2026, 10, 26), "2026-10-26T04:00:00+00:00"),
        ("Africa/Cairo", "2023-04-28T12:00:00+00:00", date(2023, 4, 24), "2023-04-23T22:00:00+00:00"),
        ("America/Havana", "2023-03-13T12:00:00+00:00", date(2023, 3, 13), "2023-03-13T04:00:00+00:00"),
    ],
)
def test_a_week_begins_at_the_local_midnight_of_monday(zone: str, now: str, monday: date, begins: str) -> None:
    this = last_weeks(datetime.fromisoformat(now), slots.zone(zone), 2)[0]

    assert (this.day, this.begins) == (monday, datetime.fromisoformat(begins))


@given(st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1), timezones=st.timezones()))  # noqa: DTZ001  # hypothesis wants them so
@settings(max_examples=200, deadline=None)
def test_the_weeks_stand_side_by_side_and_hold_now(now: datetime) -> None:
    zone = now.tzinfo
    assert zone is not None
    weeks = last_weeks(now, zone, WEEKS)

    begins = [week.begins for week in weeks]
    assert begins == sorted(begins, reverse=True)
    assert begins[0] <= now.astimezone(UTC) < begins[0] + timedelta(days=7, hours=26)
    assert all(week.day.weekday() == 0 for week in weeks)
