"""A plain Bolt app, over both transports: the playground is a Slack to it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from playground import World
from playground.response_urls import show
from tests.conftest import PATIENT
from tests.playground.test_blocks import actions, asked, button, modal, option, plain, section

FORM = modal(
    callback_id="form",
    submit=plain("Save"),
    blocks=[asked({"type": "plain_text_input", "action_id": "text"}, block_id="what")],
)


def bolt_app(world: World) -> AsyncApp:
    """Twenty lines of Bolt."""
    client = AsyncWebClient(token=world.default.bot_token, base_url=world.api_url)
    app = AsyncApp(client=client, signing_secret=world.signing_secret)

    async def win(ack: AsyncAck, command: dict[str, Any]) -> None:
        blocks = [section(f"Saved {command['text']}"), actions(button(text=plain("Edit"), action_id="edit"))]
        await ack(text="Saved", blocks=blocks)

    async def edit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await respond(text="Editing", replace_original=True)

    async def form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        opened = await client.conversations_open(users=body["user"]["id"])
        said = body["view"]["state"]["values"]["what"]["text"]["value"]
        await client.chat_postMessage(channel=opened["channel"]["id"], text=f"Changed to {said}")

    async def save(ack: AsyncAck, shortcut: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        await respond(text=f"Kept: {shortcut['message']['text']}")

    async def corrected(event: dict[str, Any], say: AsyncSay) -> None:
        await say(text=f"Now you say {event['message']['text']}")

    async def message(event: dict[str, Any], say: AsyncSay) -> None:
        await say(text=f"You said {event['text']}")

    async def launches(ack: AsyncAck, payload: dict[str, Any]) -> None:
        await ack(options=[option(f"Launch of {payload['value']}", "1")])

    async def chosen(ack: AsyncAck, say: AsyncSay, payload: dict[str, Any]) -> None:
        await ack()
        await say(text=f"Chosen: {payload['selected_option']['text']['text']}")

    app.options("launch")(launches)
    app.action("launch")(chosen)
    app.command("/win")(win)
    app.action("edit")(edit)
    app.view("form")(form)
    app.shortcut("save")(save)
    app.event({"type": "message", "subtype": "message_changed"})(corrected)
    app.event("message")(message)
    return app


@pytest.fixture(params=["socket", "http"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    async with World(rates="unlimited", ack_timeout=PATIENT) as opened:
        start = by_socket if request.param == "socket" else by_http
        async for _ in start(opened):
            yield opened
            assert opened.violations == []


async def by_socket(world: World) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(bolt_app(world), world.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # untyped in Bolt
    await world.connected()
    yield
    await handler.close_async()  # type: ignore[no-untyped-call]  # as above


async def by_http(world: World) -> AsyncIterator[None]:
    adapter = AsyncSlackRequestHandler(bolt_app(world))
    server = uvicorn.Server(uvicorn.Config(adapter, log_level="error", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as opened:
        serving = asyncio.create_task(server.serve([opened]))
        world.request_url = f"http://127.0.0.1:{opened.getsockname()[1]}/slack/events"
        yield
        server.should_exit = True
        await serving


async def test_a_journey_from_command_to_message(world: World) -> None:
    ana = world.default.person("Ana")

    await ana.slash("/win", "a <b>")
    assert ana.sees("Saved a <b>")
    await ana.click("Edit")
    await ana.eventually_sees("Editing")
    await ana.fill({"What?": "the better word"})
    await ana.submit()
    await ana.eventually_sees("PM Coach: Changed to the better word")
    await ana.says("thanks")
    await ana.eventually_sees("You said thanks")

    assert world.calls("views.open")[0].response["view"]["callback_id"] == "form"


async def test_a_journey_through_messages(world: World) -> None:
    world.subscriptions.state("message.im")
    ana = world.default.person("Ana")
    bens = world.default.person("Ben").writes("We launched", "general")

    await ana.message_shortcut("save", bens)
    await ana.eventually_sees("Kept: We launched")
    await ana.says("it moved")
    await ana.eventually_sees("You said it moved")
    await ana.edits(ana.dm()[0], "it moved by 3 %")
    await ana.eventually_sees("Now you say it moved by 3 %")

    assert [m.text for m in ana.dm()] == ["it moved by 3 %", "You said it moved", "Now you say it moved by 3 %"]


async def test_a_menu_that_the_app_fills(world: World) -> None:
    ana = world.default.person("Ana")
    menu = {"type": "external_select", "action_id": "launch", "placeholder": plain("Which launch?")}
    show(ana, ana.place("dm"), {"blocks": [actions(menu)], "response_type": "in_channel"})

    await ana.searches("Which launch?", "checkout")
    await ana.select("Which launch?", "Launch of checkout")

    await ana.eventually_sees("Chosen: Launch of checkout")
