"""Several workers on one database: each message once, each lane in one hand, and nothing lost with any of them."""

import asyncio
import time
from collections.abc import Callable

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException

from bot import web
from bot.coach import evidence
from bot.coach.moment import Moment
from bot.delivery import fleet as fleets
from bot.delivery import hands, whisper
from bot.delivery import queue as queues
from bot.delivery.duties import nobody
from bot.delivery.fleet import Fleet
from bot.delivery.queue import Queue
from bot.ledger.store import Ledger
from tests.delivery.office import Posts, duties_of, states
from tests.ledger.rows import ANA, ELSEWHERE, NOON, delivery, stored
from tests.machines.shared import *  # noqa: F403  # fixtures
from tests.machines.shared import OFTEN, SELDOM, SHORT, at_work, registered, true_when, until, waiting

pytestmark = pytest.mark.postgres


async def test_two_workers_send_each_message_once(shared_url: str, shared_ledger: Ledger, posts: Posts) -> None:
    rows = [delivery(owner) for owner in (ANA, ELSEWHERE) for _ in range(100)]
    await stored(shared_ledger, *rows)

    async with (
        at_work(shared_url, duties_of(shared_ledger, posts, OFTEN)),
        at_work(shared_url, duties_of(shared_ledger, posts, OFTEN)),
    ):
        await posts.until(lambda: len(posts.seen) == len(rows), within=20)

    assert sorted(item.id for item in posts.sent) == sorted(row.id for row in rows)
    assert await states(shared_ledger) == ["sent"] * len(rows)


async def test_what_web_calls_for_is_sent_without_waiting_for_a_tick(
    shared_url: str, shared_ledger: Ledger, queue: Queue, posts: Posts
) -> None:
    async with at_work(shared_url, duties_of(shared_ledger, posts, SELDOM)):
        await until(lambda: nothing(queue))
        await stored(shared_ledger, delivery(ANA), delivery(ELSEWHERE))

        queue.wake(ANA.workspace)

        await posts.until(lambda: len(posts.seen) == 1, within=20)
    assert [item.owner for item in posts.seen] == [ANA]


async def test_a_job_that_is_found_has_another_worker_look_for_the_next(
    shared_url: str, shared_ledger: Ledger, queue: Queue, posts: Posts
) -> None:
    together, open_now = asyncio.Barrier(3), asyncio.Event()

    async def meets(_worker: str, _now: Moment, taken: Callable[[], None] = nobody) -> str | None:
        if open_now.is_set():
            return None
        taken()
        await together.wait()  # ends only when three are at it
        open_now.set()
        return ANA.workspace

    duties = duties_of(shared_ledger, posts, SELDOM)
    duties._workshop = meets
    async with at_work(shared_url, duties):
        queue.wake(ANA.workspace)
        async with asyncio.timeout(20):
            await open_now.wait()


async def test_a_lane_that_slack_has_silenced_stays_in_one_hand(
    shared_url: str, shared_ledger: Ledger, queue: Queue, posts: Posts
) -> None:
    duties = duties_of(shared_ledger, posts, OFTEN)
    duties._pacing.of(ANA.workspace)._posts.block(60, asyncio.get_running_loop().time())
    await stored(shared_ledger, delivery(ANA))
    async with at_work(shared_url, duties):
        await until(lambda: lane_in_hand(queue))

        async with at_work(shared_url, duties_of(shared_ledger, posts, OFTEN)) as other:
            queue.wake(ANA.workspace)
            await until(lambda: called_again(queue))
            await asyncio.sleep(1.5)  # in which the other has looked for work, and ticks have come
            assert posts.sent == []
            assert other.alive()


async def called_again(queue: Queue) -> bool:
    return queues.LANE in [job.task_name for job in await waiting(queue)]


async def lane_in_hand(queue: Queue) -> bool:
    return [job.task_name for job in await waiting(queue, "doing")] == [queues.LANE]


async def nothing(queue: Queue) -> bool:
    return not [*await waiting(queue), *await waiting(queue, "doing")]


async def test_the_lane_of_a_worker_that_died_goes_on_elsewhere(
    shared_url: str, shared_ledger: Ledger, queue: Queue, posts: Posts
) -> None:
    await queue.take_up([ANA.workspace], jobs=False)
    await queue.manager.fetch_job(None, await queue.manager.register_worker())
    await stored(shared_ledger, delivery(ANA))

    async with at_work(shared_url, duties_of(shared_ledger, posts, SHORT)):
        await posts.until(lambda: len(posts.seen) == 1, within=15)


async def test_connections_that_are_cut_are_made_anew(
    shared_url: str, shared_ledger: Ledger, postgres_url: str, posts: Posts
) -> None:
    async with at_work(shared_url, duties_of(shared_ledger, posts, OFTEN)) as fleet:
        for _ in range(3):
            cut(postgres_url, shared_url)
            await asyncio.sleep(0.3)
        await stored(shared_ledger, delivery(ANA))

        await posts.until(lambda: len(posts.seen) == 1, within=20)
        assert fleet.alive()
        assert fleet.ticking()


