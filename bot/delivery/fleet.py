"""The engine of one worker among many, on PostgreSQL: Procrastinate hands out lanes, jobs and ticks.

What is done is the same as in one process (`bot.delivery.duties`), and so is what keeps it right: leases in the ledger.
The lock of a lane keeps its pace in one hand, nothing more; a worker that was taken for dead and goes on does no harm.
"""

import asyncio
import logging
import time
from collections import Counter
from typing import Final

from procrastinate.worker import Worker

from bot.delivery.carrier import complaining
from bot.delivery.duties import Duties
from bot.delivery.endings import Endings
from bot.delivery.hands import PLACES
from bot.delivery.outbox import CLOCKS_APART
from bot.delivery.queue import JOBS, LANE, TICK, Queue

GRACE: Final = 5.0  # seconds to finish what is in hand: of the ten between SIGTERM and SIGKILL
LAST: Final = 1.0  # seconds to hand back what is not finished
MOST_JOBS: Final = 64  # jobs at once, as in one process
LOOKS: Final = 0.3  # seconds between looks into the queue: Procrastinate forgets a call that comes while it looks
PAUSE: Final = 1.0  # seconds before a worker begins anew: a database that has become a copy refuses it at once
BEATS: Final = 3  # heartbeats in the time after which a worker is taken for dead

log = logging.getLogger(__name__)


class Fleet:
    """Takes part in the work until it is closed, as long as this machine's clock agrees with the database's."""

    def __init__(self, duties: Duties, queue: Queue) -> None:
        self._duties = duties
        self._queue = queue
        self._dead = duties.patience.lease.total_seconds()  # until then nobody else may have its deliveries either
        self._stop = asyncio.Event()
        self._busy = 0
        self._clock = time.time
        self._agrees = True
        self._begun = time.time()
        self._age = 0.0
        self._looked = time.monotonic()
        self._tasks: list[asyncio.Task[None]] = []
        self._working: asyncio.Task[None] | None = None
        queue.manager.stuck = self._begin_anew
        app, every = queue.app, min(59, max(1, round(duties.patience.tick.total_seconds())))
        app.task(name=LANE)(self._lane)
        app.task(name=JOBS)(self._jobs)
        app.periodic(cron=f"* * * * * */{every}", periodic_id=TICK)(
            app.task(name=TICK, lock=TICK, queueing_lock=TICK)(self._tick)
        )

    def start(self) -> None:
        """Begin to work."""
        self._tasks = [asyncio.create_task(self._work()), asyncio.create_task(self._look_after_the_dead())]

    def wake(self, workspace: str) -> None:
        """Say that something new is due in a workspace: to whoever is in its lane here, and to all workers."""
        self._duties.lane(workspace).wake()
        self._queue.wake(workspace)

    async def close(self) -> None:
        """Finish what is in hand, or hand it back: an unsettled row is in doubt and looked up by another worker."""
        self._stop.set()
        self._duties.stop()
        self._begin_anew()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=GRACE + LAST)
            for task in late:  # the database does not answer: the leases run out
                task.cancel()

    def alive(self) -> bool:
        """Whether this worker is at work."""
        return bool(self._working and not self._working.done()) and not self._stop.is_set()

    def ticking(self) -> bool:
        """Whether any worker has begun a tick lately."""
        return self.tick_age() < self._duties.patience.dead.total_seconds()

    def tick_age(self) -> float:
        """Seconds since any worker last began a tick, as far as this one knows."""
        return self._age + time.monotonic() - self._looked

    @property
    def outcomes(self) -> Endings:
        """As of its duties."""
        return self._duties.outcomes

    @property
    def refusals(self) -> Counter[str]:
        """As of its duties."""
        return self._duties.refusals

    async def _work(self) -> None:
        """Work, and begin anew whenever the database was away: what was in hand then is not ours any more."""
        while not self._stop.is_set():
            if not self._agrees:
                await self._stopped(within=PAUSE)
                continue
            worker = self._worker()
            self._working = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]  # it gives nothing
            with complaining():
                await asyncio.gather(self._working, return_exceptions=True)
                if error := not self._working.cancelled() and self._working.exception():
                    raise error
            await self._sign_off(worker)
            await self._stopped(within=PAUSE)

    def _worker(self) -> Worker:
        return Worker(
            self._queue.app,
            concurrency=PLACES,
            fetch_job_polling_interval=LOOKS,
            abort_job_polling_interval=self._dead,
            shutdown_graceful_timeout=GRACE,
            delete_jobs="always",
            install_signal_handlers=False,
            update_heartbeat_interval=self._dead / BEATS,
            stalled_worker_timeout=self._dead,
        )

    async def _sign_off(self, worker: Worker) -> None:
        """Where Procrastinate could not do so itself: what it had in hand is free now, and not when it counts as dead."""
        while not self._stop.is_set() and worker.worker_id is not None:
            with complaining():
                await self._queue.manager.unregister_worker(worker.worker_id)
                worker.worker_id = None
                await self._queue.release(self._dead)
            await self._stopped(within=LOOKS)

    def _begin_anew(self) -> None:
        if self._working and not self._working.cancelling():
            self._working.cancel()  # Procrastinate then finishes what is in hand, and aborts it when that takes too long

    async def _look_after_the_dead(self) -> None:
        while not await self._stopped(within=self._dead / BEATS / 2):
            with complaining():
                await self._look_at_the_clock()
                await self._queue.release(self._dead)
                self._age = max(0.0, time.time() - max(self._begun, await self._queue.ticked()))
                self._looked = time.monotonic()

    async def _look_at_the_clock(self) -> None:
        """Take up nothing while it is wrong: leases and doubts are written with it, and others look at them with theirs."""
        before, said, after = self._clock(), await self._queue.time(), self._clock()
        apart = max(before - said, said - after)
        agreed, self._agrees = self._agrees, apart <= CLOCKS_APART.total_seconds()
        if agreed and not self._agrees:
            fields = {"event": "clock.wrong", "seconds": round(apart)}
            log.error(
                "This machine's clock is away from the database's: nothing is taken up until it is set", extra=fields
            )
            self._begin_anew()
        elif self._agrees and not agreed:
            log.info("The clocks agree again", extra={"event": "clock.right"})

    async def _lane(self, workspace: str) -> None:
        """Hold the lane until nothing is due. Also while Slack has asked for silence: no other worker knows of it."""
        with complaining():
            while wait := await self._duties.lane(workspace).drain():
                if await self._stopped(within=wait):
                    return

    async def _jobs(self) -> None:
        """Do jobs until none is due. Whoever finds one has another worker look for the next."""
        if self._busy >= MOST_JOBS:  # the next tick finds what is left
            return
        self._busy += 1
        try:
            while not self._stop.is_set() and (workspace := await self._duties.job(self._queue.recruit)):
                self._duties.lane(workspace).wake()
                self._queue.enter(workspace)
        finally:
            self._busy -= 1

    async def _tick(self, timestamp: int) -> None:  # noqa: ARG002  # Procrastinate's, of a clock that is not ours
        with complaining():
            found = await self._duties.plan()
            await self._queue.take_up(found.workspaces, jobs=found.jobs)

    async def _stopped(self, within: float) -> bool:
        """Whether it was told to stop, at the latest after so many seconds."""
        try:
            async with asyncio.timeout(within):
                return await self._stop.wait()
        except TimeoutError:
            return False
