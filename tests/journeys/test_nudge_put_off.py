"""The weekly question put off, paused, stopped and begun again; and whoever it is not for, over both transports (N1, N4)."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app import Bot
from bot.ledger.models import Delivery
from bot.ledger.plans import Nudge
from playground import World
from playground.person import Person
from tests.journeys.wondering import GOAL, QUESTION, WEEK, ends, friday, is_asked, profile, questions, rows, starts


async def test_the_next_workday_asks_the_same_once_more_n4(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)

    await ana.select("Not now", "Ask me next workday")
    await ana.eventually_sees("once more on Monday, at your hour")
    assert questions(ana) == 0
    world.clock.forward(timedelta(days=1))
    await asyncio.sleep(0.3)
    assert questions(ana) == 0
    world.clock.forward(timedelta(days=2))

    await ana.eventually_sees(QUESTION)
    assert (await profile(bot))[1] == 1
    assert len(await rows(bot, Nudge.id)) == 1


async def test_what_was_answered_meanwhile_does_not_come_back_n4(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    question = ana.dm()[-1]
    await ana.select("Not now", "Ask me next workday")
    await ana.says("It went to 38%", thread=question)
    await ana.eventually_sees("added to your note")

    world.clock.forward(timedelta(days=3))

    await ends(bot, "nudge_again", "skipped", "answered")


async def test_a_snooze_and_an_answer_at_once_leave_the_answer_n4(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    carried = (await rows(bot, Nudge.id))[0][0].hex

    await asyncio.gather(
        ana.forge_click("nudge.menu", f"{carried}:tomorrow"), ana.forge_click("nudge.moved", carried)
    )  # fmt: skip
    world.clock.forward(timedelta(days=3))

    assert await rows(bot, Nudge.state) == [("answered",)]
    assert sum(QUESTION in str(message.blocks) for message in ana.dm()) <= 1


async def test_not_this_week_brings_another_question_next_week_n4(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)

    await ana.select("Not now", "Not this week")
    await ana.eventually_sees("Not this week, then. The next question comes on Friday, ")
    world.clock.forward(WEEK)

    await ana.eventually_sees("One line is enough.")
    assert not ana.sees(QUESTION)


@pytest.mark.parametrize("option", ["Pause until a day", "I am out of office"])
async def test_a_pause_is_silent_until_its_end_n4(bot: Bot, world: World, ana: Person, option: str) -> None:
    await is_asked(bot, world, ana)
    back = (world.clock.now() + timedelta(days=10)).date()
    await ana.select("Not now", option)
    label = "Ask me again from" if option.startswith("Pause") else "My first day back"
    await ana.fill({label: "2020-01-01"})
    await ana.submit()
    assert ana.sees("Please choose a later day")
    await ana.fill({label: back.isoformat()})
    await ana.submit()
    assert ana.sees("paused, back from")

    world.clock.forward(WEEK)
    await ends(bot, "nudge", "skipped", "paused")
    world.clock.forward(WEEK)
    await ana.eventually(lambda: questions(ana) == 2)


async def test_stop_and_resume_are_one_tap_each_n4(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)

    await ana.select("Not now", "Stop these questions")
    await ana.eventually_sees("Stopped. I ask nothing more.")
    assert (await profile(bot))[0::2] == (0, None)
    await ana.click("Ask me again")

    await ana.eventually_sees("*Weekly question:* once a week")
    assert (await profile(bot))[0:2] == (1, 0)
    assert (await profile(bot))[2] is not None


async def test_home_stops_pauses_and_resumes_it_too_n4(bot: Bot, world: World, ana: Person) -> None:
    await starts(bot, world, ana)
    await ana.opens_home()

    await ana.click("Stop")
    await ana.eventually_sees("*Weekly question:* stopped.")
    await ana.click("Ask me again")
    await ana.eventually_sees("*Weekly question:* once a week")
    await ana.click("Pause")
    await ana.fill({"Ask me again from": (world.clock.now() + timedelta(days=30)).date().isoformat()})
    await ana.submit()
    await ana.close()

    await ana.eventually_sees("*Weekly question:* paused, back from")


async def test_the_hour_is_changed_from_the_question_n1(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)

    await ana.select("Not now", "Change the hour")
    await ana.fill({"Your hour": "09:00"})
    await ana.submit()

    at = (await profile(bot))[2]
    assert at
    assert at.astimezone(ZoneInfo(ana.tz)).hour == 9


async def test_three_without_an_answer_are_told_of_and_one_tap_resumes_n4(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    for number in range(2, 4):
        world.clock.forward(WEEK)
        await ana.eventually(lambda many=number: questions(ana) == many)  # type: ignore[misc]
    world.clock.forward(WEEK)
    await ana.eventually_sees("[Weekly again] [Stop these questions]")
    assert (await profile(bot))[0:2] == (2, 0)

    await ana.click("Weekly again")

    await ana.eventually_sees("*Weekly question:* once a week")
    assert (await profile(bot))[0:2] == (1, 0)


async def test_the_zone_is_asked_for_before_each_question_n1(bot: Bot, world: World, ana: Person) -> None:
    await starts(bot, world, ana)
    world.clock.to(friday(world, ana, 1).replace(hour=14))
    ana.tz = "Pacific/Honolulu"  # hours behind wherever Ana was: there the hour is still to come

    world.clock.forward(timedelta(hours=2))
    assert await ana.eventually(lambda: bool(world.calls("users.info")))
    await asyncio.sleep(0.3)
    assert questions(ana) == 0
    world.clock.forward(timedelta(hours=11))

    await ana.eventually_sees("One line is enough.")


async def test_a_member_who_is_gone_ends_it_with_slacks_reason_n1(bot: Bot, world: World, ana: Person) -> None:
    await starts(bot, world, ana)
    ana.deactivated = True

    world.clock.to(friday(world, ana, 1))

    await ends(bot, "nudge", "failed", "account_inactive")
    assert (await profile(bot))[0::2] == (-1, None)


async def test_whoever_never_saw_the_hour_is_never_asked_n1(bot: Bot, world: World, ana: Person, ben: Person) -> None:
    await ben.slash("/win", GOAL)

    await is_asked(bot, world, ana)  # who did see it is asked, so everybody's slots have been planned

    assert {member for (member,) in await rows(bot, Delivery.member_id)} == {ana.id}
