"""Response URLs: five uses, thirty minutes, and only a click's URL touches its message."""

from typing import Any

import aiohttp
import pytest

from playground import Person, World
from playground.snapshot import snapshot
from tests.playground.conftest import Api, Clock, ScriptedApp
from tests.playground.test_blocks import actions, button, section

BLOCKS = [actions(button(action_id="open"))]


@pytest.fixture
def respond(session: aiohttp.ClientSession) -> Any:
    async def post(url: str, body: Any) -> tuple[int, str]:
        async with session.post(url, json=body) as response:
            return response.status, (await response.json()).get("error", "")

    return post


async def test_a_commands_url_always_posts_a_new_message(ana: Person, app: ScriptedApp, respond: Any) -> None:
    app.answers_json({"text": "First"})
    await ana.slash("/win")
    url = app.payloads[0]["response_url"]

    await respond(url, {"text": "Second", "replace_original": True})
    await respond(url, {"text": "Third", "delete_original": True})
    await respond(url, {"text": "For all", "response_type": "in_channel"})

    assert [m.text for m in ana.lines()] == ["First", "Second", "Third", "For all"]
    assert ana.workspace.person("Ben").screen() == "#general\nPM Coach: For all"


async def test_a_clicks_url_replaces_and_deletes_its_message(ana: Person, app: ScriptedApp, respond: Any) -> None:
    app.answers_json({"text": "First", "blocks": BLOCKS})
    await ana.slash("/win")
    await ana.click("Go")
    url = app.payloads[1]["response_url"]

    await respond(url, {"text": "beside it"})
    await respond(url, {"text": "instead", "replace_original": True})
    assert [m.text for m in ana.lines()] == ["instead", "beside it"]

    await respond(url, {"delete_original": True})
    assert [m.text for m in ana.lines()] == ["beside it"]


async def test_a_replaced_message_for_all_is_edited(ana: Person, app: ScriptedApp, api: Api, respond: Any) -> None:
    await api("chat.postMessage", channel=ana.id, text="x", blocks=BLOCKS)
    await ana.click("Go")

    await respond(app.payloads[0]["response_url"], {"text": "done", "replace_original": True})

    assert ana.screen() == "Direct message\nPM Coach (edited): done"


async def test_a_replaced_message_shows_its_menus_as_the_app_presents_them(
    ana: Person, app: ScriptedApp, api: Api, respond: Any
) -> None:
    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("One", "Two")]
    menu = {"type": "static_select", "action_id": "kind", "options": options, "initial_option": options[1]}
    await api("chat.postMessage", channel=ana.id, text="x", blocks=BLOCKS)
    assert snapshot(ana)  # the page has looked at it before
    await ana.click("Go")

    blocks = [actions(button(action_id="open"), menu)]
    await respond(app.payloads[0]["response_url"], {"text": "done", "replace_original": True, "blocks": blocks})

    (message,) = ana.dm()
    assert "Two" in str(ana.state_of(message))


async def test_a_url_has_five_uses(ana: Person, app: ScriptedApp, respond: Any) -> None:
    await ana.slash("/win")
    url = app.payloads[0]["response_url"]

    answers = [await respond(url, {"text": "x"}) for _ in range(6)]

    assert answers == [(200, "")] * 5 + [(404, "used_url")]


async def test_a_url_lasts_thirty_minutes(ana: Person, app: ScriptedApp, respond: Any, clock: Clock) -> None:
    await ana.slash("/win")
    clock.pass_(30 * 60 + 1)

    assert await respond(app.payloads[0]["response_url"], {"text": "x"}) == (404, "expired_url")
    assert await respond(app.payloads[0]["response_url"] + "0", {"text": "x"}) == (404, "invalid_url")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": "x", "surprise": 1}, "invalid_arguments"),
        ({"blocks": [section("")]}, "invalid_blocks"),
        ({}, "no_text"),
        ([], "invalid_payload"),
    ],
)
async def test_what_a_url_refuses_is_a_violation(
    ana: Person,
    app: ScriptedApp,
    world: World,
    respond: Any,
    body: Any,
    error: str,
) -> None:
    await ana.slash("/win")

    assert await respond(app.payloads[0]["response_url"], body) == (400, error)
    assert world.violations[0].where == "response_url"


async def test_a_url_takes_json_only(ana: Person, app: ScriptedApp, session: aiohttp.ClientSession) -> None:
    await ana.slash("/win")

    async with session.post(app.payloads[0]["response_url"], data="words") as response:
        assert (await response.json())["error"] == "invalid_payload"
