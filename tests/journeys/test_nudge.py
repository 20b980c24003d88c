"""The weekly question from the slot to the answer, over both transports (N1-N6, C9)."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Delivery, Evidence, Profile
from bot.ledger.plans import Nudge
from bot.ledger.scope import EVERYONE, Owner
from playground import World
from playground.person import Person
from tests.stage import texts

GOAL = "Cut the form to one page. We expect activation to reach 40%"
QUESTION = "you wrote: “We expect activation to reach 40%”. Did it move?"
OFFER = "What should I do with this?"
WEEK = timedelta(weeks=1)


async def rows(bot: Bot, *columns: Any) -> list[Any]:
    return await bot.ledger.read(EVERYONE, lambda session: [tuple(row) for row in session.execute(select(*columns))])


def friday(world: World, person: Person, weeks: int) -> datetime:
    """Five in the afternoon, two hours after the slot, on a Friday some weeks from now."""
    here = world.clock.now().astimezone(ZoneInfo(person.tz))
    day = here + timedelta(days=4 - here.weekday(), weeks=weeks)
    return day.replace(hour=17, minute=0, second=0, microsecond=0)


async def starts(bot: Bot, world: World, person: Person, words: str = GOAL) -> None:
    """Somebody who on a Monday saw the hour on Home and saved something, now that this week's slot has found it."""
    here = world.clock.now().astimezone(ZoneInfo(person.tz))
    world.clock.to((here + timedelta(days=7 - here.weekday())).replace(hour=9, minute=0))
    await person.opens_home()
    assert await person.eventually(lambda: person.home is not None)
    await person.eventually_sees("*Weekly question:*")
    await person.slash("/win", words)
    world.clock.to(friday(world, person, 0))
    await ends(bot, "nudge", "skipped", "logged")


async def is_asked(bot: Bot, world: World, person: Person, words: str = GOAL) -> None:
    """The same, a week later: with a question."""
    await starts(bot, world, person, words)
    world.clock.to(friday(world, person, 1))
    await person.eventually_sees("One line is enough.")
    await ends(bot, "nudge", "sent")


def questions(person: Person) -> int:
    return str([message.blocks for message in person.dm()]).count("One line is enough.")


async def profile(bot: Bot) -> tuple[int, int, datetime | None]:
    ((every, unanswered, at),) = await rows(bot, Profile.every, Profile.unanswered, Profile.nudge_at)
    return every, unanswered, at


async def ends(bot: Bot, kind: str, state: str, reason: str | None = None, many: int = 1) -> None:
    """Wait until so many deliveries have ended like this."""
    seen: list[Any] = []
    for _ in range(400):
        seen = await rows(bot, Delivery.kind, Delivery.state, Delivery.reason)
        if seen.count((kind, state, reason)) == many:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(seen)


