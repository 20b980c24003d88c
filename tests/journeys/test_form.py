"""Evidence by form, as a person fills it in, over both transports (C2, C6, C7)."""

import asyncio
from datetime import date
from typing import Any

import pytest

from bot.app import Bot
from playground import World
from playground.person import Person
from tests import stage
from tests.journeys.filling import MORE, SAID, TRUST, WRONG, row, rows
from tests.stage import texts


async def test_the_command_alone_opens_the_form_and_words_are_enough_c2(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "  ")
    assert ana.sees("Log a win")

    await ana.fill({"What happened?": SAID})
    await ana.submit()

    assert ana.sees("Saved  ·  Decision")
    assert ana.sees("[Reframe my update]")
    assert ((await row(bot)).text, (await row(bot)).kind_decided) == (SAID, False)


async def test_the_shortcut_opens_the_same_form_c3(bot: Bot, ana: Person) -> None:
    await ana.shortcut("log_win")

    await ana.fill({"What happened?": SAID})
    await ana.submit()

    assert await texts(bot) == [SAID]


async def test_another_kind_brings_its_fields_and_keeps_what_was_typed_c2(bot: Bot, ana: Person) -> None:
    await ana.slash("/win")
    await ana.fill({"What happened?": "The CFO asked me to own pricing"})
    assert not ana.sees("Who was it, and what is their role?")

    await ana.select("What is it evidence of?", TRUST)
    await ana.fill({"Who was it, and what is their role?": "Ines, CFO"})
    await ana.select("What is it evidence of?", "Suggest it for me")
    await ana.select("What is it evidence of?", TRUST)
    await ana.submit()

    saved = await row(bot)
    assert (saved.text, saved.kind, saved.kind_decided) == ("The CFO asked me to own pricing", "trust", True)
    assert saved.answers == {"voice": "Ines, CFO"}


async def test_everything_else_can_be_noted_and_is_found_again_c7(bot: Bot, world: World, ana: Person) -> None:
    ben = world.default.person("Ben")
    await ana.slash("/win")
    await ana.fill({"What happened?": SAID})
    await ana.click(MORE)
    await ana.fill(
        {
            "When did it happen?": "2026-03-02",
            "Which launch does it belong to?": "Onboarding two",
            "Who was involved?": [ben.id],
            "Which team did you work with?": "Design",
            "Which skill does it show?": "Customer research",
            "Which business lever does it pull?": "Growth",
            "Where did the idea come from?": "Found by me",
            "A link to it": "https://example.com/onboarding?a=1&b=2",
            "Metric": "Completion",
            "Before": "61%",
            "Now": "74%",
        }
    )
    await ana.submit()

    saved = await row(bot)
    assert saved.details == {
        "launch": "Onboarding two",
        "stakeholders": [ben.id],
        "partner": "design",
        "skill": "customer research",
        "lever": "growth",
        "origin": "found by me",
    }
    assert (saved.happened_on, saved.link) == (date(2026, 3, 2), "https://example.com/onboarding?a=1&b=2")
    assert ana.sees("Completion: 61% → 74%")

    await ana.reloads()
    await ana.slash("/win", "find onboarding two")
    await ana.click("Open")
    assert ana.sees("Onboarding two")
    await ana.click("Edit")
    assert ana.sees("https://example.com/onboarding")
    await ana.submit()
    assert (await row(bot)).details == saved.details
    assert (await row(bot)).revision == 1


@pytest.mark.parametrize(("field", "value", "said"), WRONG.values(), ids=WRONG.keys())
async def test_what_cannot_be_kept_is_said_at_its_field_and_loses_nothing(
    bot: Bot, ana: Person, field: str, value: Any, said: str
) -> None:
    await ana.slash("/win")
    await ana.fill({"What happened?": SAID})
    await ana.click(MORE)
    await ana.fill({field: value})
    await ana.submit()

    assert said in str(ana.modal_errors)
    assert await texts(bot) == []

    await ana.fill({field: None})
    await ana.submit()
    assert await texts(bot) == [SAID]


