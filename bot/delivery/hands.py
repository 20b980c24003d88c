"""What a worker has in hand, as Procrastinate's manager keeps it: taken many at a time, and ended once."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Final

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.sql import queries
from procrastinate.sync_psycopg_connector import wrap_exceptions
from psycopg.rows import dict_row

from bot.delivery.duties import nobody

PLACES: Final = 1_000  # lanes and jobs in hand: one that waits for Slack or a model takes one of these places
TOGETHER: Final = 32  # jobs that are taken in one go, when there are so many
RETRIES: Final = (0.2, 1.0, 2.0)  # seconds before the end of a job is written down again

log = logging.getLogger(__name__)


class Hands(JobManager):
    """Procrastinate's own, where a worker may have been taken for dead and have gone on."""

    def __init__(self, connector: PsycopgConnector) -> None:
        super().__init__(connector)
        self._pool = lambda: connector.pool
        self._worker = 0
        self._taken: deque[Job] = deque()
        self._begun: set[int | None] = set()
        self._most = 1
        self.stuck = nobody
        """Called when the end of a job could not be written down: it counts as under way until its worker begins anew."""

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Give the next job. While there are many, many are taken in one go, for which there are places."""
        if worker_id != self._worker:
            self._worker, self._taken, self._begun, self._most = worker_id, deque(), set(), 1
        if not self._taken:
            most = max(1, min(self._most, PLACES - len(self._begun)))
            self._taken.extend(await self._fetch(most, queues))
            self._most = min(2 * most, TOGETHER) if len(self._taken) == most else 1
        if not self._taken:
            return None
        job = self._taken.popleft()
        self._begun.add(job.id)
        return job

    async def unregister_worker(self, worker_id: int) -> None:
        """Sign a worker off. What it has taken and not begun is ended: the next tick calls for it."""
        while worker_id == self._worker and self._taken:
            with unless_ended(self._taken[0]):
                await self.finish_job_by_id_async(self._taken[0].id or 0, Status.ABORTED, delete_job=True)
            self._taken.popleft()
        await super().unregister_worker(worker_id)

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:  # noqa: FBT001  # as it is there
        """Write down the end of a job; nothing when another worker has ended it meanwhile."""
        self._begun.discard(job.id)
        for pause in (*RETRIES, None):
            try:
                with unless_ended(job):
                    await super().finish_job(job, status, delete_job)
            except ConnectorException:
                if pause is None:
                    self.stuck()
                    raise
                await asyncio.sleep(pause)
            else:
                return

    async def batch_defer_jobs_async(self, jobs: list[Job], connection: Any | None = None) -> list[Job]:
        """Put jobs into the queue. Raises `AlreadyEnqueued`."""
        with _in_any_language():
            return await super().batch_defer_jobs_async(jobs, connection)

    async def defer_periodic_job(self, job: Job, periodic_id: str, defer_timestamp: int) -> int | None:
        """Put a tick into the queue, once. Raises `AlreadyEnqueued`."""
        with _in_any_language():
            return await super().defer_periodic_job(job, periodic_id, defer_timestamp)

    async def _fetch(self, most: int, queues: Iterable[str] | None) -> list[Job]:
        """Procrastinate's own look for the next job, so many times on one journey and in one transaction."""
        asked = [{"queues": queues, "worker_id": self._worker}] * most
        with wrap_exceptions():
            async with self._pool().connection() as connection, connection.cursor(row_factory=dict_row) as cursor:  # type: ignore[no-untyped-call]  # Procrastinate's pool
                await cursor.executemany(queries["fetch_job"], asked, returning=True)
                rows = [await cursor.fetchone()]
                while cursor.nextset():
                    rows.append(await cursor.fetchone())
        return [Job.from_row(row) for row in rows if row and row["id"] is not None]


@contextlib.contextmanager
def unless_ended(job: Job) -> Iterator[None]:
    """Around the end of a job: nothing when another worker has ended it meanwhile."""
    try:
        yield
    except ConnectorException as error:
        if not isinstance(error.__cause__, psycopg.errors.RaiseException):
            raise
        log.info("A job was ended by another worker", extra={"event": "queue.taken", "job": job.id})


@contextlib.contextmanager
def _in_any_language() -> Iterator[None]:
    """Procrastinate reads in PostgreSQL's refusal what waits already, and trips where that is not in English."""
    try:
        yield
    except AssertionError as error:
        raise AlreadyEnqueued from error
