"""Launches as a person plans them, is asked about them and shares what was learned, over both transports (L1 to L5)."""

import asyncio
import re
from datetime import date, timedelta

import pytest

from bot.app import Bot
from bot.coach.rhythm import STOPPED, WEEKLY
from bot.ledger.models import Evidence, Profile
from bot.ledger.plans import Launch, Review
from playground import World
from playground.person import Person
from tests.journeys.homes import at_home
from tests.journeys.launching import NAME, PROMISE, asked, in_days, later, plan, rows, soon


async def test_a_launch_is_planned_and_the_coach_says_when_it_comes_back_l1(
    bot: Bot, world: World, ana: Person
) -> None:
    await plan(ana)

    assert ana.sees(f"{NAME}, on ")
    assert re.search(r"I come back on \w{3} \d+ \w{3}( \d{4})? at 15:00 and on \w{3} \d+ \w{3}", ana.screen())
    await ana.click("Change the hour")
    await ana.select("Your hour", "09:00")
    await ana.submit()
    await ana.close()
    await ana.slash("/launch", "list")
    assert ana.sees(NAME)
    assert ana.sees("Completion: 61% → 75%")
    assert ana.screen().count("at 09:00") == 2
    assert [(row.who, row.lever, row.late) for row in await rows(bot, Launch)] == [("new teams", "growth", False)]


async def test_whoever_plans_a_launch_sees_the_hour_of_the_weekly_question_and_can_change_and_stop_it_n1(
    bot: Bot, ana: Person
) -> None:
    await plan(ana)

    assert ana.sees("Beside that I ask one question a week, on Fridays at 15:00, your time")
    assert ana.sees("Change the hour")
    (row,) = await rows(bot, Profile)
    assert (row.nudge_at is not None, row.every) == (True, WEEKLY)

    await ana.click("No weekly question")
    assert ana.sees("*Weekly question:* stopped.")
    (row,) = await rows(bot, Profile)
    assert (row.nudge_at, row.every) == (None, STOPPED)
    await ana.close()
    await plan(ana, further={"What do you launch?": "Search"})
    assert not ana.sees("Beside that")
    assert [row.nudge_at for row in await rows(bot, Profile)] == [None]


async def test_whoever_settled_the_hour_is_not_told_of_it_with_each_launch_n1(bot: Bot, ana: Person) -> None:
    await at_home(ana)
    await ana.click("Settings")
    await ana.submit()
    await ana.close()

    await plan(ana)

    assert ana.sees("--- Recorded ---")
    assert not ana.sees("Beside that")


async def test_a_name_behind_the_command_is_filled_in_l1(bot: Bot, ana: Person) -> None:
    await ana.slash("/launch", "R&D <one>")
    await ana.fill({"On which day?": "2026-12-01"})
    await ana.submit()

    assert [row.name for row in await rows(bot, Launch)] == ["R&D <one>"]


async def test_recorded_after_its_day_it_is_marked_and_said_so_l1(bot: Bot, ana: Person) -> None:
    await plan(ana, date(2026, 1, 5))

    assert ana.sees("I mark the promise as late")
    assert [row.late for row in await rows(bot, Launch)] == [True]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("On which day?", "1970-01-01", "1 Jan 1970 is before the year 2000"),
        ("On which day?", "2999-12-31", "31 Dec 2999 is more than three years ahead"),
        ("What do you launch?", "\u200b", "Give it a name"),
    ],
)
async def test_what_cannot_be_kept_is_said_at_its_field_l1(
    bot: Bot, ana: Person, field: str, value: str, said: str
) -> None:
    await plan(ana, further={field: value})
    assert said in str(ana.modal_errors)
    assert await rows(bot, Launch) == []

    await ana.fill({"On which day?": "2026-12-01", "What do you launch?": NAME})
    await ana.submit()
    assert [row.name for row in await rows(bot, Launch)] == [NAME]


async def test_a_launch_is_opened_moved_and_cancelled_l4(bot: Bot, world: World, ana: Person) -> None:
    await plan(ana)
    await ana.click("Open")
    assert ana.sees("People give up on step four")

    await ana.click("Edit or move")
    await ana.fill({"On which day?": (soon(world) + timedelta(days=10)).isoformat()})
    await ana.submit()
    assert ana.sees("--- Changed ---")
    await ana.click("Open")
    await ana.click("Cancel the launch", confirms=False)
    assert [row.state for row in await rows(bot, Launch)] == ["planned"]
    await ana.click("Cancel the launch")

    assert ana.sees("30-day review: cancelled")
    assert {row.state for row in await rows(bot, Review)} == {"cancelled"}
    assert "I will not ask what became of it" in ana.dialogs[-1]


async def test_the_promise_is_quoted_and_a_miss_becomes_evidence_l2_l3(bot: Bot, world: World, ana: Person) -> None:
    await asked(world, ana)
    for words in (NAME, "People give up on step four", "new teams", "Completion", "61%", "75%", "30-day review"):
        assert ana.sees(words)

    await ana.click("It did not move")
    await ana.fill(
        {"Now": "62%", "Why, as far as you know?": "The slow page", "What would you do differently?": "Measure first"}
    )
    await ana.submit()

    assert ana.sees("Saved as evidence*, in your own words, with your answers.")
    (entry,) = await rows(bot, Evidence)
    assert entry.text.endswith("It did not move.\nNext time: Measure first")
    assert (entry.metric_name, entry.metric_before, entry.metric_after) == ("Completion", "61%", "62%")
    assert entry.answers == {"why": "The slow page", "target": "75%"}
    await ana.close()
    await ana.eventually_sees("Your answer: It did not move.")
    assert not ana.sees("[It moved]")
    assert ana.sees("[Share what we learned]")
    assert len(await rows(bot, Evidence)) == 1


