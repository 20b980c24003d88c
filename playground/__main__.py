"""`python -m playground`: the local workspace alone, for any app in another process."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from playground.shapes import Payload
from playground.world import World

KEPT = 2_000
"""Payloads that the record holds at most, so that it can stand open for days."""


def described(world: World) -> Payload:
    """Give the addresses and tokens that an app needs."""
    workspace = world.default
    return {
        "api_url": world.api_url,
        "bot_token": workspace.bot_token,
        "app_token": world.app_token,
        "signing_secret": world.signing_secret,
        "page_url": world.page_url,
        "workspace_id": workspace.id,
        "app_id": world.app_id,
        "bot_user_id": workspace.bot_user_id,
        "workspaces": {w.name: {"id": w.id, "bot_token": w.bot_token} for w in world.workspaces.values()},
        "client_id": world.client_id,
        "client_secret": world.client_secret,
        "people": {name: person.id for name, person in workspace.people.items()},
    }


async def serve(port: int, request_url: str, manifest: Payload | None = None, further: Sequence[str] = ()) -> None:
    """Serve until a signal ends it, with these workspaces beside the first one."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with World(port=port, manifest=manifest, keep=KEPT) as world:
        for name in further:
            world.add_workspace(name)
        world.request_url = request_url
        sys.stdout.write(json.dumps(described(world)) + "\n")
        sys.stdout.flush()
        await ended.wait()


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="the port to listen on; any free one by default")
    parser.add_argument("--request-url", default="", help="where the app takes signed HTTP, if it has no socket")
    parser.add_argument("--manifest", type=_manifest, help="the app's manifest.json: its commands, shortcuts and tabs")
    parser.add_argument("--workspace", action="append", default=[], help="one more workspace; may be given again")
    chosen = parser.parse_args(arguments)
    asyncio.run(serve(chosen.port, chosen.request_url, chosen.manifest, chosen.workspace))


def _manifest(path: str) -> Payload:
    try:
        manifest = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{path} is no manifest in JSON.") from error
    if not isinstance(manifest, dict):
        raise argparse.ArgumentTypeError(f"{path} is no manifest in JSON.")
    return manifest


if __name__ == "__main__":
    main()
