"""The queue between several machines: Procrastinate on PostgreSQL. It says who works at what, never what is due.

What is due is in the ledger, and each tick looks there. So whatever gets lost here costs a second and no message, and
every job is deleted when it ends, however it ends.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterable
from typing import Final

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer, Status

from bot.delivery.carrier import complaining
from bot.delivery.hands import Hands, unless_ended
from bot.ledger import engines

LANE: Final = "lane"
JOBS: Final = "jobs"
TICK: Final = "tick"
CONNECTIONS: Final = 4  # beside the one that listens
GRACE: Final = 0.3  # seconds to say the last, of the ten between SIGTERM and SIGKILL
SECONDS: Final = 5.0  # for a connection and for a statement
ASKED: Final = {
    "connect_timeout": int(SECONDS),
    "options": f"-c statement_timeout={int(SECONDS * 1_000)} -c timezone=utc",
}
STANDING: Final = """
    SELECT queueing_lock AS name FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock IS NOT NULL
    UNION ALL SELECT lock FROM procrastinate_jobs WHERE status = 'doing' AND lock IS NOT NULL
"""  # what waits, and which lanes are in hand

log = logging.getLogger(__name__)


class Queue:
    """Says what may be taken up, for whichever worker is free. Made inside a running loop, and opened there."""

    def __init__(self, url: str) -> None:
        connector = procrastinate.PsycopgConnector(
            kwargs=engines.connection_of(url) | engines.ALIVE | ASKED, min_size=1, max_size=CONNECTIONS, timeout=SECONDS
        )
        self.app = procrastinate.App(connector=connector)
        self.manager = self.app.job_manager = Hands(connector)
        self._rung: dict[str, JobDeferrer] = {}
        self._ringing: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect. Raises `ConnectionError`."""
        try:
            async with asyncio.timeout(SECONDS):
                await self.app.open_async()
        except (psycopg.Error, TimeoutError) as error:
            await self.app.close_async()
            raise ConnectionError from error

    async def close(self) -> None:
        """Say what has still to be said, and let go."""
        if self._ringing:
            await asyncio.wait([self._ringing], timeout=GRACE)
            self._ringing.cancel()
        await self.app.close_async()

    def wake(self, workspace: str) -> None:
        """Say that something new is due in a workspace, and return at once. Best effort: the next tick finds it too."""
        self._soon(JOBS, self._jobs())
        self.enter(workspace)

    def enter(self, workspace: str) -> None:
        """The same where it is known that it is no job."""
        self._soon(workspace, self._lane(workspace))

    def recruit(self) -> None:
        """Have one more worker look for jobs: there may be more than the one that was found."""
        self._soon(JOBS, self._jobs())

    async def take_up(self, workspaces: Iterable[str], *, jobs: bool) -> None:
        """Have these lanes entered, and jobs done, unless that waits to be done already.

        A lane in somebody's hands is left alone: whoever looks for work would step over its twin each time. All that
        add several add them in one order: two that began at two ends would wait for one another.
        """
        standing = {row["name"] for row in await self.app.connector.execute_query_all_async(STANDING)}
        wanted = [*map(self._lane, sorted(workspaces)), *([self._jobs()] if jobs else [])]
        missing = [each for each in wanted if each.job.queueing_lock not in standing]
        try:
            if missing:
                await self.manager.batch_defer_jobs_async([each.job for each in missing])
        except AlreadyEnqueued:  # somebody was faster with one of them, and none was stored
            for each in missing:
                await _unless_waiting(each)

    async def release(self, dead: float) -> None:
        """End what was in the hands of a worker without a heartbeat for so many seconds, and have its lanes entered anew.

        It is not handed on as it is: the same lane may be waiting again already, and of two that wait one is refused.
        """
        stalled = list(await self.manager.get_stalled_jobs(seconds_since_heartbeat=dead))
        for job in stalled:
            log.warning("A worker has died", extra={"event": "queue.stalled", "task": job.task_name, "job": job.id})
            with unless_ended(job):
                await self.manager.finish_job_by_id_async(job.id or 0, Status.FAILED, delete_job=True)
        lanes = {str(job.task_kwargs["workspace"]) for job in stalled if job.task_name == LANE}
        if stalled:
            await self.take_up(lanes, jobs=True)

    async def ticked(self) -> float:
        """When a tick was last begun by any worker, in seconds since 1970; 0 for never."""
        last = "SELECT coalesce(max(defer_timestamp), 0) AS at FROM procrastinate_periodic_defers"
        return float((await self.app.connector.execute_query_one_async(last))["at"])

    async def time(self) -> float:
        """What the database's clock says, in seconds since 1970."""
        said = "SELECT extract(epoch FROM clock_timestamp())::float8 AS at"
        return float((await self.app.connector.execute_query_one_async(said))["at"])

    def _soon(self, name: str, wanted: JobDeferrer) -> None:
        """Put it into the queue, once however often it is asked for meanwhile."""
        self._rung[name] = wanted
        if self._ringing is None or self._ringing.done():
            self._ringing = asyncio.create_task(self._ring())

    async def _ring(self) -> None:
        while self._rung:
            wanted, self._rung = self._rung, {}
            with complaining():
                await asyncio.gather(*map(_unless_waiting, wanted.values()))

    def _lane(self, workspace: str) -> JobDeferrer:
        name = f"{LANE}:{workspace}"
        return self.app.configure_task(LANE, lock=name, queueing_lock=name, task_kwargs={"workspace": workspace})

    def _jobs(self) -> JobDeferrer:
        return self.app.configure_task(JOBS, queueing_lock=JOBS)


async def _unless_waiting(wanted: JobDeferrer) -> None:
    with contextlib.suppress(AlreadyEnqueued):
        await wanted.defer_async()
