"""The claims of many lanes: what lanes asked for during the last commit is claimed together in the next.

All lanes together hold no more than this process gets through before its calls run out of time. A lane that holds nothing
is given one message all the same: workspaces that hang hold up no other.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, NamedTuple

from bot.coach.moment import Moment
from bot.delivery import outbox
from bot.delivery.outbox import Claimed
from bot.ledger.store import Ledger

ROWS: Final = 256  # asked for in one go: a receipt may wait for the commit
MOST: Final = 512  # deliveries under way, of all lanes: with half a second for each that is more than a core sends


class Taken(NamedTuple):
    """What a lane has been given, and whether more may be due."""

    items: Sequence[Claimed]
    more: bool


@dataclass(slots=True, eq=False)
class _Wish:
    """So many deliveries for a lane, and the future that will hold them."""

    workspace: str
    most: int
    answer: "asyncio.Future[Taken]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def grant(self, items: Sequence[Claimed], *, more: bool) -> None:
        """Hand them over, unless nobody waits any more: then their leases run out."""
        if not self.answer.done():
            self.answer.set_result(Taken(items, more))

    def refuse(self, error: Exception) -> None:
        """Say what went wrong."""
        if not self.answer.done():
            self.answer.set_exception(error)


class Claims:
    """Claims deliveries for one worker, for many lanes in one go."""

    def __init__(self, ledger: Ledger, worker: str, clock: Callable[[], Moment], lease: timedelta) -> None:
        self._ledger = ledger
        self._worker = worker
        self._clock = clock
        self._lease = lease
        self._held: Counter[str] = Counter()
        self._under_way = 0
        self._wishes: list[_Wish] = []
        self._claiming: asyncio.Task[None] | None = None
        self._stopping = False

    async def take(self, workspace: str, most: int) -> Taken:
        """Take what has been due for longest in a workspace, so many at most, once there is room. Raises `LedgerError`."""
        wish = _Wish(workspace, most)
        if self._stopping:
            return Taken([], more=False)
        self._wishes.append(wish)
        self._go_on()
        taken = await wish.answer
        self._count(workspace, len(taken.items))
        return taken

    def let_go(self, workspace: str, count: int = 1) -> None:
        """So many of those that were taken are over."""
        self._count(workspace, -count)
        if self._wishes and self._under_way < MOST:
            self._go_on()

    def stop(self) -> None:
        """Take nothing more: who waits is given nothing."""
        self._stopping = True
        wishes, self._wishes = self._wishes, []
        for wish in wishes:
            wish.grant([], more=False)

    def _count(self, workspace: str, change: int) -> None:
        self._under_way += change
        self._held[workspace] += change
        if not self._held[workspace]:
            del self._held[workspace]

    def _go_on(self) -> None:
        if self._claiming is None:
            self._claiming = asyncio.create_task(self._claim())

    async def _claim(self) -> None:
        while True:
            await asyncio.sleep(0)  # whatever else is asked for in this turn of the loop comes along
            wishes = self._next()
            if not wishes:
                break
            try:
                await self._grant(wishes)
            except Exception as error:  # noqa: BLE001  # each lane gets it, and says so
                for wish in wishes:
                    wish.refuse(error)
        self._claiming = None

    def _next(self) -> list[_Wish]:
        """Those that have waited longest. A lane once: what one statement gave it twice would be sent twice."""
        chosen: dict[str, _Wish] = {}
        waiting: list[_Wish] = []
        left = min(ROWS, MOST - self._under_way)
        for wish in self._wishes:
            if wish.answer.done():
                continue
            if len(chosen) == ROWS or wish.workspace in chosen or (left <= 0 and wish.workspace in self._held):
                waiting.append(wish)
                continue
            wish.most = wish.most if left > 0 else 1
            left -= wish.most
            chosen[wish.workspace] = wish
        self._wishes = waiting
        return list(chosen.values())

    async def _grant(self, wishes: Sequence[_Wish]) -> None:
        wanted = {wish.workspace: wish.most for wish in wishes}
        found: dict[str, list[Claimed]] = defaultdict(list)
        for item in await outbox.claim(self._ledger, self._worker, wanted, now=self._clock(), lease=self._lease):
            found[item.owner.workspace].append(item)
        for wish in wishes:
            items = found[wish.workspace]
            wish.grant(items, more=len(items) == wish.most)
