"""Reframe my update: from the click to the draft in the direct message, over both transports."""

import asyncio
from typing import Any

import pytest

from bot.app import Bot
from playground import World
from playground.person import Person
from playground.screen import spots_of
from tests.stage import texts

SAID = "Launched the new onboarding flow in Q2. We shipped on time."
CHANGED = "What is different for users now?"
TITLE = "Your update, reframed"
DETAILS: dict[str, dict[str, Any]] = {
    "error": {"error": "internal_error"},
    "late": {"seconds": 0.6},
    "ratelimited": {"retry_after": 0},
}


def drafts(person: Person) -> int:
    """How many drafts stand in the direct message."""
    return sum(message.text == TITLE for message in person.dm())


async def test_a_win_is_saved_and_reframed_c1_r1_r4(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    assert ana.sees("Saved")

    await ana.click("Reframe my update")
    await ana.eventually_sees("Your draft is in our direct messages.")

    draft = ana.dm()[-1]
    assert draft.metadata is not None
    assert draft.metadata["event_payload"].keys() == {"delivery_id"}
    assert ana.sees("Launched the new onboarding flow in Q2.")
    assert ana.sees("[baseline?]")
    assert ana.sees(CHANGED)
    assert ana.sees("No AI model was used.")
    assert await texts(bot) == [SAID]


async def test_answers_give_the_better_draft_r4(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Reframe my update")
    await ana.eventually_sees("[Answer the questions]")
    await ana.click("Answer the questions")

    await ana.fill({CHANGED: "Week-1 retention went from 42% to 58% for new teams"})
    await ana.submit()

    await ana.eventually_sees("It stands in our direct messages as well")
    await ana.close()
    assert await ana.eventually(lambda: drafts(ana) == 2)
    assert "Week-1 retention went from 42% to 58% for new teams" in str(ana.dm()[-1].blocks)
    assert CHANGED not in str(ana.dm()[-1].blocks)


async def test_the_form_that_waits_for_a_draft_shows_it_and_goes_on_from_there_r10(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Edit")
    await ana.submit()
    await ana.click("Reframe my update")
    await ana.eventually(lambda: ana.modal is not None and "baseline?" in str(ana.modal.body))
    assert ana.modal is not None
    assert ana.modal.body["title"]["text"] == TITLE

    await ana.click("Answer the questions")
    await ana.fill({CHANGED: "Activation went from 31% to 44%"})
    await ana.submit()

    assert await ana.eventually(lambda: "Activation went from 31% to 44%" in str(ana.modal and ana.modal.body))
    assert drafts(ana) == 2


async def test_a_form_that_cannot_be_filled_costs_nothing_r10(bot: Bot, world: World, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Reframe my update")
    await ana.eventually_sees("[Answer the questions]")
    await ana.click("Answer the questions")
    await ana.fill({CHANGED: "Activation went from 31% to 44%"})
    world.faults.error("views.update", "not_found")

    await ana.submit()

    assert await ana.eventually(lambda: drafts(ana) == 2)
    assert ana.sees("The draft comes here and to our direct messages.")


async def test_an_older_draft_asks_again_with_the_answers_that_stand_r4(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Reframe my update")
    await ana.eventually_sees("[Answer the questions]")
    older = spots_of(ana.dm()[-1])[0].element["value"]
    await ana.click("Answer the questions")
    await ana.fill({CHANGED: "Activation went from 31% to 44%"})
    await ana.submit()

    await ana.forge_click("reframe.answer", older)

    assert ana.modal is not None
    assert "Activation went from 31% to 44%" in str(ana.modal.body)


async def test_an_empty_answer_is_no_answer_and_says_so(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Reframe my update")
    await ana.eventually_sees("[Answer the questions]")
    await ana.click("Answer the questions")

    await ana.fill({CHANGED: "  \u200b "})
    await ana.submit()

    assert ana.modal_errors == {CHANGED: "Answer at least one, or close this form. Nothing is lost either way."}
    assert drafts(ana) == 1


async def test_a_double_click_gives_one_draft_c8(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)

    await asyncio.gather(ana.click("Reframe my update"), ana.click("Reframe my update"))
    await ana.eventually_sees("Your draft is in our direct messages.")
    await ana.click("Reframe my update")
    await ana.eventually_sees("This draft is on its way, or already in our direct messages.")

    assert drafts(ana) == 1


async def test_a_redelivered_click_gives_one_draft_c8(bot: Bot, world: World, ana: Person) -> None:
    await ana.slash("/win", SAID)
    world.faults.duplicate_delivery()

    await ana.click("Reframe my update")
    await ana.eventually_sees("Your draft is in our direct messages.")

    assert drafts(ana) == 1


async def test_an_edited_entry_is_reframed_anew(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Reframe my update")
    await ana.eventually_sees(TITLE)
    await ana.click("Edit")
    await ana.fill({"Your words": "We decided to cut social sharing."})
    await ana.submit()

    await ana.click("Reframe my update")

    await ana.eventually_sees("It stands in our direct messages as well")
    assert await ana.eventually(lambda: drafts(ana) == 2)
    assert "cut social sharing" in str(ana.dm()[-1].blocks)


async def test_the_draft_follows_the_kind_that_the_person_decided_c4(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Reframe my update")
    await ana.eventually_sees(TITLE)

    await ana.select("Kind", "Trust")
    await ana.eventually_sees("Saved  ·  Trust")
    await ana.click("Reframe my update")

    assert await ana.eventually(lambda: drafts(ana) == 2)
    assert "What could you do afterwards that you could not do before?" in str(ana.dm()[-1].blocks)


@pytest.mark.parametrize(
    ("said", "title", "heading"),
    [
        ("Die Aktivierung stieg von 31 % auf 38 % für neue Teams.", "Dein Update, neu gefasst", "Ergebnis"),
        ("L'activation est passée de 31 % à 38 % pour les nouvelles équipes.", "Ton message, reformulé", "Résultat"),
        ("La activación pasó del 31 % al 38 % para los equipos nuevos.", "Tu texto, reformulado", "Resultado"),
    ],
)
async def test_the_draft_speaks_the_language_of_the_update_r7(
    bot: Bot, ana: Person, said: str, title: str, heading: str
) -> None:
    await ana.slash("/win", said)

    await ana.click("Reframe my update")
    await ana.eventually_sees(title)

    assert heading in str(ana.dm()[-1].blocks)
    assert said.rstrip(".") in str(ana.dm()[-1].blocks)


async def test_ten_thousand_characters_fit_into_one_message(bot: Bot, ana: Person) -> None:
    said = " ".join(f"Sentence number {n} says what team {n} did." for n in range(230))
    await ana.slash("/win", said)

    await ana.click("Reframe my update")
    await ana.eventually_sees(TITLE)

    assert ana.sees("The rest does not fit into one message. None of your words are lost.")
    assert await texts(bot) == [said]


@pytest.mark.hasty
@pytest.mark.parametrize(
    "fault",
    ["ratelimited", "status", "error", "reset", "hang", "accept_then_hang", "accept_then_abort", "late"],
)
async def test_the_draft_arrives_once_whatever_slack_does(bot: Bot, world: World, ana: Person, fault: str) -> None:
    getattr(world.faults, fault)("chat.postMessage", **DETAILS.get(fault, {}))
    await ana.slash("/win", SAID)

    await ana.click("Reframe my update")
    await ana.eventually_sees("Your draft is in our direct messages.", timeout=10)

    assert drafts(ana) == 1


@pytest.mark.hasty
@pytest.mark.parametrize("fault", ["ratelimited", "status", "reset", "hang"])
async def test_a_look_up_that_fails_sends_nothing_twice(bot: Bot, world: World, ana: Person, fault: str) -> None:
    world.faults.accept_then_abort("chat.postMessage")
    getattr(world.faults, fault)("conversations.history", **DETAILS.get(fault, {}))
    await ana.slash("/win", SAID)

    await ana.click("Reframe my update")
    await ana.eventually_sees("Your draft is in our direct messages.", timeout=10)

    assert len(world.calls("conversations.history")) >= 2  # the one that failed, and the one that found it
    assert drafts(ana) == 1
    assert len(world.calls("chat.postMessage")) == 1


@pytest.mark.hasty
@pytest.mark.parametrize("fault", ["ratelimited", "status", "hang", "reset"])
async def test_a_form_that_slack_does_not_open_is_explained(bot: Bot, world: World, ana: Person, fault: str) -> None:
    await ana.slash("/win", SAID)
    getattr(world.faults, fault)("views.open")

    await ana.click("Edit")

    await ana.eventually_sees("The form did not open.")
    await ana.click("Edit")
    assert ana.sees("Your words")
