"""Promise 3 with several workers on one queue: they die in every window, freeze past their lease, and lose their connections."""

import asyncio
import itertools
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

import psycopg
import pytest

from bot.delivery import tables
from bot.ledger import engines, migrate
from playground import World
from tests import postgres
from tests.crash import test_rolling
from tests.crash.crowd import PATIENCE
from tests.crash.test_crowd import KILLS, PEOPLE, WINDOWS, Crowd, Weather

pytestmark = [pytest.mark.crash, pytest.mark.postgres]

LANES: Final = 8
CUTS: Final = 10
SHARES: Final = "--shares"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with World(rates="unlimited") as opened:
        opened.faults = Weather()
        yield opened
        assert opened.broadcasts == []


@pytest.fixture
def crowd(world: World, postgres_url: str) -> Iterator[Crowd]:
    with postgres.database(postgres_url) as url, engines.opened(url) as engine:
        migrate.upgrade(engine)
        tables.upgrade(engine)
        gathered = Crowd(world, engine, LANES)
        gathered.gather()
        yield gathered


def show(crowd: Crowd, capsys: pytest.CaptureFixture[str], title: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"{crowd.report(title)}\n")


def nobody_forgotten_and_nobody_told_twice(crowd: Crowd) -> bool:
    heard = crowd.heard()
    return len(heard) == PEOPLE and set(heard.values()) == {1}


@pytest.mark.parametrize("workers", [2, 4])
async def test_whichever_worker_dies_nobody_is_forgotten_and_nobody_told_twice_l6_n7(
    crowd: Crowd, capsys: pytest.CaptureFixture[str], workers: int
) -> None:
    fates = [
        f"{window}:{1 + time % 3}" for time, window in itertools.product(range(KILLS), WINDOWS)
    ]  # all before the end

    async def seat() -> None:
        """A place at which one worker after the other dies, and the last one stays."""
        while fates:
            fate = fates.pop()
            async with crowd.worker("--dies", fate, SHARES) as process, asyncio.timeout(120):
                assert await process.wait() == -signal.SIGKILL
                crowd.kills[fate.partition(":")[0]] += 1
        async with crowd.worker(SHARES):
            await crowd.settled()

    await asyncio.gather(*(seat() for _ in range(workers)))

    show(crowd, capsys, f"{workers} workers on the queue")
    assert crowd.kills == dict.fromkeys(WINDOWS, KILLS)
    assert nobody_forgotten_and_nobody_told_twice(crowd)


async def test_a_worker_that_freezes_past_its_lease_and_goes_on_tells_nobody_twice_l6_n7(
    crowd: Crowd, capsys: pytest.CaptureFixture[str]
) -> None:
    async with AsyncExitStack() as stack:
        frozen = [await stack.enter_async_context(crowd.worker("--freezes", f"{each}:2", SHARES)) for each in WINDOWS]
        await asyncio.gather(*(_stopped(process) for process in frozen))
        await stack.enter_async_context(crowd.worker(SHARES))
        await asyncio.sleep(2 * PATIENCE.lease.total_seconds())
        for process in frozen:
            process.send_signal(signal.SIGCONT)
        await crowd.settled()
        assert [process.returncode for process in frozen] == [None] * len(WINDOWS)

    show(crowd, capsys, "Frozen in each window and continued")
    assert nobody_forgotten_and_nobody_told_twice(crowd)


async def test_workers_whose_connections_are_cut_again_and_again_tell_everybody_once_l6_n7(
    crowd: Crowd, postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with crowd.worker(SHARES) as one, crowd.worker(SHARES) as two:
        while not crowd.heard().total():  # noqa: ASYNC110  # another process tells nobody
            await asyncio.sleep(0.1)
        cut = 0
        for _ in range(CUTS):
            cut += _cut(postgres_url, str(crowd.engine.url.database))
            await asyncio.sleep(0.5)
        crowd.engine.dispose()  # ours among them
        await crowd.settled()
        assert (one.returncode, two.returncode) == (None, None)

    show(crowd, capsys, f"{cut} connections cut")
    assert cut >= CUTS
    assert nobody_forgotten_and_nobody_told_twice(crowd)


async def _stopped(process: asyncio.subprocess.Process) -> None:
    """Wait until the process has stopped itself."""
    async with asyncio.timeout(120):
        while True:
            assert process.returncode is None
            with open(f"/proc/{process.pid}/stat", encoding="ascii") as stat:  # noqa: ASYNC230, PTH123  # no disk is behind it
                if stat.read().rpartition(")")[2].split()[0] == "T":
                    return
            await asyncio.sleep(0.05)


def _cut(server: str, database: str) -> int:
    """Cut every connection of the database but our own; gives how many there were."""
    theirs = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with psycopg.connect(server, autocommit=True) as connection:
        return len(connection.execute(theirs, (database,)).fetchall())


async def test_a_worker_that_is_told_to_stop_while_slack_is_silent_leaves_what_it_said_to_be_looked_up_l6(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with postgres.database(postgres_url) as url, engines.opened(url) as engine:
        migrate.upgrade(engine)
        tables.upgrade(engine)
        async with World(rates="unlimited") as silent, AsyncExitStack() as stack:
            test_rolling.gather(silent, engine)
            silent.faults.accept_then_hang("chat.postMessage", times=5)
            _, worker = await test_rolling.Host(silent, engine, tmp_path, stack).start("worker")
            await test_rolling.until(lambda: len(silent.calls("chat.postMessage")) > 0)

            begun = time.monotonic()
            worker.terminate()
            assert await asyncio.wait_for(worker.wait(), test_rolling.ENDED) == 0
            took = time.monotonic() - begun

            states = test_rolling.states(engine)
    with capsys.disabled():
        sys.stdout.write(f"\nStopped within {took:.1f} s while Slack was silent: {states}\n")
    assert states["sending"] >= 1
    assert states.get("doubt", 0) + states["sending"] + states["ready"] + states.get("sent", 0) == test_rolling.PEOPLE
