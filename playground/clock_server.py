"""The clock beside the Web API, for programs that live on the workspace's time. Slack has nothing like it."""

from typing import TYPE_CHECKING

from aiohttp import web

from playground import bodies
from playground.clock import NoSuchMoment
from playground.jumps import jump

if TYPE_CHECKING:
    from playground.world import World


class ClockServer:
    """Tells the time, and moves it."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the clock's address."""
        app.router.add_get("/clock", self._tell)
        app.router.add_post("/clock", self._move)

    async def _tell(self, _: web.Request) -> web.Response:
        clock = self._world.clock
        return web.json_response({"now": clock.now().isoformat(), "offset": clock.offset.total_seconds()})

    async def _move(self, request: web.Request) -> web.Response:
        """Jump as asked; hours without an offset are UTC."""
        asked = await bodies.of_page(request)
        try:
            jump(self._world.clock, asked, "Etc/UTC")
        except NoSuchMoment as error:
            return web.json_response({"error": str(error)}, status=409)
        return await self._tell(request)
