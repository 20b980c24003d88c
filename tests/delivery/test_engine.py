"""The engine: wakes, drains, survives bad items, and stops in time, with its rows as it found them or further on."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, select

from bot.delivery import outbox
from bot.delivery.engine import WORKERS, Courier, Engine
from bot.delivery.outbox import Claimed, Done, Failed, Outcome, Patience, Sent
from bot.delivery.sender import Message
from bot.ledger.errors import LedgerError
from bot.ledger.models import Delivery
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, NOON, delivery, stored

PATIENCE = Patience(sweep=timedelta(milliseconds=10))
SECRET = "words nobody may read"  # a person's, not a password


class Posts:
    """A sender, a post and a workshop in one: they note what was asked of them and do as told."""

    def __init__(self) -> None:
        self.sent: list[Claimed] = []
        self.seen: list[Claimed] = []
        self.poison: set[str] = set()
        self.says: Message | None = Message("hi", [])
        self.outcome: Outcome = Sent("D1", "1")
        self.silence: asyncio.Event | None = None
        self.jobs: list[Callable[[], None]] = []
        self.changed = asyncio.Event()

    async def message(self, item: Claimed) -> Message | None:
        if item.kind in self.poison:
            self._tell()
            raise ValueError(SECRET)
        return self.says

    async def arrived(self, item: Claimed) -> None:
        self.seen.append(item)
        self._tell()

    async def deliver(self, item: Claimed, _message: Message, _now: datetime) -> Outcome:
        self.sent.append(item)
        self._tell()
        if self.silence:
            await self.silence.wait()
        return self.outcome

    async def __call__(self, _worker: str, _now: datetime) -> bool:
        if self.jobs:
            self.jobs.pop()()
            self._tell()
            return True
        return False

    def _tell(self) -> None:
        self.changed.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
def posts() -> Posts:
    return Posts()


@pytest.fixture
async def engine(ledger: Ledger, posts: Posts) -> AsyncIterator[Engine]:
    working = engine_of(ledger, posts, PATIENCE)
    yield working
    await working.close(within=0)


def engine_of(ledger: Ledger, posts: Posts, patience: Patience) -> Engine:
    kinds = {"draft": posts, "bad": posts}
    return Engine(ledger, posts, kinds, posts, lambda: NOON, patience)  # type: ignore[arg-type]  # as much of a sender as it needs


async def states(ledger: Ledger) -> list[str]:
    return await ledger.read(EVERYONE, lambda session: sorted(session.scalars(select(Delivery.state))))


async def test_all_that_is_due_is_sent_once_and_followed_up_once(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    rows = [delivery(ANA) for _ in range(3 * WORKERS)]
    await stored(ledger, *rows)

    engine.start()
    await posts.until(lambda: len(posts.seen) == len(rows))

    assert sorted(item.id for item in posts.sent) == sorted(row.id for row in rows)
    assert await states(ledger) == ["sent"] * len(rows)


async def test_an_idle_engine_is_woken_without_waiting_for_its_sweep(ledger: Ledger, posts: Posts) -> None:
    engine = engine_of(ledger, posts, replace(PATIENCE, sweep=timedelta(hours=1)))
    engine.start()
    posts.jobs.append(lambda: None)
    await posts.until(lambda: not posts.jobs)
    await stored(ledger, delivery(ANA))

    engine.wake()

    await posts.until(lambda: len(posts.seen) == 1)
    await engine.close()


async def test_the_sweep_finds_what_nobody_told_of(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    engine.start()
    await stored(ledger, delivery(ANA))

    await posts.until(lambda: len(posts.seen) == 1)


@pytest.mark.parametrize(("before", "after"), [("ready", "ready"), ("doubt", "doubt")])
async def test_a_message_that_does_not_come_into_words_waits_and_stays_in_doubt(
    ledger: Ledger, engine: Engine, posts: Posts, before: str, after: str
) -> None:
    posts.poison.add("bad")
    await stored(ledger, delivery(ANA, kind="bad", attempts=99, state=before), delivery(ANA))

    engine.start()
    await posts.until(lambda: len(posts.seen) == 1)
    await engine.close()

    assert sorted(await states(ledger)) == sorted([after, "sent"])


async def test_one_poison_item_costs_no_other(
    ledger: Ledger, engine: Engine, posts: Posts, caplog: pytest.LogCaptureFixture
) -> None:
    posts.poison.add("bad")
    await stored(ledger, delivery(ANA, kind="bad", due_at=NOON - timedelta(1)), *(delivery(ANA) for _ in range(5)))

    engine.start()
    await posts.until(lambda: len(posts.seen) == 5)

    assert await states(ledger) == ["ready"] + ["sent"] * 5
    assert engine.alive()
    [complaint] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert vars(complaint)["error"] == "ValueError"
    assert SECRET not in caplog.text


async def test_an_item_with_nothing_to_say_is_over(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    posts.says = None
    await stored(ledger, delivery(ANA), delivery(ANA, kind="bad"))

    engine.start()
    posts.jobs.append(lambda: None)
    await posts.until(lambda: not posts.jobs)
    await engine.close()

    assert await states(ledger) == ["failed", "failed"]
    assert posts.sent == []


async def test_what_failed_is_not_followed_up(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    posts.outcome = Failed("is_archived")
    await stored(ledger, delivery(ANA))

    engine.start()
    await posts.until(lambda: len(posts.sent) == 1)
    await engine.close()

    assert await states(ledger) == ["failed"]
    assert posts.seen == []


async def test_what_was_taken_over_meanwhile_is_not_followed_up(
    ledger: Ledger, engine: Engine, posts: Posts, caplog: pytest.LogCaptureFixture
) -> None:
    posts.silence = asyncio.Event()
    await stored(ledger, delivery(ANA))
    engine.start()
    await posts.until(lambda: len(posts.sent) == 1)

    await ledger.write(EVERYONE, lambda session: setattr(session.scalars(select(Delivery)).one(), "owner", "another"))
    posts.silence.set()
    await engine.close()

    assert posts.seen == []
    assert "taken over meanwhile" in caplog.text


async def test_stopping_finishes_what_is_in_hand(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    posts.silence = asyncio.Event()
    await stored(ledger, delivery(ANA))
    engine.start()
    await posts.until(lambda: len(posts.sent) == 1)

    closing = asyncio.create_task(engine.close())
    await asyncio.sleep(0)
    posts.silence.set()
    await closing

    assert await states(ledger) == ["sent"]
    assert len(posts.seen) == 1
    assert not engine.alive()


async def test_stopping_waits_no_longer_than_its_bound_and_leaves_the_row_to_its_lease(
    ledger: Ledger, engine: Engine, posts: Posts
) -> None:
    posts.silence = asyncio.Event()
    await stored(ledger, delivery(ANA))
    engine.start()
    await posts.until(lambda: len(posts.sent) == 1)

    async with asyncio.timeout(2):
        await engine.close(within=0.01)

    assert await states(ledger) == ["sending"]


async def test_an_engine_is_alive_while_every_worker_is(engine: Engine) -> None:
    assert not engine.alive()
    engine.start()
    assert engine.alive()

    doomed = engine._tasks[0]
    doomed.cancel()
    await asyncio.gather(doomed, return_exceptions=True)

    assert not engine.alive()


async def test_a_sweep_that_cannot_read_is_tried_again(
    ledger: Ledger, engine: Engine, posts: Posts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, refusals = outbox.sweep, iter([LedgerError()])

    async def sweep(swept: Ledger, *, now: datetime, doubt: timedelta) -> bool:
        if refusal := next(refusals, None):
            raise refusal
        return await real(swept, now=now, doubt=doubt)

    monkeypatch.setattr(outbox, "sweep", sweep)
    engine.start()
    await stored(ledger, delivery(ANA))

    await posts.until(lambda: len(posts.seen) == 1)
    assert "will be tried again" in caplog.text


class Slowly(Courier):
    """A delivery of its own kind that takes longer than any lease, and asks to be taken as it is told."""

    def __init__(self) -> None:
        self.begun = 0
        self.go_on = asyncio.Event()

    async def deliver(self, item: Claimed) -> Outcome:
        self.begun += 1
        await self.go_on.wait()
        if item.kind == "bad":
            raise ValueError(SECRET)
        return Done()


async def test_a_courier_keeps_what_takes_long_and_its_row_goes_when_it_is_done(ledger: Ledger, posts: Posts) -> None:
    slowly, clock = Slowly(), [NOON]
    hasty = replace(PATIENCE, lease=timedelta(milliseconds=60))
    engine = Engine(ledger, posts, {"draft": slowly}, posts, lambda: clock[0], hasty)  # type: ignore[arg-type]  # as above
    await stored(ledger, delivery(ANA))
    engine.start()
    for _ in range(5):
        clock[0] += hasty.lease / 2
        renewed = clock[0] + hasty.lease
        await until(ledger, select(Delivery.due_at), lambda found: found == [renewed])  # noqa: B023  # waited for at once

    slowly.go_on.set()

    await until(ledger, select(Delivery.id), lambda found: not found)
    await engine.close()
    assert slowly.begun == 1


async def until(ledger: Ledger, query: Select[Any], condition: Callable[[list[Any]], bool]) -> None:
    """Ask until what is found is as it should be."""
    async with asyncio.timeout(10):
        while not condition(await ledger.read(EVERYONE, lambda session: list(session.scalars(query)))):
            pass


async def test_a_courier_that_stumbles_is_sent_again_and_its_reason_is_no_words(ledger: Ledger, posts: Posts) -> None:
    slowly = Slowly()
    slowly.go_on.set()
    engine = Engine(ledger, posts, {"bad": slowly}, posts, lambda: NOON, PATIENCE)  # type: ignore[arg-type]  # as above
    await stored(ledger, delivery(ANA, kind="bad"))

    engine.start()
    await until(ledger, select(Delivery.reason), lambda found: found == ["ValueError"])
    await engine.close()

    assert await states(ledger) == ["ready"]
