"""Ticks of several workers on one database: planned once at a time, whatever a planner does, and missed when nobody plans."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from procrastinate.exceptions import UniqueViolation

from bot.coach.moment import Moment
from bot.delivery.queue import Queue
from bot.ledger.store import Ledger
from tests.delivery.office import SECRET, Posts, duties_of
from tests.ledger.rows import ANA, delivery, stored
from tests.machines.shared import *  # noqa: F403  # fixtures
from tests.machines.shared import OFTEN, SHORT, at_work, true_when, until

pytestmark = pytest.mark.postgres


async def test_any_number_of_workers_plan_once_at_a_time(shared_url: str, shared_ledger: Ledger, posts: Posts) -> None:
    at_it, most, ticks, began = 0, 0, 0, time.monotonic()

    async def plans(_ledger: Ledger, _now: Moment) -> int:
        nonlocal at_it, most, ticks
        at_it += 1
        most, ticks = max(most, at_it), ticks + 1
        await asyncio.sleep(0.3)
        at_it -= 1
        return 0

    async with (
        at_work(shared_url, duties_of(shared_ledger, posts, OFTEN, planners=(plans,))),
        at_work(shared_url, duties_of(shared_ledger, posts, OFTEN, planners=(plans,))),
    ):
        await until(lambda: true_when(lambda: ticks >= 3))

    assert most == 1
    assert ticks <= time.monotonic() - began + 2  # one for each second, the one that was missed, and the one in hand


async def test_a_planner_that_fails_stops_no_tick(
    shared_url: str, shared_ledger: Ledger, posts: Posts, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(_ledger: Ledger, _now: Moment) -> int:
        raise ValueError(SECRET)

    await stored(shared_ledger, delivery(ANA))
    async with at_work(shared_url, duties_of(shared_ledger, posts, OFTEN, planners=(fails,))):
        await posts.until(lambda: len(posts.seen) == 1, within=20)

    assert SECRET not in caplog.text


async def test_a_worker_notices_that_nobody_plans(shared_url: str, shared_ledger: Ledger, posts: Posts) -> None:
    forgetful = replace(SHORT, dead=timedelta(seconds=2))
    async with at_work(shared_url, duties_of(shared_ledger, posts, forgetful)) as fleet:
        await until(lambda: true_when(fleet.ticking))

        await hanging_tick(fleet._queue)

        await until(lambda: true_when(lambda: not fleet.ticking()))


async def hanging_tick(queue: Queue) -> None:
    """A tick in the hands of somebody who never ends it, and gives signs of life however slow this machine is."""
    alive = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '1 hour') RETURNING id"
    worker = int((await queue.app.connector.execute_query_one_async(alive))["id"])
    await until(lambda: taken(queue, worker))


async def taken(queue: Queue, worker: int) -> bool:
    """Whether the tick is in that worker's hands: only one may be, so it has to wait until no other is under way."""
    tick = (
        "INSERT INTO procrastinate_jobs (task_name, queue_name, lock, status, worker_id)"
        " VALUES ('tick', 'elsewhere', 'tick', 'doing', %(worker)s)"
    )
    try:
        await queue.app.connector.execute_query_async(tick, worker=worker)
    except UniqueViolation:
        return False
    return True
