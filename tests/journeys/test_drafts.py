"""A draft in hand: used, copied, posted, in another tone, traced and rated, over both transports (R1, R10)."""

import asyncio
from typing import Any

from sqlalchemy import select

from bot.app import Bot
from bot.ledger.drafted import Draft
from bot.ledger.plans import Share
from bot.ledger.scope import EVERYONE
from playground import World
from playground.person import Person
from tests.stage import texts

SAID = "Launched the new onboarding flow in Q2. Activation is at 44% <now> & rising."
TITLE = "Your update, reframed"
MARKS = "¹²³"


async def reframed(person: Person, said: str = SAID) -> None:
    await person.slash("/win", said)
    await person.click("Reframe my update")
    await person.eventually_sees("Your draft is in our direct messages.")


async def rows(bot: Bot, table: Any) -> list[Any]:
    return await bot.ledger.read(EVERYONE, lambda session: list(session.scalars(select(table))))


def said_in_dm(person: Person) -> str:
    return str(person.dm()[-1].blocks)


async def test_a_draft_is_used_beside_the_words_and_put_back_r10(bot: Bot, ana: Person) -> None:
    await reframed(ana)
    await ana.click("Use it")
    await ana.eventually_sees("In use:")
    assert await texts(bot) == [SAID]

    await ana.slash("/win", "list")
    await ana.click("Open")
    assert ana.sees("Your draft, beside your words since")
    assert ana.sees("• Activation is at 44% <now> & rising.")
    await ana.click("Stop using it")
    assert not ana.sees("beside your words since")
    assert [row.used_at for row in await rows(bot, Draft)] == [None]


async def test_the_same_button_of_the_message_puts_it_back_r10(bot: Bot, ana: Person) -> None:
    await reframed(ana)
    await ana.click("Use it")
    await ana.eventually_sees("[Stop using it]")

    await ana.click("Stop using it")

    await ana.eventually_sees("[Use it]")
    assert not ana.sees("In use:")


async def test_the_copy_is_plain_text_without_marks_r10(bot: Bot, ana: Person) -> None:
    await reframed(ana)
    assert "¹" in said_in_dm(ana)

    await ana.click("Copy")
    await ana.eventually_sees("Select it and copy.")

    copied = ana.dm()[-1].blocks[-1]
    (block,) = copied["elements"]
    assert block["type"] == "rich_text_preformatted"
    text = block["elements"][0]["text"]
    assert "• Activation is at 44% <now> & rising." in text
    assert not set(MARKS) & set(text)


async def test_a_post_is_previewed_edited_and_brought_there_r10(
    bot: Bot, world: World, ana: Person, ben: Person
) -> None:
    world.default.invite_bot("general")
    await reframed(ana, f"{SAID} Tell <!channel> & <@U1>")
    await ana.click("Post")
    assert ana.sees("Nobody sees this before you press Post")
    assert ana.modal is not None
    (field,) = [block for block in ana.modal.body["blocks"] if block.get("block_id") == "text"]
    assert "?]" not in field["element"]["initial_value"]
    assert not set(MARKS) & set(field["element"]["initial_value"])

    await ana.submit()
    assert "Choose a channel here" in str(ana.modal_errors)
    await ana.fill({"To which channel?": "general"})
    await ana.submit()

    assert ana.sees("On its way")
    await ben.eventually_sees("shares an update")
    assert ben.sees("Activation is at 44% <now> & rising.")
    assert world.broadcasts == []
    assert await ana.eventually(lambda: bool(world.calls("chat.postMessage")))
    assert [row.review_id for row in await rows(bot, Share)] == [None]


async def test_a_post_that_slack_refuses_comes_back_with_a_clear_sentence_r10(
    bot: Bot, world: World, ana: Person
) -> None:
    world.default.add_channel("strategy")
    await reframed(ana)
    await ana.click("Post")
    await ana.fill({"Your update": "Only this", "To which channel?": "strategy"})
    await ana.submit()
    await ana.close()

    await ana.eventually_sees("I am not a member there.")
    assert ana.sees("Only this")
    world.default.invite_bot("strategy")
    await ana.click("Share it again")
    assert ana.sees("Post this draft")
    await ana.fill({"To which channel?": "strategy"})
    await ana.submit()

    assert await ana.eventually(
        lambda: any("Only this" in str(m.blocks) for m in world.default.channel("strategy").messages)
    )


