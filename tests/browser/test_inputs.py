"""The fields that are more than a line or a list: menus that the app fills, formatted text, files."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from playground import World
from playground.world import SCOPES
from tests.browser.app import Opener, opener
from tests.browser.conftest import Opens, Tab
from tests.playground.test_blocks import asked, modal, option, plain

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def world() -> AsyncIterator[World]:
    """A workspace whose app may read files."""
    async with World(rates="unlimited", scopes=(*SCOPES, "files:read")) as opened:
        yield opened
        assert opened.violations == []


@pytest_asyncio.fixture(loop_scope="session")
async def app(world: World) -> AsyncIterator[Opener]:
    async with opener(world) as running:
        yield running


def form(**fields: dict[str, Any]) -> dict[str, Any]:
    blocks = [
        asked({**element, "action_id": "a"}, label=plain(label), block_id=label) for label, element in fields.items()
    ]
    return modal(title=plain("Form"), submit=plain("Save"), blocks=blocks)


async def _opens_form(tab: Tab, app: Opener, **fields: dict[str, Any]) -> Any:
    app.forms.append(form(**fields))
    await tab.visits()
    await tab.says("/form")
    dialog = tab.page.get_by_role("dialog", name="Form")
    await dialog.wait_for()
    return dialog


async def _saved(dialog: Any, app: Opener) -> dict[str, Any]:
    await dialog.get_by_role("button", name="Save", exact=True).click()
    await dialog.wait_for(state="hidden")
    values = app.of("view_submission")[-1]["view"]["state"]["values"]
    return {label: block["a"] for label, block in values.items()}


async def test_a_menu_that_the_app_fills_is_searched_and_chosen_from(app: Opener, tab: Tab) -> None:
    launches = [option("Checkout", "l1"), option("Onboarding", "l2")]
    skills = [{"label": plain("Soft"), "options": [option("Listening", "s1"), option("Writing", "s2")]}]
    app.offers += [{"options": launches}, {"option_groups": skills}, {"option_groups": skills}, {"options": []}]
    several = {"type": "multi_external_select", "min_query_length": 0}
    dialog = await _opens_form(tab, app, Launch={"type": "external_select"}, Skills=several)

    launch = dialog.get_by_role("combobox", name="Launch")
    await launch.click()
    await tab.sees("Type 3 or more characters.")
    await launch.fill("onb")
    await tab.page.get_by_role("option", name="Onboarding").click()
    assert await launch.input_value() == "Onboarding"
    menu = dialog.get_by_role("combobox", name="Skills")
    for name in ("Listening", "Writing"):
        await menu.click()
        await tab.sees("Soft")
        await tab.page.get_by_role("option", name=name).click()
    await menu.fill("zz")
    await tab.sees("Nothing found.")
    await tab.page.keyboard.press("Escape")
    held = await _saved(dialog, app)

    assert held["Launch"]["selected_option"] == launches[1]
    assert [one["value"] for one in held["Skills"]["selected_options"]] == ["s1", "s2"]
    assert [p["value"] for p in app.of("block_suggestion")] == ["onb", "", "", "zz"]


async def test_a_menu_that_the_app_fills_is_used_by_keys_alone(app: Opener, tab: Tab) -> None:
    app.offers.append({"options": [option("Checkout", "l1"), option("Onboarding", "l2")]})
    dialog = await _opens_form(tab, app, Launch={"type": "external_select"})

    await tab.page.keyboard.type("onb")
    await tab.page.get_by_role("option", name="Onboarding").wait_for()
    await tab.page.keyboard.press("ArrowDown")
    await tab.page.keyboard.press("Enter")
    await tab.page.keyboard.press("Control+Enter")
    await dialog.wait_for(state="hidden")

    held = app.of("view_submission")[-1]["view"]["state"]["values"]["Launch"]["a"]
    assert held["selected_option"]["value"] == "l2"


async def test_an_app_that_cannot_fill_its_menu_is_said_to_be_silent(app: Opener, opens: Opens, world: World) -> None:
    async with opens() as tab:
        dialog = await _opens_form(tab, app, Launch={"type": "external_select"})
        world.default.close()
        await dialog.get_by_role("combobox", name="Launch").fill("onb")
        await tab.sees("This app did not respond. Try again?")
