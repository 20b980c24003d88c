"""`python -m benchmarks.machines DATABASE_URL [--workspaces 200 1000]`: delivery on PostgreSQL by one worker and by two (Linux).

Ratios within one run. The database must be empty. Workers, Slack and the raw client are processes of their own; the first two take turns with the last.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
import uuid
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvloop
from sqlalchemy import func, insert, select, text

from benchmarks import processes
from benchmarks.fanout import KIND, Slack, now, raw, slack
from benchmarks.processes import Server
from bot.delivery import tables
from bot.delivery.queue import Queue
from bot.ledger import engines, migrate
from bot.ledger.models import Delivery, Member, Workspace
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger

ROUNDS: Final = 3
PEOPLE: Final = 1_000
LANES: Final = 8  # workspaces that have no limit
MANY: Final = 5  # messages of each in them: of a thousand in all, half of the time would be their way into hand
A_MINUTE, BURST, EACH = 15, 10, 24  # the limit of those that have one, its burst, and the messages of each
IDLE_SECONDS: Final = 15.0
LOOKS: Final = 0.05  # seconds between looks whether all are sent


@dataclass(frozen=True, slots=True)
class Office:
    """A database with workspaces that share one Slack, and a queue for whoever works."""

    url: str
    told: Slack
    ledger: Ledger
    queue: Queue

    async def due(self, lanes: int, each: int) -> None:
        """Let there be messages for everybody, and nothing else."""
        instant = now().due
        people = list(self.told.members.items())
        own = [{"workspace_id": f"T{number % lanes:09}", "created_at": instant} for number in range(len(people))]
        members = [theirs | {"id": one, "dm_channel": place} for theirs, (one, place) in zip(own, people, strict=True)]
        state = {"kind": KIND, "state": "ready", "attempts": 0, "due_at": instant}
        rows = [
            theirs | state | {"id": uuid.uuid4(), "subject_id": uuid.uuid4(), "member_id": one}
            for theirs, (one, _) in zip(own, people, strict=True) for _ in range(each)
        ]  # fmt: skip
        homes = [{"id": f"T{number:09}", "created_at": instant} for number in range(lanes)]

        def write(session: ScopedSession) -> None:
            session.execute(text("SET LOCAL statement_timeout = 0"))
            session.execute(text("TRUNCATE workspace CASCADE"))
            for table, values in ((Workspace, homes), (Member, members), (Delivery, rows)):
                session.execute(insert(table), values)

        await self.ledger.write(EVERYONE, write, within=60)

    async def gone(self, lanes: int) -> float:
        """Call for the lanes; gives the seconds until nothing waits any more."""
        waiting = select(func.count()).where(Delivery.state.in_(("ready", "sending", "doubt")))
        begun = time.perf_counter()
        await self.queue.take_up([f"T{number:09}" for number in range(lanes)], jobs=False)
        while await self.ledger.read(EVERYONE, lambda session: session.scalars(waiting).one()):  # noqa: ASYNC110  # a database tells nobody
            await asyncio.sleep(LOOKS)
        return time.perf_counter() - begun

    @asynccontextmanager
    async def workers(self, count: int, a_minute: int = 0, burst: int = 1) -> AsyncIterator[list[Server]]:
        """So many workers, idle."""
        told = {"api_url": self.told.api_url, "token": self.told.token, "a_minute": a_minute, "burst": burst}
        async with AsyncExitStack() as stack:
            yield [await stack.enter_async_context(_worker(told, self.url)) for _ in range(count)]


@asynccontextmanager
async def _worker(told: dict[str, Any], url: str) -> AsyncIterator[Server]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.worker", json.dumps(told), stdout=PIPE, env=os.environ | {"DATABASE_URL": url}
    )
    try:
        assert process.stdout  # noqa: S101  # asked for above
        await process.stdout.readline()
        yield Server("worker", 0, process.pid)
    finally:
        process.terminate()
        await process.wait()


async def main(url: str, workspaces: Sequence[int]) -> None:
    """Measure, and print a line for each; under limits with so many workspaces, one number after the other."""
    await asyncio.to_thread(_prepare, url)
    ledger, queue = Ledger.open(url), Queue(url)
    await queue.open()
    async with slack(PEOPLE) as told:
        await _unlimited(Office(url, told, ledger, queue))
    for count in workspaces:
        async with slack(count) as told:
            await _limited(Office(url, told, ledger, queue), count)
    await queue.close()
    await ledger.close()
    await _idle(url)


def _prepare(url: str) -> None:
    """Make the tables in an empty database: what is in it would be deleted."""
    with engines.opened(url) as engine:
        migrate.upgrade(engine)
        tables.upgrade(engine)
        with engine.connect() as connection:
            if connection.execute(select(func.count()).select_from(Workspace)).scalar():
                raise SystemExit("This database is not empty. Name one that is: what is in it would be deleted.")


async def _unlimited(office: Office) -> None:
    ratios: dict[int, list[float]] = {1: [], 2: []}
    costs: dict[int, list[float]] = {1: [], 2: []}
    served: list[float] = []
    local = Server("slack", 0, office.told.pid)
    for _ in range(ROUNDS):
        for count, found in ratios.items():
            async with office.workers(count) as workers:
                before, before_slack = _cpu(workers), local.cpu()
                await office.due(LANES, MANY)
                rate = MANY * PEOPLE / await office.gone(LANES)
                costs[count].append((_cpu(workers) - before) / (MANY * PEOPLE) * 1_000)
                served.append((local.cpu() - before_slack) / (MANY * PEOPLE) * 1_000)
            found.append(rate / await raw(office.told))
    for count, found in ratios.items():
        _say(f"messages a second, workers: {count} / raw client", statistics.median(found), _range(found))
    for count, found in costs.items():
        _say(f"processor time, workers: {count}, ms a message", statistics.median(found), _range(found))
    _say("processor time of the local Slack, ms a message", statistics.median(served), _range(served))


def _cpu(workers: list[Server]) -> float:
    return sum(worker.cpu() for worker in workers)


async def _limited(office: Office, workspaces: int) -> None:
    """Each workspace has its own limit; the burst of each comes at once, and the others at its pace."""
    async with office.workers(2, A_MINUTE, BURST) as workers:
        before = _cpu(workers)
        await office.due(workspaces, EACH)
        rate = (EACH - BURST) / await office.gone(workspaces) * 60 / A_MINUTE
        cost = (_cpu(workers) - before) / (workspaces * EACH) * 1_000
    _say(f"{workspaces:,} workspaces under a limit / their limits", rate, f"{workspaces * A_MINUTE / 60:.0f} a second")
    _say("processor time of the workers, ms a message", cost)


async def _idle(url: str) -> None:
    """The bot's own worker, with nothing to do."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            processes.workspace() as where,
            processes.bot(where, url, Path(folder), role="worker") as worker,
        ):
            await asyncio.sleep(3)
            before = worker.cpu()
            await asyncio.sleep(IDLE_SECONDS)
            _say("idle worker, share of a core in percent", (worker.cpu() - before) / IDLE_SECONDS * 100)
            _say("idle worker, MiB", worker.memory())


def _range(found: list[float]) -> str:
    return f"{min(found):.2f}-{max(found):.2f}"


def _say(what: str, figure: float, more: str = "") -> None:
    print(f"{what:<58} {figure:6.2f}   {more}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.machines", description=__doc__)
    parser.add_argument("database_url")
    parser.add_argument("--workspaces", type=int, nargs="*", default=(200, 1_000), help="how many have a limit")
    chosen = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(chosen.database_url, chosen.workspaces))
