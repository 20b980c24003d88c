"""The clock: APScheduler, with one job in memory. It keeps no dates; those are rows."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


class Clock:
    """Ticks until it is stopped. A tick that is late or slow is one tick, and never two at once."""

    def __init__(self, every: timedelta, tick: Callable[[], Awaitable[None]]) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        trigger = IntervalTrigger(seconds=every.total_seconds(), timezone=UTC)
        self._job = self._scheduler.add_job(
            tick, trigger, id="tick", coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to tick. Must be called inside a running loop."""
        self._scheduler.start()

    def hurry(self) -> None:
        """Tick at once, and go on as before."""
        if self._scheduler.running:
            self._job.modify(next_run_time=datetime.now(UTC))

    def stop(self) -> None:
        """Tick no more; a tick under way is cancelled."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
