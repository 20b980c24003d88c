"""The HTTP side: Slack's requests, and whether the bot is alive and ready."""

import json
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp

from bot.manifest import EVENTS_PATH

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Readiness = Callable[[], Awaitable[Mapping[str, bool]]]

OK: Final = 200
NOT_FOUND: Final = 404
UNAVAILABLE: Final = 503


class Web:
    """A few lines in front of Bolt's own ASGI adapter: health here, everything else there."""

    def __init__(self, app: AsyncApp | None, readiness: Readiness) -> None:
        self._slack = AsyncSlackRequestHandler(app, EVENTS_PATH) if app else None
        self._readiness = readiness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        match scope.get("path"):
            case "/healthz":
                await _answer(send, OK, {"alive": True})
            case "/readyz":
                parts = await self._readiness()
                await _answer(send, OK if all(parts.values()) else UNAVAILABLE, parts)
            case _ if self._slack:
                await self._slack(scope, receive, send)
            case _:
                await _answer(send, NOT_FOUND, {"found": False})


async def _answer(send: Send, status: int, body: Mapping[str, bool]) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


class Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the process decides when it ends, after all parts are closed."""

    def __init__(self, web: Web) -> None:
        super().__init__(
            uvicorn.Config(web, access_log=False, log_config=None, lifespan="off", ws="none", proxy_headers=False)
        )

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals alone."""
        yield
