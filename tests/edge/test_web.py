"""The HTTP side: health, readiness, and a door that opens to Slack's signature only."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest

from bot import web
from bot.app import Bot, utc_now
from bot.coach.offers import WORDLESS
from bot.delivery.engine import Engine
from bot.ledger.errors import LedgerError
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from bot.web import Inside, OneWrite, Server, Web
from playground import World
from playground.http_delivery import signature
from playground.person import Person
from tests import stage
from tests.ledger.rows import ELSEWHERE, delivery, stored

BODY = "command=%2Fwin&text=Shipped"


@pytest.fixture
def transport() -> str:
    return "http"


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
async def address(bot: Bot) -> AsyncIterator[str]:
    async with stage.served(bot) as address:
        yield address


def signed(world: World, at: float, secret: str | None = None) -> dict[str, str]:
    stamp = str(int(at))
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(secret or world.signing_secret, stamp, BODY),
    }


async def test_a_process_that_answers_is_alive(address: str, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{address}/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"alive": True})


async def test_whoever_has_just_connected_is_answered_by_a_process_that_ends_c1(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "SETTLING", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as opened:
        port = opened.getsockname()[1]
        server = Server(Web(bot.app, bot))
        running = asyncio.create_task(server.serve([opened]))
        while not server.started:  # noqa: ASYNC110  # uvicorn tells nobody
            await asyncio.sleep(0.01)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while not server.server_state.connections:  # noqa: ASYNC110  # as above
            await asyncio.sleep(0.01)

        server.should_exit = True
        while server.servers and server.servers[0].sockets:  # noqa: ASYNC110  # until it does not listen any more
            await asyncio.sleep(0.01)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.close()
        await running


async def test_a_bot_at_work_is_ready_part_by_part_p7(address: str, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{address}/readyz") as answer:
        assert (answer.status, await answer.json()) == (200, {"database": True, "workers": True, "clock": True})


async def test_a_part_that_stopped_is_named_p7(bot: Bot, address: str, http: aiohttp.ClientSession) -> None:
    assert isinstance(bot.engine, Engine)
    await bot.engine.close()

    async with http.get(f"{address}/readyz") as answer:
        assert (answer.status, await answer.json()) == (503, {"database": True, "workers": False, "clock": True})
    async with http.get(f"{address}/healthz") as answer:
        assert answer.status == 200


async def test_a_database_that_does_not_answer_is_named_p7(bot: Bot) -> None:
    lost = Bot(Ledger.open("postgresql+psycopg://postgres@127.0.0.1:1/none"), bot.app, None, None)

    assert await lost.readiness() == {"database": False}
    await lost.ledger.close()


@pytest.mark.parametrize("path", ["/", "/slack", "/metricsx", "/slack/eventsx"])
async def test_an_unknown_path_is_not_found(address: str, http: aiohttp.ClientSession, path: str) -> None:
    for method in ("GET", "POST"):
        async with http.request(method, f"{address}{path}") as answer:
            assert answer.status == 404


@pytest.mark.parametrize(
    "headers",
    ["unsigned", "stale", "from the future", "another secret"],
)
async def test_who_cannot_sign_gets_in_nowhere(
    world: World, address: str, http: aiohttp.ClientSession, headers: str
) -> None:
    now = time.time()
    sent: Mapping[str, str] = {
        "unsigned": {},
        "stale": signed(world, now - 600),
        "from the future": signed(world, now + 600),
        "another secret": signed(world, now, "guessed"),
    }[headers]

    async with http.post(f"{address}/slack/events", data=BODY, headers=sent) as answer:
        assert answer.status == 401
        assert "Shipped" not in await answer.text()


async def asked(inside: Inside, *paths: str) -> list[object]:
    """The status of each path, of a bot without a door for Slack."""
    answered: list[Mapping[str, object]] = []

    async def send(part: Mapping[str, object]) -> None:
        answered.append(part)

    async def receive() -> dict[str, object]:
        return {}

    for path in paths:
        await Web(None, inside)({"type": "http", "path": path}, receive, send)
    return [part["status"] for part in answered if "status" in part]


class Quiet:
    """The inside of a bot of which nothing is to be said."""

    async def readiness(self) -> dict[str, bool]:
        return {"database": True}

    async def metrics(self) -> str:
        raise LedgerError


async def test_a_worker_has_health_and_no_door_for_slack() -> None:
    assert await asked(Quiet(), "/healthz", "/readyz", "/slack/events") == [200, 200, 404]


async def test_metrics_without_a_database_are_an_outage_and_no_crash_p7() -> None:
    assert await asked(Quiet(), "/metrics") == [503]


async def test_a_clock_that_stands_still_is_named_p7(world: World, migrated_sqlite: str) -> None:
    async with stage.playing(world, "http", migrated_sqlite, replace(stage.HASTY, dead=timedelta(0))) as bot:
        assert await bot.readiness() == {"database": True, "workers": True, "clock": False}


async def test_the_metrics_say_how_much_waits_where_and_how_it_ended_and_no_names_p7(
    bot: Bot, address: str, http: aiohttp.ClientSession, world: World, ana: Person
) -> None:
    tomorrow, long_ago = utc_now() + timedelta(days=1), utc_now() - timedelta(hours=1)
    owner = Owner(world.default.id, ana.id)
    await stored(
        bot.ledger,
        delivery(owner, kind="unheard-of", due_at=long_ago),
        delivery(owner, state="doubt", due_at=tomorrow),
        delivery(owner, due_at=tomorrow),
        delivery(owner, due_at=long_ago, expires_at=long_ago),
        delivery(owner, kind=WORDLESS, due_at=long_ago),
    )
    assert isinstance(bot.engine, Engine)
    await bot.engine.tick()
    await bot.engine.drain(owner.workspace)
    await stored(bot.ledger, delivery(ELSEWHERE, kind="unheard-of", due_at=long_ago, state="doubt"))

    async with http.get(f"{address}/metrics") as answer:
        assert (answer.status, answer.content_type) == (200, "text/plain")
        said = await answer.text()

    lines = said.splitlines()
    assert f'coach_in_doubt{{workspace="{owner.workspace}"}} 1' in lines
    assert f'coach_in_doubt{{workspace="{ELSEWHERE.workspace}"}} 1' in lines
    assert 'coach_deliveries_total{kind="unheard-of",outcome="later"} 1' in lines
    assert 'coach_deliveries_total{kind="draft",outcome="skipped"} 1' in lines
    assert f'coach_lane_deliveries_total{{workspace="{owner.workspace}",outcome="sent"}} 1' in lines
    assert f'coach_lane_deliveries_total{{workspace="{owner.workspace}",outcome="failed"}} 0' in lines
    assert owner.member not in said
    assert "Ana" not in said


class Line(asyncio.Transport):
    """A connection that notes what is done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.done.append(bytes(data))

    def close(self) -> None:
        self.done.append(b"closed")

    def is_closing(self) -> bool:
        return b"closed" in self.done


async def test_what_is_written_in_one_turn_leaves_in_one_go_and_before_the_end() -> None:
    line = Line()
    connection = OneWrite(line)

    connection.write(b"head, ")
    connection.write(b"body")
    assert line.done == []
    await asyncio.sleep(0)
    connection.write(b"next")
    connection.close()
    connection.write(b"too late")
    await asyncio.sleep(0)

    assert line.done == [b"head, body", b"next", b"closed"]
