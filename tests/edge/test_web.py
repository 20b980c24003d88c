"""The HTTP side: health, readiness, and a door that opens to Slack's signature only."""

import time
from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest

from bot.app import Bot
from bot.delivery.engine import Engine
from bot.ledger.store import Ledger
from bot.web import Web
from playground import World
from playground.http_delivery import signature
from tests import stage

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


async def test_a_bot_at_work_is_ready_part_by_part_p7(address: str, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{address}/readyz") as answer:
        assert (answer.status, await answer.json()) == (200, {"database": True, "workers": True, "clock": True})


async def test_a_part_that_stopped_is_named_p7(bot: Bot, address: str, http: aiohttp.ClientSession) -> None:
    assert isinstance(bot.engine, Engine)
    await bot.engine.close()

    async with http.get(f"{address}/readyz") as answer:
        assert (answer.status, await answer.json()) == (503, {"database": True, "workers": False, "clock": False})
    async with http.get(f"{address}/healthz") as answer:
        assert answer.status == 200


async def test_a_database_that_does_not_answer_is_named_p7(bot: Bot) -> None:
    lost = Bot(Ledger.open("postgresql+psycopg://postgres@127.0.0.1:1/none"), bot.app, None, None)

    assert await lost.readiness() == {"database": False}
    await lost.ledger.close()


@pytest.mark.parametrize("path", ["/", "/slack", "/metrics", "/slack/eventsx"])
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


async def test_a_worker_has_health_and_no_door_for_slack() -> None:
    answered: list[Mapping[str, object]] = []

    async def send(part: Mapping[str, object]) -> None:
        answered.append(part)

    async def readiness() -> dict[str, bool]:
        return {"database": True}

    async def receive() -> dict[str, object]:
        return {}

    for path in ("/healthz", "/readyz", "/slack/events"):
        await Web(None, readiness)({"type": "http", "path": path}, receive, send)

    assert [part["status"] for part in answered if "status" in part] == [200, 200, 404]
