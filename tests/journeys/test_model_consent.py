"""A person decides what a model may do, told where it runs; the workspace's admin can decide for all (R9)."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from bot.app import Bot, assemble
from bot.coach import consent
from bot.coach.consent import Consent, Help, Model
from bot.coach.jobs import SORT
from bot.delivery.engine import Engine
from bot.ledger.models import Job, Profile
from bot.ledger.scope import EVERYONE, Owner
from bot.permitting import answer
from bot.ready import Roles, prepare
from playground import World
from playground.person import Person
from tests import stage
from tests.ledger.rows import NOON

WHERE = "models.acme.test"
QUESTION = "Help from an AI model"


@pytest.fixture
async def modelled(world: World, migrated_sqlite: str) -> AsyncIterator[Bot]:
    """The bot at work with a model set; nobody is asked anything of it here."""
    ours = stage.settings(world, "socket", migrated_sqlite)
    ours = replace(ours, openai_base_url=f"https://{WHERE}/v1", openai_model="small-2")
    prepare(ours, Roles())
    async with assemble(ours, patience=stage.HASTY, clock=world.clock.now) as bot:
        await world.connected(2)
        yield bot


async def standing(bot: Bot, person: Person) -> Consent:
    return await consent.standing(bot.ledger, Owner(person.workspace.id, person.id))


async def test_a_choice_is_kept_with_the_server_that_was_named_r9(modelled: Bot, ana: Person) -> None:
    await ana.opens_home()
    await ana.eventually_sees("[Settings]")
    await ana.click("Settings")
    assert ana.sees(WHERE)

    await ana.select(QUESTION, "Also to sort what I save")
    await ana.submit()

    assert ana.sees("Saved.")
    assert await standing(modelled, ana) == Consent(Help.ALWAYS, WHERE)
    await ana.close()
    await ana.slash("/win", "data")
    assert ana.sees(WHERE)


async def test_a_workspace_that_is_switched_off_is_told_so_r9(
    modelled: Bot, world: World, ana: Person, migrated_sqlite: str
) -> None:
    ours = stage.settings(world, "socket", migrated_sqlite)
    await ana.opens_home()
    await ana.eventually_sees("[Settings]")

    said = answer(ours, ana.workspace.id, "off", NOON)

    assert f"{ana.workspace.id}  off" in said
    await ana.click("Settings")
    assert ana.sees("AI models are switched off for this workspace")
    assert not ana.sees(QUESTION)
    assert not (await standing(modelled, ana)).workspace


async def test_without_a_model_nobody_is_asked_r9(bot: Bot, ana: Person) -> None:
    await ana.opens_home()
    await ana.eventually_sees("[Settings]")
    await ana.click("Settings")

    assert not ana.sees(QUESTION)
    assert await standing(bot, ana) == Consent()


async def test_a_form_that_named_another_server_switches_nothing_on_by_itself_r9(modelled: Bot, ana: Person) -> None:
    values = {
        "weekday": {"choice": {"selected_option": {"value": "1"}}},
        "hour": {"choice": {"selected_option": {"value": "9"}}},
        "help": {"choice": {"selected_option": {"value": "always"}}},
    }
    named = Model("small-2", "before.test").mark

    await ana.forge_submission(
        {"callback_id": "settings.saved", "private_metadata": named, "state": {"values": values}}
    )

    assert await standing(modelled, ana) == Consent(Help.ALWAYS, None)


async def jobs_to_sort(bot: Bot, ana: Person) -> int:
    """How many there are after somebody who wants all help has saved something."""
    await ana.slash("/win", "Priya now forwards me the pricing questions")
    everything = update(Profile).values(help=Help.ALWAYS.value, help_told=WHERE)
    await bot.ledger.write(EVERYONE, lambda session: session.execute(everything))
    assert isinstance(bot.engine, Engine)
    await bot.engine.tick()
    count = select(func.count()).select_from(Job).where(Job.kind == SORT)
    return await bot.ledger.read(EVERYONE, lambda session: session.scalar(count) or 0)


async def test_what_is_saved_waits_to_be_sorted_where_a_model_is_set_r9(modelled: Bot, ana: Person) -> None:
    await ana.opens_home()
    await ana.eventually_sees("[Settings]")

    assert await jobs_to_sort(modelled, ana) == 1


async def test_without_a_model_nothing_waits_to_be_sorted_r9(bot: Bot, ana: Person) -> None:
    await ana.opens_home()
    await ana.eventually_sees("[Settings]")

    assert await jobs_to_sort(bot, ana) == 0
