"""A world that a test may break, and a way to call its Web API as an app would."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

import aiohttp
import pytest
from aiohttp import web

from playground import Person, Workspace, World
from tests.conftest import PATIENT


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Any
    body: dict[str, Any]

    @property
    def error(self) -> str:
        return str(self.body.get("error", ""))

    def __getitem__(self, key: str) -> Any:
        return self.body[key]


SOON: Final = 1.0  # seconds until an app that stays silent is given up: with a machine that may stand still, no less

Api = Callable[..., Awaitable[Answer]]


class Clock:
    """The time that a test moves."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at

    def pass_(self, seconds: float) -> None:
        self.at += seconds


@pytest.fixture(autouse=True)
def patient_triggers() -> None:
    """Nothing: here time passes only when a test says so."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def world(clock: Clock) -> AsyncIterator[World]:
    async with World(rates="unlimited", ack_timeout=PATIENT, retry_scale=0.0, now=clock) as opened:
        yield opened


@pytest.fixture
def acme(world: World) -> Workspace:
    return world.default


@pytest.fixture
def ana(acme: Workspace) -> Person:
    return acme.person("Ana")


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def api(world: World, session: aiohttp.ClientSession) -> Api:
    """Call a method with the bot's token, in JSON."""

    async def call(method: str, token: str | None = None, **arguments: Any) -> Answer:
        headers = {"Authorization": f"Bearer {token or world.default.bot_token}"}
        async with session.post(world.api_url + method, json=arguments, headers=headers) as response:
            return Answer(response.status, response.headers, await response.json())

    return call


@pytest.fixture
async def dm(api: Api, ana: Person) -> str:
    """Open the direct message between Ana and the bot."""
    return str((await api("conversations.open", users=ana.id))["channel"]["id"])


@dataclass
class Request:
    """What the scripted app was sent."""

    headers: Any
    text: str

    @property
    def payload(self) -> dict[str, Any]:
        """Give the payload, whichever way it is encoded."""
        if self.headers["Content-Type"] == "application/json":
            return dict(json.loads(self.text))
        form = dict(parse_qsl(self.text, keep_blank_values=True))
        return dict(json.loads(form["payload"])) if "payload" in form else dict(form)


class ScriptedApp:
    """An app behind a Request URL that answers what a test says."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answers: list[web.Response | float] = []
        """What to answer next: a response, or so many seconds of silence."""
        self.url = ""

    def answers_json(self, body: Any) -> None:
        self.answers.append(web.json_response(body))

    async def handle(self, request: web.Request) -> web.Response:
        self.requests.append(Request(request.headers, await request.text()))
        answer = self.answers.pop(0) if self.answers else web.Response()
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return web.Response()
        return answer

    @property
    def payloads(self) -> list[dict[str, Any]]:
        return [request.payload for request in self.requests]


@pytest.fixture
async def app(world: World) -> AsyncIterator[ScriptedApp]:
    """Give the world an app that listens over HTTP."""
    scripted = ScriptedApp()
    application = web.Application()
    application.router.add_post("/slack/events", scripted.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    world.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield scripted
    await runner.cleanup()


async def until(condition: Callable[[], bool]) -> None:
    """Give everything else its turn until something outside the world is true."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - what is waited for cannot signal
            await asyncio.sleep(0)
