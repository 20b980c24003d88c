"""Saving, changing and taking back, as a person does it, over both transports."""

import asyncio

import pytest

from bot.app import Bot
from playground import World
from playground.person import Person
from tests.stage import texts

SAID = "Cut onboarding to 3 steps because people gave up on the fourth"

STRANGE = {
    "emoji": "🚀🎉",
    "right to left": "שחררנו את מסך ההרשמה החדש, ההפעלה עלתה מ-20% ל-31%",
    "zero width": "ship\u200bped it",
    "channel": "<!channel> shipped <!here> it",
    "mention": "<@U1> asked me to own pricing",
    "link": "Shipped <https://example.com/a?b=1&c=2|the doc> today",
    "backticks": "Moved ```a *b* _c_ ~d~``` to `prod`",
    "nul": "before\x00after",
    "angle": "R&D cut CAC to <$40 &amp; kept it",
    "long": "Shipped it. " * 833,
    "lines": "One line\nanother line\r\n\tand a third",
}


async def test_the_receipt_shows_kind_metric_and_one_question_c1_c4_c5(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "Checkout conversion is now 3.4% after we shipped Apple Pay")

    assert ana.sees("Saved  ·  Metric")
    assert ana.sees("Checkout conversion: now 3.4%; where it stood before is not noted yet")
    assert ana.sees("What was the number before?")
    assert ana.screen().count("?*") == 1
    assert await texts(bot) == ["Checkout conversion is now 3.4% after we shipped Apple Pay"]


@pytest.mark.parametrize("said", STRANGE.values(), ids=STRANGE.keys())
async def test_strange_words_are_kept_as_typed_and_alert_nobody_c10(bot: Bot, ana: Person, said: str) -> None:
    await ana.slash("/win", said)

    assert ana.sees("Saved")
    assert await texts(bot) == [said.replace("\x00", "\ufffd")]


@pytest.mark.parametrize("transport", ["socket"])  # a form over HTTP cannot carry it
async def test_a_lone_surrogate_is_made_visible_c10(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "before\ud800after")

    assert await texts(bot) == ["before\ufffdafter"]


@pytest.mark.parametrize("said", ["\u200b\u200d", " \u2060 \ufeff"])
async def test_nothing_said_gets_a_hint_and_no_row(bot: Bot, ana: Person, said: str) -> None:
    await ana.slash("/win", said)

    assert ana.sees("There was nothing to save. Write it on the same line")
    assert await texts(bot) == []


async def test_the_same_payload_twice_is_one_entry_c8(bot: Bot, world: World, ana: Person) -> None:
    world.faults.duplicate_delivery()

    await ana.slash("/win", SAID)

    assert ana.sees("Saved  ·  Decision")
    assert not ana.sees("Already saved")
    assert await texts(bot) == [SAID]


async def test_the_same_words_within_two_minutes_are_one_entry_until_the_person_says_otherwise_c8(
    bot: Bot, ana: Person
) -> None:
    await ana.slash("/win", SAID)
    await ana.slash("/win", SAID)
    assert ana.sees("Already saved")
    assert await texts(bot) == [SAID]

    await ana.click("Save again")

    await ana.eventually(lambda: not ana.sees("[Save again]"))
    assert await texts(bot) == [SAID, SAID]


async def test_a_double_click_on_save_again_saves_once_c8(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.slash("/win", SAID)

    await asyncio.gather(ana.click("Save again"), ana.click("Save again"))

    assert await texts(bot) == [SAID, SAID]


async def test_two_people_at_once_keep_their_own_words(bot: Bot, ana: Person, ben: Person) -> None:
    await asyncio.gather(*(who.slash("/win", f"{who.name} did {n}") for n in range(10) for who in (ana, ben)))

    assert sorted(await texts(bot)) == sorted(f"{who} did {n}" for n in range(10) for who in ("Ana", "Ben"))
    assert not ana.sees("Ben did")


async def test_undo_hands_the_words_back_and_keeps_nothing_c6(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)

    await ana.click("Undo")

    await ana.eventually_sees("I deleted the entry and its drafts")
    assert ana.sees(SAID)
    assert await texts(bot) == []


async def test_undo_in_words_takes_the_newest_back_c6(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "First")
    await ana.slash("/win", "Second")

    await ana.slash("/win", " Undo ")
    assert await texts(bot) == ["First"]

    await ana.slash("/win", "undo")
    await ana.slash("/win", "undo")
    assert ana.sees("You have no entries, so there is nothing to undo.")


async def test_undo_that_comes_twice_takes_one_entry_back_c8(bot: Bot, world: World, ana: Person) -> None:
    await ana.slash("/win", "First")
    await ana.slash("/win", "Second")
    world.faults.duplicate_delivery()

    await ana.slash("/win", "undo")

    assert ana.sees("Second")
    assert await texts(bot) == ["First"]


async def test_long_words_are_handed_back_whole_c6(bot: Bot, ana: Person) -> None:
    words = " ".join(f"w{n:04}" for n in range(1_200))
    await ana.slash("/win", words)
    await ana.reloads()

    await ana.slash("/win", "undo")

    assert ana.sees("w0000")
    assert ana.sees("w1199")


async def test_a_win_that_begins_like_a_subcommand_is_saved_c6(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "help desk tickets fell by half")

    assert await texts(bot) == ["help desk tickets fell by half"]


async def test_help_explains_the_command_by_its_name(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "help")

    assert ana.sees("/win undo")
    assert ana.sees("/launch")
    assert await texts(bot) == []


async def test_a_button_on_an_entry_that_is_gone_says_so(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "First")
    await ana.slash("/win", "undo")

    for label in ("Reframe my update", "Edit", "Undo"):
        await ana.reloads()
        await ana.slash("/win", f"Did {label}")
        await ana.slash("/win", "undo")
        await ana.click(label)
        await ana.eventually_sees("That entry is gone.")

    assert await texts(bot) == []


async def test_edit_changes_the_words_and_answers_with_the_receipt_c6(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Edit")

    await ana.fill({"Your words": "Activation went from 20% to 31% for new teams"})
    await ana.submit()

    assert ana.sees("Changed  ·  Metric")
    assert ana.sees("20% → 31%")
    assert await texts(bot) == ["Activation went from 20% to 31% for new teams"]


async def test_ten_thousand_characters_survive_an_edit_c6(bot: Bot, ana: Person) -> None:
    words = "x" * 9_990 + " the end"
    await ana.slash("/win", words)
    await ana.click("Edit")

    await ana.fill({"Your words, part 1": "y" * 3_000})
    await ana.submit()

    assert await texts(bot) == ["y" * 3_000 + words[3_000:]]


async def test_an_edit_that_leaves_no_words_changes_nothing(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Edit")

    await ana.fill({"Your words": " \u200b "})
    await ana.submit()

    assert "There are no words to save" in str(ana.modal_errors)
    assert await texts(bot) == [SAID]
