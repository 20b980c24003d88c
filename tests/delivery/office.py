"""An engine between a real ledger and posts that do as told."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from bot.coach.moment import Moment
from bot.delivery.buckets import Limit
from bot.delivery.duties import Duties, Planner, nobody
from bot.delivery.engine import Engine
from bot.delivery.outbox import Claimed, Outcome, Patience, Sent, Skipped
from bot.delivery.pace import Limits, Pacing
from bot.delivery.posts import Courier, Gathering, Instead, Message, Said
from bot.ledger.models import Delivery
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, NOON, at

PATIENCE: Final = Patience(tick=timedelta(milliseconds=10))
SELDOM: Final = replace(PATIENCE, tick=timedelta(hours=1))
FREELY: Final = Limits(Limit(1_000_000, burst=1_000))
SECRET: Final = "words nobody may read"  # a person's, not a password


class Posts:
    """A sender, a post and a workshop in one: they note what was asked of them and do as told."""

    def __init__(self) -> None:
        self.sent: list[Claimed] = []
        self.seen: list[Claimed] = []
        self.poison: set[str] = set()
        self.says: Message | Instead | None = Message("hi", [])
        self.outcome: Outcome = Sent("D1", "1")
        self.silence: asyncio.Event | None = None
        self.silent: set[str] = set()
        self.jobs: list[Callable[[], None]] = []
        self.changed = asyncio.Event()
        self.together = Together(self)

    async def message(self, item: Claimed) -> Message | Instead | None:
        if item.kind in self.poison:
            self._tell()
            raise ValueError(SECRET)
        return self.says

    async def arrived(self, item: Claimed) -> None:
        self.seen.append(item)
        self._tell()

    async def deliver(self, item: Claimed, message: Message | Skipped) -> Outcome:
        if isinstance(message, Skipped):
            return message
        self.sent.append(item)
        self._tell()
        if self.silence and item.owner.member in (self.silent or {item.owner.member}):
            await self.silence.wait()
        return self.outcome

    async def __call__(self, _worker: str, _now: Moment, taken: Callable[[], None] = nobody) -> str | None:
        if self.jobs:
            taken()
            self.jobs.pop()()
            self._tell()
            return ANA.workspace
        return None

    def _tell(self) -> None:
        self.changed.set()

    async def until(self, condition: Callable[[], bool], within: float = 20) -> None:
        async with asyncio.timeout(within):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


def engine_of(
    ledger: Ledger, posts: Posts, patience: Patience, *, limits: Limits = FREELY, planners: tuple[Planner, ...] = ()
) -> Engine:
    return Engine(duties_of(ledger, posts, patience, limits=limits, planners=planners))


def duties_of(
    ledger: Ledger, posts: Posts, patience: Patience, *, limits: Limits = FREELY, planners: tuple[Planner, ...] = ()
) -> Duties:
    kinds = {"draft": posts, "bad": posts, "file": Slow(posts), "nudge": posts.together}
    clock, pacing = lambda: at(NOON), Pacing(limits)
    return Duties(ledger, posts, kinds, posts, clock, patience, planners=planners, pacing=pacing)  # type: ignore[arg-type]  # as much of a sender as it needs


class Together(Gathering):
    """Reads many at once, except where somebody among them cannot be read, and leaves out who is slow."""

    def __init__(self, posts: Posts) -> None:
        self._posts = posts
        self.read: list[int] = []
        self.unreadable: set[str] = set()
        self.left_out: set[str] = set()

    async def messages(self, items: Sequence[Claimed]) -> dict[uuid.UUID, Said]:
        self.read.append(len(items))
        if self.unreadable & {item.owner.member for item in items}:
            raise ValueError(SECRET)
        alone = len(items) == 1
        return {item.id: self._posts.says for item in items if alone or item.owner.member not in self.left_out}

    async def arrived(self, item: Claimed) -> None:
        await self._posts.arrived(item)


class Slow(Courier):
    """Takes as long as the posts are silent."""

    def __init__(self, posts: Posts) -> None:
        self._posts = posts

    async def deliver(self, item: Claimed) -> Outcome:
        await self._posts.message(item)
        return await self._posts.deliver(item, Message("a file", []))


async def states(ledger: Ledger) -> list[str]:
    return await ledger.read(EVERYONE, lambda session: sorted(session.scalars(select(Delivery.state))))
