"""An app of a test's own: it opens a form on a command and remembers what it was told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from playground import World
from tests.playground.conftest import Request


class Opener:
    """Answers what a test says: to each command a form, to each submission or search the next answer."""

    def __init__(self, world: World) -> None:
        self.client = AsyncWebClient(token=world.default.bot_token, base_url=world.api_url)
        self.heard: list[dict[str, Any]] = []
        self.forms: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.offers: list[dict[str, Any]] = []

    async def handle(self, request: web.Request) -> web.Response:
        """Take one delivery."""
        payload = Request(request.headers, await request.text()).payload
        self.heard.append(payload)
        if "trigger_id" in payload and self.forms and payload.get("type") != "view_submission":
            method = self.client.views_push if payload.get("view") else self.client.views_open
            await method(trigger_id=payload["trigger_id"], view=self.forms.pop(0))
        if payload.get("type") == "view_submission" and self.answers:
            return web.json_response(self.answers.pop(0))
        if payload.get("type") == "block_suggestion" and self.offers:
            return web.json_response(self.offers.pop(0))
        return web.Response()

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Give what was told of one kind."""
        return [p for p in self.heard if kind in {p.get("type"), p.get("command"), p.get("event", {}).get("type")}]


@asynccontextmanager
async def opener(world: World) -> AsyncIterator[Opener]:
    """Run it behind the world's request URL."""
    app = Opener(world)
    application = web.Application()
    application.router.add_post("/slack/events", app.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    world.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield app
    await runner.cleanup()
