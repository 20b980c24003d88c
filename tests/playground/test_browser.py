"""The page: only for this machine and its own scripts, the same acts, live."""

import asyncio
from typing import Any

import aiohttp
import pytest

from playground import Person, World
from playground.response_urls import show
from playground.snapshot import snapshot
from tests.playground.conftest import Api, ScriptedApp
from tests.playground.test_blocks import actions, asked, button, modal, option, plain, section, select

ME = {"workspace": "Acme", "person": "Ana"}


@pytest.fixture
def act(world: World, session: aiohttp.ClientSession) -> Any:
    async def do(**what: Any) -> int:
        async with session.post(world.page_url + "act", json={**ME, **what}) as response:
            return response.status

    return do


async def test_the_bare_address_leads_to_the_page(world: World, session: aiohttp.ClientSession) -> None:
    async with session.get(world.base_url) as response:
        assert str(response.url) == world.page_url


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize(
    "path", ["page/", "page/act", "page/options", "page/upload", "page/live", "api/auth.test", "link/", "clock"]
)
async def test_other_hosts_and_origins_are_refused(
    world: World,
    session: aiohttp.ClientSession,
    path: str,
    headers: dict[str, str],
) -> None:
    async with session.get(world.base_url + path, headers=headers) as response:
        assert response.status == 403


