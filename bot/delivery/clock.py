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
        self._looking: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        trigger = IntervalTrigger(seconds=every.total_seconds(), timezone=UTC)
        self._job = self._scheduler.add_job(
            tick, trigger, id="tick", coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to tick. Must be called inside a running loop."""
        self._scheduler.start()
        self._look()

    def hurry(self) -> None:
        """Tick at once, and go on as before."""
        if self._scheduler.running:
            self._job.modify(next_run_time=datetime.now(UTC))

    def _look(self) -> None:
        """Tick at once when the next tick is further away than it can be."""
        following = self._job.next_run_time
        if following and following - datetime.now(UTC) > 2 * self._every:
            self.hurry()
        self._looking = asyncio.get_running_loop().call_later(5 * self._every.total_seconds(), self._look)

    def stop(self) -> None:
        """Tick no more; a tick under way is cancelled."""
        if self._looking:
            self._looking.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
