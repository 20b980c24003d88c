"""The SDK's own clients, with their retries and their ways back to a lost connection, as they come."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from playground import Person, World
from tests.conftest import PATIENT

FAULTS = [
    ("ratelimited", {"retry_after": 1}),
    ("status", {"status": 503}),
    ("reset", {}),
]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with World(rates="unlimited", ack_timeout=PATIENT) as opened:
        yield opened


@pytest.mark.parametrize(("fault", "how"), FAULTS)
async def test_the_asynchronous_client_tries_again(world: World, ana: Person, fault: str, how: dict[str, Any]) -> None:
    handlers = [AsyncRateLimitErrorRetryHandler(), AsyncServerErrorRetryHandler(), AsyncConnectionErrorRetryHandler()]
    client = AsyncWebClient(token=world.default.bot_token, base_url=world.api_url, retry_handlers=handlers)
    getattr(world.faults, fault)("chat.postMessage", **how)

    posted = await client.chat_postMessage(channel=ana.id, text="once")

    assert posted["ok"]
    assert [m.text for m in ana.dm()] == ["once"]
    assert [call.fault for call in world.calls("chat.postMessage")] == [fault, None]


@pytest.mark.parametrize(("fault", "how"), FAULTS)
async def test_the_synchronous_client_tries_again(world: World, ana: Person, fault: str, how: dict[str, Any]) -> None:
    handlers = [RateLimitErrorRetryHandler(), ServerErrorRetryHandler(), ConnectionErrorRetryHandler()]
    client = WebClient(token=world.default.bot_token, base_url=world.api_url, retry_handlers=handlers)
    getattr(world.faults, fault)("chat.postMessage", **how)

    posted = await asyncio.to_thread(client.chat_postMessage, channel=ana.id, text="once")

    assert posted["ok"]
    assert [m.text for m in ana.dm()] == ["once"]
    assert len(world.calls("chat.postMessage")) == 2


async def test_without_a_handler_a_rate_limit_is_the_apps_own(world: World, ana: Person) -> None:
    client = AsyncWebClient(token=world.default.bot_token, base_url=world.api_url)
    world.faults.ratelimited("chat.postMessage", retry_after=7)

    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel=ana.id, text="never")

    assert raised.value.response.headers["Retry-After"] == "7"
    assert ana.dm() == []


@pytest.fixture
async def listening(world: World) -> AsyncIterator[SocketModeClient]:
    """The SDK's client on a socket, which answers each command."""
    web = AsyncWebClient(base_url=world.api_url)
    client = SocketModeClient(app_token=world.app_token, web_client=web, ping_interval=1)

    async def answer(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        reply = {"text": f"Heard {request.payload['text']}"}
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=reply))

    client.socket_mode_request_listeners.append(answer)
    await client.connect()  # type: ignore[no-untyped-call]  # untyped in the SDK
    await world.connected()
    yield client
    await client.close()  # type: ignore[no-untyped-call]  # untyped in the SDK


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_the_client_comes_back_when_slack_asks(
    world: World, ana: Person, listening: SocketModeClient, reason: str
) -> None:
    await world.sockets.disconnect(reason)
    await world.connected(1, timeout=15)

    await ana.slash("/win", "again")

    assert ana.sees("Heard again")


async def test_the_client_comes_back_after_a_broken_connection(
    world: World, ana: Person, listening: SocketModeClient
) -> None:
    await ana.slash("/win", "before")

    await world.sockets.cut()
    await world.connected(1, timeout=15)
    await ana.slash("/win", "after")

    assert ana.sees("Heard before")
    assert ana.sees("Heard after")
