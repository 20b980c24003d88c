"""Socket Mode over two connections, so that one may break, or be refreshed by Slack, and nobody waits."""

import asyncio
import logging
from typing import Final

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

CONNECTIONS: Final = 2
HEARTBEAT: Final = 5.0  # seconds between two looks at a connection, and between two attempts to connect

log = logging.getLogger(__name__)


class Sockets:
    """The bot's connections to Slack. Slack's own client opens them, and opens them again where they are lost."""

    def __init__(self, app: AsyncApp, app_token: str, heartbeat: float = HEARTBEAT) -> None:
        self._handlers = [AsyncSocketModeHandler(app, app_token, ping_interval=heartbeat) for _ in range(CONNECTIONS)]
        self._heartbeat = heartbeat
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to connect; an outage of Slack delays this and stops nothing else."""
        for handler in self._handlers:
            self._tasks.append(asyncio.create_task(_connect(handler)))
            self._tasks.append(asyncio.create_task(_forget_used_address(handler, self._heartbeat)))

    async def connected(self) -> int:
        """How many connections are open now."""
        return sum([bool(await handler.client.is_connected()) for handler in self._handlers])

    async def close(self) -> None:
        """Hang up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for handler in self._handlers:
            await handler.client.close()


async def _connect(handler: AsyncSocketModeHandler) -> None:
    """Slack's client tries until it succeeds, and says in the log what keeps it."""
    await handler.client.connect()
    log.info("Connected to Slack", extra={"event": "socket.connected"})


async def _forget_used_address(handler: AsyncSocketModeHandler, heartbeat: float) -> None:
    """An address opens one connection. Slack's client would knock at one that failed for ever; so it asks anew."""
    while True:
        await asyncio.sleep(heartbeat)
        if not await handler.client.is_connected():
            handler.client.wss_uri = None
