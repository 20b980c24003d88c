"""The inspector beside the page: what crosses the wire as it happens, once more on demand, and faults to inject."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from playground import bodies, inspection
from playground.faults import Faults
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.world import World

PAUSE = 0.1
"""Seconds between two looks, so that a busy app does not keep the page from drawing."""
REST = 1.0
"""Seconds after which it looks even when nothing has happened."""
MOST = 100
LATE = 2.0
ON_CALLS: Mapping[str, Callable[[Faults, str, int], None]] = {
    "latency": lambda faults, method, times: faults.latency(method, LATE, times),
    "ratelimited": lambda faults, method, times: faults.ratelimited(method, 1, times),
    "status": lambda faults, method, times: faults.status(method, 500, times),
    "error": lambda faults, method, times: faults.error(method, "internal_error", times),
    "reset": Faults.reset,
    "hang": Faults.hang,
    "accept_then_abort": Faults.accept_then_abort,
}
ON_DELIVERIES: Mapping[str, Callable[[Faults, int], None]] = {
    "drop_acknowledgement": Faults.drop_acknowledgement,
    "duplicate_delivery": Faults.duplicate_delivery,
    "out_of_order": Faults.out_of_order,
}


class Inspector:
    """Serves the inspector."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the inspector's addresses."""
        app.router.add_get("/inspector/live", self._live)
        app.router.add_get("/inspector/payload/{number:[0-9]{1,12}}", self._payload)
        app.router.add_post("/inspector/again/{number:[0-9]{1,12}}", self._again)
        app.router.add_post("/inspector/fault", self._fault)

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        """Send the lines that are new or changed, whenever there are some."""
        ws = web.WebSocketResponse(timeout=1.0, max_msg_size=1_024)
        await ws.prepare(request)
        showing = asyncio.get_running_loop().create_task(self._show(ws))
        try:
            async for _ in ws:
                pass
        finally:
            showing.cancel()
        return ws

    async def _show(self, ws: web.WebSocketResponse) -> None:
        sent: dict[str, str] = {}
        while not ws.closed:
            changes = self._world.changes
            lines = {line["key"]: json.dumps(line) for line in inspection.lines(self._world)}
            ways = json.dumps(inspection.ways(self._world))
            fresh = [text for key, text in lines.items() if sent.get(key) != text]
            if fresh or sent.get("") != ways:
                await ws.send_str(f'{{"lines": [{", ".join(fresh)}], "ways": {ways}}}')
            sent = {**lines, "": ways}
            await asyncio.sleep(PAUSE)
            await self._world.changed_since(changes, REST)
            if self._world.closing.is_set():
                await ws.close()

    async def _payload(self, request: web.Request) -> web.Response:
        return web.json_response(self._known(request))

    async def _again(self, request: web.Request) -> web.Response:
        """Deliver something to the app once more."""
        known = self._known(request)
        if known["direction"] != "out":
            return _refused("The app sent this; it is not for the playground to repeat.")
        self._world.background(self._world.deliver(known["payload"]))
        return web.json_response({"ok": True})

    def _known(self, request: web.Request) -> Payload:
        known = inspection.whole(self._world, int(request.match_info["number"]))
        if known is None:
            raise web.HTTPNotFound(text="This payload is no longer in the record.")
        return known

    async def _fault(self, request: web.Request) -> web.Response:
        """Let something go wrong, or everything work again."""
        asked = await bodies.of_page(request)
        return await self._break(str(asked.get("kind")), asked.get("method", "*"), asked.get("times", 1))

    async def _break(self, kind: str, method: Any, times: Any) -> web.Response:
        world = self._world
        if type(times) is not int or not 1 <= times <= MOST or not isinstance(method, str) or len(method) > MOST:
            return _refused(f"How often is a number from 1 to {MOST}.")
        if kind in ON_CALLS:
            ON_CALLS[kind](world.faults, method or "*", times)
        elif kind in ON_DELIVERIES:
            ON_DELIVERIES[kind](world.faults, times)
        elif kind == "cut":
            await world.sockets.cut()
        elif kind == "disconnect":
            world.background(world.sockets.disconnect())
        elif kind == "clear":
            world.faults.clear()
        else:
            return _refused("There is no such fault.")
        world.changed()
        return web.json_response({"ok": True})


def _refused(words: str) -> web.Response:
    return web.json_response({"ok": False, "error": words}, status=409)
