"""The workers of one process: they do the jobs and send the deliveries whose rows are due."""

import asyncio
import contextlib
import logging
import uuid
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final, Protocol

from bot.coach import spoken
from bot.delivery import outbox
from bot.delivery.outbox import Claimed, Doubt, Failed, Later, Outcome, Patience, Sent
from bot.delivery.sender import Message, Sender
from bot.ledger.errors import LedgerError
from bot.ledger.store import Ledger

WORKERS: Final = 4
SLOWEST: Final = 240  # pauses before a message that does not come into words is tried again: an hour, and never an end

log = logging.getLogger(__name__)


class Post(Protocol):
    """What one kind of delivery says in a message, and what follows when it has arrived."""

    async def message(self, item: Claimed) -> Message | None:
        """The message, rendered now; None when there is nothing to say any more."""

    async def arrived(self, item: Claimed) -> None:
        """Called once after the message was sent and settled. Best effort: a crash may swallow it."""


class Courier(ABC):
    """A kind of delivery that is no message and goes its own way, however long that takes: its lease is renewed."""

    @abstractmethod
    async def deliver(self, item: Claimed) -> Outcome:
        """Deliver it, and say how it ended."""

    async def arrived(self, item: Claimed) -> None:  # noqa: B027  # for those where something does follow
        """As of a post: nothing follows."""


Workshop = Callable[[str, datetime], Awaitable[bool]]
"""Does one job that is due, for this worker at this time; False when there was none."""


class Engine:
    """Claims, works, sends, settles. Everything it must not forget is in the ledger."""

    def __init__(
        self,
        ledger: Ledger,
        sender: Sender,
        posts: Mapping[str, Post | Courier],
        workshop: Workshop,
        clock: Callable[[], datetime],
        patience: Patience,
    ) -> None:
        self._ledger = ledger
        self._sender = sender
        self._posts = posts
        self._workshop = workshop
        self._clock = clock
        self._patience = patience
        self._worker = uuid.uuid4().hex
        self._woken = asyncio.Event()
        self._stop = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to work."""
        self._tasks = [asyncio.create_task(self._work()) for _ in range(WORKERS)]
        self._tasks.append(asyncio.create_task(self._sweep()))

    def wake(self) -> None:
        """Say that something new is due."""
        self._woken.set()

    async def close(self, within: float = 10.0) -> None:
        """Finish what is in hand, or hand it back: an unsettled row is in doubt and looked up by the next process."""
        self._stop.set()
        self.wake()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=within)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def alive(self) -> bool:
        """Whether every worker is at work."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    async def _work(self) -> None:
        while not self._stop.is_set():
            self._woken.clear()
            if not await self._one() and not self._stop.is_set():
                await self._woken.wait()

    async def _one(self) -> bool:
        """One job or one delivery. Whatever goes wrong with it costs no other: its row comes up again."""
        try:
            return await self._workshop(self._worker, self._clock()) or await self._deliver()
        except Exception as error:  # noqa: BLE001  # around one item of many
            _complain(error)
            return False

    async def _deliver(self) -> bool:
        item = await outbox.claim(self._ledger, self._worker, now=self._clock(), lease=self._patience.lease)
        if item is None:
            return False
        post = self._posts[item.kind]
        outcome = await self._attempt(item, post)
        settled = await outbox.settle(self._ledger, item, outcome, now=self._clock())
        _note(item, outcome, settled=settled)
        if settled and isinstance(outcome, Sent):
            await post.arrived(item)
        return True

    async def _attempt(self, item: Claimed, post: Post | Courier) -> Outcome:
        try:
            if isinstance(post, Courier):
                async with self._holding(item):
                    return await post.deliver(item)
            message = await post.message(item)
        except Exception as error:  # noqa: BLE001  # around one item of many
            _complain(error)
            at = self._clock() + self._patience.pause * min(item.attempts, SLOWEST)
            reason = type(error).__name__
            return Doubt(at, reason) if item.doubted else Later(at, reason)
        if message is None:
            return Failed("nothing_to_say")
        return await self._sender.deliver(item, message, self._clock())

    @contextlib.asynccontextmanager
    async def _holding(self, item: Claimed) -> AsyncIterator[None]:
        """Renew the lease of what takes long, as long as this process lives."""
        renewing = asyncio.create_task(self._renew(item))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self, item: Claimed) -> None:
        while True:
            await asyncio.sleep(self._patience.lease.total_seconds() / 3)
            until = self._clock() + self._patience.lease
            try:
                await outbox.hold(self._ledger, item, until=until)
            except LedgerError as error:
                _complain(error)

    async def _sweep(self) -> None:
        while not self._stop.is_set():
            try:
                if await outbox.sweep(self._ledger, now=self._clock(), doubt=self._patience.doubt):
                    self.wake()
                await spoken.forget(self._ledger, now=self._clock())
            except LedgerError as error:
                _complain(error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), self._patience.sweep.total_seconds())


def _complain(error: Exception) -> None:
    """Say what kind of thing went wrong, and never an exception's own text: it may hold somebody's words."""
    cause = type(error.__cause__ or error).__name__
    log.error("Background work failed and will be tried again", extra={"event": "engine.failed", "error": cause})


def _note(item: Claimed, outcome: Outcome, *, settled: bool) -> None:
    """One line for each attempt, with ids and no words of anybody."""
    kind = type(outcome).__name__.lower()
    reason = getattr(outcome, "reason", None)
    fields = {"event": f"delivery.{kind}", "delivery": str(item.id), "attempts": item.attempts, "reason": reason}
    log.log(
        logging.WARNING if isinstance(outcome, Failed) or not settled else logging.INFO,
        "Delivery %s" if settled else "Delivery %s, but it was taken over meanwhile",
        kind,
        extra=fields,
    )
