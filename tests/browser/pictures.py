"""`python -m tests.browser.pictures [FOLDER]`: the pictures of the playground's README, as it looks now. Look at them."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, async_playwright

from bot import tour
from bot.app import Bot
from bot.coach.coming import comes_next
from bot.delivery.engine import Engine
from bot.ledger.scope import Owner
from bot.manifest import manifest
from playground import Host, Person, World
from playground.world import SCOPES
from tests import stage
from tests.browser import chromium
from tests.browser.app import opener
from tests.browser.conftest import Tab
from tests.browser.test_inputs import bullets, form, part, upload, words
from tests.playground.test_blocks import option, plain

HERE: Final = Path(__file__).parents[2] / "docs" / "images"
REVIEW: Final = 4  # the step of the tour in which one comes


async def main(folder: Path) -> None:
    """Take them all."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.path(), args=chromium.arguments())
        await _with_the_bot(browser, folder)
        await _fields(browser, folder)
        await browser.close()


async def _with_the_bot(browser: Browser, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        async with World(rates="unlimited", manifest=manifest("/win")) as world:
            world.add_workspace("Globex")
            async with stage.playing(world, "socket", f"sqlite:///{Path(made) / 'coach.db'}") as bot:
                if isinstance(bot.engine, Engine):
                    world.clock.on_jump(bot.engine.hurry)
                await _inspector(browser, world, folder)
                world.host = _host(bot, world)
                await _tour(browser, world, folder)


def _host(bot: Bot, world: World) -> Host:
    async def upcoming(person: Person) -> datetime | None:
        return await comes_next(bot.ledger, Owner(person.workspace.id, person.id), world.clock.now())

    return Host(tour=tour.steps("/win"), upcoming=upcoming, reset=lambda: None, pace=0.0)


async def _inspector(browser: Browser, world: World, folder: Path) -> None:
    async with _tab(browser, world) as tab:
        await tab.visits("Ben")
        await tab.says("/win Cut checkout errors from 4% to 1% for 200 shops")
        await tab.sees("Saved")
        await tab.clicks("Inspector")
        await tab.page.locator("#wire li", has_text="/win").first.get_by_role("button").click()
        await tab.page.get_by_text("Break something").click()
        await tab.page.screenshot(path=folder / "inspector.png")


async def _tour(browser: Browser, world: World, folder: Path) -> None:
    async with _tab(browser, world) as tab:
        await tab.visits("Ana")
        await tab.clicks("Start")
        for number in range(1, REVIEW + 1):
            await tab.sees(f"Step {number} of 6")
            await tab.page.locator("#tour .button.primary").click()
            await tab.page.locator("#tour").get_by_text("Done", exact=True).wait_for()
            if number < REVIEW:
                await tab.clicks("Next")
        await tab.page.screenshot(path=folder / "tour.png")
        await tab.page.locator("#who").click()
        await tab.page.screenshot(path=folder / "people.png")


async def _fields(browser: Browser, folder: Path) -> None:
    """The fields that the bot's own forms do not have."""
    text = [
        part("section", words("Checkout is "), words("twice as fast", bold=True), words(" since "), words("v2.1", code=True)),
        bullets("One page in place of two", "Errors fell from 4% to 1%"),
        part("quote", words("It simply works now")),
    ]  # fmt: skip
    launch = option("One-page checkout", "l1")
    fields: dict[str, dict[str, Any]] = {
        "What changed": {"type": "rich_text_input", "initial_value": {"type": "rich_text", "elements": text}},
        "Launch": {"type": "external_select", "initial_option": launch},
        "Skills": {
            "type": "multi_external_select",
            "initial_options": [option("Writing", "s1"), option("Asking", "s2")],
        },
        "Proof": {"type": "file_input"},
    }
    async with World(rates="unlimited", scopes=(*SCOPES, "files:read")) as world, opener(world) as app:
        app.forms.append({**form(**fields), "title": plain("Tell more")})
        async with _tab(browser, world) as tab:
            await tab.visits("Ana")
            await tab.says("/form")
            await tab.page.get_by_label("Proof").set_input_files([upload("before-and-after.csv", b"x" * 4_000)])
            await tab.page.get_by_role("button", name="Remove before-and-after.csv").wait_for()
            await tab.page.screenshot(path=folder / "fields.png")


@asynccontextmanager
async def _tab(browser: Browser, world: World) -> AsyncIterator[Tab]:
    context = await browser.new_context(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
    yield Tab(await context.new_page(), world)
    await context.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE))
