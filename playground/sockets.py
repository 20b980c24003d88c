"""Socket Mode: each envelope to one connection, again on another when nobody acknowledged it."""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from playground import bodies, limits
from playground.acknowledgements import Acknowledgement, minded, takes_a_body
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.world import World

HEARTBEAT = 15.0


@dataclass(eq=False)
class Connection:
    """One open socket of the app, with the envelopes that wait for an answer on it."""

    ws: web.WebSocketResponse
    transport: asyncio.Transport | None
    waiting: dict[str, asyncio.Future[Acknowledgement]] = field(default_factory=dict)
    expired: set[str] = field(default_factory=set)
    draining: bool = False


class Sockets:
    """The app's Socket Mode connections."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._tickets: set[str] = set()
        self._turn = 0
        self.connections: list[Connection] = []

    @property
    def open(self) -> list[Connection]:
        """Give the connections that take envelopes."""
        return [c for c in self.connections if not c.draining]

    def ticket(self) -> str:
        """Give the address for one new connection."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return f"{self._world.base_url.replace('http', 'ws', 1)}link/?ticket={ticket}&app_id={self._world.app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="This ticket is unknown or used.")
        self._tickets.discard(ticket)
        ws = web.WebSocketResponse(heartbeat=HEARTBEAT, timeout=1.0)
        await ws.prepare(request)
        if len(self.connections) >= limits.SOCKETS:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await ws.close()
            return ws
        connection = Connection(ws, request.transport)
        await ws.send_json(self._hello(len(self.connections) + 1))
        await self._listen(connection)
        return ws

    def _hello(self, number: int) -> Payload:
        debug = {"host": "playground", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "num_connections": number,
            "debug_info": debug,
            "connection_info": {"app_id": self._world.app_id},
        }

    async def _listen(self, connection: Connection) -> None:
        self.connections.append(connection)
        self._world.changed()
        try:
            async for frame in connection.ws:
                if frame.type is WSMsgType.TEXT:
                    self._heard(connection, frame.data)
        finally:
            self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        for future in connection.waiting.values():
            if not future.done():
                future.set_result(Acknowledgement("operation_timeout", lost=True))
        self._world.changed()

    def _heard(self, connection: Connection, text: str) -> None:
        try:
            message: Any = bodies.parsed(text)
        except bodies.Unreadable:
            message = None
        envelope_id = message.get("envelope_id") if isinstance(message, dict) else None
        future = connection.waiting.get(str(envelope_id))
        if future is None:
            late = str(envelope_id) in connection.expired
            error = "late_acknowledgement" if late else "unknown_envelope"
            self._world.recorder.violation(error, "socket", (text[:200],))
        elif not future.done():
            body = message.get("payload")
            unknown = sorted(message.keys() - {"envelope_id", "payload"})
            if unknown:
                self._world.recorder.violation("invalid_acknowledgement", "socket", tuple(unknown))
            future.set_result(Acknowledgement(body=body if isinstance(body, dict) and body else None))

    async def send(self, kind: str, payload: Payload, attempt: int = 0, why: str = "") -> Acknowledgement:
        """Send to one connection; when that one breaks, to another, until the time is up."""
        tried: list[Connection] = []
        answer = Acknowledgement("operation_timeout")
        deadline = asyncio.get_running_loop().time() + self._world.ack_timeout
        while (left := deadline - asyncio.get_running_loop().time()) > 0:
            connection = self._next(tried)
            if connection is None:
                await self._world.any_change(left)
                continue
            tried.append(connection)
            answer = await self._send_one(connection, envelope(kind, payload, attempt, why), left)
            if not answer.lost:
                break
            attempt, why = attempt + 1, "connection_lost"
        return minded(self._world, payload, answer)

    def _next(self, tried: list[Connection]) -> Connection | None:
        """Take turns; a redelivery goes to another connection if there is one."""
        choice = [c for c in self.open if c not in tried]
        if not choice:
            return None
        self._turn += 1
        return choice[self._turn % len(choice)]

    async def _send_one(self, connection: Connection, sent: Payload, left: float) -> Acknowledgement:
        envelope_id = sent["envelope_id"]
        future: asyncio.Future[Acknowledgement] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = future
        try:
            await connection.ws.send_json(sent)
            return await asyncio.wait_for(future, left)
        except TimeoutError:
            connection.expired.add(envelope_id)
            self._world.recorder.violation("operation_timeout", str(sent["type"]))
            return Acknowledgement("operation_timeout")
        except ConnectionError:
            return Acknowledgement("operation_timeout", lost=True)
        finally:
            connection.waiting.pop(envelope_id, None)

    async def wait_for(self, number: int, seconds: float) -> None:
        """Wait until so many connections are open."""
        async with asyncio.timeout(seconds):
            while len(self.open) < number:
                await self._world.any_change(seconds)

    async def disconnect(self, reason: str = "refresh_requested", *, connections: int = 1, grace: float = 0.1) -> None:
        """Announce the end of the oldest connections, and close them after the grace."""
        chosen = self.open[:connections]
        for connection in chosen:
            connection.draining = True
            frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
            await connection.ws.send_json(frame)
        await asyncio.sleep(grace)
        for connection in chosen:
            await connection.ws.close()

    async def close(self) -> None:
        """Close every connection."""
        for connection in list(self.connections):
            await connection.ws.close()

    async def cut(self) -> None:
        """Abort every connection without a word."""
        for connection in list(self.connections):
            if connection.transport is not None:
                connection.transport.abort()
            self._forget(connection)
        await asyncio.sleep(0)


def envelope(kind: str, payload: Payload, attempt: int, why: str) -> Payload:
    """Wrap a payload for Socket Mode."""
    wrapped: Payload = {
        "envelope_id": str(uuid.uuid4()),
        "type": kind,
        "accepts_response_payload": takes_a_body(payload),
        "payload": payload,
    }
    if kind == "events_api" or attempt:
        wrapped |= {
            "retry_attempt": attempt,
            "retry_reason": why.removeprefix("http_") or ("timeout" if attempt else ""),
        }
    return wrapped
