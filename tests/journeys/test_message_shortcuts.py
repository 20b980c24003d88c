"""Any message, handed over by its menu: saved or reframed, with the author named, over both transports (C3)."""

import asyncio

import pytest

from bot.app import Bot
from playground import World
from playground.person import Person
from tests.journeys.handing import ASKED, BOTH, FOLLOW_UP, PART, PRAISE, REFRAME, SAID, SAVE, closes_itself, entries
from tests.journeys.talking import DRAFT, drafts, undecided
from tests.stage import texts


@pytest.mark.parametrize("where", ["general", "dm"])
async def test_an_own_message_is_saved_at_once_and_the_receipt_is_shown(bot: Bot, ana: Person, where: str) -> None:
    message = ana.writes(SAID, where)

    await ana.message_shortcut(SAVE, message)

    assert ana.modal is not None
    assert ana.sees("Saved  ·  Decision")
    (entry,) = await entries(bot, ana)
    assert (entry.text, entry.author) == (SAID, None)
    assert entry.link == f"https://acme.slack.com/archives/{message.channel_id}/p{message.ts.replace('.', '')}"
    await ana.click("Undo")
    assert await texts(bot) == []


async def test_the_link_of_a_reply_leads_into_its_thread(bot: Bot, ana: Person, ben: Person) -> None:
    parent, reply = ben.writes("How did it go?", "general"), ana.writes(SAID, "general")
    reply.thread_ts = parent.ts

    await ana.message_shortcut(SAVE, reply)

    (entry,) = await entries(bot, ana)
    place = f"https://acme.slack.com/archives/{reply.channel_id}/p{reply.ts.replace('.', '')}"
    assert entry.link == f"{place}?thread_ts={parent.ts}&cid={reply.channel_id}"
    ana.modals.clear()
    await ana.slash("/win", "list")
    await ana.click("Open")
    assert ana.sees("Open the message")


async def test_an_own_message_is_reframed_without_being_saved(bot: Bot, ana: Person) -> None:
    message = ana.writes(SAID, "general")

    await ana.message_shortcut(REFRAME, message)

    await ana.eventually_sees("I am working on it. The draft comes to our direct messages.")
    await ana.eventually_sees("Your draft is in our direct messages.")
    assert ana.sees("Open the message")
    assert await texts(bot) == []
    await ana.click("Save this as a win")
    await ana.eventually_sees("Saved  ·  Decision")
    assert await texts(bot) == [SAID]


async def test_somebody_elses_words_become_evidence_with_the_persons_part_only(
    bot: Bot, ana: Person, ben: Person
) -> None:
    await ana.message_shortcut(SAVE, ben.writes(PRAISE, "general"))
    assert ana.sees("@Ben wrote")
    assert ana.sees(f"> {PRAISE}")
    assert (await texts(bot), await undecided(bot)) == ([], [PRAISE])

    await ana.submit()
    assert ana.modal_errors != {}
    await ana.fill({ASKED: " \u200b"})
    await ana.submit()
    assert ana.modal_errors == {ASKED: "One line is enough: what did you do, decide or notice?"}
    assert await texts(bot) == []

    await ana.fill({ASKED: PART})
    await ana.submit()

    assert ana.sees("Saved  ·  Trust")
    assert ana.sees("Words of @Ben")
    assert ana.sees(f"My part: {PART}")
    (entry,) = await entries(bot, ana)
    assert (entry.text, entry.author, entry.answers) == (PRAISE, ben.id, {"own_role": PART})
    assert await entries(bot, ben) == []


async def test_the_entry_names_whose_words_it_holds_and_edit_changes_the_part_alone(
    bot: Bot, ana: Person, ben: Person
) -> None:
    await ana.message_shortcut(SAVE, ben.writes(PRAISE, "general"))
    await ana.fill({ASKED: PART})
    await ana.submit()
    await ana.click("Edit")
    assert ana.sees("The quoted words stay as they were written.")
    await ana.fill({ASKED: "I asked for the pilot", FOLLOW_UP: "Legal signs without a meeting"})
    await ana.submit()
    assert not ana.sees(FOLLOW_UP)
    await ana.close()

    await ana.reloads()
    await ana.slash("/win", "list")
    assert ana.sees("Words of @Ben")
    await ana.click("Open")

    assert ana.sees("Words of @Ben  ·  Open the message")
    assert ana.sees("> I asked for the pilot")
    assert ana.sees("> Legal signs without a meeting")
    assert await texts(bot) == [PRAISE]


