"""Two people, or the same one twice, in two workspaces with the bot in both: each tab keeps its own."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from playground import World
from tests import stage
from tests.browser.conftest import Opens, Tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WORDS = {"Acme": "Cut checkout errors from 4% to 1%", "Globex": "Hired two designers in March"}


@pytest_asyncio.fixture(loop_scope="session")
async def bot(world: World, tmp_path: Path) -> AsyncIterator[object]:
    """The bot at work in both."""
    world.add_workspace("Globex")
    async with stage.playing(world, "socket", f"sqlite:///{tmp_path / 'coach.db'}") as assembled:
        yield assembled


async def _coached(tab: Tab, workspace: str) -> None:
    """Save a win as Ana, have it reframed by a worker, and look at Home."""
    await tab.visits("Ana", workspace=workspace)
    await tab.says(f"/win {WORDS[workspace]}")
    await tab.sees("Saved")
    await tab.clicks("Reframe my update")
    await tab.sees("Your update, reframed")
    await tab.one("tab", "Home").click()
    await tab.sees("Your last 10 weeks")
    await tab.page.locator("#home").get_by_text(WORDS[workspace]).first.wait_for()


async def test_the_coach_serves_two_workspaces_and_nothing_crosses_over_p4(bot: object, opens: Opens) -> None:
    async with opens() as left, opens() as right:
        await asyncio.gather(_coached(left, "Acme"), _coached(right, "Globex"))

        for tab, others in ((left, WORDS["Globex"]), (right, WORDS["Acme"])):
            assert await tab.page.get_by_text(others).count() == 0
            await tab.one("tab", "Messages").click()
            assert await tab.page.get_by_text(others).count() == 0
        await right.page.locator("#who").click()
        await right.page.get_by_role("menuitemradio", name="Ben Globex").click()
        await right.page.locator("#who", has_text="Ben").wait_for()
        assert (await left.page.locator("#who").inner_text()).endswith("Ana")


async def test_another_tab_begins_as_the_next_person(opens: Opens, world: World) -> None:
    world.add_workspace("Globex")
    async with opens() as tab:
        await tab.visits("Chris")
        await tab.page.locator("#who").click()
        async with tab.page.context.expect_page() as waiting:
            await tab.page.get_by_role("menuitem", name="Open another tab").click()
        other = await waiting.value
        await other.locator("#who", has_text="Ana").wait_for()

        assert await other.locator("#workspace").inner_text() == "Globex"
        assert await tab.page.locator("#workspace").inner_text() == "Acme"
