"""Two connections: one may break, Slack may be down, and the bot comes back by itself."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.app import Bot
from bot.ledger.store import Ledger
from bot.sockets import CONNECTIONS, Sockets
from playground import World

OPEN = "apps.connections.open"


@pytest.fixture
async def sockets(world: World) -> AsyncIterator[Sockets]:
    """Not begun yet, and quick to look after themselves."""
    client = AsyncWebClient(world.default.bot_token, world.api_url, retry_handlers=[])
    app = AsyncApp(client=client, signing_secret="x", logger=logging.getLogger(logs.BOLT))
    opened = Sockets(app, world.app_token, heartbeat=0.05)
    yield opened
    await opened.close()


async def test_two_connections_are_opened_and_closed(world: World, sockets: Sockets) -> None:
    sockets.start()
    await world.connected(CONNECTIONS)
    assert await connected(sockets) == CONNECTIONS

    await sockets.close()

    assert await world.eventually(lambda: not world.sockets.open)
    assert await sockets.connected() == 0


async def test_a_connection_that_was_cut_comes_back(world: World, sockets: Sockets) -> None:
    sockets.start()
    await world.connected(CONNECTIONS)
    before = set(world.sockets.connections)

    await world.sockets.cut()

    await world.connected(CONNECTIONS)
    assert before.isdisjoint(world.sockets.open)
    assert await connected(sockets) == CONNECTIONS


async def test_one_connection_that_slack_refreshes_leaves_the_other_open(world: World, sockets: Sockets) -> None:
    sockets.start()
    await world.connected(CONNECTIONS)
    kept = world.sockets.open[1]

    await world.sockets.disconnect(connections=1, grace=0)

    await world.connected(CONNECTIONS)
    assert kept in world.sockets.open


@pytest.mark.parametrize(
    ("fault", "told"), [("status", (503, 4)), ("status", (200, 4)), ("error", ("internal_error", 4)), ("reset", (4,))]
)
async def test_a_slack_that_is_down_at_the_start_is_asked_until_it_answers(
    world: World, sockets: Sockets, fault: str, told: tuple[object, ...]
) -> None:
    getattr(world.faults, fault)(OPEN, *told)

    sockets.start()
    assert await sockets.connected() == 0

    await world.connected(CONNECTIONS)


async def test_an_address_that_did_not_open_is_not_used_for_ever(
    world: World, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, addresses = world.sockets.ticket, iter(["ws://127.0.0.1:1/link/", f"{world.base_url}link/?ticket=used"])
    monkeypatch.setattr(world.sockets, "ticket", lambda: next(addresses, None) or real())

    sockets.start()

    await world.connected(CONNECTIONS)


async def test_readiness_tells_whether_slack_is_connected(world: World, sockets: Sockets, sqlite_url: str) -> None:
    ledger = Ledger.open(sqlite_url)
    bot = Bot(ledger, app=None, engine=None, sockets=sockets)  # type: ignore[arg-type]  # not asked for here
    assert await bot.readiness() == {"database": True, "socket": False}

    sockets.start()
    await world.connected(1)
    await connected(sockets)

    assert await bot.readiness() == {"database": True, "socket": True}
    await ledger.close()


async def connected(sockets: Sockets) -> int:
    """Slack counts a connection a moment before its client does."""
    async with asyncio.timeout(20):
        while await sockets.connected() < CONNECTIONS:  # noqa: ASYNC110  # Slack's client tells nobody
            await asyncio.sleep(0)
    return CONNECTIONS
