"""The load generator: a closed loop to saturate a server, an open loop to see how long a person waits."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from benchmarks.connection import Connection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CONNECTIONS: Final = 64
SPARE: Final = 16  # connections that stand open before an open loop begins
SPIN_SECONDS: Final = 0.002  # event loops keep time to a millisecond: the rest of a wait is spun away

Check = Callable[[bytes], None]
Ask = Callable[[bytes], Awaitable[bytes]]


class WrongAnswer(Exception):
    """The server did not answer what it is measured for."""


async def saturate(port: int, requests: Sequence[bytes], check: Check) -> float:
    """Send everything over 64 connections, each request as soon as the last one is answered. Requests a second."""
    waiting = iter(requests)

    async def keep_busy(connection: Connection) -> None:
        for request in waiting:
            check(await connection.ask(request))

    connections = [await Connection.to(port) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    await asyncio.gather(*map(keep_busy, connections))
    seconds = time.perf_counter() - began
    for connection in connections:
        connection.close()
    return len(requests) / seconds


async def steadily(port: int, requests: Sequence[bytes], rate: float, check: Check) -> list[float]:
    """Send each request at its own time, whatever became of those before. Seconds from that time to the answer."""
    async with _connections(port) as ask:

        async def answered(request: bytes, due: float) -> float:
            response = await ask(request)
            seconds = time.perf_counter() - due
            check(response)
            return seconds

        began = time.perf_counter() + 0.1
        sent = []
        for number, request in enumerate(requests):
            due = began + number / rate
            await _until(due)
            sent.append(asyncio.ensure_future(answered(request, due)))
        return await asyncio.gather(*sent)


async def _until(due: float) -> None:
    await asyncio.sleep(max(0.0, due - time.perf_counter() - SPIN_SECONDS))
    while time.perf_counter() < due:  # noqa: ASYNC110  # there is no event for a point in time
        await asyncio.sleep(0)  # answers are still taken in


@asynccontextmanager
async def _connections(port: int) -> "AsyncIterator[Ask]":
    """A pool that grows whenever every connection is busy."""
    opened = [await Connection.to(port) for _ in range(SPARE)]
    idle = deque(opened)

    async def ask(request: bytes) -> bytes:
        if not idle:
            opened.append(connection := await Connection.to(port))
        else:
            connection = idle.popleft()  # each in its turn: a server closes one that is not used for some seconds
        response = await connection.ask(request)
        idle.append(connection)
        return response

    yield ask
    for connection in opened:
        connection.close()