async def test_another_tone_is_another_draft_and_a_double_click_is_one_c8(bot: Bot, ana: Person) -> None:
    await reframed(ana)

    await asyncio.gather(*(ana.select("Another tone", "Resume line") for _ in range(2)))

    assert await ana.eventually(lambda: "As a resume line" in said_in_dm(ana))
    assert "Outcome" not in said_in_dm(ana)
    assert sorted(row.tone for row in await rows(bot, Draft)) == ["manager", "resume"]


async def test_answers_to_a_tone_come_back_in_that_tone_r4(bot: Bot, ana: Person) -> None:
    await reframed(ana, "Launched the new onboarding flow in Q2. We shipped on time.")
    await ana.select("Another tone", "For my team")
    assert await ana.eventually(lambda: "For your team" in said_in_dm(ana))
    await ana.click("Answer the questions")
    await ana.fill({"What is different for users now?": "Activation went from 31% to 44%"})

    await ana.submit()

    assert await ana.eventually(lambda: "Activation went from 31%" in said_in_dm(ana))
    assert "For your team" in said_in_dm(ana)


async def test_each_claim_shows_its_source_on_demand_r1(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "week-1 retention 42% -> 58% for users who completed the new onboarding")
    await reframed(ana, "Launched new onboarding.")

    await ana.click("Where is this from?")

    assert ana.sees("This update (")
    assert ana.sees("Your entry of")
    await ana.click("Open")
    assert ana.sees("Your entry")
    assert ana.sees("week-1 retention 42% -> 58%")


async def test_an_answer_shows_the_question_that_was_asked_r1(bot: Bot, ana: Person) -> None:
    """The answer made a metric of it; what was asked before is quoted as it was asked, not as a metric is asked."""
    await reframed(ana, "Launched the new onboarding flow in Q2. We shipped on time.")
    await ana.click("Answer the questions")
    await ana.fill({"What is different for users now?": "Activation went from 31% to 44%"})
    await ana.submit()
    assert await ana.eventually(lambda: "Activation went from 31%" in said_in_dm(ana))
    await ana.close()

    await ana.click("Where is this from?")

    assert ana.sees("Your answer to “What is different for users now?”")


async def test_one_tap_says_whether_it_is_good_r10(bot: Bot, ana: Person) -> None:
    await reframed(ana)
    await ana.click("Good")
    await ana.eventually_sees("[Good ✓]")
    assert [(row.rating, row.remark) for row in await rows(bot, Draft)] == [("good", None)]

    await ana.click("Not good")
    assert [row.rating for row in await rows(bot, Draft)] == ["not_good"]
    await ana.fill({"What should be different?": "Too long"})
    await ana.submit()

    await ana.eventually_sees("[Not good ✓]")
    assert [row.remark for row in await rows(bot, Draft)] == ["Too long"]


async def test_not_good_counts_when_its_form_does_not_open_r10(bot: Bot, world: World, ana: Person) -> None:
    await reframed(ana)
    world.faults.status("views.open")

    await ana.click("Not good")

    await ana.eventually_sees("[Not good ✓]")
    assert [row.rating for row in await rows(bot, Draft)] == ["not_good"]


async def test_what_is_no_update_offers_the_next_step_r6(bot: Bot, ana: Person) -> None:
    await reframed(ana, "Can someone tell me where the roadmap deck lives?")

    assert ana.sees("One line is enough.")
    assert "Use it" not in said_in_dm(ana)
    await ana.click("Edit")
    assert ana.sees("Your words")


async def test_a_button_carries_an_id_and_never_the_words_c9(bot: Bot, ana: Person) -> None:
    await reframed(ana)

    values = [each.get("value", "") for block in ana.dm()[-1].blocks for each in block.get("elements", [])]
    assert not any("Activation" in value for value in values)
    assert "Use it" in said_in_dm(ana)
