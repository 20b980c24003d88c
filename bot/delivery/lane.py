"""The lane of one workspace: what is due there, several at once, at the pace that Slack allows."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Final

from bot.delivery.carrier import Carrier, Gathered, complain
from bot.delivery.claims import Claims
from bot.delivery.outbox import Claimed, Later, Skipped
from bot.delivery.pace import Pace
from bot.ledger.errors import LedgerError

AT_ONCE: Final = 64  # deliveries under way: one that hangs takes one of these places, and holds up no other
SHORT: Final = 1.0  # seconds that a lane waits for its turn; for a longer block it is left and entered again

TOGETHER: Final = 32  # places that come free before the next are taken by deliveries that are read together
LINGER: Final = 0.1  # seconds that those wait for so many places: others may hang


class Lane:
    """Claims a batch, sends it, and goes on until nothing is due or Slack has asked for silence."""

    def __init__(self, workspace: str, claims: Claims, carrier: Carrier, pace: Pace) -> None:
        self._workspace = workspace
        self._claims = claims
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
            elif self._queue:
                await self._linger()
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
            items, more = await self._claims.take(self._workspace, asked)
        except LedgerError as error:  # the next tick comes back to it
            complain(error)
            items, more = [], False
        self._more |= more
        self._pace.begin(len(items))
        self._queue.extend(items)
        self._launch()

    def _launch(self, *, patiently: bool = True) -> None:
        """Begin with as many as have a place; those that are read together not one by one, while more places come free."""
        places = 0 if self._stopping else AT_ONCE - len(self._flights)
        if patiently and self._queue and self._carrier.gathers(self._queue[0].kind):
            places = places if places >= min(TOGETHER, len(self._queue)) else 0
        kinds: dict[str, list[Claimed]] = defaultdict(list)
        for _ in range(min(places, len(self._queue))):
            item = self._queue.popleft()
            kinds[item.kind].append(item)
        for items in kinds.values():
            self._begin(items)

    def _begin(self, items: Sequence[Claimed]) -> None:
        together = len(items) > 1 and self._carrier.gathers(items[0].kind)
        gathering = asyncio.create_task(self._carrier.gather(items)) if together else None
        for item in items:
            flight = asyncio.create_task(self._fly(item, gathering))
            self._flights.add(flight)
            flight.add_done_callback(self._landed)

    async def _fly(self, item: Claimed, gathering: asyncio.Task[Gathered] | None) -> None:
        outcome = await self._carrier.carry(item, await gathering if gathering else {})
        if isinstance(outcome, Later | Skipped):
            self._pace.give_back()

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._claims.let_go(self._workspace)
        self._launch()
        self._stirred.set()

    async def _linger(self) -> None:
        """Until something has landed, and then go on with as many places as there are."""
        if not await self._stir(LINGER):
            self._launch(patiently=False)

    async def _stir(self, wait: float) -> bool:
        """Until something has landed or come, or it is our turn: then False."""
        try:
            async with asyncio.timeout(wait or None):
                return await self._stirred.wait()
        except TimeoutError:
            return False

    async def _finish(self) -> None:
        """Hand back what was not begun, and wait for what was."""
        waiting, self._queue = list(self._queue), deque()
        await asyncio.gather(*self._flights, *map(self._carrier.hand_back, waiting), return_exceptions=True)

    async def _abandon(self) -> None:
        """Let go of what is still under way when the lane is cancelled: the leases run out, and it is looked up."""
        self._claims.let_go(self._workspace, len(self._queue))
        self._queue.clear()
        for flight in self._flights:
            flight.cancel()
        await asyncio.gather(*self._flights, return_exceptions=True)
