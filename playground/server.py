"""The one server on the loopback: Web API, response URLs, sockets and the page."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web

from playground import arguments, bodies, limits
from playground.browser import Page
from playground.clock_server import ClockServer
from playground.exchange import note, under_fault
from playground.file_server import FileServer
from playground.inspector import Inspector
from playground.oauth_server import OAuthServer
from playground.recorder import Entry
from playground.refusals import BUGS, Refused
from playground.webapi import Reply, answer

if TYPE_CHECKING:
    from playground.shapes import Payload
    from playground.world import World

LARGEST_BODY = limits.FILE_BYTES + 64 * 1024  # a file, and the frame of its form
LOOPBACK = {"127.0.0.1", "localhost"}
SOCKETS = "/link/"
HTTP_PORT = 80  # the one that a Host header leaves out


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
        app.router.add_get(SOCKETS, self._world.sockets.serve)
        OAuthServer(self._world).add_to(app)
        FileServer(self._world).add_to(app)
        ClockServer(self._world).add_to(app)
        Page(self._world).add_to(app)
        Inspector(self._world).add_to(app)
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
        bare = host.port is None and request.path == SOCKETS  # the SDK's own client leaves the port out there
        if host.hostname not in LOOPBACK or ((host.port or HTTP_PORT) != self.port and not bare):
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
        workspace = self._world.workspace_of_token(token, given)
        entry.payload, entry.workspace_id = given, workspace.id if workspace else ""

        def act() -> web.Response:
            reply = answer(self._world, name, token, dict(given))
            note(entry, reply)
            return web.json_response(reply.body, status=reply.status, headers=reply.headers)

        return await under_fault(self._world, request, entry, act)

    async def _response(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/")
        try:
            body: Any = bodies.parsed(await bodies.text(request))
        except bodies.Unreadable:
            body = None
        payload: Payload = body if isinstance(body, dict) else {}
        workspace_id = self._world.response_urls.workspace_of(path)
        entry = Entry(self._world.now(), "in", "response_url", path, payload, workspace_id)

        def act() -> web.Response:
            try:
                self._world.response_urls.use(path, body)
            except Refused as refused:
                return self._response_refused(entry, refused)
            note(entry, Reply({"ok": True}))
            return web.json_response({"ok": True})

        return await under_fault(self._world, request, entry, act)

    def _response_refused(self, entry: Entry, refused: Refused) -> web.Response:
        if refused.error in BUGS | {"invalid_payload"}:
            self._world.recorder.violation(refused.error, "response_url", refused.messages)
        gone = refused.error in {"expired_url", "used_url", "invalid_url"}
        reply = Reply(refused.as_payload(), 404 if gone else 400)
        note(entry, reply)
        return web.json_response(reply.body, status=reply.status)