async def test_its_own_origin_is_welcome(world: World, session: aiohttp.ClientSession) -> None:
    headers = {"Origin": world.base_url.rstrip("/")}
    async with session.get(world.page_url, headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize(("port", "status"), [(80, 200), (3000, 403)])
async def test_a_host_without_a_port_is_port_80(
    world: World, session: aiohttp.ClientSession, port: int, status: int
) -> None:
    page = world.page_url
    world._server.port = port

    async with session.get(page, headers={"Host": "127.0.0.1"}) as response:
        assert response.status == status


async def test_only_json_and_known_people_act(world: World, session: aiohttp.ClientSession, act: Any) -> None:
    async with session.post(world.page_url + "act", data={"act": "reload"}) as response:
        assert response.status == 415
    assert await act(person="Nobody", act="reload") == 404
    assert await act(workspace="Nowhere", act="reload") == 404
    assert await act(act="fly") == 409


@pytest.mark.parametrize(("path", "module"), [("page/live", "browser"), ("inspector/live", "inspector")])
async def test_what_happens_while_the_page_pauses_is_shown_after_the_pause(
    world: World, session: aiohttp.ClientSession, ana: Person, monkeypatch: pytest.MonkeyPatch, path: str, module: str
) -> None:
    monkeypatch.setattr(f"playground.{module}.PAUSE", 0.2)
    monkeypatch.setattr(f"playground.{module}.REST", 60.0)
    async with asyncio.timeout(20), session.ws_connect(world.base_url + path, params=ME) as ws:
        await ws.receive_json()

        ana.writes("Just now", "general")
        await world.deliver({"type": "event_callback", "event": {"type": "just_now"}})

        assert "ust" in await ws.receive_str()


async def test_the_text_box_sends_messages_and_commands(app: ScriptedApp, ana: Person, act: Any) -> None:
    await act(act="write", text="hello", place="dm")
    await act(act="write", text="/win  it worked ", place="general")
    await act(act="write", text="for colleagues", place="general")
    await act(act="write", text="/win\nfirst\nsecond", place="dm")

    assert app.payloads[0]["event"]["text"] == "hello"
    assert (app.payloads[1]["command"], app.payloads[1]["text"]) == ("/win", "it worked")
    assert ana.sees("Ana: for colleagues")
    assert (app.payloads[2]["command"], app.payloads[2]["text"]) == ("/win", "first\nsecond")
    assert len(app.requests) == 3


async def test_buttons_and_fields_of_a_message_are_pressed(app: ScriptedApp, ana: Person, act: Any) -> None:
    field = asked({"type": "plain_text_input", "action_id": "why"}, block_id="form")
    buttons = {**actions(button(action_id="go"), select(action_id="kind")), "block_id": "row"}
    message = show(ana, ana.place("dm"), {"blocks": [section(), field, buttons]})
    go = {"act": "press", "surface": message.ts, "block_id": "row", "action_id": "go"}
    values = {"form": {"why": "because"}, "row": {"kind": "1"}}

    assert await act(**go, answer=None, values=values) == 200
    assert await act(**{**go, "action_id": "kind"}, answer="One") == 200
    assert await act(**{**go, "action_id": "gone"}) == 409
    assert await act(**{**go, "surface": "1.0"}) == 409

    assert app.payloads[0]["state"]["values"]["form"]["why"]["value"] == "because"
    assert app.payloads[1]["actions"][0]["selected_option"]["value"] == "1"


async def test_a_menu_of_a_message_shows_what_is_chosen_from_the_start(ana: Person) -> None:
    chosen = option()
    menu = {**actions(select(action_id="kind", initial_option=chosen)), "block_id": "row"}
    show(ana, ana.place("dm"), {"blocks": [menu]})

    [message] = snapshot(ana)["places"][-1]["messages"]

    assert message["state"]["row"]["kind"]["selected_option"] == chosen


async def test_a_modal_is_submitted_and_closed(app: ScriptedApp, ana: Person, act: Any) -> None:
    view = modal(submit=plain("Save"), blocks=[asked({"type": "plain_text_input", "action_id": "a"}, block_id="b")])
    ana.open_modal(view)

    assert await act(act="submit", values={"b": {"a": ""}}) == 200
    assert ana.modal_errors == {"What?": "Please complete this required field."}
    assert await act(act="submit", values={"b": {"a": "done"}}) == 200
    assert app.payloads[0]["view"]["state"]["values"]["b"]["a"]["value"] == "done"

    ana.open_modal(view)
    assert await act(act="close") == 200
    assert ana.modal is None
    assert await act(act="submit") == 409


async def test_the_cross_closes_the_whole_stack(app: ScriptedApp, ana: Person, act: Any) -> None:
    for title in ("Below", "On top"):
        ana.push_modal(modal(title=plain(title), notify_on_close=True))

    assert await act(act="close_all") == 200

    assert ana.modals == []
    assert [(p["type"], p["is_cleared"]) for p in app.payloads] == [("view_closed", True)] * 2


async def test_shortcuts_are_used_from_the_page(app: ScriptedApp, ana: Person, act: Any) -> None:
    message = ana.writes("It worked.", "general")
    alone = show(ana, ana.place("general"), {"text": "only you"})

    assert await act(act="shortcut", callback_id="bed") == 200
    assert await act(act="message_shortcut", callback_id="water", surface=message.ts) == 200
    assert await act(act="message_shortcut", callback_id="water", surface=alone.ts) == 409
    assert await act(act="message_shortcut", callback_id="water", surface="1.0") == 409

    assert [(p["type"], p["callback_id"]) for p in app.payloads] == [("shortcut", "bed"), ("message_action", "water")]
    assert app.payloads[1]["message"]["text"] == "It worked."


async def test_home_and_reload_are_acts(app: ScriptedApp, ana: Person, act: Any, api: Api) -> None:
    await api("views.publish", user_id=ana.id, view={"type": "home", "blocks": [actions(button(action_id="go"))]})
    show(ana, ana.place("dm"), {"text": "only you"})

    await act(act="home")
    assert ana.home is not None
    await act(act="press", surface=ana.home.id, block_id="b000", action_id="go")
    await act(act="reload")

    assert [p.get("event", p)["type"] for p in app.payloads] == ["app_home_opened", "block_actions"]
    assert ana.dm() == []


async def test_the_screen_is_live(
    world: World,
    session: aiohttp.ClientSession,
    ana: Person,
    api: Api,
) -> None:
    async with session.ws_connect(world.page_url + "live", params=ME) as ws:
        first = await ws.receive_json()
        ana.writes("news", "general")
        async with asyncio.timeout(20):
            second = await ws.receive_json()
        ana.open_modal(modal(blocks=[actions(select(options=[option()]))]))
        await api("views.publish", user_id=ana.id, view={"type": "home", "blocks": [section("Hi")]})
        async with asyncio.timeout(20):
            third = await ws.receive_json()

    assert first["people"][0] == ["Acme", "Ana"]
    assert second["places"][0]["messages"][0]["text"] == "news"
    assert third["modals"][-1]["title"]["text"] == "T"


async def test_the_screen_goes_dark_with_the_world(session: aiohttp.ClientSession) -> None:
    async with World() as world:
        ws = await session.ws_connect(world.page_url + "live", params=ME)
        await ws.receive_json()
        closing = asyncio.create_task(ws.receive())

    assert (await asyncio.wait_for(closing, 2)).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
