"""A fan-out by an engine with one worker, and the same messages by a client that remembers nothing."""

import asyncio
import json
import sys
import time
import uuid
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import insert, select

from bot.coach.moment import Moment
from bot.delivery.duties import Duties
from bot.delivery.engine import Engine
from bot.delivery.lane import AT_ONCE
from bot.delivery.outbox import Claimed, Patience
from bot.delivery.pace import Limits, Pacing
from bot.delivery.posts import AnyPost, Message
from bot.delivery.sender import EVENT_TYPE, Sender
from bot.ledger import migrate
from bot.ledger.models import Delivery, Member, Workspace
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger

KIND: Final = "bench"
BLOCKS: Final[list[dict[str, Any]]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Three minutes for your week*\nYou decided to postpone the export. What came of it?"}},
    {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": label, "value": "1"} for label in ("It moved", "Not yet", "Snooze")]},
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slack:
    """A local Slack in another process: where it is, and who is there with which direct message."""

    api_url: str
    token: str
    workspace: str
    members: Mapping[str, str]
    pid: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A fan-out that is over: how long it took, and Slack's answers 429."""

    seconds: float
    refusals: Counter[str]


class Full(Protocol):
    """A ledger in which something is due, and what it says."""

    ledger: Ledger

    def posts(self, client: AsyncWebClient, pacing: Pacing) -> dict[str, AnyPost]:
        """Each kind of delivery in it."""


class Outbox:
    """A new ledger on SQLite, as the bot opens it: WAL, `synchronous=FULL`. `reads`: each message is read from it."""

    def __init__(self, ledger: Ledger, *, reads: bool = False) -> None:
        self.ledger = ledger
        self._reads = reads

    async def fill(self, told: Slack) -> None:
        """One message for everybody, due now."""
        instant = now().due
        own = {"workspace_id": told.workspace, "created_at": instant}
        members = [{**own, "id": member, "dm_channel": channel} for member, channel in told.members.items()]

        def write(session: ScopedSession) -> None:
            session.execute(insert(Workspace).values(id=told.workspace, created_at=instant))
            session.execute(insert(Member), members)
            session.execute(insert(Delivery), [_row(told, member, instant, "ready") for member in told.members])

        await self.ledger.write(EVERYONE, write, within=60)

    async def add_sent(self, told: Slack, count: int) -> None:
        """So many that are over."""
        instant, people = now().due, list(told.members)
        rows = [_row(told, people[number % len(people)], instant, "sent") for number in range(count)]
        await self.ledger.write(EVERYONE, lambda session: session.execute(insert(Delivery), rows), within=120)

    def posts(self, _client: AsyncWebClient, _pacing: Pacing) -> dict[str, AnyPost]:
        """It says itself what is said."""
        return {KIND: self}

    async def message(self, item: Claimed) -> Message:
        """What is said."""
        if self._reads:
            reading = select(Delivery.created_at).where(Delivery.id == item.id)
            await self.ledger.read(item.owner, lambda session: session.scalars(reading).one())
        return Message("Three minutes for your week", BLOCKS)

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""


def _row(told: Slack, member: str, at: datetime, state: str) -> dict[str, Any]:
    ids = {"id": uuid.uuid4(), "subject_id": uuid.uuid4(), "workspace_id": told.workspace, "member_id": member}
    return {**ids, "kind": KIND, "state": state, "attempts": 0, "due_at": at, "created_at": at}


def now() -> Moment:
    """Now, on both clocks."""
    instant = datetime.now(UTC)
    return Moment(instant, instant)


def duties_of(rows: Full, client: AsyncWebClient, pacing: Pacing) -> Duties:
    """All that is done to these rows."""
    patience = Patience()
    sender = Sender(lambda _: client, patience, pacing, lambda: now().real)
    return Duties(rows.ledger, sender, rows.posts(client, pacing), _no_jobs, now, patience, pacing=pacing)


async def fan_out(rows: Full, told: Slack, limits: Limits) -> Gone:
    """Send all that is due."""
    pacing = Pacing(limits)
    async with client_of(told.token, told.api_url) as client:
        engine = Engine(duties_of(rows, client, pacing))
        begun = time.perf_counter()
        while wait := await engine.drain(told.workspace):  # noqa: ASYNC110  # it says itself how long
            await asyncio.sleep(wait)
        return Gone(time.perf_counter() - begun, pacing.refusals)


async def raw(told: Slack) -> float:
    """The same messages, as many at once, and nothing written down. Messages a second."""
    waiting = iter(told.members.values())

    async with client_of(told.token, told.api_url) as client:

        async def keep_busy() -> None:
            for channel in waiting:
                metadata = {"event_type": EVENT_TYPE, "event_payload": {"delivery_id": str(uuid.uuid4())}}
                await client.chat_postMessage(
                    channel=channel, text="Three minutes for your week", blocks=BLOCKS, metadata=metadata,
                    unfurl_links=False, unfurl_media=False,
                )  # fmt: skip

        begun = time.perf_counter()
        await asyncio.gather(*(keep_busy() for _ in range(AT_ONCE)))
        return len(told.members) / (time.perf_counter() - begun)


async def _no_jobs(*_: object, **__: object) -> None:
    """There is nothing else to do."""


@asynccontextmanager
async def client_of(token: str, api_url: str) -> AsyncIterator[AsyncWebClient]:
    """Slack's client, as the bot has it."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        yield AsyncWebClient(token, api_url, session=session, retry_handlers=[])


@asynccontextmanager
async def opened(file: Path, *, reads: bool = False) -> AsyncIterator[Outbox]:
    """A new outbox."""
    async with new_ledger(file) as ledger:
        yield Outbox(ledger, reads=reads)


@asynccontextmanager
async def new_ledger(file: Path) -> AsyncIterator[Ledger]:
    """A new ledger, as the bot opens it."""
    ledger = Ledger.open(f"sqlite:///{file}")
    await asyncio.to_thread(migrate.upgrade, ledger.engine)
    yield ledger
    await ledger.close()


@asynccontextmanager
async def slack(people: int, *more: str) -> AsyncIterator[Slack]:
    """A local Slack with so many people."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.slack", str(people), *more, stdout=PIPE, limit=2**20
    )
    try:
        assert process.stdout  # noqa: S101  # asked for above
        yield Slack(pid=process.pid, **json.loads(await process.stdout.readline()))
    finally:
        process.kill()
        await process.wait()
