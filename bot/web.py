"""The HTTP side: Slack's requests, and whether the bot is alive and ready."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Protocol

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.ledger.errors import LedgerError
from bot.manifest import EVENTS_PATH

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

OK: Final = 200
NOT_FOUND: Final = 404
UNAVAILABLE: Final = 503
SETTLING: Final = 0.1  # seconds for what was just connected to say what it wants
GRACE: Final = 2  # seconds for requests under way, of the ten between SIGTERM and SIGKILL
JSON: Final = "application/json"
PROMETHEUS: Final = "text/plain; version=0.0.4; charset=utf-8"


class Inside(Protocol):
    """What the bot tells about itself."""

    async def readiness(self) -> Mapping[str, bool]:
        """Which parts answer."""

    async def metrics(self) -> str:
        """What there is to measure. Raises `LedgerError`."""


class Web:
    """A few lines in front of Bolt's own ASGI adapter: health here, everything else there."""

    def __init__(self, app: AsyncApp | None, inside: Inside) -> None:
        self._slack = AsyncSlackRequestHandler(app, EVENTS_PATH) if app else None
        self._inside = inside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        match scope.get("path"):
            case "/healthz":
                await _tell(send, OK, {"alive": True})
            case "/readyz":
                parts = await self._inside.readiness()
                await _tell(send, OK if all(parts.values()) else UNAVAILABLE, parts)
            case "/metrics":
                await self._measure(send)
            case _ if self._slack:
                await self._slack(scope, receive, send)
            case _:
                await _tell(send, NOT_FOUND, {"found": False})

    async def _measure(self, send: Send) -> None:
        try:
            await _answer(send, OK, PROMETHEUS, await self._inside.metrics())
        except LedgerError:
            await _tell(send, UNAVAILABLE, {"database": False})


async def _tell(send: Send, status: int, parts: Mapping[str, bool]) -> None:
    await _answer(send, status, JSON, json.dumps(parts))


async def _answer(send: Send, status: int, kind: str, body: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind.encode())]})
    await send({"type": "http.response.body", "body": body.encode()})


class OneWrite:
    """A connection on which all that is written in one turn of the loop leaves in one go.

    uvicorn writes the head of an answer and then its body: two calls to the system, and two packets.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._soon = asyncio.get_running_loop().call_soon
        self._held: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Write it with whatever else this turn brings."""
        if not self._held:
            self._soon(self._flush)
        self._held.append(data)

    def close(self) -> None:
        """Close when everything is written."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        held, self._held = self._held, []
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))

    def __getattr__(self, name: str) -> Any:
        """Everything else is the connection's own."""
        return getattr(self._transport, name)


class WholeAnswers(HttpToolsProtocol):
    """uvicorn's own protocol, on such a connection."""

    def connection_made(self, transport: Any) -> None:
        """Take a new connection."""
        super().connection_made(OneWrite(transport))  # type: ignore[arg-type]  # it writes, closes and asks


class Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the process decides when it ends, after all parts are closed."""

    def __init__(self, web: Web) -> None:
        super().__init__(
            uvicorn.Config(
                web,
                access_log=False,
                log_config=None,
                http=WholeAnswers,
                lifespan="off",
                ws="none",
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE,
            )
        )

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals alone."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening first. uvicorn alone would hang up on whoever has just connected and not said yet what it wants."""
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        await asyncio.sleep(SETTLING)
        await super().shutdown(sockets)
