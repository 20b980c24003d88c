"""A direct message to the coach: kept, offered, and decided by its writer, over both transports (C9)."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE
from playground import World
from playground.person import Person
from tests import stage
from tests.journeys.test_trouble import locked
from tests.stage import texts

SAID = "Cut onboarding to 3 steps because people gave up on the fourth"
ASKED = "What should I do with this?"
DRAFT = "Your update, reframed"
EMOJI = "🚀🎉"
NO_WORDS = "I can only read words"


def offers(person: Person) -> int:
    return sum(message.text.startswith("What should I do with “") for message in person.dm())


def drafts(person: Person) -> int:
    return sum(message.text == DRAFT for message in person.dm())


async def undecided(bot: Bot) -> list[str]:
    """The words that wait for a decision."""
    waiting = select(Evidence.text).where(~Evidence.kept).order_by(Evidence.created_at)
    return await bot.ledger.read(EVERYONE, lambda session: list(session.scalars(waiting)))


async def says_and_sees_the_offer(person: Person, text: str = SAID) -> None:
    assert (await person.says(text)).ok
    await person.eventually_sees(ASKED)


async def tells(person: Person, **event: Any) -> bool:
    """Deliver an event about the direct message as Slack words it."""
    told = {"type": "message", "channel": person.place("dm").id, "channel_type": "im", "ts": "1700000000.000100"}
    return (await person.workspace.world.event(person.workspace, {**told, **event})).ok


async def nothing_follows(person: Person) -> None:
    """Whatever was to come has come when a later message is answered."""
    await person.says("The last word")
    await person.eventually_sees("> The last word")


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


@pytest.mark.parametrize(
    "said",
    [
        EMOJI,
        "שחררנו את מסך ההרשמה החדש, ההפעלה עלתה מ-20% ל-31%",
        "<!channel> shipped <!here> it, thanks to <@U0BEN00001> & <@U1>",
        "R&D cut CAC to <$40 &amp; kept it",
        "before\x00after",
        "Shipped it. " * 3_333,
        "One line\nanother\r\n\tand a third",
        "*a* _b_ `c` ~d~ ```e```",
        "'; DROP TABLE evidence; --",
    ],
    ids=["emoji", "rtl", "channel", "angle", "nul", "huge", "lines", "marks", "sql"],
)
async def test_strange_words_are_offered_and_kept_as_typed_c10(bot: Bot, ana: Person, said: str) -> None:
    await says_and_sees_the_offer(ana, said)

    await ana.click("Both")

    await ana.eventually_sees("Saved  ·")
    await ana.eventually_sees("No draft yet" if said == EMOJI else DRAFT)
    assert await texts(bot) == [said.replace("\x00", "\ufffd")]


async def test_what_slack_marked_up_is_kept_as_it_was_typed_c10(bot: Bot, ana: Person) -> None:
    text = "Wrote &lt;b&gt; in <https://a.example/x?b=1&amp;c=2|a.example/x?b=1&amp;c=2>, see <https://b.example|the doc> in <#C012|launches> <!here>"

    await tells(ana, user=ana.id, text=text)
    await ana.eventually_sees(ASKED)

    typed = "Wrote <b> in https://a.example/x?b=1&c=2, see the doc (https://b.example) in #launches @here"
    assert await undecided(bot) == [typed]


@pytest.mark.parametrize("text", ["", "  ", "\u200b\u200d", "\n\t"])
async def test_a_message_without_words_is_answered_once_and_kindly(bot: Bot, ana: Person, text: str) -> None:
    file = {"id": "F012", "name": "funnel.png", "mimetype": "image/png"}

    for _ in range(2):
        assert await tells(ana, user=ana.id, text=text, subtype="file_share", files=[file])

    await ana.eventually_sees(NO_WORDS)
    await nothing_follows(ana)
    assert sum(NO_WORDS in message.text for message in ana.dm()) == 1
    assert await undecided(bot) == ["The last word"]


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("hi", "Hello. Whenever"),
        ("Good morning!", "Hello. Whenever"),
        (":wave:", "Hello. Whenever"),
        ("What can you do?", "Hello. Whenever"),
        ("help", "Hello. Whenever"),
        ("¿Qué puedes hacer?", "Hello. Whenever"),
        ("thanks a lot :tada:", "You are welcome. Whenever"),
        ("Merci beaucoup", "You are welcome. Whenever"),
    ],
)
async def test_a_greeting_is_returned_and_nothing_is_kept_of_it(
    bot: Bot, ana: Person, said: str, answered: str
) -> None:
    await ana.says(said)

    await ana.eventually_sees(answered)
    assert ana.sees("[Log a win] [My entries] [Reframe an update]")
    await nothing_follows(ana)
    assert await undecided(bot) == ["The last word"]
    await ana.click("Log a win")
    assert ana.modal


@pytest.mark.parametrize(
    "said", ["Thanks to Legal we signed", "no", "ok", "Hello world is live", "Hola, subió a 40%", "help desk is live"]
)
async def test_what_says_more_than_a_greeting_is_offered_like_any_other(bot: Bot, ana: Person, said: str) -> None:
    await says_and_sees_the_offer(ana, said)

    assert await undecided(bot) == [said]


async def test_where_the_draft_comes_nothing_points_to_it(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana)
    await ana.click("Save")
    await ana.eventually_sees("Saved  ·")

    await ana.click("Reframe my update")

    await ana.eventually_sees(DRAFT)
    await nothing_follows(ana)
    assert not ana.sees("Your draft is in our direct messages.")


async def test_the_very_first_draft_comes_with_no_line_that_points_to_it(bot: Bot, ana: Person) -> None:
    await ana.opens_home("messages")
    await ana.slash("/win", SAID, "dm")

    await ana.click("Reframe my update")

    await ana.eventually_sees(DRAFT)
    await nothing_follows(ana)
    assert not ana.sees("I am working on it.")
    assert not ana.sees("Your draft is in our direct messages.")


async def test_elsewhere_a_line_says_where_the_draft_comes(bot: Bot, ana: Person) -> None:
    await ana.opens_home("messages")
    await ana.slash("/win", SAID)

    await ana.click("Reframe my update")

    await ana.eventually_sees("I am working on it. The draft comes to our direct messages.")
    await ana.eventually_sees("Your draft is in our direct messages.")


@pytest.mark.parametrize("more", [{"subtype": "file_share", "files": []}, {"subtype": "thread_broadcast"}, {"thread_ts": "1690000000.000100"}])  # fmt: skip
async def test_words_with_a_file_or_in_a_thread_are_offered_like_any_other(
    bot: Bot, ana: Person, more: dict[str, Any]
) -> None:
    assert await tells(ana, user=ana.id, text=SAID, **more)

    await ana.eventually_sees(f"> {SAID}")
    assert not ana.sees("What is attached")
    assert await undecided(bot) == [SAID]


async def test_words_with_a_file_are_offered_with_a_word_about_the_file(bot: Bot, ana: Person) -> None:
    file = {"id": "F012", "name": "funnel.png", "mimetype": "image/png"}

    assert await tells(ana, user=ana.id, text=SAID, subtype="file_share", files=[file])

    await ana.eventually_sees("I keep the words only. What is attached stays in Slack.")
    assert ana.sees("[Save] [Reframe] [Both] [Discard]")
    assert await undecided(bot) == [SAID]


@pytest.mark.parametrize(
    "event",
    [
        {"user": "U0BOT00001", "bot_id": "B0BOT00001", "text": "Posted by the coach itself"},
        {"user": "U0OTHER001", "bot_id": "B0OTHER001", "text": "Posted by another app"},
        {"subtype": "bot_message", "bot_id": "B0OTHER001", "username": "Jira", "text": "Posted by a classic app"},
        {"subtype": "message_deleted", "deleted_ts": "1.2", "previous_message": {"user": "U0ANA00001", "text": SAID}},
        {"subtype": "channel_join", "user": "U0ANA00001", "text": "joined"},
        {"subtype": "message_replied", "message": {"user": "U0ANA00001", "text": SAID}},
        {"subtype": "message_changed"},
        {"subtype": "message_changed", "message": {"user": "U0OTHER001", "bot_id": "B0", "text": SAID, "ts": "1.2"}},
        {"user": "USLACKBOT", "text": "Reminder: say something"},
        {"user": "U0ANA00001", "text": SAID, "channel_type": "channel"},
        {"user": "U0ANA00001", "text": SAID, "channel_type": "mpim"},
        {"text": "from nobody"},
    ],
)
async def test_what_is_no_message_of_a_person_to_the_coach_is_left_alone(
    bot: Bot, ana: Person, event: dict[str, Any]
) -> None:
    assert await tells(ana, **event)

    await nothing_follows(ana)
    assert offers(ana) == 1
    assert await undecided(bot) == ["The last word"]


def changed(text: str, ana: Person, ts: str) -> dict[str, Any]:
    message = {"type": "message", "user": ana.id, "text": text, "ts": ts, "edited": {"user": ana.id, "ts": ts}}
    return {
        "subtype": "message_changed",
        "message": message,
        "previous_message": {**message, "text": SAID},
        "ts": "9.9",
    }


async def test_a_message_changed_before_the_decision_is_saved_as_it_stands_then(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana)
    ts = ana.dm()[0].ts

    assert await tells(ana, **changed("Activation went from 20% to 31% &amp; stayed", ana, ts))
    assert await tells(ana, **changed("  ", ana, ts))
    await ana.click("Save")

    await ana.eventually_sees("Saved  ·  Metric")
    assert await texts(bot) == ["Activation went from 20% to 31% & stayed"]


async def test_a_message_changed_after_the_decision_changes_nothing(bot: Bot, ana: Person) -> None:
    await says_and_sees_the_offer(ana)
    ts = ana.dm()[0].ts
    await ana.click("Save")
    await ana.eventually_sees("Saved  ·  Decision")

    assert await tells(ana, **changed("Something else", ana, ts))

    await nothing_follows(ana)
    assert await texts(bot) == [SAID]


async def test_two_people_at_once_are_offered_their_own_words(bot: Bot, ana: Person, ben: Person) -> None:
    await asyncio.gather(*(who.says(f"{who.name} did {n}") for n in range(5) for who in (ana, ben)))

    assert await ana.eventually(lambda: offers(ana) == offers(ben) == 5)
    assert not ana.sees("Ben did")
    assert not ben.sees("Ana did")
    await asyncio.gather(ana.click("Save"), ben.click("Discard"))
    assert all("Ana" in words for words in await texts(bot))


def left_unanswered_on_purpose(world: World) -> None:
    """Over Socket Mode, what cannot be kept is not acknowledged at all: the local Slack notes that as a breach."""
    assert {violation.error for violation in world.violations} <= {"operation_timeout"}
    world.violations.clear()


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
