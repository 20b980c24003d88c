"""What goes wrong around a fan-out: a full disk, a clock that is set back, a bot that is removed. Nothing else stops."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Connection, event, select

from bot.coach import nudges
from bot.delivery.buckets import Limit
from bot.delivery.clock import Clock
from bot.delivery.duties import Duties
from bot.delivery.engine import Engine
from bot.delivery.outbox import Claimed, Failed, Patience
from bot.delivery.pace import Limits, Pacing
from bot.delivery.posts import Message
from bot.delivery.sender import Sender
from bot.delivery.sweep import sweep
from bot.ledger.errors import NotWritten
from bot.ledger.models import Delivery, Profile
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from playground import World
from tests.delivery.office import FREELY, SELDOM, Posts, engine_of, states
from tests.ledger.rows import ANA, NOON, at, delivery, stored

FRIDAY = datetime(2026, 5, 8, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Disk:
    """A disk that can be full: SQLite then says so by itself, when a file would have to grow."""

    def __init__(self) -> None:
        self.full = False

    def begins(self, connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one() if self.full else 2**30
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


@pytest.fixture
def migrated_url(migrated_sqlite: str) -> str:
    """SQLite alone: a full disk of a server is the server's."""
    return migrated_sqlite


@pytest.fixture
def disk(ledger: Ledger) -> Iterator[Disk]:
    disk = Disk()
    event.listen(ledger.engine, "begin", disk.begins)
    yield disk
    event.remove(ledger.engine, "begin", disk.begins)


async def test_what_a_full_disk_does_not_plan_is_planned_when_there_is_room(ledger: Ledger, disk: Disk) -> None:
    people = [Owner(ANA.workspace, f"U{number:04}") for number in range(300)]
    await stored(ledger, *(due(owner) for owner in people))
    disk.full = True

    with pytest.raises(NotWritten):
        await nudges.plan(ledger, at(FRIDAY))

    assert await states(ledger) == []
    disk.full = False
    assert await nudges.plan(ledger, at(FRIDAY)) == 300
    assert await states(ledger) == ["ready"] * 300


def due(owner: Owner) -> Profile:
    """Somebody whose hour has come."""
    whose = {"workspace_id": owner.workspace, "member_id": owner.member}
    return Profile(id=uuid.uuid4(), **whose, nudge_at=FRIDAY, review_days=[30], metrics=[], created_at=NOON)


async def test_what_a_full_disk_does_not_let_be_claimed_is_not_sent_and_waits(
    ledger: Ledger, disk: Disk, posts: Posts
) -> None:
    await stored(ledger, *(delivery(ANA) for _ in range(300)))
    engine = engine_of(ledger, posts, SELDOM)
    disk.full = True

    assert await engine.drain(ANA.workspace) == 0

    assert posts.sent == []
    assert await states(ledger) == ["ready"] * 300
    disk.full = False
    await engine.drain(ANA.workspace)
    assert len({item.id for item in posts.sent}) == len(posts.sent) == 300


async def test_what_a_full_disk_does_not_let_be_written_down_is_in_doubt_and_not_sent_again(
    ledger: Ledger, disk: Disk, posts: Posts
) -> None:
    await stored(ledger, *(delivery(ANA) for _ in range(300)))
    posts.outcome, posts.silence = Failed("w" * 255), asyncio.Event()
    draining = asyncio.create_task(engine_of(ledger, posts, SELDOM).drain(ANA.workspace))
    await posts.until(lambda: len(posts.sent) > 0)

    disk.full = True
    posts.silence.set()
    await draining

    assert "sending" in await states(ledger)
    disk.full = False
    later = NOON + Patience().lease + timedelta(seconds=1)
    held = (await states(ledger)).count("sending")
    found = await sweep(ledger, now=at(later), doubt=timedelta(minutes=1))
    assert len(found.lost) == held
    assert (await states(ledger)).count("doubt") == held


