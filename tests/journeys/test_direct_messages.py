"""A direct message to the coach: kept, offered, and decided by its writer, over both transports (C9)."""

import asyncio

import pytest

from bot.app import Bot
from playground import World
from playground.person import Person
from tests import stage
from tests.journeys.talking import (
    ASKED,
    DRAFT,
    SAID,
    drafts,
    left_unanswered_on_purpose,
    nothing_follows,
    offers,
    says_and_sees_the_offer,
    tells,
    undecided,
)
from tests.journeys.test_trouble import locked
from tests.stage import texts


async def test_a_message_is_kept_and_offered_and_not_saved_before_its_writer_says_so(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana)

    assert ana.sees(f"> {SAID}")
    assert ana.sees("[Save] [Reframe] [Both] [Discard]")
    assert (await texts(bot), await undecided(bot)) == ([], [SAID])
    assert SAID not in str([block for block in ana.dm()[-1].blocks if block["type"] == "actions"])
    assert ana.dm()[-1].text.startswith("What should I do with")  # a locked phone says what it is about


async def test_save_makes_an_entry_and_the_offer_becomes_the_receipt(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana)

    await ana.click("Save")

    await ana.eventually_sees("Saved  ·  Decision")
    assert not ana.sees(ASKED)
    assert (await texts(bot), await undecided(bot)) == ([SAID], [])
    await ana.click("Undo")
    await ana.eventually_sees("I deleted the entry and its drafts")
    assert await texts(bot) == []


async def test_reframe_sends_a_draft_and_saves_nothing_until_save_this_is_pressed(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana)

    await ana.click("Reframe")
    await ana.eventually_sees(DRAFT)
    await ana.eventually_sees("The draft comes next.")
    assert await texts(bot) == []

    await ana.click("Save this as a win")
    await ana.eventually_sees("Saved  ·  Decision")
    await ana.click("Save this as a win")
    await ana.click("Save")
    await ana.eventually(lambda: not ana.sees(ASKED))
    assert await texts(bot) == [SAID]


async def test_both_saves_and_sends_a_draft_that_offers_no_saving(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana)

    await ana.click("Both")

    await ana.eventually_sees("Saved  ·  Decision")
    await ana.eventually_sees(DRAFT)
    assert await texts(bot) == [SAID]
    assert not ana.sees("Save this as a win")


async def test_answers_to_a_draft_that_is_not_saved_give_a_better_one_and_save_nothing(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana, "Launched the new onboarding flow in Q2.")
    await ana.click("Reframe")
    await ana.eventually_sees("[Answer the questions]")
    await ana.click("Answer the questions")

    await ana.fill({"What is different for users now?": "Week-1 retention went from 42% to 58% for new teams"})
    await ana.submit()
    await ana.close()

    assert await ana.eventually(lambda: drafts(ana) == 2)
    assert await texts(bot) == []
    await ana.click("Save this as a win")
    await ana.eventually_sees("Saved  ")
    assert await texts(bot) == ["Launched the new onboarding flow in Q2."]


@pytest.mark.parametrize("label", ["Save", "Both"])
async def test_a_double_click_does_nothing_twice_c8(bot: Bot, ana: Person, label: str) -> None:
    await says_and_sees_the_offer(ana)

    await asyncio.gather(ana.click(label), ana.click(label))

    await ana.eventually_sees("Saved  ·  Decision")
    assert not ana.sees("Already saved")
    if label == "Both":
        await ana.eventually_sees(DRAFT)
    await nothing_follows(ana)
    assert await texts(bot) == [SAID]
    assert drafts(ana) == (label == "Both")


async def test_save_after_both_saves_nothing_twice_c8(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana)
    (button,) = (one for one in ana.dm()[-1].blocks[1]["elements"] if one["text"]["text"] == "Save")
    await ana.click("Both")
    await ana.eventually_sees(DRAFT)

    await ana.forge_click("asides.save", button["value"])
    await ana.forge_click("asides.both", button["value"])

    await nothing_follows(ana)
    assert await texts(bot) == [SAID]
    assert drafts(ana) == 1


async def test_let_it_go_keeps_nothing_and_can_be_pressed_twice(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana)

    await asyncio.gather(ana.click("Discard"), ana.click("Discard"))

    await ana.eventually_sees("Discarded. I kept nothing; your message stays in Slack.")
    assert not ana.sees(ASKED)
    assert (await texts(bot), await undecided(bot)) == ([], [])


async def test_let_it_go_takes_nothing_back_that_was_saved(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana)
    await ana.click("Reframe")
    await ana.eventually_sees(DRAFT)
    await ana.click("Save this as a win")
    await ana.eventually_sees("Saved  ·  Decision")

    await ana.click("Discard")

    await ana.eventually(lambda: not ana.sees(ASKED))
    assert not ana.sees("Discarded.")
    assert await texts(bot) == [SAID]


