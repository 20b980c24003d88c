"""A release without a pause, as docs/operations.md describes it: new processes beside the old ones, then SIGTERM to those."""

import asyncio
import os
import socket
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Final

import aiohttp
import pytest
from sqlalchemy import Engine, func, insert, select

from bot.app import utc_now
from bot.coach.pleasantries import Greeting
from bot.delivery import tables
from bot.ledger import engines, migrate
from bot.ledger.models import Delivery, Evidence, Member, Workspace
from playground import World
from playground.person import Person
from tests import postgres
from tests.deployment.balancer import Balancer

pytestmark = [pytest.mark.crash, pytest.mark.postgres]

PEOPLE: Final = 120  # of whom a workspace lets five be told in a second
ENDED: Final = 60  # seconds for a slow machine


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with World(rates="unlimited", ack_timeout=ENDED) as opened:
        yield opened
        assert opened.violations == []


@pytest.fixture
def database(postgres_url: str) -> Iterator[Engine]:
    with postgres.database(postgres_url) as url, engines.opened(url) as engine:
        migrate.upgrade(engine)
        tables.upgrade(engine)
        yield engine


class Host:
    """Starts and stops the Procfile's processes on one database."""

    def __init__(self, world: World, database: Engine, folder: Path, stack: AsyncExitStack) -> None:
        url = database.url.render_as_string(hide_password=False)
        self._told = {
            "SLACK_BOT_TOKEN": world.default.bot_token, "SLACK_SIGNING_SECRET": world.signing_secret,
            "SLACK_API_URL": world.api_url, "DATABASE_URL": url, "LOG_LEVEL": "WARNING",
        }  # fmt: skip
        self._folder = folder
        self._stack = stack

    async def start(self, role: str) -> tuple[int, asyncio.subprocess.Process]:
        """Start a process and wait until it is ready; gives its port."""
        port = free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", role, env=kept | self._told | {"PORT": str(port)}, cwd=self._folder
        )
        self._stack.push_async_callback(ended, process)
        await ready(port)
        return port, process


async def test_while_one_web_after_the_other_is_replaced_every_win_is_saved_c1_l6(
    world: World, database: Engine, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        host = Host(world, database, tmp_path, stack)
        balancer = await stack.enter_async_context(Balancer())
        world.request_url = f"{balancer.address}/slack/events"
        old = [await host.start("web") for _ in range(2)]
        balancer.behind += [port for port, _ in old]
        said: list[str] = []
        typing = asyncio.create_task(keep_typing(world, said))

        for port, process in old:
            new, _ = await host.start("web")
            balancer.behind.append(new)
            process.terminate()
            assert await asyncio.wait_for(process.wait(), ENDED) == 0
            balancer.behind.remove(port)
        assert not typing.done(), typing.exception()
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)

        assert len(said) > 30
        assert len(balancer.answered) == 4
        with database.connect() as connection:
            kept = Counter(connection.execute(select(Evidence.text)).scalars())
        assert {text: kept[text] for text in said} == dict.fromkeys(said, 1)


async def test_while_workers_are_replaced_everybody_is_told_once_l6(
    world: World, database: Engine, tmp_path: Path
) -> None:
    gather(world, database)
    async with AsyncExitStack() as stack:
        host = Host(world, database, tmp_path, stack)
        _, old = await host.start("worker")
        for _ in range(2):
            await until(lambda: len(heard(world)) > 0)
            _, new = await host.start("worker")
            old.terminate()
            assert await asyncio.wait_for(old.wait(), ENDED) == 0
            assert len(heard(world)) < PEOPLE
            old = new

        await until(lambda: states(database) == {"sent": PEOPLE})

    assert heard(world) == Counter({person.id: 1 for person in people(world)})


async def keep_typing(world: World, said: list[str]) -> None:
    """Type one win after the other; each that was confirmed is noted."""
    ana = world.default.person("Ana")
    while True:
        text = f"Shipped {uuid.uuid4().hex}"
        await ana.slash("/win", text)
        assert ana.sees(text)
        said.append(text)


def gather(world: World, database: Engine) -> None:
    """Let there be something for everybody."""
    home, now = world.default.id, utc_now()
    own = {"workspace_id": home, "created_at": now}
    due = own | {"kind": Greeting.HELLO.value, "state": "ready", "attempts": 0, "due_at": now - timedelta(seconds=1)}
    with database.begin() as connection:
        connection.execute(insert(Workspace).values(id=home, created_at=now))
        known = {person.id: world.default.direct_message(person.id).id for person in people(world)}
        connection.execute(insert(Member), [own | {"id": one, "dm_channel": channel} for one, channel in known.items()])
        rows = [{"id": uuid.uuid4(), "subject_id": uuid.uuid4(), "member_id": person.id} for person in people(world)]
        connection.execute(insert(Delivery), [due | row for row in rows])


def people(world: World) -> list[Person]:
    return [world.default.person(f"P{number:03}") for number in range(PEOPLE)]


def heard(world: World) -> Counter[str]:
    """How often each person was told."""
    conversations = world.default.conversations.values()
    return +Counter({place.person_id: len(place.messages) for place in conversations if place.person_id})


def states(database: Engine) -> dict[str, int]:
    with database.connect() as connection:
        rows = connection.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
        return {row[0]: row[1] for row in rows}


async def ready(port: int) -> None:
    """Wait until the process says that each of its parts answers."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(ENDED):
        while True:
            try:
                async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass  # it does not listen yet
            await asyncio.sleep(0.1)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(ENDED):
        while not condition():  # noqa: ASYNC110  # another process tells nobody
            await asyncio.sleep(0.1)


async def ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        port: int = opened.getsockname()[1]
        return port
