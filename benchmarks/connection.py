"""One keep-alive connection of the load generator, with as little work for each request as can be."""

import asyncio
from typing import Final, Self

_END_OF_HEAD: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length: "


class Broken(Exception):
    """The server closed the connection before it had answered."""


class Connection(asyncio.Protocol):
    """Sends a prepared request and gives back the whole response."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._response: asyncio.Future[bytes] | None = None

    @classmethod
    async def to(cls, port: int) -> Self:
        """Open a connection to a server on this machine."""
        _, connection = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return connection

    async def ask(self, request: bytes) -> bytes:
        """Send a request and wait for its response, head and body. Raises `Broken`."""
        if self._transport is None:
            raise Broken
        self._response = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._response

    def close(self) -> None:
        """Let go of the connection."""
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport to write to."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # tells the type checker that it can write
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Gather until the response is whole."""
        self._received += data
        if self._response is not None and _is_whole(self._received):
            response, self._response = self._response, None
            whole, self._received = self._received, b""
            response.set_result(whole)

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever still waits will get nothing."""
        self._transport = None
        if self._response and not self._response.done():
            self._response.set_exception(exc or Broken())


def _is_whole(received: bytes) -> bool:
    end = received.find(_END_OF_HEAD)
    if end < 0:
        return False
    at = received.find(_LENGTH, 0, end)
    length = int(received[at + len(_LENGTH) : received.index(b"\r\n", at)]) if at >= 0 else 0
    return len(received) >= end + len(_END_OF_HEAD) + length