async def test_the_next_review_tells_what_was_said_at_the_one_before_l2(bot: Bot, world: World, ana: Person) -> None:
    launched = await asked(world, ana)
    await ana.click("It moved")
    await ana.fill({"Now": "77%"})
    await ana.submit()
    await ana.close()

    await later(world, ana, launched + timedelta(days=60))

    await ana.eventually_sees("After 30 days you said: It moved. It stood at 77%.")


async def test_a_form_that_is_sent_twice_makes_one_entry_and_hands_the_words_back_c8(
    bot: Bot, world: World, ana: Person
) -> None:
    await asked(world, ana)
    (first, *_) = [row for row in await rows(bot, Review) if row.state == "asked"]
    values = {
        "outcome": {"choice": {"type": "static_select", "selected_option": {"value": "moved"}}},
        "lesson": {"text": {"type": "plain_text_input", "value": "Ask support first"}},
    }
    view = {"callback_id": "review.finished", "private_metadata": first.id.hex, "state": {"values": values}}

    answers = await asyncio.gather(*(ana.forge_submission(view) for _ in range(3)))

    assert len(await rows(bot, Evidence)) == 1
    assert sum("Answered before." in str(answer.body) for answer in answers) == 2
    assert all("Ask support first" in str(answer.body) for answer in answers)


async def test_too_early_is_one_tap_and_says_when_it_comes_again_l4(bot: Bot, world: World, ana: Person) -> None:
    await asked(world, ana)

    await asyncio.gather(ana.click("Too early"), ana.click("Too early"))

    await ana.eventually_sees("Too early: I ask again on")
    assert not ana.sees("[Too early]")
    assert not ana.sees("What became of it?")
    assert sorted((row.day, row.round, row.state) for row in await rows(bot, Review)) == [
        (30, 1, "answered"), (30, 2, "waiting"), (60, 1, "waiting")
    ]  # fmt: skip
    await later(world, ana, in_days(world, ana, 14))
    assert await ana.eventually(lambda: ana.screen().count("Looking back.") == 2)


async def test_the_menu_puts_off_moves_and_cancels_l4(bot: Bot, world: World, ana: Person) -> None:
    await asked(world, ana)
    await ana.select("More", "Move the launch")
    assert ana.sees("Edit the launch")
    await ana.close()
    await ana.select("More", "Ask me in a week")
    await ana.eventually_sees("Not now: I ask again on")
    await later(world, ana, in_days(world, ana, 7))
    assert await ana.eventually(lambda: "[Too early]" in ana.screen())

    await ana.select("More", "Cancel this review")
    await ana.eventually_sees("This review is cancelled.")
    assert [row.state for row in await rows(bot, Review) if row.day == 30] == ["answered", "cancelled"]


async def test_a_review_is_answered_from_the_launch_itself_h2(bot: Bot, world: World, ana: Person) -> None:
    await asked(world, ana)
    await ana.slash("/launch", "list")
    await ana.click("Open")
    assert ana.sees("30-day review: waits for your answer")

    await ana.click("No data")
    await ana.submit()

    assert ana.sees("Noted.")
    assert await rows(bot, Evidence) == []


async def test_home_shows_what_comes_next_and_leads_there_h1_h2(bot: Bot, ana: Person) -> None:
    await at_home(ana)
    await ana.click("Plan a launch")
    await ana.fill(PROMISE | {"On which day?": soon(ana.workspace.world).isoformat()})
    await ana.submit()
    await ana.close()

    await ana.eventually_sees("Completion: 61% → 75%")
    await ana.click("All launches")
    assert ana.sees("Your launches: 1")
    await ana.click("Open")
    assert ana.sees("Who has it: new teams")


async def test_the_days_are_settled_and_wrong_ones_are_refused_l2(bot: Bot, ana: Person) -> None:
    await at_home(ana)
    await ana.click("Settings")
    for wrong in ("0", "10000", "30, soon", "1 2 3 4"):
        await ana.fill({"After a launch, come back on day": wrong})
        await ana.submit()
        assert "from 1 to 365" in str(ana.modal_errors)
    await ana.fill({"After a launch, come back on day": "180, 30"})
    await ana.submit()
    await ana.close()

    await plan(ana)
    assert sorted(row.day for row in await rows(bot, Review)) == [30, 180]


async def test_the_hour_is_the_one_where_the_person_is_n1_l2(bot: Bot, world: World) -> None:
    cora = world.default.person("Cora", tz="Asia/Kathmandu")
    await plan(cora)

    def at_three(row: Review) -> bool:
        return (row.due_at.hour, row.due_at.minute) == (9, 15)  # 15:00 there

    for _ in range(500):
        if all(map(at_three, await rows(bot, Review))):
            break
        await world.any_change(0.02)
    assert all(map(at_three, await rows(bot, Review)))