async def test_a_message_told_twice_is_offered_once_c8(bot: Bot, world: World, ana: Person) -> None:
    world.faults.duplicate_delivery()
    await says_and_sees_the_offer(ana)

    await world.redeliver(next(entry for entry in world.recorded if entry.name == "message"))

    await nothing_follows(ana)
    assert offers(ana) == 2
    assert await undecided(bot) == [SAID, "The last word"]


async def test_a_message_told_again_under_another_event_id_is_offered_once_c8(bot: Bot, ana: Person) -> None:
    for _ in range(2):
        assert await tells(ana, user=ana.id, text=SAID)

    await nothing_follows(ana)
    assert await undecided(bot) == [SAID, "The last word"]
    assert offers(ana) == 2


async def test_a_message_told_again_after_it_was_saved_is_not_offered_again_c8(
    bot: Bot, world: World, ana: Person
) -> None:
    await says_and_sees_the_offer(ana)
    await ana.click("Save")
    await ana.eventually_sees("Saved  ·  Decision")

    await world.redeliver(next(entry for entry in world.recorded if entry.name == "message"))

    await nothing_follows(ana)
    assert offers(ana) == 1
    assert await texts(bot) == [SAID]


async def test_the_same_words_in_two_messages_are_one_entry_until_the_person_says_otherwise_c8(
    bot: Bot, ana: Person
) -> None:
    await says_and_sees_the_offer(ana)
    await ana.says(SAID)
    assert await ana.eventually(lambda: offers(ana) == 2)

    await ana.click("Save")
    await ana.eventually_sees("Saved  ·  Decision")
    await ana.click("Save")

    await ana.eventually_sees("Already saved")
    assert await texts(bot) == [SAID]
    await ana.click("Save again")
    assert await ana.eventually(lambda: not ana.sees("Already saved"))
    assert await texts(bot) == [SAID, SAID]


async def test_two_people_at_once_are_offered_their_own_words(bot: Bot, ana: Person, ben: Person) -> None:
    await asyncio.gather(*(who.says(f"{who.name} did {n}") for n in range(5) for who in (ana, ben)))

    assert await ana.eventually(lambda: offers(ana) == offers(ben) == 5)
    assert not ana.sees("Ben did")
    assert not ben.sees("Ana did")
    await asyncio.gather(ana.click("Save"), ben.click("Discard"))
    assert all("Ana" in words for words in await texts(bot))


@pytest.mark.hasty
async def test_what_cannot_be_kept_is_not_acknowledged_and_comes_again(
    bot: Bot, world: World, ana: Person, migrated_sqlite: str
) -> None:
    world.retry_scale = 0.01

    with locked(migrated_sqlite):
        answer = await ana.says(SAID)
        assert not answer.ok

    await ana.eventually_sees(ASKED, timeout=15)
    assert await undecided(bot) == [SAID]
    assert offers(ana) == 1
    left_unanswered_on_purpose(world)


@pytest.mark.hasty
@pytest.mark.parametrize("fault", ["ratelimited", "status", "accept_then_abort", "hang"])
async def test_the_offer_arrives_once_whatever_slack_does(bot: Bot, world: World, ana: Person, fault: str) -> None:
    getattr(world.faults, fault)("chat.postMessage", **({"retry_after": 0} if fault == "ratelimited" else {}))

    await ana.says(SAID)

    await ana.eventually_sees(ASKED, timeout=15)
    await nothing_follows(ana)
    assert offers(ana) == 2


async def test_an_offer_is_answered_after_a_restart(
    world: World, transport: str, migrated_sqlite: str, ana: Person
) -> None:
    async with stage.playing(world, transport, migrated_sqlite):
        await says_and_sees_the_offer(ana)
    if transport == "socket":
        assert await world.eventually(lambda: len(world.sockets.open) == 0)

    async with stage.playing(world, transport, migrated_sqlite) as bot:
        await ana.click("Save")

        await ana.eventually_sees("Saved  ·  Decision")
        assert await texts(bot) == [SAID]


@pytest.mark.hasty
async def test_no_words_of_a_message_reach_the_log(
    bot: Bot, ana: Person, migrated_sqlite: str, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "the acquisition of Northwind"
    world.retry_scale = 0.01
    world.faults.status("chat.postMessage")
    with locked(migrated_sqlite):
        await ana.says(f"Prepared {secret}")
    await ana.eventually_sees(ASKED, timeout=15)

    left_unanswered_on_purpose(world)
    assert caplog.records != []
    assert secret not in caplog.text
