"""Promise 3 while a company moves from SQLite to PostgreSQL: whatever dies, nothing is lost and nobody is told twice."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Engine

from bot.ledger import engines, migrate, moving
from bot.ledger.models import Base
from playground import World
from tests import postgres, stage
from tests.crash.test_crash import as_json
from tests.crash.test_crowd import PEOPLE, Crowd
from tests.crash.test_crowd import world as world  # noqa: PLC0414  # a Slack in bad weather
from tests.ledger import full

pytestmark = [pytest.mark.crash, pytest.mark.postgres]

TABLES = [table.name for table in Base.metadata.sorted_tables]


@pytest.fixture
def source(sqlite_url: str) -> Iterator[Engine]:
    with engines.opened(sqlite_url) as engine:
        migrate.upgrade(engine)
        yield engine


@pytest.fixture
def target(postgres_url: str) -> Iterator[Engine]:
    with postgres.database(postgres_url) as url, engines.opened(url) as engine:
        yield engine


def test_a_move_that_is_killed_at_any_step_starts_again_and_ends_l6(source: Engine, target: Engine) -> None:
    full.fill(source)
    before = full.contents(source)

    for step in (*TABLES, "marked", "kept"):
        source.dispose()
        assert killed(source, target, step) == -9
        kept = any(full.contents(target).values())
        assert kept == (step == "kept")
        assert engines.is_moved(source) == (step in {"marked", "kept"})

    source.dispose()
    moving.move(source, target, lambda _: None)
    assert full.contents(target) == before


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux says how much memory a process took.")
def test_memory_does_not_grow_with_what_is_moved(source: Engine, target: Engine, postgres_url: str) -> None:
    full.fill(source)
    source.dispose()
    few = peak(source, target)
    full.texts(source, number=8_000, length=10_000)
    source.dispose()

    with postgres.database(postgres_url) as url, engines.opened(url) as larger:
        many = peak(source, larger)

    assert many - few < 30_000  # KiB, of more than 100,000


async def test_a_bot_that_goes_on_after_a_move_forgets_nobody_and_tells_nobody_twice_l6(
    source: Engine, target: Engine, world: World
) -> None:
    before = Crowd(world, source)
    before.gather()
    for window in ("claimed:2", "accepted:40", "recorded:3"):
        async with worker(before, "--dies", window) as process, asyncio.timeout(120):
            assert await process.wait() == -9
    left = before.states()
    source.dispose()

    await asyncio.to_thread(moving.move, source, target, lambda _: None)
    after = Crowd(world, target)
    assert after.states() == left
    async with worker(after), asyncio.timeout(240):
        while after.states() != {"sent": PEOPLE}:  # noqa: ASYNC110  # a database of another process tells nobody
            await asyncio.sleep(0.5)

    assert left["ready"] > 0
    assert left["sending"] > 0
    assert set(after.heard().values()) == {1}
    assert len(after.heard()) == PEOPLE


@asynccontextmanager
async def worker(crowd: Crowd, *told: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker on this crowd's database, killed at the end if it still lives."""
    settings = stage.settings(crowd.world, "http", crowd.engine.url.render_as_string(hide_password=False))
    command = [sys.executable, "-m", "tests.crash.crowd", json.dumps(as_json(settings)), *told]
    process = await asyncio.create_subprocess_exec(*command)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def killed(source: Engine, target: Engine, step: str) -> int:
    return mover(source, target, step).returncode


def peak(source: Engine, target: Engine) -> int:
    """The memory of a move that comes to its end, in KiB."""
    return int(mover(source, target, "never").stdout)


def mover(source: Engine, target: Engine, step: str) -> subprocess.CompletedProcess[bytes]:
    urls = (engine.url.render_as_string(hide_password=False) for engine in (source, target))
    return subprocess.run([sys.executable, "-m", "tests.crash.mover", *urls, step], check=False, stdout=subprocess.PIPE)
