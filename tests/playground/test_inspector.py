"""The inspector's own addresses: lines as they come, payloads whole, once more, and faults."""

import asyncio
from typing import Any

import aiohttp
import pytest

from playground import Person, World, inspection
from playground.recorder import Entry, Recorder
from tests.playground.conftest import Api, ScriptedApp, until


async def post(world: World, session: aiohttp.ClientSession, path: str, body: Any = None) -> tuple[int, str]:
    async with session.post(f"{world.base_url}inspector/{path}", json=body) as response:
        return response.status, await response.text()


async def test_lines_come_as_things_happen(
    world: World, session: aiohttp.ClientSession, ana: Person, app: ScriptedApp, api: Api
) -> None:
    async with session.ws_connect(world.base_url + "inspector/live") as ws:
        assert (await ws.receive_json())["ways"]["request_url"] == world.request_url
        await ana.slash("/win", "it")
        async with asyncio.timeout(20):
            [line] = (await ws.receive_json())["lines"]
        await api("chat.postMessage", channel=ana.id, text="x", blocks=[{"type": "section"}])
        async with asyncio.timeout(20):
            call, broken = (await ws.receive_json())["lines"]

    assert (line["name"], line["to_app"], line["workspace"], line["error"]) == ("/win", True, "Acme", None)
    assert 0 < line["took"] < 3000
    assert call["why"] == broken["why"] == ["[ERROR] missing required field: text or fields [json-pointer:/blocks/0]"]
    assert (call["error"], broken["kind"]) == ("invalid_blocks", "broken")


async def test_it_goes_dark_with_the_world(session: aiohttp.ClientSession) -> None:
    async with World() as world:
        ws = await session.ws_connect(world.base_url + "inspector/live")
        await ws.receive_json()
        closing = asyncio.create_task(ws.receive())

    assert (await asyncio.wait_for(closing, 2)).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}


async def test_a_payload_is_shown_whole_and_delivered_again(
    world: World, session: aiohttp.ClientSession, ana: Person, app: ScriptedApp, api: Api
) -> None:
    await ana.slash("/win", "it")
    await api("auth.test")

    async with session.get(world.base_url + "inspector/payload/1") as response:
        assert (await response.json())["payload"]["text"] == "it"
    async with session.get(world.base_url + "inspector/payload/99") as response:
        assert response.status == 404
    assert (await post(world, session, "again/1"))[0] == 200
    await until(lambda: len(app.requests) == 2)
    assert app.payloads[0] == app.payloads[1]
    assert (await post(world, session, "again/2"))[0] == 409
    assert (await post(world, session, "again/99"))[0] == 404


@pytest.mark.parametrize(
    "kind", ["latency", "ratelimited", "status", "error", "reset", "hang", "accept_then_abort", "drop_acknowledgement"]
)
async def test_a_fault_is_asked_for_and_taken_back(world: World, session: aiohttp.ClientSession, kind: str) -> None:
    asked = {"kind": kind, "method": "chat.update", "times": 2}

    assert (await post(world, session, "fault", asked))[0] == 200

    on_delivery = kind == "drop_acknowledgement"
    assert inspection.ways(world)["faults"] == [[kind, "" if on_delivery else "chat.update", 2]]
    assert (await post(world, session, "fault", {"kind": "clear"}))[0] == 200
    assert inspection.ways(world)["faults"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "quake"},
        {"kind": "status", "times": 0},
        {"kind": "status", "times": 101},
        {"kind": "status", "times": "many"},
        {"kind": "status", "times": True},
        {"kind": "status", "method": ["x"]},
        {"kind": "status", "method": "x" * 101},
    ],
)
async def test_what_is_no_fault_is_refused(world: World, session: aiohttp.ClientSession, asked: Any) -> None:
    assert (await post(world, session, "fault", asked))[0] == 409
    assert inspection.ways(world)["faults"] == []


async def test_only_json_asks_for_a_fault(world: World, session: aiohttp.ClientSession) -> None:
    address = world.base_url + "inspector/fault"
    async with session.post(address, data={"kind": "hang"}) as response:
        assert response.status == 415
    async with session.post(address, data="{", headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400


@pytest.mark.parametrize("kind", ["cut", "disconnect"])
async def test_sockets_are_cut_and_asked_to_come_again(
    world: World, session: aiohttp.ClientSession, api: Api, kind: str
) -> None:
    url = (await api("apps.connections.open", token=world.app_token))["url"]
    async with session.ws_connect(url) as ws:
        await ws.receive_json()
        assert inspection.ways(world)["sockets"] == 1

        await post(world, session, "fault", {"kind": kind})

        assert await world.eventually(lambda: not world.sockets.open)


def test_a_bounded_record_keeps_the_newest_under_their_numbers() -> None:
    recorder = Recorder(most=4)

    for number in range(10):
        recorder.write(Entry(0.0, "in", "api", str(number), {}))

    assert [e.number for e in recorder.entries] == [int(e.name) + 1 for e in recorder.entries]
    assert recorder.entries[-1].number == 10
    assert len(recorder.entries) <= 5
