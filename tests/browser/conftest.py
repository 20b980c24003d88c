"""A browser, and people who sit before it. Whatever a page complains about or asks of the outside fails its test."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, async_playwright

from bot.delivery.engine import Engine
from bot.manifest import manifest
from playground import Person, World
from tests import stage
from tests.browser import chromium
from tests.conftest import patience_of

PATIENCE = 30_000  # milliseconds; the machines are shared


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests."""
    path = chromium.path()
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=chromium.arguments())
        yield opened
        await opened.close()


@dataclass
class Tab:
    """A tab in which somebody uses the workspace."""

    page: Page
    world: World

    def one(self, role: Any, name: str, *, exact: bool = True) -> Locator:
        """Give what a screen reader calls this; an open dialog hides what lies behind it."""
        return self.page.get_by_role(role, name=name, exact=exact)

    async def visits(self, person: str = "Ana", place: str = "dm", workspace: str = "Acme") -> None:
        """Open the page as somebody."""
        parts = "/".join(quote(part, safe="") for part in (workspace, person, place))
        await self.page.goto(f"{self.world.page_url}#{parts}")
        await self.page.locator("#app:not([hidden])").wait_for()

    async def says(self, text: str) -> None:
        """Type into the box and send."""
        await self.page.locator("#words").fill(text)
        await self.page.locator("#words").press("Enter")

    async def sees(self, text: str) -> None:
        """Wait until these words are somewhere in view."""
        await self.page.get_by_text(text).filter(visible=True).first.wait_for()

    async def clicks(self, label: str) -> None:
        """Press the newest button with this label."""
        await self.one("button", label).filter(visible=True).last.click()


Opens = Callable[..., AbstractAsyncContextManager[Tab]]


@pytest_asyncio.fixture(loop_scope="session")
async def opens(browser: Browser, world: World) -> AsyncIterator[Opens]:
    """Open tabs that have nothing in common; each is checked when it is closed."""

    @asynccontextmanager
    async def one(**settings: Any) -> AsyncIterator[Tab]:
        settings = {"viewport": {"width": 1200, "height": 800}, **settings}
        context = await browser.new_context(reduced_motion="reduce", **settings)
        context.set_default_timeout(PATIENCE)
        trouble = _listen(context, world)
        tab = Tab(await context.new_page(), world)
        yield tab
        undrawn = await tab.page.locator(".cannot").filter(visible=True).all_inner_texts()
        await context.close()
        assert trouble == []
        assert undrawn == [], "the page cannot draw something"

    yield one


def _listen(context: BrowserContext, world: World) -> list[str]:
    """Write down what a page complains about, and what it asks of anything but the workspace."""
    trouble: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 409" not in message.text:
            trouble.append(f"{message.type}: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((world.base_url, world.base_url.replace("http", "ws"), "blob:")):
            trouble.append(f"asked for {request.url}")

    context.on("console", said)
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    context.on("request", asked)
    return trouble


@pytest_asyncio.fixture(loop_scope="session")
async def tab(opens: Opens) -> AsyncIterator[Tab]:
    """A tab in which Ana is at her desk."""
    async with opens() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def world() -> AsyncIterator[World]:
    """A workspace that offers what the bot offers. A rule broken or a channel alerted fails the test that did it."""
    async with World(rates="unlimited", ack_timeout=PATIENCE / 1_000, manifest=manifest("/win")) as opened:
        yield opened
        assert opened.violations == []
        assert opened.broadcasts == []


@pytest_asyncio.fixture(loop_scope="session")
async def bot(request: pytest.FixtureRequest, world: World, tmp_path: Path) -> AsyncIterator[object]:
    """The bot at work in the workspace."""
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    async with stage.playing(world, "socket", url, patience_of(request)) as assembled:
        assert isinstance(assembled.engine, Engine)
        world.clock.on_jump(assembled.engine.hurry)
        yield assembled


@pytest.fixture
def ana(world: World) -> Person:
    return world.default.person("Ana")
