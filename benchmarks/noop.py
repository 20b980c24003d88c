"""What the bot is compared with: a Bolt app that only acknowledges. `python -m benchmarks.noop PORT NAME`.

Each stands on uvicorn, uvloop and httptools, without an access log.
"""

import argparse
import os
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import uvicorn
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

PATH = "/slack/events"


class Reference(StrEnum):
    """The apps to compare with, by what stands before them."""

    BARE = "bare"
    """Starlette, and Bolt's adapter for it: what the goals are written for."""

    BARE_ASGI = "bare ASGI"
    """Bolt's own ASGI adapter: the harder bar."""

    DEFAULT = "default"
    """The same, but `process_before_response` is as Bolt ships it: it looks for the acknowledgement every 10 ms."""


def app(reference: Reference) -> AsyncApp:
    """An app with one command, which says nothing."""
    client = AsyncWebClient(os.environ.pop("SLACK_BOT_TOKEN"), os.environ["SLACK_API_URL"])
    bolt = AsyncApp(client=client, process_before_response=reference is not Reference.DEFAULT)

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    bolt.command("/win")(acknowledge)
    return bolt


def served(reference: Reference) -> Callable[..., Any]:
    """The app behind its adapter. Each one's adapter alone is imported: memory is measured too."""
    if reference is Reference.BARE:
        return _behind_starlette(app(reference))
    from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler  # noqa: PLC0415

    return AsyncSlackRequestHandler(app(reference), PATH)


def _behind_starlette(bolt: AsyncApp) -> Callable[..., Any]:
    from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler  # noqa: PLC0415
    from starlette.applications import Starlette  # noqa: PLC0415
    from starlette.requests import Request  # noqa: PLC0415  # Starlette itself reads the hint
    from starlette.responses import Response  # noqa: PLC0415
    from starlette.routing import Route  # noqa: PLC0415

    handler = AsyncSlackRequestHandler(bolt)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route(PATH, events, methods=["POST"])])


def main() -> None:
    """Serve until a signal ends it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.noop", description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("reference", type=Reference, choices=list(Reference))
    chosen = parser.parse_args()
    config = uvicorn.Config(
        served(chosen.reference),
        port=chosen.port,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_config=None,
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
