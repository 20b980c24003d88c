"""The playground beside the bot: its own database, one process, until it is told to stop."""

import asyncio
import socket
from pathlib import Path

import pytest

from bot import demo
from bot.app import NotReady
from bot.ledger import engines
from bot.settings import Settings
from playground import World


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its database is made where it is started."""
    monkeypatch.chdir(tmp_path)


async def test_the_demo_says_where_it_is_open_and_ends_when_told(tmp_path: Path) -> None:
    said: list[str] = []
    stop = asyncio.Event()
    opened = asyncio.Event()

    def say(line: str) -> None:
        said.append(line)
        opened.set()

    settings = Settings(port=_free_port(), database_url="sqlite:///never.db", win_command="/brag")
    playing = asyncio.create_task(demo.play(settings, stop, say))
    async with asyncio.timeout(10):
        await opened.wait()
    stop.set()
    await playing

    [line] = said
    assert f"http://127.0.0.1:{settings.port}/page/" in line
    assert "/brag Launched" in line
    assert not (tmp_path / "never.db").exists()
    with engines.opened(demo.DATABASE_URL) as engine:
        assert engines.is_playground(engine)


async def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(port=taken.getsockname()[1])
        with pytest.raises(NotReady, match="Set PORT to another one"):
            await demo.play(settings, asyncio.Event())


async def test_a_bot_that_does_not_reach_its_playground_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(World, "connected", nobody)

    with pytest.raises(NotReady, match="Set PORT to another one"):
        await demo.play(Settings(port=_free_port()), asyncio.Event())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return int(opened.getsockname()[1])
