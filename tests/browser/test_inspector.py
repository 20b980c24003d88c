"""The inspector: what crosses the wire, what was refused and why, copied, repeated, and broken on purpose."""

import json

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Person, World
from tests.browser.conftest import Opens, Tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_each_payload_is_shown_with_the_time_of_its_answer(bot: object, tab: Tab) -> None:
    await tab.visits()
    await tab.clicks("Inspector")
    await tab.sees("The app is connected by 2 sockets.")
    await tab.says("/win Cut checkout errors from 4% to 1%")

    line = tab.page.locator("#wire li", has_text="/win").first
    await line.get_by_text("ms").wait_for()
    assert "To the app" in (await line.inner_text())
    await line.get_by_role("button").click()
    await line.get_by_text("What the app answered").wait_for()
    assert '"command": "/win"' in await line.locator("pre").first.inner_text()
    assert "Saved" in await line.locator("pre").last.inner_text()


async def test_a_payload_is_copied_as_json(bot: object, opens: Opens) -> None:
    async with opens(permissions=["clipboard-read", "clipboard-write"]) as tab:
        await tab.visits()
        await tab.clicks("Inspector")
        await tab.says("/win It worked.")
        await tab.page.locator("#wire li", has_text="/win").first.get_by_role("button").click()
        await tab.clicks("Copy all as JSON")
        await tab.sees("Copied")

        copied = json.loads(await tab.page.evaluate("navigator.clipboard.readText()"))

    assert (copied["direction"], copied["kind"], copied["payload"]["text"]) == ("out", "slash_commands", "It worked.")


async def test_what_was_refused_says_why(tab: Tab, world: World, ana: Person) -> None:
    await tab.visits()
    await tab.clicks("Inspector")
    await tab.sees("No app is connected.")
    client = AsyncWebClient(token=world.default.bot_token, base_url=world.api_url)
    await client.chat_postMessage(channel=ana.id, text="fine")
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=ana.id, text="x", blocks=[{"type": "section"}])

    await tab.sees("missing required field: text or fields")
    await tab.page.locator("#inspector-filter").select_option("Refused or failed")
    shown = await tab.page.locator("#wire > li:visible .wire-name").all_inner_texts()
    assert [words.split()[0] for words in shown] == ["app_home_opened", "chat.postMessage", "chat.postMessage"]
    await tab.clicks("Clear the list")
    await tab.sees("Nothing has crossed the wire yet.")
    world.violations.clear()


@pytest.mark.hasty
async def test_a_fault_is_injected_and_the_bot_copes(bot: object, tab: Tab, world: World) -> None:
    await tab.visits()
    await tab.clicks("Inspector")
    await tab.page.get_by_text("Break something").click()
    await tab.page.get_by_label("What", exact=True).select_option("Server error (500)")
    await tab.page.get_by_label("Where", exact=True).select_option("chat.postMessage")
    await tab.clicks("Break it")
    await tab.sees("Server error (500): the next call of chat.postMessage")

    await tab.says("Cut churn from 4% to 3%.")

    await tab.sees("fault: status")
    await tab.page.locator("#lines").get_by_role("button", name="Save", exact=True).wait_for()
    assert not world.faults.calls[0].times


async def test_a_waiting_fault_is_taken_back(tab: Tab, world: World) -> None:
    await tab.visits()
    await tab.clicks("Inspector")
    await tab.page.get_by_text("Break something").click()
    await tab.page.get_by_label("What", exact=True).select_option("Deliver twice")
    await tab.page.get_by_label("How often").fill("3")
    await tab.clicks("Break it")
    await tab.sees("Deliver twice: the next 3 payloads")

    await tab.clicks("Let everything work again")

    await tab.page.get_by_text("Deliver twice: the next").wait_for(state="detached")
    assert world.faults.of_deliveries()["duplicate_delivery"] == 0


async def test_a_command_is_delivered_again_and_saved_once(bot: object, tab: Tab, world: World) -> None:
    await tab.visits()
    await tab.clicks("Inspector")
    await tab.says("/win Shipped the importer.")
    await tab.page.locator("#wire li", has_text="/win").first.get_by_role("button").click()

    await tab.clicks("Deliver again")

    await tab.page.locator("#wire li", has_text="/win").nth(1).get_by_text("ms").wait_for()
    first, second = (e for e in world.recorded if e.name == "/win")
    assert first.payload == second.payload


async def test_it_stays_open_over_a_reload_and_closes_by_keys(tab: Tab) -> None:
    await tab.visits()
    await tab.one("button", "Inspector").focus()
    await tab.page.keyboard.press("Enter")
    await tab.page.locator("#inspector").wait_for()
    await tab.page.reload()
    await tab.page.locator("#inspector").wait_for()

    await tab.one("button", "Close the inspector").press("Enter")

    await tab.page.locator("#inspector").wait_for(state="hidden")
    assert await tab.page.evaluate("document.activeElement.id") == "inspect"