async def test_it_quotes_what_was_hoped_for_and_one_tap_answers_n3(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    assert ana.sees(QUESTION)

    await ana.click("It moved")

    await ana.eventually_sees("added to your note")
    assert await rows(bot, Evidence.answers) == [({"current": "It moved"},)]
    assert (await profile(bot))[1] == 0
    assert questions(ana) == 0


async def test_a_tap_is_taken_back_and_the_note_stays_c9(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    await ana.click("Not yet")
    await ana.eventually_sees("added to your note")

    await ana.click("Undo")

    await ana.eventually_sees("the note is as it was")
    assert await rows(bot, Evidence.answers, Evidence.kept) == [({}, True)]
    assert await texts(bot) == [GOAL]


async def test_two_taps_at_once_answer_once_c8(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    carried = (await rows(bot, Nudge.id))[0][0].hex

    await asyncio.gather(ana.forge_click("nudge.moved", carried), ana.forge_click("nudge.not_yet", carried))

    ((answers,),) = await rows(bot, Evidence.answers)
    assert list(answers) == ["current"]
    assert await texts(bot) == [GOAL]


async def test_a_reply_in_its_thread_is_the_answer_however_late_c9(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    question = ana.dm()[-1]
    world.clock.forward(timedelta(days=5))

    await ana.says("It went to 38%", thread=question)

    await ana.eventually_sees("added to your note")
    assert await rows(bot, Evidence.answers) == [({"current": "It went to 38%"},)]
    assert not ana.sees(OFFER)


async def test_what_is_attached_to_an_answer_is_not_kept_and_it_says_so_c9(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)

    await ana.says("It went to 38%", files={"funnel.png": b"a picture"})

    await ana.eventually_sees("added to your note")
    assert ana.sees("I keep the words only. What is attached stays in Slack.")


async def test_a_second_reply_in_the_thread_is_an_entry_that_remembers_the_question_c9(
    bot: Bot, world: World, ana: Person
) -> None:
    await is_asked(bot, world, ana)
    question = ana.dm()[-1]
    await ana.says("It went to 38%", thread=question)
    await ana.eventually_sees("added to your note")

    await ana.says("Sales noticed it first", thread=question)

    await ana.eventually_sees("> Sales noticed it first")
    assert await texts(bot) == [GOAL, "Sales noticed it first"]
    assert QUESTION in str(await rows(bot, Evidence.details))


async def test_the_next_message_within_a_day_is_the_answer_and_the_one_after_it_is_not_c9(
    bot: Bot, world: World, ana: Person
) -> None:
    await is_asked(bot, world, ana)
    world.clock.forward(timedelta(hours=20))

    await ana.says("It went to 38%")
    await ana.eventually_sees("added to your note")
    assert not ana.sees(OFFER)
    await ana.says("Lunch at noon?")

    await ana.eventually_sees(OFFER)
    assert await texts(bot) == [GOAL]


async def test_thanks_are_no_answer_unless_they_stand_in_its_thread_c9(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    question = ana.dm()[-1]

    await ana.says("thanks")
    await ana.eventually_sees("You are welcome.")
    assert await rows(bot, Evidence.answers) == [({},)]
    await ana.says("thanks", thread=question)

    await ana.eventually_sees("added to your note")


async def test_a_message_after_25_hours_is_an_ordinary_one_c9(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    world.clock.forward(timedelta(hours=25))

    await ana.says("It went to 38%")

    await ana.eventually_sees(OFFER)
    assert await rows(bot, Evidence.answers, Evidence.kept) == [({}, True), ({}, False)]


async def test_a_message_that_slack_tells_twice_is_one_answer_c8(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    event = {
        "type": "message", "channel": ana.place("dm").id, "channel_type": "im", "user": ana.id,
        "text": "It went to 38%", "ts": "1900000000.000100",
    }  # fmt: skip

    for _ in range(2):
        assert (await world.event(ana.workspace, event)).ok

    await ana.eventually_sees("added to your note")
    await ends(bot, "nudge_saved", "sent")
    assert await texts(bot) == [GOAL]
    assert not ana.sees(OFFER)


async def test_an_answer_in_the_form_is_saved_and_an_empty_one_is_asked_for_n3(
    bot: Bot, world: World, ana: Person
) -> None:
    await is_asked(bot, world, ana)
    await ana.click("Answer")
    await ana.fill({"Your answer": "\u200b"})
    await ana.submit()
    assert ana.sees("Or close this, and nothing is kept.")

    await ana.fill({"Your answer": "It went to 38%"})
    await ana.submit()

    assert ana.sees("added to your note")
    await ana.close()
    await ana.eventually_sees("added to your note")
    assert questions(ana) == 0
    assert await rows(bot, Evidence.answers) == [({"current": "It went to 38%"},)]


async def test_a_question_about_no_note_is_answered_by_a_new_entry_with_undo_c9(
    bot: Bot, world: World, ana: Person
) -> None:
    await is_asked(bot, world, ana, "Sales told me that they trust my numbers")
    await rows(bot, Nudge.id)
    await bot.ledger.write(EVERYONE, _about_nothing)

    await ana.says("We said no to the export")
    await ana.eventually_sees("> We said no to the export")

    assert len(await texts(bot)) == 2
    await ana.click("Undo")
    await ana.eventually_sees("*Undone.*")
    assert len(await texts(bot)) == 1


def _about_nothing(session: Any) -> None:
    row = session.scalars(select(Nudge)).one()
    row.template, row.sentence, row.evidence_id = "alone.decision.1", "What did you say no to this month?", None


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


async def test_the_week_comes_back_as_an_update_n6(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    await ana.click("It moved")
    await ana.eventually_sees("added to your note")

    await ana.click("This week as an update")

    await ana.eventually_sees("What moved" if "metric" in str(await rows(bot, Evidence.kind)) else GOAL)
    assert ana.sees("now: It moved")


async def test_whoever_never_saw_the_hour_is_never_asked_n1(bot: Bot, world: World, ana: Person, ben: Person) -> None:
    await ben.slash("/win", GOAL)

    await is_asked(bot, world, ana)  # who did see it is asked, so everybody's slots have been planned

    assert {member for (member,) in await rows(bot, Delivery.member_id)} == {ana.id}


async def test_nobody_answers_for_somebody_else_n1(bot: Bot, world: World, ana: Person, ben: Person) -> None:
    await is_asked(bot, world, ana)
    carried = (await rows(bot, Nudge.id))[0][0].hex

    for action in ("nudge.moved", "nudge.not_yet", "nudge.answer", "nudge.undo"):
        await ben.forge_click(action, carried)
    await ben.forge_click("nudge.menu", f"{carried}:tomorrow")

    owner = Owner(ana.workspace.id, ana.id)
    states = await bot.ledger.read(owner, lambda session: list(session.scalars(select(Nudge.state))))
    assert states == ["asked"]
    assert not ben.sees("activation")
