"""Each fault, and whether the call took effect."""

import asyncio

import aiohttp
import pytest

from playground import Person, World
from tests.playground.conftest import Api, ScriptedApp


async def test_latency_delays_and_answers(api: Api, world: World, ana: Person) -> None:
    world.faults.latency("chat.postMessage", 0.02)

    assert (await api("chat.postMessage", channel=ana.id, text="x"))["ok"]
    assert world.calls("chat.postMessage")[0].fault == "latency"


async def test_a_rate_limit_says_when(api: Api, world: World, ana: Person) -> None:
    world.faults.ratelimited("chat.postMessage", retry_after=7, times=2)

    answers = [await api("chat.postMessage", channel=ana.id, text="x") for _ in range(3)]

    assert [a.status for a in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert len(ana.dm()) == 1


async def test_an_error_has_no_effect(api: Api, world: World, ana: Person) -> None:
    world.faults.error("*", "internal_error")

    assert (await api("chat.postMessage", channel=ana.id, text="x")).error == "internal_error"
    assert ana.dm() == []


async def test_a_server_error_is_no_json(
    world: World,
    session: aiohttp.ClientSession,
    ana: Person,
) -> None:
    world.faults.status("chat.postMessage", 503)

    async with session.post(world.api_url + "chat.postMessage") as response:
        assert (response.status, response.content_type) == (503, "text/plain")
    assert ana.dm() == []


@pytest.mark.parametrize(("fault", "messages"), [("reset", 0), ("accept_then_abort", 1)])
async def test_a_broken_connection_tells_nothing(
    api: Api,
    world: World,
    ana: Person,
    fault: str,
    messages: int,
) -> None:
    getattr(world.faults, fault)("chat.postMessage")

    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await api("chat.postMessage", channel=ana.id, text="x")
    assert len(ana.dm()) == messages


@pytest.mark.parametrize(("fault", "messages"), [("hang", 0), ("accept_then_hang", 1)])
async def test_a_silent_connection_tells_nothing(
    api: Api,
    world: World,
    ana: Person,
    fault: str,
    messages: int,
) -> None:
    getattr(world.faults, fault)("chat.postMessage")

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await api("chat.postMessage", channel=ana.id, text="x")
    assert len(ana.dm()) == messages


async def test_a_late_call_takes_effect_after_the_caller_gave_up(api: Api, world: World, ana: Person) -> None:
    world.faults.late("chat.postMessage", 0.1)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.03):
            await api("chat.postMessage", channel=ana.id, text="x")

    assert ana.dm() == []
    await ana.eventually_sees("PM Coach: x", timeout=20)


async def test_response_urls_fail_too(
    world: World,
    ana: Person,
    app: ScriptedApp,
    session: aiohttp.ClientSession,
) -> None:
    await ana.slash("/win")
    world.faults.status("response_url", 500)

    async with session.post(app.payloads[0]["response_url"], json={"text": "x"}) as response:
        assert response.status == 500
    assert ana.lines() == []


async def test_faults_end_when_cleared(api: Api, world: World) -> None:
    world.faults.error("*", "internal_error", times=9)
    world.faults.drop_acknowledgement()
    world.faults.clear()

    assert (await api("auth.test"))["ok"]
    assert not world.faults.take_drop()