async def test_closing_an_edit_of_somebody_elses_words_forgets_nothing(bot: Bot, ana: Person, ben: Person) -> None:
    await ana.message_shortcut(SAVE, ben.writes(PRAISE, "general"))
    await ana.fill({ASKED: PART})
    await ana.submit()
    await ana.click("Edit")

    await ana.close()

    assert await texts(bot) == [PRAISE]


async def test_a_draft_of_somebody_elses_words_names_them_and_marks_the_persons_part(
    bot: Bot, ana: Person, ben: Person
) -> None:
    await ana.message_shortcut(REFRAME, ben.writes(PRAISE, "general"))
    await ana.fill({ASKED: PART})

    await ana.submit()

    await ana.eventually_sees("It stands in our direct messages as well")
    await ana.close()
    await ana.eventually_sees("Words of @Ben, beside your part  ·  Open the message")
    assert ana.sees(f"My part: {PART}")
    assert ana.sees("the words of the message and your part, nothing added")
    assert await texts(bot) == []
    await ana.click("Save this as a win")
    await ana.eventually_sees("Saved  ·  Trust")
    (entry,) = await entries(bot, ana)
    assert (entry.author, entry.answers) == (ben.id, {"own_role": PART})


@BOTH
async def test_closing_the_form_leaves_nothing(bot: Bot, ana: Person, ben: Person, shortcut: str) -> None:
    await ana.message_shortcut(shortcut, ben.writes(PRAISE, "general"))

    await ana.close()

    assert (await texts(bot), await undecided(bot)) == ([], [])


@BOTH
async def test_a_double_submission_does_nothing_twice_c8(bot: Bot, ana: Person, ben: Person, shortcut: str) -> None:
    await ana.message_shortcut(shortcut, ben.writes(PRAISE, "general"))
    await ana.fill({ASKED: PART})

    await asyncio.gather(ana.submit(), ana.submit())

    closes_itself(ana)
    if shortcut == SAVE:
        assert await texts(bot) == [PRAISE]
    else:
        await ana.eventually_sees(DRAFT)
        await ana.says("The last word")
        await ana.eventually_sees("> The last word")
        assert drafts(ana) == 1


@BOTH
async def test_a_shortcut_told_twice_does_nothing_twice_c8(bot: Bot, world: World, ana: Person, shortcut: str) -> None:
    world.faults.duplicate_delivery()

    await ana.message_shortcut(shortcut, ana.writes(SAID, "general"))

    if shortcut == SAVE:
        await ana.eventually_sees("Saved  ·  Decision")
        assert await texts(bot) == [SAID]
    else:
        await ana.eventually_sees("Your draft is in our direct messages.")
        assert drafts(ana) == 1
    assert len(await texts(bot)) + len(await undecided(bot)) == 1


async def test_the_same_own_message_twice_is_one_entry_c8(bot: Bot, ana: Person) -> None:
    message = ana.writes(SAID, "general")
    await ana.message_shortcut(SAVE, message)

    await ana.message_shortcut(SAVE, message)

    assert ana.sees("so I kept one entry")
    assert await texts(bot) == [SAID]


async def test_two_people_may_praise_in_the_same_words(bot: Bot, world: World, ana: Person, ben: Person) -> None:
    chris = world.default.person("Chris")
    for author in (ben, chris):
        await ana.message_shortcut(SAVE, author.writes("Great work!", "general"))
        await ana.fill({ASKED: PART})
        await ana.submit()
        await ana.close()

    assert {entry.author for entry in await entries(bot, ana)} == {ben.id, chris.id}
