"""The engine of one process: a clock that plans and sweeps, workers that do the jobs, a lane for each workspace.

`tick()`, `drain(workspace)` and `wake(workspace)` are all that another engine, on many machines, would have to call.
"""

import asyncio
import functools
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from bot.coach import spoken
from bot.coach.moment import Moment
from bot.delivery import outbox
from bot.delivery.carrier import Carrier, complaining
from bot.delivery.clock import Clock
from bot.delivery.lane import Lane
from bot.delivery.outbox import Patience
from bot.delivery.pace import Pacing
from bot.delivery.posts import AnyPost
from bot.delivery.sender import Sender
from bot.delivery.sweep import Found, sweep
from bot.ledger.store import Ledger

WORKERS: Final = 4
MOST_WORKERS: Final = 64
"""With those hired while all others wait, such as for a model; jobs that wait for nobody are done by the first four."""
GRACE: Final = 6.0  # seconds to finish what is in hand: of the ten between SIGTERM and SIGKILL

Planner = Callable[[Ledger, Moment], Awaitable[int]]
"""Turns what is due by now into rows of deliveries, many in one transaction, and says how many."""

Workshop = Callable[[str, Moment], Awaitable[str | None]]
"""Does one job that is due, for this worker at this time, and gives its workspace; None when there was none."""


class Engine:
    """Plans, claims, works, sends, settles. Everything it must not forget is in the ledger."""

    def __init__(  # noqa: PLR0913  # all are named at the one place that makes it
        self,
        ledger: Ledger,
        sender: Sender,
        posts: Mapping[str, AnyPost],
        workshop: Workshop,
        clock: Callable[[], Moment],
        patience: Patience,
        *,
        planners: Sequence[Planner] = (),
        pacing: Pacing,
    ) -> None:
        self._ledger = ledger
        self._carrier = Carrier(ledger, sender, posts, clock, patience)
        self._workshop = workshop
        self._clock = clock
        self._patience = patience
        self._planners = planners
        self._pacing = pacing
        self._worker = uuid.uuid4().hex
        self._woken = asyncio.Event()
        self._stop = asyncio.Event()
        self._lanes: dict[str, Lane] = {}
        self._draining: dict[str, asyncio.Task[None]] = {}
        self._workers: list[asyncio.Task[None]] = []
        self._hired: set[asyncio.Task[None]] = set()
        self._busy = 0
        self._ticked = time.monotonic()
        self._ticks = Clock(patience.tick, self.tick)

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
        self._lane(workspace).wake()
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
        return await self._lane(workspace).drain()

    async def tick(self) -> None:
        """Plan what has become due, sweep, and wake the lanes where something waits. One that fails stops no other."""
        now = self._clock()
        for planner in self._planners:
            with complaining():
                await planner(self._ledger, now)
        with complaining():
            self._take_up(await sweep(self._ledger, now=now, doubt=self._patience.doubt))
        with complaining():
            await spoken.forget(self._ledger, now=now.due)
        self._ticked = time.monotonic()

    async def close(self, within: float = GRACE) -> None:
        """Finish what is in hand, or hand it back: an unsettled row is in doubt and looked up by the next process."""
        self._stop.set()
        self._woken.set()
        for lane in self._lanes.values():
            lane.stop()
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
        return self.tick_age() < self._patience.dead.total_seconds()

    def tick_age(self) -> float:
        """Seconds since the clock last went through its round."""
        return time.monotonic() - self._ticked

    @property
    def outcomes(self) -> Counter[tuple[str, str]]:
        """How attempts ended since this process started, by kind of delivery and ending."""
        return self._carrier.outcomes

    @property
    def refusals(self) -> Counter[str]:
        """How often Slack has asked for silence since this process started, by method."""
        return self._pacing.refusals

    def _lane(self, workspace: str) -> Lane:
        if workspace not in self._lanes:
            claim = functools.partial(self._claim, workspace)
            self._lanes[workspace] = Lane(claim, self._carrier, self._pacing.of(workspace))
        return self._lanes[workspace]

    async def _claim(self, workspace: str, most: int) -> list[outbox.Claimed]:
        lease = self._patience.lease
        return await outbox.claim(self._ledger, self._worker, workspace, now=self._clock(), lease=lease, most=most)

    async def _drain(self, workspace: str) -> None:
        with complaining():
            wait = await self.drain(workspace)
            if wait:
                asyncio.get_running_loop().call_later(wait, self.wake, workspace)

    def _take_up(self, found: Found) -> None:
        self._carrier.note_swept(found)
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
        """One job. Whatever goes wrong with it costs no other: its row comes up again."""
        self._busy += 1
        try:
            with complaining():
                workspace = await self._workshop(self._worker, self._clock())
                if workspace:
                    self.wake(workspace)
                    return True
            return False
        finally:
            self._busy -= 1
