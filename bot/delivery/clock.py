"""The clock: APScheduler, with one job in memory. It keeps no dates; those are rows."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


class Clock:
    """Ticks until it is stopped. A tick that is late or slow is one tick, and never two at once.

    The next tick has a date. When the machine's clock is set back that date is far away, so it is looked at on a clock
    that nobody sets.
    """

    def __init__(self, every: timedelta, tick: Callable[[], Awaitable[None]]) -> None:
        self._every = every
        self._tick = tick
        self._under_way: asyncio.Future[None] | None = None
        self._stopped = False
        self._looking: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        trigger = IntervalTrigger(seconds=every.total_seconds(), timezone=UTC)
        self._job = self._scheduler.add_job(
            self._round, trigger, id="tick", coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to tick. Must be called inside a running loop."""
        self._scheduler.start()
        self._look()

    def hurry(self) -> None:
        """Tick at once, and go on as before."""
        if self._scheduler.running:
            self._job.modify(next_run_time=datetime.now(UTC))

    async def _round(self) -> None:
        """One tick, as a task of its own: APScheduler would take one that it has to cancel for an error, and log it."""
        if self._stopped:
            return
        self._under_way = asyncio.ensure_future(self._tick())
        await asyncio.wait([self._under_way])
        if not self._under_way.cancelled():
            self._under_way.result()

    def _look(self) -> None:
        """Tick at once when the next tick is further away than it can be."""
        following = self._job.next_run_time
        if following and following - datetime.now(UTC) > 2 * self._every:
            self.hurry()
        self._looking = asyncio.get_running_loop().call_later(5 * self._every.total_seconds(), self._look)

    async def stop(self) -> None:
        """Tick no more. A tick under way is cancelled, and over when this returns."""
        self._stopped = True
        if self._looking:
            self._looking.cancel()
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        if self._under_way:
            self._under_way.cancel()
            await asyncio.wait([self._under_way])
        await asyncio.sleep(0)  # a round that has not begun, or waited for its tick, ends now
        self._scheduler.shutdown(wait=False)