async def test_a_clock_that_is_set_back_goes_on_ticking() -> None:
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    clock = Clock(timedelta(milliseconds=10), tick)
    clock.start()
    async with asyncio.timeout(20):
        await ticked.wait()

    clock._job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))  # what it amounts to
    ticked.clear()

    async with asyncio.timeout(20):
        await ticked.wait()
    await clock.stop()


@pytest.fixture
async def client(world: World) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(world.default.bot_token, world.api_url, session=session, retry_handlers=[])


def sender_of(client: AsyncWebClient, limits: Limits = FREELY) -> Sender:
    return Sender(lambda _: client, Patience(), Pacing(limits), lambda: datetime.now(UTC))


async def test_what_was_sent_while_the_clock_was_an_hour_ahead_is_found_when_it_is_right(
    world: World, client: AsyncWebClient
) -> None:
    ana = world.default.person("ana")
    owner, ahead = Owner(world.default.id, ana.id), datetime.now(UTC) + timedelta(hours=1)
    place = world.default.direct_message(ana.id).id
    item = Claimed(uuid.uuid4(), owner, "draft", uuid.uuid4(), "one", 1, doubted=False, channel=place, since=ahead, held_until=ahead + HOUR)  # fmt: skip
    first = await sender_of(client).deliver(item, Message("hi", []))

    again = await sender_of(client).deliver(replace(item, doubted=True), Message("hi", []))

    assert again == first
    assert len(ana.dm()) == 1


class Hello:
    """Says hello, and does something when so many have heard it."""

    def __init__(self, after: int, then: Callable[[], object]) -> None:
        self._left, self._then = after, then

    async def message(self, _item: Claimed) -> Message:
        return Message("hello", [])

    async def arrived(self, _item: Claimed) -> None:
        self._left -= 1
        if not self._left:
            self._then()


async def told(ledger: Ledger, world: World, client: AsyncWebClient, hello: Hello) -> list[tuple[str, str | None]]:
    """How it ended for six people, two of whom are told at a time."""
    people = [Owner(world.default.id, world.default.person(f"p{number}").id) for number in range(6)]
    await stored(ledger, *(delivery(owner, due_at=NOON + timedelta(seconds=n)) for n, owner in enumerate(people)))
    limits = Limits(Limit(6_000, burst=2))
    pacing = Pacing(limits)
    sender = Sender(lambda _: client, Patience(), pacing, lambda: NOON)
    duties = Duties(ledger, sender, {"draft": hello}, _no_jobs, lambda: at(NOON + HOUR), Patience(), pacing=pacing)
    engine = Engine(duties)
    while wait := await engine.drain(world.default.id):  # noqa: ASYNC110  # it says itself how long
        await asyncio.sleep(wait)
    ended = select(Delivery.state, Delivery.reason).order_by(Delivery.due_at)
    return await ledger.read(EVERYONE, lambda session: [(row.state, row.reason) for row in session.execute(ended)])


async def _no_jobs(*_: object, **__: object) -> None:
    """There is nothing else to do."""


@pytest.mark.parametrize("word", ["channel_not_found", "account_inactive", "is_archived", "not_in_channel"])
async def test_one_conversation_that_is_gone_fails_with_slacks_word_and_costs_no_other(
    ledger: Ledger, world: World, client: AsyncWebClient, word: str
) -> None:
    world.faults.error("chat.postMessage", word)

    ended = await told(ledger, world, client, Hello(0, lambda: None))

    assert sorted(ended, key=str) == [("failed", word)] + [("sent", None)] * 5


async def test_a_bot_that_is_removed_in_the_middle_fails_from_there_on_with_slacks_word(
    ledger: Ledger, world: World, client: AsyncWebClient
) -> None:
    ended = await told(ledger, world, client, Hello(2, world.default.close))

    states = [state for state, _ in ended]
    assert states[:2] == ["sent"] * 2
    assert set(states) == {"sent", "failed"}
    assert {reason for state, reason in ended if state == "failed"} <= {
        "account_inactive",
        "token_revoked",
        "invalid_auth",
    }
