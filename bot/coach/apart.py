"""Work that takes the processor for a while: off the loop, and one piece at a time.

Python runs one thread at once. Whoever waits for a turn waits for each thread that wants one too, so a listener beside
six threads of drafts waits six times as long as beside one.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")


class Apart(Protocol):
    """Runs work where it holds up nobody, such as `asyncio.to_thread`."""

    def __call__(self, work: Callable[..., Result], /, *args: Any) -> Awaitable[Result]:
        """Give what the work gives."""


class OneThread:
    """One thread for all such work of a process."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="coach")

    async def __call__(self, work: Callable[..., Result], /, *args: Any) -> Result:
        """Wait for a turn, and give what the work gives."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *args))


class Floor:
    """Lets one of many drafts at a time be at work: sixty-four that come back from a model at once would hold up everybody.

    Whoever waits for a model leaves it to the others meanwhile.
    """

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(1)

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Be at work, after those that came before."""
        async with self._free:
            yield

    @asynccontextmanager
    async def left(self) -> AsyncIterator[None]:
        """Let others be at work for as long as this takes."""
        self._free.release()
        try:
            yield
        finally:
            await self._free.acquire()
