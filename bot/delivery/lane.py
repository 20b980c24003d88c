"""The lane of one workspace: what is due there, several at once, at the pace that Slack allows."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from bot.delivery.carrier import Carrier, complain
from bot.delivery.outbox import Claimed, Later, Skipped
from bot.delivery.pace import Pace
from bot.ledger.errors import LedgerError

AT_ONCE: Final = 32  # deliveries under way: one that hangs takes one of these places, and holds up no other
SHORT: Final = 1.0  # seconds that a lane waits for its turn; for a longer block it is left and entered again

Claim = Callable[[int], Awaitable[list[Claimed]]]


class Lane:
    """Claims a batch, sends it, and goes on until nothing is due or Slack has asked for silence."""

    def __init__(self, claim: Claim, carrier: Carrier, pace: Pace) -> None:
        self._claim = claim
        self._carrier = carrier
        self._pace = pace
        self._queue: deque[Claimed] = deque()
        self._flights: set[asyncio.Task[None]] = set()
        self._stirred = asyncio.Event()
        self._entered = asyncio.Lock()
        self._more = False
        self._stopping = False

    def wake(self) -> None:
        """Say that something may be due."""
        self._more = True
        self._stirred.set()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True
        self._stirred.set()

    async def drain(self) -> float:
        """Send what is due. Gives the seconds after which to come again; 0 when nothing is known to wait."""
        async with self._entered:
            self._more = True
            try:
                return await self._drain()
            finally:
                await self._abandon()

    async def _drain(self) -> float:
        while not self._stopping:
            self._stirred.clear()
            wait = self._pace.wait() if self._more else 0.0
            if self._more and not wait and self._has_room():
                await self._take()
            elif self._flights or 0 < wait <= SHORT:
                await self._stir(wait)
            else:
                return wait
        await self._finish()
        return 0.0

    def _has_room(self) -> bool:
        return not self._queue and len(self._flights) < AT_ONCE

    async def _take(self) -> None:
        """Claim a batch and begin with it."""
        asked, self._more = min(AT_ONCE, self._pace.free()), False
        try:
            items = await self._claim(asked)
        except LedgerError as error:  # the next tick comes back to it
            complain(error)
            items = []
        self._more |= len(items) == asked
        self._pace.begin(len(items))
        self._queue.extend(items)
        self._launch()

    def _launch(self) -> None:
        while self._queue and len(self._flights) < AT_ONCE and not self._stopping:
            flight = asyncio.create_task(self._fly(self._queue.popleft()))
            self._flights.add(flight)
            flight.add_done_callback(self._landed)

    async def _fly(self, item: Claimed) -> None:
        outcome = await self._carrier.carry(item)
        if isinstance(outcome, Later | Skipped):
            self._pace.give_back()

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._launch()
        self._stirred.set()

    async def _stir(self, wait: float) -> None:
        """Until something has landed or come, or it is our turn."""
        try:
            async with asyncio.timeout(wait or None):
                await self._stirred.wait()
        except TimeoutError:
            return

    async def _finish(self) -> None:
        """Hand back what was not begun, and wait for what was."""
        waiting, self._queue = list(self._queue), deque()
        await asyncio.gather(*self._flights, *map(self._carrier.hand_back, waiting), return_exceptions=True)

    async def _abandon(self) -> None:
        """Let go of what is still under way when the lane is cancelled: the leases run out, and it is looked up."""
        for flight in self._flights:
            flight.cancel()
        await asyncio.gather(*self._flights, return_exceptions=True)
