"""SIGTERM: what is in hand is finished or handed back in the ten seconds that hosts give, and nothing is lost (P7)."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import web
from bot.delivery import engine, whisper
from playground import World
from playground.person import Person
from tests.crash.test_crash import SAID, TITLE, Stage, until

pytestmark = pytest.mark.crash
POST = "chat.postMessage"
ENDED = 60  # seconds for a slow machine; the ten are proved by the bounds of the parts


@pytest.fixture
def transport() -> str:
    return "socket"


@pytest.fixture
def theatre(world: World, transport: str, tmp_path: Path) -> Stage:
    return Stage(world, transport, tmp_path)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with World(rates="unlimited") as opened:
        yield opened


@asynccontextmanager
async def running(theatre: Stage) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as a host starts it."""
    world, settings = theatre.world, theatre.settings
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    told = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token or "", "SLACK_APP_TOKEN": settings.slack_app_token or "",
        "SLACK_API_URL": world.api_url, "DATABASE_URL": settings.database_url, "PORT": str(_free_port()), "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=kept | told, cwd=theatre.database.parent
    )
    try:
        await world.connected(2, timeout=30)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        port: int = opened.getsockname()[1]
        return port


async def stopped_while_slack_is_silent(theatre: Stage, ana: Person) -> int | None:
    """Stop the bot while a draft is on its way; gives its exit code."""
    async with running(theatre) as process:
        await ana.slash("/win", SAID)
        await ana.click("Reframe my update")
        assert await theatre.world.eventually(lambda: bool(theatre.world.calls(POST)), 15)
        process.terminate()
        async with asyncio.timeout(ENDED):
            return await process.wait()


def test_the_bounds_of_the_parts_are_within_ten_seconds() -> None:
    assert web.GRACE + engine.GRACE + whisper.GRACE < 10


async def test_what_slack_answers_in_time_is_finished(theatre: Stage, world: World, ana: Person) -> None:
    world.faults.latency(POST, 1.0)

    assert await stopped_while_slack_is_silent(theatre, ana) == 0

    assert theatre.rows("SELECT state FROM delivery") == [("sent",)]
    assert theatre.drafts() == 1


async def test_what_slack_does_not_answer_is_left_to_be_looked_up(theatre: Stage, world: World, ana: Person) -> None:
    world.faults.accept_then_hang(POST)

    assert await stopped_while_slack_is_silent(theatre, ana) == 0

    assert theatre.rows("SELECT state FROM delivery") == [("sending",)]
    theatre.rows("UPDATE delivery SET due_at = '2000-01-01 00:00:00.000000'")  # the lease has run out
    async with theatre.bot():
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state = 'sent'") != [])
    assert ana.sees(TITLE)
    assert theatre.drafts() == 1
