"""The bot as a process of its own that can be told to die, by signal 9, at one exact step.

    python -m tests.crash.mortal SETTINGS_JSON [STEP]

A step is `before:commit:2` (the second commit that changes anything), `after:commit:2`, `before:chat.postMessage`
or `after:chat.postMessage`. Without one it lives until it is killed. It prints a line when it is connected.
"""

import asyncio
import json
import os
import signal
import sys
from typing import Any

import aiohttp
from sqlalchemy import Engine

from bot import logs
from bot.app import assemble
from bot.ledger import engines
from bot.ready import Roles, prepare
from bot.settings import Settings
from tests.stage import HASTY, served


class Fate:
    """Knows the step at which the process dies."""

    def __init__(self, step: str | None) -> None:
        self._step = step
        self._commits = 0
        self._changes: dict[int, int] = {}

    def reach(self, step: str) -> None:
        """Die if this is the step: no handler runs, nothing is flushed."""
        if step == self._step:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, engine: Engine) -> Engine:
        """Stand on both sides of every commit that changes something."""
        commit = engine.dialect.do_commit

        def watched(connection: Any) -> None:
            changes = connection.total_changes
            changed = changes != self._changes.get(id(connection), 0)
            self._changes[id(connection)] = changes
            self._commits += changed
            step = f"commit:{self._commits}" if changed else "nothing"
            self.reach(f"before:{step}")
            commit(connection)
            self.reach(f"after:{step}")

        engine.dialect.do_commit = watched  # type: ignore[method-assign, assignment]
        return engine

    def watch_calls(self) -> None:
        """Stand on both sides of every call to Slack: before it leaves, and when its answer is here but not read."""
        request = aiohttp.ClientSession._request

        async def watched(session: aiohttp.ClientSession, verb: str, url: Any, **more: Any) -> aiohttp.ClientResponse:
            method = str(url).rsplit("/", 1)[-1]
            self.reach(f"before:{method}")
            answer = await request(session, verb, url, **more)
            self.reach(f"after:{method}")
            return answer

        aiohttp.ClientSession._request = watched  # type: ignore[assignment]


async def _live(settings: Settings, fate: Fate) -> None:
    prepare(settings, Roles())
    open_engine = engines.open_engine
    engines.open_engine = lambda url: fate.watch(open_engine(url))
    fate.watch_calls()
    async with assemble(settings, patience=HASTY) as bot:
        if settings.slack_app_token:
            while await bot.sockets.connected() < 2:  # type: ignore[union-attr]  # noqa: ASYNC110  # nobody tells when they open
                await asyncio.sleep(0.02)
            print("connected", flush=True)  # noqa: T201  # the test waits for it
            await asyncio.Event().wait()
        async with served(bot) as address:
            print(f"{address}/slack/events", flush=True)  # noqa: T201  # as above
            await asyncio.Event().wait()


if __name__ == "__main__":
    logs.set_up("WARNING")
    asyncio.run(_live(Settings(**json.loads(sys.argv[1])), Fate(sys.argv[2] if len(sys.argv) > 2 else None)))
