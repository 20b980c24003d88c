"""What the bot is compared with: a Bolt app that only acknowledges. `python -m benchmarks.noop PORT [--default]`.

It stands on Bolt's own ASGI adapter, uvicorn, uvloop and httptools, without an access log. `--default` leaves
`process_before_response` as Bolt ships it, and then Bolt looks for the acknowledgement every 10 ms.
"""

import argparse
import os

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def bare(*, process_before_response: bool) -> AsyncApp:
    """An app with one command, which says nothing."""
    client = AsyncWebClient(os.environ.pop("SLACK_BOT_TOKEN"), os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client, process_before_response=process_before_response)

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.command("/win")(acknowledge)
    return app


def main() -> None:
    """Serve until a signal ends it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.noop", description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--default", action="store_true", help="leave process_before_response at Bolt's default")
    chosen = parser.parse_args()
    app = bare(process_before_response=not chosen.default)
    config = uvicorn.Config(
        AsyncSlackRequestHandler(app),
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
