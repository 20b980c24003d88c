"""The engine of one process: a clock that plans and sweeps, workers that do the jobs, a lane for each workspace.

`bot.delivery.fleet` is the one of many machines. What is done is the same (`bot.delivery.duties`); who does it is not.
"""

import asyncio
import time
from collections import Counter
from typing import Final

from bot.delivery.carrier import complaining
from bot.delivery.clock import Clock
from bot.delivery.duties import Duties
from bot.delivery.endings import Endings
from bot.delivery.sweep import Found

WORKERS: Final = 4
MOST_WORKERS: Final = 64
"""With those hired while all others wait, such as for a model; jobs that wait for nobody are done by the first four."""
GRACE: Final = 6.0  # seconds to finish what is in hand: of the ten between SIGTERM and SIGKILL


class Engine:
    """Says when, and takes workers on, in one process."""

    def __init__(self, duties: Duties) -> None:
        self._duties = duties
        self._woken = asyncio.Event()
        self._stop = asyncio.Event()
        self._draining: dict[str, asyncio.Task[None]] = {}
        self._workers: list[asyncio.Task[None]] = []
        self._hired: set[asyncio.Task[None]] = set()
        self._busy = 0
        self._ticked = time.monotonic()
        self._ticks = Clock(duties.patience.tick, self.tick)

    def start(self) -> None:
        """Begin to work."""
        self._workers = [asyncio.create_task(self._work()) for _ in range(WORKERS)]
        self._ticks.start()
        self._ticked = time.monotonic()

    def wake(self, workspace: str) -> None:
        """Say that something new is due in a workspace."""
        self._woken.set()
        if not self._workers or self._stop.is_set():
            return
        self._hire()
        self._duties.lane(workspace).wake()
        if workspace not in self._draining:
            task = asyncio.create_task(self._drain(workspace))
            self._draining[workspace] = task
            task.add_done_callback(lambda _: self._draining.pop(workspace))

    def hurry(self) -> None:
        """Tick at once: the clock of due dates was moved."""
        self._ticks.hurry()

    async def drain(self, workspace: str) -> float:
        """Send what is due in a workspace, until nothing is or Slack has asked for silence.

        Gives the seconds after which to come again; 0 when nothing is known to wait. Twice at once is once.
        """
        return await self._duties.lane(workspace).drain()

    async def tick(self) -> None:
        """Plan what has become due, sweep, and wake the lanes where something waits."""
        self._take_up(await self._duties.plan())
        self._ticked = time.monotonic()

    async def close(self, within: float = GRACE) -> None:
        """Finish what is in hand, or hand it back: an unsettled row is in doubt and looked up by the next process."""
        self._stop.set()
        self._woken.set()
        self._duties.stop()
        await self._ticks.stop()
        tasks = [*self._workers, *self._hired, *self._draining.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def alive(self) -> bool:
        """Whether every worker is at work."""
        return bool(self._workers) and not any(task.done() for task in self._workers)

    def ticking(self) -> bool:
        """Whether the clock has gone through its round lately."""
        return self.tick_age() < self._duties.patience.dead.total_seconds()

    def tick_age(self) -> float:
        """Seconds since the clock last went through its round."""
        return time.monotonic() - self._ticked

    @property
    def outcomes(self) -> Endings:
        """As of its duties."""
        return self._duties.outcomes

    @property
    def refusals(self) -> Counter[str]:
        """As of its duties."""
        return self._duties.refusals

    async def _drain(self, workspace: str) -> None:
        with complaining():
            wait = await self.drain(workspace)
            if wait:
                asyncio.get_running_loop().call_later(wait, self.wake, workspace)

    def _take_up(self, found: Found) -> None:
        if found.jobs:
            self._woken.set()
            self._hire()
        for workspace in found.workspaces:
            self.wake(workspace)

    def _hire(self) -> None:
        """Take one more worker on while all are at work; it leaves when nothing is due."""
        at_hand = len(self._workers) + len(self._hired)
        if self._busy < at_hand or at_hand >= MOST_WORKERS:
            return
        task = asyncio.create_task(self._help_out())
        self._hired.add(task)
        task.add_done_callback(self._hired.discard)

    async def _work(self) -> None:
        while not self._stop.is_set():
            self._woken.clear()
            if not await self._one() and not self._stop.is_set():
                await self._woken.wait()

    async def _help_out(self) -> None:
        while not self._stop.is_set() and await self._one():
            pass

    async def _one(self) -> bool:
        self._busy += 1
        try:
            workspace = await self._duties.job()
            if workspace:
                self.wake(workspace)
            return bool(workspace)
        finally:
            self._busy -= 1
