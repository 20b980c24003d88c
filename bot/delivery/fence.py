"""The last look at a lease: right before the words leave this process.

A process that stood still goes on in the middle of a call. Its connection is made only now, when another worker has long
sent what it was about to send.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import aiohttp

_STILL_OURS: Final[ContextVar[Callable[[], bool] | None]] = ContextVar("still_ours", default=None)


class TooLate(aiohttp.ClientError):
    """Nothing was sent: when it was about to leave, the lease had run out."""


@contextmanager
def held(still_ours: Callable[[], bool]) -> Iterator[None]:
    """Let no request of this task leave unless `still_ours` says so at that moment. The call raises `TooLate`."""
    before = _STILL_OURS.set(still_ours)
    try:
        yield
    finally:
        _STILL_OURS.reset(before)


class FencedRequest(aiohttp.ClientRequest):
    """A request that looks once more when its connection stands."""

    async def write_bytes(self, writer: Any, conn: Any, *rest: Any) -> None:
        """Write the headers, which waited for this, and the body; or say to the reader of the answer that it is too late."""
        still_ours = _STILL_OURS.get()
        if still_ours is None or still_ours():
            await super().write_bytes(writer, conn, *rest)
        else:
            conn.protocol.set_exception(TooLate())
