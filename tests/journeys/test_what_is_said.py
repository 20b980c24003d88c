"""What people write in the direct message: strange words, greetings, files, changes, and what is nothing to the coach (C9, C10)."""

from typing import Any

import pytest

from bot.app import Bot
from playground.person import Person
from tests.journeys.talking import (
    ASKED,
    DRAFT,
    EMOJI,
    NO_WORDS,
    SAID,
    changed,
    nothing_follows,
    offers,
    says_and_sees_the_offer,
    tells,
    undecided,
)
from tests.stage import texts


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
