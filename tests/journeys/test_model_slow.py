"""A slow model is asked once, however long it takes: the job stays with the worker that waits for it."""

from dataclasses import replace

from playground import World
from playground.person import Person
from tests import stage
from tests.llm import manners
from tests.llm.conftest import QUICK
from tests.llm.liar import Liar


async def test_a_draft_that_outlasts_a_lease_is_asked_for_once(
    world: World, liar: Liar, ana: Person, migrated_sqlite: str
) -> None:
    longer = replace(QUICK, call=2.5, write=2.5)
    assert longer.write > 2 * stage.HASTY.lease.total_seconds()
    liar.behaves(manners.hangs)
    async with stage.playing(world, "socket", migrated_sqlite, stage.HASTY, model=liar.settings(), bounds=longer):
        await ana.slash("/win", "Activation went from 42% to 58% for new teams")

        await ana.click("Reframe my update")
        await ana.eventually_sees("Your draft is in our direct messages.")

    assert len(liar.requests) == 1
    assert ana.sees("58%")
