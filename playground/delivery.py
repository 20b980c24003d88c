"""Handing payloads to the app: by socket when one is connected, otherwise by signed HTTP."""

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from playground.acknowledgements import Acknowledgement
from playground.http_delivery import HttpDelivery
from playground.recorder import Entry
from playground.shapes import Payload
from playground.sockets import Sockets

if TYPE_CHECKING:
    from playground.world import World

EVENT_RETRIES = (0.0, 60.0, 300.0)
"""Seconds before each retry of an event ("Events API": error handling)."""


OVERTAKING = 2.0
"""Seconds that a payload waits at most to be overtaken by the next one."""


class Deliveries:
    """Chooses the transport, repeats what went unacknowledged and records it all."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.sockets = Sockets(world)
        self.http = HttpDelivery(world)
        self._overtaken: asyncio.Event | None = None

    @property
    def reaches_the_app(self) -> bool:
        """Tell whether a socket is open or a request URL is known."""
        return bool(self.sockets.open or self._world.request_url)

    async def deliver(self, payload: Payload) -> Acknowledgement:
        """Deliver once and give the acknowledgement; events are retried in the background."""
        if self._overtaken is None and self._world.faults.take_swap():
            await self._let_another_pass()
        acknowledgement = await self._once(payload)
        if self._overtaken is not None:
            self._overtaken.set()
        return acknowledgement

    async def _let_another_pass(self) -> None:
        self._overtaken = asyncio.Event()
        try:
            await asyncio.wait_for(self._overtaken.wait(), OVERTAKING)
        except TimeoutError:
            pass
        finally:
            self._overtaken = None

    async def _once(self, payload: Payload) -> Acknowledgement:
        kind = kind_of(payload)
        entry = self._world.recorder.write(
            Entry(self._world.now(), "out", kind, name_of(payload), snapshot(payload), workspace_of(payload)),
        )
        sends = [self._attempt(kind, payload, entry, 0)]
        if self._world.faults.take_duplicate():
            sends.append(self._attempt(kind, payload, entry, 1))
        acknowledgement = (await asyncio.gather(*sends))[0]
        if not acknowledgement.ok and not acknowledgement.final:
            self._world.background(self._retry(kind, payload, entry, acknowledgement))
        return acknowledgement

    async def close(self) -> None:
        """Close the connections of both transports."""
        await self.sockets.close()
        await self.http.close()

    async def _attempt(self, kind: str, payload: Payload, entry: Entry, attempt: int, why: str = "") -> Acknowledgement:
        entry.attempts += 1
        began = time.monotonic()
        if self.sockets.open:
            acknowledgement = await self.sockets.send(kind, payload, attempt, why)
        elif self._world.request_url:
            acknowledgement = await self.http.send(kind, payload, attempt, why)
        else:
            acknowledgement = Acknowledgement("dispatch_failed")
        if acknowledgement.ok and self._world.faults.take_drop():
            acknowledgement = Acknowledgement("operation_timeout")
        entry.error, entry.response = acknowledgement.error, acknowledgement.body
        entry.took = time.monotonic() - began
        self._world.changed()
        return acknowledgement

    async def _retry(self, kind: str, payload: Payload, entry: Entry, last: Acknowledgement) -> None:
        if kind == "events_api":
            delays: tuple[float, ...] = EVENT_RETRIES
        else:  # Socket Mode redelivers an envelope of any kind; HTTP only events
            delays = (0.0,) if self.sockets.open else ()
        for attempt, delay in enumerate(delays, 1):
            await asyncio.sleep(delay * self._world.retry_scale)
            last = await self._attempt(kind, payload, entry, attempt, reason(last))
            if last.ok or last.final:
                return


def reason(last: Acknowledgement) -> str:
    """Say why a payload comes again, in the words of `X-Slack-Retry-Reason`."""
    if last.error == "operation_timeout":
        return "http_timeout"
    return "connection_failed" if last.lost else "http_error"


def snapshot(payload: Payload) -> Payload:
    """Keep what was said at that moment, whatever changes later."""
    copied: Payload = json.loads(json.dumps(payload))
    return copied


def kind_of(payload: Payload) -> str:
    """Tell which of Slack's three kinds of delivery a payload is."""
    if "command" in payload:
        return "slash_commands"
    return "events_api" if payload.get("type") == "event_callback" else "interactive"


def name_of(payload: Payload) -> str:
    """Name a payload by its command, event type or interaction."""
    event: Any = payload.get("event", {})
    return str(payload.get("command") or event.get("type") or payload.get("type"))


def workspace_of(payload: Payload) -> str:
    """Give the workspace that a payload is about."""
    team: Any = payload.get("team") or {}
    return str(payload.get("team_id") or team.get("id", ""))
