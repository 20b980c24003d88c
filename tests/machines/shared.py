"""A database for many machines, with the tables of the queue, and a look at what waits in it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from procrastinate.jobs import Job

from bot.delivery import tables
from bot.delivery.queue import Queue
from bot.ledger import engines, migrate
from bot.ledger.store import Ledger
from tests import postgres

__all__ = ["pattern_url", "queue", "shared_ledger", "shared_url", "waiting"]


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
