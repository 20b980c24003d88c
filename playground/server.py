"""The one server on the loopback: Web API, response URLs, sockets and the page."""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web

from playground import arguments
from playground.browser import Page
from playground.faults import Fault
from playground.recorder import Entry
from playground.refusals import BUGS, Refused
from playground.webapi import Reply, answer

if TYPE_CHECKING:
    from playground.shapes import Payload
    from playground.world import World

LARGEST_BODY = 4 * 1024 * 1024
LOOPBACK = {"127.0.0.1", "localhost"}
HTTP_PORT = 80  # the one that a Host header leaves out
ABORT_AT_ONCE = struct.pack("ii", 1, 0)


class Server:
    """Listens on a loopback port for as long as its world lives."""

    def __init__(self, world: "World", port: int) -> None:
        self._world = world
        self.port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen."""
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[self._only_loopback])
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/response/{tail:.+}", self._response)
        app.router.add_get("/link/", self._world.sockets.serve)
        Page(self._world).add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _only_loopback(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Refuse other names for this machine, and pages of other origins."""
        host = urlsplit(f"http://{request.host}")
        origin = request.headers.get("Origin")
        if host.hostname not in LOOPBACK or (host.port or HTTP_PORT) != self.port:
            raise web.HTTPForbidden(text="Only for this machine.")
        if origin is not None and origin != f"http://{request.host}":
            raise web.HTTPForbidden(text="Only for this page.")
        return await handler(request)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        entry = Entry(self._world.now(), "in", "api", name, {})
        try:
            given = await arguments.read(request)
            token = arguments.token(request, given)
        except Refused as refused:
            self._world.recorder.write(entry).error = refused.error
            return web.json_response(refused.as_payload())
        workspace = self._world.workspace_of_token(token)
        entry.payload, entry.workspace_id = given, workspace.id if workspace else ""

        def act() -> web.Response:
            reply = answer(self._world, name, token, dict(given))
            _note(entry, reply)
            return web.json_response(reply.body, status=reply.status, headers=reply.headers)

        return await self._under_fault(request, entry, act)

    async def _response(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/")
        try:
            body: Any = json.loads(await request.text())
        except ValueError:
            body = None
        payload: Payload = body if isinstance(body, dict) else {}
        workspace_id = self._world.response_urls.workspace_of(path)
        entry = Entry(self._world.now(), "in", "response_url", path, payload, workspace_id)

        def act() -> web.Response:
            try:
                self._world.response_urls.use(path, body)
            except Refused as refused:
                return self._response_refused(entry, refused)
            _note(entry, Reply({"ok": True}))
            return web.json_response({"ok": True})

        return await self._under_fault(request, entry, act)

    def _response_refused(self, entry: Entry, refused: Refused) -> web.Response:
        if refused.error in BUGS | {"invalid_payload"}:
            self._world.recorder.violation(refused.error, "response_url", refused.messages)
        gone = refused.error in {"expired_url", "used_url", "invalid_url"}
        reply = Reply(refused.as_payload(), 404 if gone else 400)
        _note(entry, reply)
        return web.json_response(reply.body, status=reply.status)

    async def _under_fault(
        self,
        request: web.Request,
        entry: Entry,
        act: Callable[[], web.Response],
    ) -> web.StreamResponse:
        """Act as usual, unless something was asked to go wrong."""
        self._world.recorder.write(entry)
        fault = self._world.faults.take(entry.name if entry.kind == "api" else entry.kind)
        if fault is None:
            return act()
        entry.fault = fault.kind
        if fault.kind in {"latency", "late"}:
            await asyncio.sleep(fault.seconds)
        instead = _instead(fault, entry)
        if instead is not None:
            return instead
        response = web.Response() if fault.kind in {"reset", "hang"} else act()
        if fault.kind in {"reset", "accept_then_abort"}:
            abort(request)
        elif fault.kind != "latency":
            await self._world.closing.wait()
        return response


def _instead(fault: Fault, entry: Entry) -> web.Response | None:
    if fault.kind == "ratelimited":
        reply = Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(int(fault.seconds))})
    elif fault.kind == "error":
        reply = Reply({"ok": False, "error": fault.error})
    elif fault.kind == "status":
        entry.status = fault.status
        return web.Response(status=fault.status, text="upstream request failed")
    else:
        return None
    _note(entry, reply)
    return web.json_response(reply.body, status=reply.status, headers=reply.headers)


def _note(entry: Entry, reply: Reply) -> None:
    entry.response, entry.status, entry.error = reply.body, reply.status, reply.body.get("error")


def abort(request: web.Request) -> None:
    """Break the connection with a TCP reset."""
    transport = request.transport
    if transport is not None:
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT_AT_ONCE)
        transport.abort()