async def test_300_stakeholders_are_too_many_and_said_so(bot: Bot, ana: Person) -> None:
    people = [f"U{number:09}" for number in range(300)]
    values = {
        "part-0": {"text": {"type": "plain_text_input", "value": SAID}},
        "stakeholders": {"people": {"type": "multi_users_select", "selected_users": people}},
    }

    answer = await ana.forge_submission({"callback_id": "form.filled", "state": {"values": values}})

    assert "at most 20 people" in str(answer.body)
    assert await texts(bot) == []


async def test_the_metric_is_corrected_and_stands_c4(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "Activation went from 20% to 31% for new teams")
    await ana.click("Edit")

    await ana.fill({"Before": "21%", "Metric": "Activation in week one"})
    await ana.submit()
    assert ana.sees("Activation in week one: 21% → 31%")

    await ana.close()
    await ana.reloads()
    await ana.slash("/win", "list")
    await ana.click("Open")
    await ana.click("Edit")
    await ana.fill({"Your words": "Activation went from 20% to 33% for new teams"})
    await ana.submit()
    saved = await row(bot)
    assert (saved.metric_name, saved.metric_before, saved.metric_after) == ("Activation in week one", "21%", "31%")


async def test_what_was_only_edited_is_not_offered_to_be_undone_c6(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Edit")
    await ana.fill({"Your words": "Something else"})
    await ana.submit()

    assert ana.sees("Changed  ·  Output")
    assert ana.modal is not None
    assert "Undo" not in str(ana.modal.body)
    assert await texts(bot) == ["Something else"]


async def test_what_the_receipt_asked_for_stands_in_the_form_c5(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "Sales wants a Salesforce connector because two prospects asked for it")
    assert ana.sees("What should be different for them once they have it?")

    await ana.click("Edit")
    await ana.fill({"What should be different for them once they have it?": "They see their deals without typing"})
    await ana.submit()

    assert (await row(bot)).answers == {"wanted": "They see their deals without typing"}


async def test_an_answer_is_corrected_in_the_form_c6(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "Checkout conversion is now 3.4% after we shipped Apple Pay")
    await ana.click("Edit")
    await ana.fill({"For which users does this number hold?": "everybody", "Before": "2.9%"})
    await ana.submit()
    await ana.click("Edit")
    await ana.fill({"For which users does this number hold?": "new customers in Spain"})
    await ana.submit()

    assert (await row(bot)).answers == {"who_affected": "new customers in Spain"}


async def test_a_form_that_is_sent_twice_is_one_entry_c8(bot: Bot, world: World, ana: Person) -> None:
    await ana.slash("/win")
    await ana.fill({"What happened?": SAID})
    world.faults.duplicate_delivery()

    await ana.submit()

    assert not ana.sees("Already saved")
    assert await texts(bot) == [SAID]


async def test_a_form_without_words_is_not_saved(bot: Bot, ana: Person) -> None:
    await ana.slash("/win")
    await ana.fill({"What happened?": "\u200b"})
    await ana.submit()

    assert "no words" in str(ana.modal_errors)
    assert await texts(bot) == []


@pytest.mark.parametrize("transport", ["socket"])
async def test_a_form_is_saved_by_the_process_that_comes_after_a_restart(
    world: World, ana: Person, migrated_sqlite: str, transport: str
) -> None:
    async with stage.playing(world, transport, migrated_sqlite):
        await ana.slash("/win")
        await ana.fill({"What happened?": SAID})
    async with stage.playing(world, transport, migrated_sqlite) as second:
        await ana.submit()

        assert ana.sees("Saved")
        assert await texts(second) == [SAID]


async def test_two_people_in_two_workspaces_fill_in_forms_at_once(bot: Bot, ana: Person, ben: Person) -> None:
    await asyncio.gather(ana.slash("/win"), ben.slash("/win"))
    await ana.fill({"What happened?": "Ana did it"})
    await ben.fill({"What happened?": "Ben did it"})

    await asyncio.gather(ana.submit(), ben.submit())

    assert {(saved.member_id, saved.text) for saved in await rows(bot)} == {
        (ana.id, "Ana did it"),
        (ben.id, "Ben did it"),
    }
