"""The plain page: a person's screen in the browser, and the acts they do there."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp import web

from playground.file_server import for_person
from playground.inputs import NoSuchOptionError
from playground.screen import NothingToClick, Spot, spots_of
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.conversations import Message
    from playground.files import File
    from playground.person import Person
    from playground.views import View
    from playground.world import World

FILES = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


class Page:
    """Serves the page, its live screen and its acts."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the page's addresses."""
        app.router.add_get("/", self._index)
        app.router.add_get("/page/", self._file)
        app.router.add_get("/page/{name:page\\.(?:js|css)}", self._file)
        app.router.add_get("/page/live", self._live)
        app.router.add_post("/page/act", self._act)
        app.router.add_get("/page/file/{file}", self._attachment)

    async def _index(self, _: web.Request) -> web.Response:
        raise web.HTTPFound("/page/")

    async def _file(self, request: web.Request) -> web.Response:
        path = FILES / request.match_info.get("name", "index.html")
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; "
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
        ws = web.WebSocketResponse(timeout=1.0)
        await ws.prepare(request)
        showing = asyncio.get_running_loop().create_task(self._show(ws, person))
        try:
            async for _ in ws:
                pass
        finally:
            showing.cancel()
        return ws

    async def _show(self, ws: web.WebSocketResponse, person: "Person") -> None:
        shown: Payload = {}
        while not ws.closed:
            current = snapshot(person)
            if current != shown:
                await ws.send_json(current)
                shown = current
            await self._world.any_change(1.0)
            if self._world.closing.is_set():
                await ws.close()

    async def _act(self, request: web.Request) -> web.Response:
        """Do one act as the chosen person."""
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="Only JSON.")
        asked = await request.json()
        person = self._person(asked)
        try:
            await _do(person, asked)
        except (NothingToClick, NoSuchOptionError, KeyError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=409)
        return web.json_response({"ok": True})

    async def _attachment(self, request: web.Request) -> web.Response:
        """Hand over a file that the person can see."""
        person = self._person(request.query)
        return for_person(person.workspace, request.match_info["file"], person.id)

    def _person(self, asked: Any) -> "Person":
        workspace = self._world.workspaces.get(str(asked.get("workspace", "")))
        person = workspace.people.get(str(asked.get("person", ""))) if workspace else None
        if person is None:
            raise web.HTTPNotFound(text="Nobody of this name.")
        return person


async def _do(person: "Person", asked: Payload) -> None:
    act = asked.get("act")
    if act == "write":
        await _write(person, str(asked["text"]), str(asked["place"]))
    elif act == "press":
        surface = _surface(person, asked["surface"])
        await _enter(person, surface, asked.get("values", {}))
        await person.act(_spot(surface, asked["block_id"], asked["action_id"]), asked.get("answer"))
    elif act == "submit":
        if person.modal:
            await _enter(person, person.modal, asked.get("values", {}))
        await person.submit()
    elif act == "close":
        await person.close()
    elif act == "home":
        await person.opens_home(str(asked.get("tab", "home")))
    elif act == "reload":
        await person.reloads()
    else:
        raise KeyError(f"There is no act {act!r}.")


async def _write(person: "Person", text: str, place: str) -> None:
    if text.startswith("/"):
        command, _, rest = text.partition(" ")
        await person.slash(command, rest.strip(), place)
    elif place == "dm":
        await person.says(text)
    else:
        person.writes(text, place)


async def _enter(person: "Person", surface: "Message | View", values: Payload) -> None:
    """Take over what stands in the form's fields."""
    for block_id, answers in values.items():
        for action_id, answer in answers.items():
            spot = _spot(surface, block_id, action_id)
            if spot.block["type"] == "input":
                person.enter(spot, answer)


def _surface(person: "Person", wanted: Payload) -> "Message | View":
    views = [*person.modals, *([person.home] if person.home else [])]
    candidates: list[tuple[str, Message | View]] = [(v.id, v) for v in views]
    candidates += [(m.ts, m) for m in person.lines()]
    return dict(candidates)[str(wanted)]


def _spot(surface: "Message | View", block_id: str, action_id: str) -> Spot:
    for spot in spots_of(surface):
        if (spot.block["block_id"], spot.element["action_id"]) == (block_id, action_id):
            return spot
    raise KeyError(f"There is no element {action_id!r} in the block {block_id!r}.")


def snapshot(person: "Person") -> Payload:
    """Give everything that the page draws for one person."""
    workspace = person.workspace
    places = [c for c in workspace.conversations.values() if c.person_id in {None, person.id}]
    return {
        "me": person.id,
        "people": [[w.name, p] for w in workspace.world.workspaces.values() for p in w.people],
        "names": workspace.names(),
        "bot": workspace.world.bot_name,
        "places": [
            {"name": "dm" if c.is_im else c.name, "messages": [_message(person, m) for m in c.visible_to(person.id)]}
            for c in places
        ],
        "home": _view(person.home) if person.home else None,
        "modal": _view(person.modal) if person.modal else None,
    }


def _message(person: "Person", message: "Message") -> Payload:
    return {
        "id": message.ts,
        "author": message.author,
        "text": message.text,
        "blocks": message.blocks,
        "only_you": message.only_for is not None,
        "edited": message.edited,
        "files": [_attached(person, file) for file in message.files],
        "state": person.state_of(message),
    }


def _attached(person: "Person", file: "File") -> Payload:
    """Give a file with the address where this person gets it; a deleted one has none."""
    workspace = person.workspace
    who = urlencode({"workspace": workspace.name, "person": person.name})
    address = None if file.deleted else f"/page/file/{file.id}?{who}"
    return {"id": file.id, "label": file.label, "mimetype": file.mimetype, "size": file.length, "url": address}


def _view(view: "View") -> Payload:
    return {"id": view.id, "hash": view.hash, "errors": view.errors, "state": view.state, **view.body}
