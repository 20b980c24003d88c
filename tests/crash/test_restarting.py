"""PostgreSQL restarted under web and worker: what was confirmed is there once, and everybody is told once."""

import asyncio
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from bot.delivery import tables
from bot.ledger import engines, migrate
from bot.ledger.models import Evidence
from playground import World
from tests import postgres
from tests.crash.test_rolling import PEOPLE, Host, gather, heard, people, ready, states

pytestmark = [pytest.mark.crash, pytest.mark.postgres]

STOPS: Final = ("fast", "immediate", "immediate")
AWAY: Final = 2.0  # seconds
SLOW: Final = 1.0  # seconds that Slack takes for a message: some are always under way when the server goes
SETTLED: Final = 240.0  # seconds: what was in hand at a stop waits for its lease, and is looked up a minute later


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with World(rates="unlimited", ack_timeout=60) as opened:
        opened.faults.latency("chat.postMessage", SLOW, times=10 * PEOPLE)
        yield opened
        assert opened.violations == []
        assert opened.broadcasts == []


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    with postgres.private() as own:
        yield own


@pytest.fixture
def database(server: postgres.Server) -> Iterator[Engine]:
    with postgres.database(server.url) as url, engines.opened(url) as engine:
        migrate.upgrade(engine)
        tables.upgrade(engine)
        yield engine


async def test_while_postgresql_is_restarted_nothing_is_lost_and_nobody_told_twice_c1_l6(
    world: World, server: postgres.Server, database: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said: dict[str, bool] = {}
    async with AsyncExitStack() as stack:
        host = Host(world, database, tmp_path, stack)
        (port, web), (other, worker) = await host.start("web"), await host.start("worker")
        world.request_url = f"http://127.0.0.1:{port}/slack/events"
        gather(world, database)
        typing = asyncio.create_task(keep_typing(world, said))
        for how in STOPS:
            before = len(heard(world))
            await until(lambda before=before: len(heard(world)) > before + 5)  # type: ignore[misc]  # it takes nothing
            await asyncio.to_thread(server.stop, how)
            await asyncio.sleep(AWAY)
            await asyncio.to_thread(server.start)
            await ready(port)
            await ready(other)
        confirmed = sum(said.values())
        await until(lambda: sum(said.values()) > confirmed)
        await until(lambda: settled(database))
        assert not typing.done(), typing.exception()
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)
        assert (web.returncode, worker.returncode) == (None, None)

        with database.connect() as connection:
            kept = Counter(connection.execute(select(Evidence.text)).scalars())

    with capsys.disabled():
        looked_up = len(world.calls("conversations.history"))
        sys.stdout.write(
            f"\n{len(STOPS)} restarts: {sum(said.values())} wins confirmed, {len(said) - sum(said.values())} handed back, "
            f"{len(heard(world))} told, {looked_up} look-ups\n"
        )
    assert set(said.values()) == {True, False}
    assert [text for text, saved in said.items() if saved and kept[text] != 1] == []
    assert max(kept.values()) == 1
    assert heard(world) == Counter({person.id: 1 for person in people(world)})
    assert looked_up > 0


async def keep_typing(world: World, said: dict[str, bool]) -> None:
    """Type one win after the other, and note whether each was confirmed."""
    ana = world.default.person("Ana")
    while True:
        text = f"Shipped {uuid.uuid4().hex}"
        answer = await ana.slash("/win", text)
        assert text in str(answer.body)  # in the receipt, or handed back
        said[text] = "Undo" in str(answer.body)
        await asyncio.sleep(0.05)


def settled(database: Engine) -> bool:
    try:
        return states(database) == {"sent": PEOPLE}
    except OperationalError:  # our own connection was cut as well
        return False


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(SETTLED):
        while not condition():  # noqa: ASYNC110  # another process tells nobody
            await asyncio.sleep(0.2)
