"""The page: a person's screen in the browser, and the acts they do there."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from playground import acts, bodies, pictures, uploads
from playground.file_server import for_person, handed_over
from playground.snapshot import snapshot

if TYPE_CHECKING:
    from playground.person import Person
    from playground.world import World

PAUSE = 0.02
"""Seconds between two screens, so that a busy app does not keep the page from drawing."""
REST = 1.0
"""Seconds after which the screen is looked at even when nothing has happened: time passes in it, too."""
FILES = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Page:
    """Serves the page, its live screen and its acts."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the page's addresses."""
        app.router.add_get("/", self._index)
        app.router.add_get("/page/", self._file)
        app.router.add_get("/page/{name:[a-z_]+\\.(?:js|css|svg)}", self._file)
        app.router.add_get("/page/live", self._live)
        app.router.add_post("/page/act", self._act)
        app.router.add_post("/page/options", self._options)
        app.router.add_post("/page/upload", self._upload)
        app.router.add_get("/page/file/{file}", self._attachment)

    async def _index(self, _: web.Request) -> web.Response:
        raise web.HTTPFound("/page/")

    async def _file(self, request: web.Request) -> web.Response:
        path = FILES / request.match_info.get("name", "index.html")
        if not path.is_file():
            raise web.HTTPNotFound(text="The page has no such file.")
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            f"connect-src 'self' ws://{request.host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        return web.Response(text=path.read_text("utf-8"), content_type=TYPES[path.suffix], headers=headers)

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        """Show the person's screen anew whenever something changes."""
        person = self._person(request.query)
        ws = web.WebSocketResponse(timeout=1.0, max_msg_size=1_024)
        await ws.prepare(request)
        showing = asyncio.get_running_loop().create_task(self._show(ws, person))
        try:
            async for _ in ws:
                pass
        finally:
            showing.cancel()
        return ws

    async def _show(self, ws: web.WebSocketResponse, person: "Person") -> None:
        shown = ""
        while not ws.closed:
            changes = self._world.changes
            current = json.dumps(snapshot(person))  # as text, because what it describes changes in place
            if current != shown:
                await ws.send_str(current)
                shown = current
            await asyncio.sleep(PAUSE)
            await self._world.changed_since(changes, REST)
            if self._world.closing.is_set():
                await ws.close()

    async def _act(self, request: web.Request) -> web.Response:
        """Do one act as the chosen person."""
        asked = await bodies.of_page(request)
        person = self._person(asked)
        try:
            await acts.do(person, asked)
        except (LookupError, TypeError, ValueError) as error:  # what is not there, or makes no sense
            return _refused(error)
        return web.json_response({"ok": True})

    async def _options(self, request: web.Request) -> web.Response:
        """Look options up, beside the acts: a slow answer holds nothing else up."""
        asked = await bodies.of_page(request)
        person = self._person(asked)
        try:
            found = await acts.options(person, asked)
        except (LookupError, TypeError, ValueError) as error:
            return _refused(error)
        return web.json_response({"ok": True, **found})

    async def _upload(self, request: web.Request) -> web.Response:
        """Take a file that a person brings, as it is."""
        person = self._person(request.query)
        try:
            file = uploads.brought(person, request.query.get("name", ""), await request.read())
        except uploads.NoSuchFile as error:
            return _refused(error)
        return web.json_response({"ok": True, "id": file.id, "name": file.name, "size": file.length})

    async def _attachment(self, request: web.Request) -> web.Response:
        """Hand over a file that the person can see, in a message or as a picture in a block."""
        person, file_id = self._person(request.query), request.match_info["file"]
        picture = pictures.before(person, file_id)
        return handed_over(picture) if picture else for_person(person.workspace, file_id, person.id)

    def _person(self, asked: Any) -> "Person":
        workspace = self._world.workspaces.get(str(asked.get("workspace", "")))
        person = workspace.people.get(str(asked.get("person", ""))) if workspace else None
        if person is None:
            raise web.HTTPNotFound(text="Nobody of this name.")
        return person


def _refused(error: Exception) -> web.Response:
    return web.json_response({"ok": False, "error": str(error)}, status=409)
