"""The playground beside the bot: its own database, one process, until it is told to stop."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest
from sqlalchemy import select

from bot import demo
from bot.delivery.engine import Engine
from bot.ledger import engines
from bot.ledger.models import Evidence
from bot.ready import NotReady
from bot.settings import Settings
from playground import World

ANA: Final = {"workspace": "Acme", "person": "Ana"}


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


async def test_the_bot_lives_on_the_playgrounds_clock_and_goes_on_from_it() -> None:
    settings = Settings(port=_free_port())
    async with _playing(settings) as playground:
        began = await playground.move(days=30)
        await playground.act(act="write", text="/win Cut churn from 8% to 5%", place="general")
        ended = await playground.clock()
    async with _playing(settings) as playground:
        later = await playground.clock()

    with engines.opened(demo.DATABASE_URL) as engine, engine.connect() as connection:
        [saved] = connection.scalars(select(Evidence.created_at))
    assert datetime.now(UTC) + timedelta(days=29) < began <= saved <= ended <= later


async def test_a_jump_wakes_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[Engine] = []
    hurry = Engine.hurry

    def noted(engine: Engine) -> None:
        woken.append(engine)
        hurry(engine)

    monkeypatch.setattr(Engine, "hurry", noted)
    async with _playing(Settings(port=_free_port())) as playground:
        assert not woken
        await playground.move(days=30)
        assert woken


async def test_a_new_database_begins_in_real_time() -> None:
    settings = Settings(port=_free_port())
    async with _playing(settings) as playground:
        await playground.move(days=30)
    demo.DATABASE.unlink()

    for _ in ("new", "begun"):
        async with _playing(settings) as playground:
            assert await playground.clock() < datetime.now(UTC) + timedelta(days=1)


async def test_a_clock_that_cannot_be_read_is_a_sentence() -> None:
    async with _playing(Settings(port=_free_port())) as playground:
        await playground.move(days=30)
    demo.AHEAD.write_text("soon", "utf-8")

    with pytest.raises(NotReady, match=r"Delete data/playground\.clock"):
        await demo.play(Settings(port=_free_port()), asyncio.Event())


async def test_the_page_offers_what_the_app_announces() -> None:
    async with _playing(Settings(port=_free_port(), win_command="/brag")) as playground:
        screen = await playground.screen()

    assert [command["command"] for command in screen["app"]["commands"]] == ["/brag", "/launch"]
    assert not screen["app"]["all_commands"]


async def test_the_tour_and_the_next_message_are_offered() -> None:
    async with _playing(Settings(port=_free_port(), win_command="/brag")) as playground:
        screen = await playground.screen()

    assert len(screen["tour"]["steps"]) == 6
    assert "type /brag and what happened" in screen["tour"]["steps"][0]["words"]
    assert screen["clock"]["knows_next"]


async def test_the_coach_is_in_two_workspaces_and_nothing_crosses_over_p4() -> None:
    saved = {"Acme": "Cut churn from 8% to 5%", "Globex": "Hired two designers"}
    async with _playing(Settings(port=_free_port())) as playground:
        for workspace, words in saved.items():
            await playground.act(workspace=workspace, act="write", text=f"/win {words}", place="dm")
            await playground.act(workspace=workspace, act="home")

        seen = {workspace: await playground.sees("Your last 10 weeks", workspace) for workspace in saved}
        people = (await playground.screen())["people"]

    assert {workspace: saved[workspace] in screen for workspace, screen in seen.items()} == dict.fromkeys(saved, True)
    assert saved["Globex"] not in seen["Acme"]
    assert saved["Acme"] not in seen["Globex"]
    assert people == [[workspace, person] for workspace in saved for person in ("Ana", "Ben", "Chris")]


async def test_starting_over_throws_away_what_was_saved_and_the_time() -> None:
    settings = Settings(port=_free_port())
    async with _playing(settings) as playground:
        before = await playground.screen()
        await playground.act(act="write", text="/win Cut churn from 8% to 5%", place="general")
        await playground.move(days=30)

        await playground.act(act="reset")

        after = await playground.returned(before["run"])
        assert all(not place["messages"] for place in after["places"])
        assert after["clock"]["offset"] == 0
    with engines.opened(demo.DATABASE_URL) as engine, engine.connect() as connection:
        assert connection.scalars(select(Evidence.created_at)).all() == []


@dataclass(frozen=True)
class _Playground:
    """The demo as its page reaches it: as Ana, over HTTP."""

    base: str
    session: aiohttp.ClientSession

    async def act(self, **what: Any) -> None:
        async with self.session.post(f"{self.base}/page/act", json={**ANA, **what}) as response:
            assert response.status == 200, await response.text()

    async def move(self, *, days: int) -> datetime:
        await self.act(act="clock", days=days)
        return await self.clock()

    async def clock(self) -> datetime:
        async with self.session.get(f"{self.base}/clock") as response:
            return datetime.fromisoformat((await response.json())["now"])

    async def screen(self, workspace: str = "Acme") -> dict[str, Any]:
        who = {**ANA, "workspace": workspace}
        async with self.session.ws_connect(f"{self.base}/page/live", params=who) as ws:
            return dict(await ws.receive_json())

    async def sees(self, words: str, workspace: str) -> str:
        """All that Ana has before her there, once these words are in it."""
        while words not in (screen := json.dumps(await self.screen(workspace))):  # noqa: ASYNC110  # nobody tells of it
            await asyncio.sleep(0.05)
        return screen

    async def returned(self, run: str) -> dict[str, Any]:
        """The screen of the life after this one."""
        while True:
            with suppress(aiohttp.ClientError, TypeError):  # while nothing listens, or what listened ends
                screen = await self.screen()
                if screen["run"] != run:
                    return screen
            await asyncio.sleep(0.05)


@asynccontextmanager
async def _playing(settings: Settings) -> AsyncIterator[_Playground]:
    """The demo, open until the block ends."""
    stop, opened = asyncio.Event(), asyncio.Event()
    playing = asyncio.create_task(demo.play(settings, stop, lambda _: opened.set()))
    try:
        async with asyncio.timeout(10), aiohttp.ClientSession() as session:
            await opened.wait()
            yield _Playground(f"http://127.0.0.1:{settings.port}", session)
    finally:
        stop.set()
        await playing


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return int(opened.getsockname()[1])
