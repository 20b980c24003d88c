"""A plain synchronous Bolt app of twenty lines, over both transports, unchanged."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from playground import World
from tests.conftest import PATIENT
from tests.playground.test_blocks import actions, asked, button, modal, plain, section

FORM = modal(
    callback_id="form",
    submit=plain("Save"),
    blocks=[asked({"type": "plain_text_input", "action_id": "text"}, block_id="what")],
)


def bolt_app(world: World) -> App:
    """Twenty lines of Bolt."""
    client = WebClient(token=world.default.bot_token, base_url=world.api_url)
    app = App(client=client, signing_secret=world.signing_secret)

    @app.command("/win")
    def win(ack: Ack, command: dict[str, Any]) -> None:
        ack(text="Saved", blocks=[section(f"Saved {command['text']}"), actions(button(action_id="edit"))])

    @app.action("edit")
    def edit(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)
        respond(text="Editing", replace_original=True)

    @app.view("form")
    def form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        said = body["view"]["state"]["values"]["what"]["text"]["value"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"Changed to {said}")

    @app.event("message")
    def message(event: dict[str, Any], say: Say) -> None:
        say(text=f"You said {event['text']}")

    return app


@pytest.fixture(params=["socket", "http"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    async with World(rates="unlimited", ack_timeout=PATIENT) as opened:
        app = await asyncio.to_thread(bolt_app, opened)  # it asks who it is before it starts
        start = by_socket if request.param == "socket" else by_http
        async for _ in start(opened, app):
            yield opened
            assert opened.violations == []


async def by_socket(world: World, app: App) -> AsyncIterator[None]:
    handler = SocketModeHandler(app, world.app_token)
    await asyncio.to_thread(handler.connect)
    await world.connected()
    yield
    await asyncio.to_thread(handler.close)


class Quiet(WSGIRequestHandler):
    """A server that writes no log."""

    def log_message(self, format: str, *_: Any) -> None:  # noqa: A002 - the name of the base class
        pass


async def by_http(world: World, app: App) -> AsyncIterator[None]:
    handler: Any = SlackRequestHandler(app)
    with make_server("127.0.0.1", 0, handler, handler_class=Quiet) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        world.request_url = f"http://127.0.0.1:{server.server_port}/slack/events"
        yield
        await asyncio.to_thread(server.shutdown)
        serving.join()


async def test_a_journey_from_command_to_message(world: World) -> None:
    ana = world.default.person("Ana")

    await ana.slash("/win", "a <b>")
    assert ana.sees("Saved a <b>")
    await ana.click("Go")
    await ana.eventually_sees("Editing")
    await ana.eventually(lambda: ana.modal is not None)
    await ana.fill({"What?": "the better word"})
    await ana.submit()
    await ana.eventually_sees("PM Coach: Changed to the better word")
    await ana.says("thanks")
    await ana.eventually_sees("You said thanks")
