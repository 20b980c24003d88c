"""Socket Mode: one connection an envelope, again when nobody acknowledged."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
import pytest

from playground import Person, World
from tests.playground.conftest import SOON, Api, until


class Socket:
    """A socket of the app that answers what a test says, or nothing."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, *, answers: bool) -> None:
        self.ws = ws
        self.answers = answers
        self.body: dict[str, Any] | None = None
        self.frames: list[dict[str, Any]] = []
        self.running = asyncio.create_task(self.listen())

    async def listen(self) -> None:
        async for frame in self.ws:
            message = frame.json()
            self.frames.append(message)
            if self.answers and "envelope_id" in message:
                payload = {"payload": self.body} if self.body else {}
                await self.ws.send_json({"envelope_id": message["envelope_id"], **payload})

    @property
    def envelopes(self) -> list[dict[str, Any]]:
        return [f for f in self.frames if "envelope_id" in f]


Connect = Callable[..., Awaitable[Socket]]


@pytest.fixture
async def connect(world: World, api: Api, session: aiohttp.ClientSession) -> AsyncIterator[Connect]:
    opened: list[Socket] = []

    async def one(*, answers: bool = True) -> Socket:
        before = len(world.sockets.open)
        url = (await api("apps.connections.open", token=world.app_token))["url"]
        opened.append(Socket(await session.ws_connect(url), answers=answers))
        await world.connected(before + 1)
        return opened[-1]

    yield one
    for each in opened:
        await each.ws.close()
        each.running.cancel()
        with suppress(asyncio.CancelledError):
            await each.running


async def test_hello_names_the_app_and_counts(connect: Connect, world: World) -> None:
    await connect()
    second = await connect()
    await until(lambda: bool(second.frames))

    hello = second.frames[0]
    assert (hello["type"], hello["num_connections"]) == ("hello", 2)
    assert hello["connection_info"] == {"app_id": world.app_id}


async def test_a_ticket_is_single_use(world: World, api: Api, session: aiohttp.ClientSession) -> None:
    url = (await api("apps.connections.open", token=world.app_token))["url"]
    async with session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_each_envelope_goes_to_one_connection_in_turn(connect: Connect, ana: Person) -> None:
    first, second = await connect(), await connect()

    for _ in range(4):
        await ana.says("hello")

    assert (len(first.envelopes), len(second.envelopes)) == (2, 2)
    assert first.envelopes[0]["type"] == "events_api"
    assert first.envelopes[0]["retry_attempt"] == 0
    assert not first.envelopes[0]["accepts_response_payload"]


async def test_the_acknowledgement_carries_the_receipt(connect: Connect, ana: Person) -> None:
    socket = await connect()
    socket.body = {"text": "Saved"}

    await ana.slash("/win", "it")

    assert ana.sees("Saved")
    assert socket.envelopes[0]["accepts_response_payload"]


async def test_a_payload_where_none_is_read_is_a_violation(connect: Connect, ana: Person, world: World) -> None:
    socket = await connect()
    socket.body = {"text": "Saved"}

    await ana.says("hello")

    assert [v.error for v in world.violations] == ["unexpected_ack_body"]


async def test_what_nobody_acknowledged_comes_again_on_another_connection(
    connect: Connect,
    ana: Person,
    world: World,
) -> None:
    world.ack_timeout = SOON
    silent, awake = await connect(answers=False), await connect(answers=False)

    await ana.says("hello")
    silent, awake = (silent, awake) if silent.envelopes else (awake, silent)
    awake.answers = True
    assert await world.eventually(lambda: world.recorded[-1].error is None, 20)

    again = awake.envelopes[0]
    assert again["payload"] == silent.envelopes[0]["payload"]
    assert again["envelope_id"] != silent.envelopes[0]["envelope_id"]
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")


async def test_a_command_that_timed_out_is_redelivered_too(connect: Connect, ana: Person, world: World) -> None:
    world.ack_timeout = SOON
    socket = await connect(answers=False)

    await ana.slash("/win")

    assert ana.sees("operation_timeout")
    socket.answers = True
    assert await world.eventually(lambda: len(socket.envelopes) == 2 and world.recorded[-1].error is None, 20)
    assert socket.envelopes[1]["retry_attempt"] == 1


async def test_a_cut_connection_hands_over_to_another(connect: Connect, ana: Person, world: World) -> None:
    await connect(answers=False)

    typing = asyncio.create_task(ana.slash("/win"))
    await until(lambda: bool(world.recorded and world.recorded[-1].attempts))
    await world.sockets.cut()
    assert world.sockets.connections == []
    awake = await connect()

    assert (await typing).ok
    assert awake.envelopes[0]["retry_reason"] == "connection_lost"


async def test_a_late_acknowledgement_and_a_stray_one_are_violations(
    connect: Connect,
    ana: Person,
    world: World,
) -> None:
    socket = await connect(answers=False)

    await ana.shortcut("log_win")
    await socket.ws.send_json({"envelope_id": socket.envelopes[0]["envelope_id"]})
    await socket.ws.send_json({"envelope_id": "never sent"})
    await socket.ws.send_str("no json")
    await world.eventually(lambda: False, 0.05)

    errors = [v.error for v in world.violations]
    assert errors.count("late_acknowledgement") == 1
    assert errors.count("unknown_envelope") == 2


async def test_an_unknown_key_in_an_acknowledgement_is_a_violation(
    connect: Connect,
    ana: Person,
    world: World,
) -> None:
    socket = await connect(answers=False)
    typing = asyncio.create_task(ana.says("hello"))
    await until(lambda: bool(socket.envelopes))

    await socket.ws.send_json({"envelope_id": socket.envelopes[0]["envelope_id"], "surprise": 1})

    assert (await typing).ok
    assert [v.error for v in world.violations] == ["invalid_acknowledgement"]


async def test_a_refresh_is_announced_and_takes_no_more(connect: Connect, ana: Person, world: World) -> None:
    leaving, staying = await connect(), await connect()

    refresh = asyncio.create_task(world.sockets.disconnect("refresh_requested", grace=0.05))
    await until(lambda: len(leaving.frames) == 2)
    for _ in range(2):
        await ana.says("hello")
    await refresh
    await asyncio.wait_for(leaving.running, 1)

    assert leaving.frames[-1]["reason"] == "refresh_requested"
    assert (len(leaving.envelopes), len(staying.envelopes)) == (0, 2)
    assert len(world.sockets.connections) == 1


async def test_an_eleventh_connection_is_turned_away(
    connect: Connect,
    world: World,
    api: Api,
    session: aiohttp.ClientSession,
) -> None:
    for _ in range(10):
        await connect()

    url = (await api("apps.connections.open", token=world.app_token))["url"]
    async with session.ws_connect(url) as ws:
        assert (await ws.receive_json())["reason"] == "too_many_websockets"


async def test_waiting_for_a_connection_ends(world: World) -> None:
    with pytest.raises(TimeoutError):
        await world.connected(timeout=0.01)
