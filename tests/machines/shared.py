"""A database for many machines, with the tables of the queue, workers on it, and a look at what waits in it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from procrastinate.jobs import Job

from bot.delivery import tables
from bot.delivery.duties import Duties
from bot.delivery.fleet import Fleet
from bot.delivery.queue import Queue
from bot.ledger import engines, migrate
from bot.ledger.store import Ledger
from tests import postgres
from tests.delivery.office import PATIENCE

__all__ = [
    "OFTEN", "SELDOM", "SHORT", "at_work", "pattern_url", "queue", "registered", "shared_ledger", "shared_url", "true_when",
    "until", "waiting",
]  # fmt: skip

SELDOM: Final = replace(PATIENCE, tick=timedelta(seconds=59))
OFTEN: Final = replace(PATIENCE, tick=timedelta(seconds=1))
SHORT: Final = replace(OFTEN, lease=timedelta(seconds=1))


@pytest.fixture(scope="session")
def pattern_url(postgres_url: str) -> Iterator[str]:
    """A database that is up to date, to be copied."""
    with postgres.database(postgres_url) as url:
        with engines.opened(url) as engine:
            migrate.upgrade(engine)
            tables.upgrade(engine)
        yield url


@pytest.fixture
def shared_url(postgres_url: str, pattern_url: str) -> Iterator[str]:
    """The address of a PostgreSQL database that is up to date."""
    with postgres.database(postgres_url, like=pattern_url) as url:
        yield url


@pytest.fixture
async def shared_ledger(shared_url: str) -> AsyncIterator[Ledger]:
    opened = Ledger.open(shared_url)
    yield opened
    await opened.close()


@pytest.fixture
async def queue(shared_url: str) -> AsyncIterator[Queue]:
    opened = Queue(shared_url)
    await opened.open()
    yield opened
    await opened.close()


async def waiting(queue: Queue, status: str = "todo") -> list[Job]:
    """What waits, or is in hand: oldest first."""
    return list(await queue.manager.list_jobs_async(status=status))


@asynccontextmanager
async def at_work(url: str, duties: Duties) -> AsyncIterator[Fleet]:
    """A worker of its own, with its own connections."""
    queue = Queue(url)
    await queue.open()
    fleet = Fleet(duties, queue)
    fleet.start()
    await until(lambda: registered(queue))
    try:
        yield fleet
    finally:
        await fleet.close()
        await queue.close()


async def registered(queue: Queue) -> bool:
    found = await queue.app.connector.execute_query_one_async("SELECT count(*) AS n FROM procrastinate_workers")
    return bool(found["n"])


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await condition():  # noqa: ASYNC110  # a database tells nobody
            await asyncio.sleep(0.02)


async def true_when(condition: Callable[[], bool]) -> bool:
    return condition()