def cut(server: str, url: str) -> None:
    """Cut every connection of the database, the ledger's too."""
    name = url.rsplit("/", 1)[-1].partition("?")[0]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            (name,),
        )


async def test_what_is_said_after_a_cut_is_saved_and_read_at_the_first_try(
    shared_url: str, shared_ledger: Ledger, postgres_url: str
) -> None:
    await stored(shared_ledger, delivery(ANA))
    assert await states(shared_ledger) == ["ready"]

    cut(postgres_url, shared_url)
    assert await states(shared_ledger) == ["ready"]
    cut(postgres_url, shared_url)
    await stored(shared_ledger, delivery(ANA))
    cut(postgres_url, shared_url)
    saved = await evidence.capture(shared_ledger, ANA, "Shipped onboarding", key="1", now=NOON)

    assert saved.entry.text == "Shipped onboarding"
    assert await states(shared_ledger) == ["ready", "ready"]


async def test_a_worker_whose_job_cannot_end_begins_anew(shared_url: str, shared_ledger: Ledger, posts: Posts) -> None:
    async with at_work(shared_url, duties_of(shared_ledger, posts, OFTEN)) as fleet:
        before = fleet._working
        fleet._queue.manager.stuck()
        await until(lambda: true_when(lambda: fleet._working is not before and fleet.alive()))
        await stored(shared_ledger, delivery(ANA))

        await posts.until(lambda: len(posts.seen) == 1, within=20)


async def test_a_worker_that_the_database_refuses_tries_again_without_haste(
    shared_url: str, shared_ledger: Ledger, posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, refusals, began = hands.Hands.register_worker, iter(range(3)), time.monotonic()

    async def refused_at_first(manager: hands.Hands) -> int:
        if next(refusals, None) is not None:
            raise ConnectorException
        return await register(manager)

    monkeypatch.setattr(hands.Hands, "register_worker", refused_at_first)
    monkeypatch.setattr(fleets, "PAUSE", 0.3)
    async with at_work(shared_url, duties_of(shared_ledger, posts, SELDOM)) as fleet:
        assert time.monotonic() - began >= 3 * fleets.PAUSE
        assert fleet.alive()


async def test_stopping_finishes_what_is_in_hand_and_leaves_nothing_in_the_queue(
    shared_url: str, shared_ledger: Ledger, queue: Queue, posts: Posts
) -> None:
    posts.silence = asyncio.Event()
    await stored(shared_ledger, delivery(ANA))
    async with at_work(shared_url, duties_of(shared_ledger, posts, OFTEN)) as fleet:
        await posts.until(lambda: len(posts.sent) == 1, within=20)
        closing = asyncio.create_task(fleet.close())
        await asyncio.sleep(0.1)
        posts.silence.set()
        await closing
        assert not fleet.alive()

    assert await states(shared_ledger) == ["sent"]
    assert await waiting(queue, "doing") == []
    assert not await registered(queue)


async def test_stopping_waits_no_longer_than_its_bound_and_leaves_the_row_to_its_lease(
    shared_url: str, shared_ledger: Ledger, posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleets, "GRACE", 0.1)
    posts.silence = asyncio.Event()
    await stored(shared_ledger, delivery(ANA))
    async with at_work(shared_url, duties_of(shared_ledger, posts, OFTEN)) as fleet:
        await posts.until(lambda: len(posts.sent) == 1, within=20)
        async with asyncio.timeout(20):
            await fleet.close()

    assert await states(shared_ledger) == ["sending"]


def test_the_bounds_of_the_parts_are_within_ten_seconds() -> None:
    assert web.GRACE + fleets.GRACE + fleets.LAST + queues.GRACE + whisper.GRACE < 10


@pytest.mark.parametrize("off", [-120, 120])
async def test_a_worker_whose_clock_goes_wrong_takes_up_nothing_until_it_is_right_l6(
    shared_url: str, shared_ledger: Ledger, posts: Posts, caplog: pytest.LogCaptureFixture, off: float
) -> None:
    caplog.set_level("INFO")
    async with at_work(shared_url, duties_of(shared_ledger, posts, SHORT)) as fleet:
        fleet._clock = lambda: time.time() + off
        await until(lambda: true_when(lambda: not fleet.alive()))
        await stored(shared_ledger, delivery(ANA))
        await asyncio.sleep(2 * fleets.PAUSE)  # nothing tells of what does not happen
        left = await states(shared_ledger)

        fleet._clock = time.time
        await posts.until(lambda: len(posts.seen) == 1)

    assert left == ["ready"]
    said = [vars(record).get("event") for record in caplog.records]
    assert (said.count("clock.wrong"), said.count("clock.right")) == (1, 1)


async def test_a_database_that_answers_late_is_not_taken_for_a_clock_that_is_off(
    shared_ledger: Ledger, queue: Queue, posts: Posts
) -> None:
    fleet = Fleet(duties_of(shared_ledger, posts, SHORT), queue)
    times = iter((time.time() - 60, time.time() + 60))
    fleet._clock = lambda: next(times)

    await fleet._look_at_the_clock()

    assert fleet._agrees
