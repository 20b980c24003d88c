"""The guided tour, as whoever opens the playground first takes it; the next message; and starting over."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot import tour
from bot.app import Bot
from bot.coach import slots
from bot.coach.coming import comes_next
from bot.coach.profile import HOUR
from bot.ledger.scope import Owner
from playground import Host, Person, World
from tests.browser.conftest import Opens, Tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
TITLES = ["Log a win", "Reframe it", "Plan a launch", "Jump 30 days", "Answer the review", "See the evidence"]


@pytest_asyncio.fixture(loop_scope="session")
async def hosted(world: World, bot: Bot) -> AsyncIterator[World]:
    """The bot's own part of the page, at a pace for tests."""

    async def upcoming(person: Person) -> datetime | None:
        return await comes_next(bot.ledger, Owner(person.workspace.id, person.id), world.clock.now())

    world.host = Host(tour=tour.steps("/win"), upcoming=upcoming, pace=0.0)
    yield world


async def shoot(tab: Tab, folder: Path, name: str) -> None:
    """Keep what is to be seen; a picture that cannot be taken is a failure too."""
    await tab.page.screenshot(path=folder / f"{name}.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_whole_tour_is_taken_by_its_buttons(
    hosted: World, opens: Opens, ana: Person, tmp_path: Path, scheme: str
) -> None:
    async with opens(color_scheme=scheme) as tab:
        await tab.visits()
        await tab.clicks("Start")
        for number, title in enumerate(TITLES, 1):
            await tab.page.get_by_role("heading", name=title, exact=True).wait_for()
            await tab.sees(f"Step {number} of 6")
            await tab.page.locator("#tour .button.primary").click()
            await tab.page.locator("#tour").get_by_text("Done", exact=True).wait_for()
            await shoot(tab, tmp_path, f"tour-{number}-{scheme}")
            await tab.clicks("Next" if number < len(TITLES) else "Finish")

        await tab.page.locator("#tour").wait_for(state="hidden")
        assert await tab.page.get_by_role("tab", name="Home").get_attribute("aria-selected") == "true"
    assert ana.home is not None
    assert "One-page checkout (example)" in str(ana.home.body)
    now, where = ana.workspace.world.clock.now(), slots.zone(ana.tz)
    assert now - slots.instant(slots.local_date(now, where), HOUR, where) < timedelta(minutes=5), "at her hour"


async def test_a_step_done_by_hand_counts_as_well(hosted: World, tab: Tab) -> None:
    await tab.visits()
    await tab.clicks("Start")

    await tab.says("/win Cut churn from 4% to 3%")

    await tab.page.locator("#tour").get_by_text("Done", exact=True).wait_for()
    await tab.clicks("Next")
    await tab.page.locator("#lines").get_by_role("button", name="Reframe my update").click()
    await tab.page.locator("#tour").get_by_text("Done", exact=True).wait_for()


async def test_the_tour_is_left_and_taken_up_by_keys(hosted: World, tab: Tab) -> None:
    await tab.visits()
    await tab.one("button", "Not now").press("Enter")
    await tab.page.locator("#tour").wait_for(state="hidden")

    await tab.one("button", "Take the tour").press("Enter")
    await tab.sees("Step 1 of 6")
    await tab.one("button", "Leave the tour").press("Enter")

    await tab.page.locator("#tour").wait_for(state="hidden")
    assert await tab.page.evaluate("document.activeElement.id") == "tour-start"


async def test_one_click_leads_to_the_next_message(hosted: World, tab: Tab, ana: Person) -> None:
    await tab.visits()
    await tab.clicks("To the next message")
    await tab.sees("has nothing planned for you yet")
    await tab.one("tab", "Home").click()
    await tab.sees("Your last 10 weeks")
    await tab.one("tab", "Messages").click()
    await tab.says("/win Cut the form to one page. We expect activation to reach 40%")
    await tab.sees("Saved")

    await tab.clicks("To the next message")

    await tab.sees("One line is enough.")
    assert ana.workspace.world.clock.offset.days >= 1


async def test_starting_over_is_asked_about_and_done_once(world: World, tab: Tab) -> None:
    again = asyncio.Event()
    world.host = Host(reset=again.set)
    await tab.visits(place="@home")

    await tab.clicks("Start over")
    await tab.clicks("Keep everything")
    assert not again.is_set()
    await tab.clicks("Start over")
    await tab.page.get_by_role("dialog").get_by_role("button", name="Start over").click()

    await asyncio.wait_for(again.wait(), 5)
    await tab.sees("Starting over…")
    assert await tab.one("tab", "Messages").get_attribute("aria-selected") == "true"


async def test_without_an_app_beside_it_there_is_no_tour(tab: Tab) -> None:
    await tab.visits()

    for name in ("Take the tour", "Start over", "To the next message"):
        assert await tab.one("button", name).count() == 0
