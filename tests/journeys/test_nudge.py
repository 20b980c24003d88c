"""The weekly question, answered by one tap, in its thread, by the next message or in its form, over both transports (C9, N3)."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Evidence
from bot.ledger.plans import Nudge
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from playground import World
from playground.person import Person
from tests.journeys.wondering import GOAL, OFFER, QUESTION, _about_nothing, ends, is_asked, profile, questions, rows
from tests.stage import texts


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


async def test_an_answer_is_not_asked_what_it_has_just_answered_c5(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana, "Sales told me that they trust my numbers")
    await bot.ledger.write(EVERYONE, _about_what_was_left_out)

    await ana.says("We dropped the photo step")
    await ana.eventually_sees("> We dropped the photo step")

    assert ("decision", None) in await rows(bot, Evidence.kind, Evidence.follow_up)


def _about_what_was_left_out(session: ScopedSession) -> None:
    row = session.scalars(select(Nudge)).one()
    row.template, row.evidence_id = "launch.decision.0", None
    row.sentence = "“Returns” shipped on 3 May. What did you leave out of it, and what did that free?"


async def test_the_week_comes_back_as_an_update_n6(bot: Bot, world: World, ana: Person) -> None:
    await is_asked(bot, world, ana)
    await ana.click("It moved")
    await ana.eventually_sees("added to your note")

    await ana.click("This week as an update")

    await ana.eventually_sees("What moved" if "metric" in str(await rows(bot, Evidence.kind)) else GOAL)
    assert ana.sees("now: It moved")


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
