"""A worker with thousands to write to, as a process of its own that can be told to die, by signal 9, in one window.

    python -m tests.crash.crowd SETTINGS_JSON [--dies WINDOW:COUNT | --freezes WINDOW:COUNT] [--shares] [--blind]

It dies the COUNT-th time that deliveries are `claimed` (committed, nothing sent), that one is `accepted` (Slack has it,
nothing is recorded), or that endings are `recorded` (committed); or it is stopped there and then, until somebody continues
it. `--shares` makes it one worker of many, on the queue; `--blind` takes the look-up away.
"""

import argparse
import asyncio
import json
import os
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import aiohttp

from bot import logs, outgoing
from bot.app import assemble
from bot.delivery import outbox
from bot.delivery.buckets import Limit
from bot.delivery.outbox import Claimed, Patience
from bot.delivery.pace import POST, Limits
from bot.delivery.posts import Message, Post
from bot.delivery.sender import Sender
from bot.ready import Roles
from bot.settings import Settings

WAVE: Final = "wave"
FREELY: Final = Limit(10_000_000, burst=100_000)
LIMITS: Final = Limits(
    FREELY, FREELY, dict.fromkeys(("conversations.open", "conversations.history", "users.info"), FREELY)
)
PATIENCE: Final = Patience(  # a late accept must come before the doubt ends, on a machine of any speed
    call=timedelta(seconds=1),
    lease=timedelta(seconds=6),
    doubt=timedelta(seconds=4),
    pause=timedelta(seconds=0.5),
    tick=timedelta(seconds=0.2),
)


class Wave:
    """Something to say to everybody."""

    async def message(self, item: Claimed) -> Message | None:
        return Message(
            "Hello", [{"type": "section", "text": {"type": "plain_text", "text": f"Hello {item.owner.member}"}}]
        )

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""


class Fate:
    """Dies, or is stopped, in one window, at its count."""

    def __init__(self, when: str, by: signal.Signals) -> None:
        self._by = by
        self._window, _, count = when.partition(":")
        self._left = Counter({self._window: int(count or 0)})

    def reach(self, window: str) -> None:
        """Die if this is the time: no handler runs, nothing is flushed."""
        self._left[window] -= 1
        if window == self._window and not self._left[window]:
            os.kill(os.getpid(), self._by)

    def watch(self) -> None:
        """Stand behind each claim, each answer to a message, and each settlement."""
        outbox.claim = self._after(outbox.claim, "claimed")
        outbox.settle = self._after(outbox.settle, "recorded")
        request = aiohttp.ClientSession._request

        async def watched(session: aiohttp.ClientSession, verb: str, url: Any, **more: Any) -> aiohttp.ClientResponse:
            answer = await request(session, verb, url, **more)
            if str(url).endswith(POST) and answer.ok:
                self.reach("accepted")
            return answer

        aiohttp.ClientSession._request = watched  # type: ignore[assignment]

    def _after(self, done: Callable[..., Awaitable[Any]], window: str) -> Callable[..., Any]:
        async def watched(*given: Any, **told: Any) -> Any:
            answer = await done(*given, **told)
            if answer:
                self.reach(window)
            return answer

        return watched


def _waves(*_: object) -> Mapping[str, Post]:
    return {WAVE: Wave()}


async def _not_there(*_: object) -> None:
    """What a look-up finds when nobody looks."""


async def _work(settings: Settings, roles: Roles) -> None:
    async with assemble(settings, roles, patience=PATIENCE, limits=LIMITS):
        await asyncio.Event().wait()


def main() -> None:
    """Work until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("settings", type=json.loads)
    parser.add_argument("--dies", default="")
    parser.add_argument("--freezes", default="")
    parser.add_argument("--shares", action="store_true")
    parser.add_argument("--blind", action="store_true")
    told = parser.parse_args()
    logs.set_up("ERROR")
    outgoing.posts = _waves  # type: ignore[assignment]
    if told.blind:
        Sender._look_up = _not_there  # type: ignore[assignment, method-assign]
    Fate(told.dies or told.freezes, signal.SIGKILL if told.dies else signal.SIGSTOP).watch()
    asyncio.run(_work(Settings(**told.settings), Roles(listens=not told.shares)))


if __name__ == "__main__":
    main()
