"""The queue between machines: what waits once, what becomes of a dead worker's lane, and what is no harm."""

import asyncio

import psycopg
import pytest
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status

from bot.delivery import hands
from bot.delivery.queue import JOBS, LANE, Queue
from bot.ledger import engines
from tests.machines.shared import *  # noqa: F403  # fixtures
from tests.machines.shared import waiting

pytestmark = pytest.mark.postgres

HERE, THERE = "T1", "T2"


async def lanes(queue: Queue, status: str = "todo") -> list[str]:
    return sorted(str(job.task_kwargs["workspace"]) for job in await waiting(queue, status) if job.task_name == LANE)


async def said(queue: Queue) -> None:
    """Wait until all that was asked for stands in the queue."""
    while queue._ringing and not queue._ringing.done():
        await queue._ringing


async def taken_by_the_dead(queue: Queue) -> Job:
    """A lane in the hands of a worker that has died, or has not: its heart stopped an hour ago."""
    await queue.take_up([HERE], jobs=False)
    worker = await queue.manager.register_worker()
    job = await queue.manager.fetch_job(None, worker)
    await queue.app.connector.execute_query_async(
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
    )
    assert job is not None
    return job


async def test_however_often_a_workspace_is_called_it_waits_once(queue: Queue) -> None:
    for _ in range(20):
        queue.wake(HERE)
        queue.wake(THERE)
        await asyncio.sleep(0)
    await said(queue)
    queue.wake(HERE)
    await said(queue)

    assert await lanes(queue) == [HERE, THERE]
    assert [job.task_name for job in await waiting(queue)].count(JOBS) == 1


async def test_a_tick_adds_what_does_not_wait_yet(queue: Queue) -> None:
    await queue.take_up([HERE], jobs=True)
    await queue.take_up([HERE, THERE], jobs=True)

    assert await lanes(queue) == [HERE, THERE]
    assert len(await waiting(queue)) == 3


async def test_what_is_added_together_is_added_in_one_order(queue: Queue) -> None:
    await queue.take_up([THERE, HERE], jobs=False)

    called = [job.task_kwargs["workspace"] for job in sorted(await waiting(queue), key=lambda job: job.id or 0)]
    assert called == sorted([HERE, THERE])


async def test_a_tick_leaves_a_lane_in_hand_alone_and_calls_for_it_once_it_is_let_go(queue: Queue) -> None:
    await queue.take_up([HERE], jobs=False)
    job = await queue.manager.fetch_job(None, await queue.manager.register_worker())
    assert job is not None

    await queue.take_up([HERE, THERE], jobs=False)
    assert await lanes(queue) == [THERE]

    await queue.manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
    await queue.take_up([HERE, THERE], jobs=False)
    assert await lanes(queue) == [HERE, THERE]


async def test_a_tick_calls_for_one_more_who_looks_for_jobs_while_others_do_them(queue: Queue) -> None:
    await queue.take_up([], jobs=True)
    await queue.manager.fetch_job(None, await queue.manager.register_worker())

    await queue.take_up([], jobs=True)

    assert [job.task_name for job in await waiting(queue)] == [JOBS]


async def test_whoever_is_slower_than_another_adds_the_rest(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    await queue.take_up([HERE], jobs=False)

    async def saw_nothing(**_: object) -> list[Job]:
        return []

    with monkeypatch.context() as late:
        late.setattr(queue.manager, "list_jobs_async", saw_nothing)
        await queue.take_up([HERE, THERE], jobs=False)

    assert await lanes(queue) == [HERE, THERE]


async def test_the_lane_of_a_dead_worker_is_entered_anew(queue: Queue) -> None:
    dead = await taken_by_the_dead(queue)

    await queue.release(dead=30)

    assert await lanes(queue) == [HERE]
    assert await waiting(queue, "doing") == []
    assert (await waiting(queue))[0].id != dead.id


async def test_the_lane_of_a_dead_worker_that_waits_again_already_waits_once(queue: Queue) -> None:
    await taken_by_the_dead(queue)
    await queue.take_up([HERE], jobs=False)

    await asyncio.gather(*(queue.release(dead=30) for _ in range(3)))

    assert await lanes(queue) == [HERE]
    assert await waiting(queue, "doing") == []


async def test_a_worker_with_a_heartbeat_keeps_its_lane(queue: Queue) -> None:
    dead = await taken_by_the_dead(queue)
    await queue.manager.update_heartbeat(dead.worker_id or 0)

    await queue.release(dead=30)

    assert await lanes(queue, "doing") == [HERE]


async def test_a_worker_that_was_taken_for_dead_ends_its_job_in_peace(queue: Queue) -> None:
    dead = await taken_by_the_dead(queue)
    await queue.release(dead=30)

    await queue.manager.finish_job(dead, Status.SUCCEEDED, delete_job=True)

    assert await lanes(queue) == [HERE]


async def test_an_end_that_cannot_be_written_down_is_said_after_some_tries(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, asked = await taken_by_the_dead(queue), []

    async def away(*_: object, **__: object) -> None:
        asked.append(True)
        raise ConnectorException from psycopg.OperationalError()

    monkeypatch.setattr("bot.delivery.hands.RETRIES", (0, 0))
    monkeypatch.setattr(queue.app.connector, "execute_query_async", away)
    stuck = asyncio.Event()
    queue.manager.stuck = stuck.set
    with pytest.raises(ConnectorException):
        await queue.manager.finish_job(mine, Status.SUCCEEDED, delete_job=True)

    assert stuck.is_set()
    assert len(asked) == 3


async def test_an_end_that_is_written_down_at_the_second_try_is_an_end(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, refusals = await taken_by_the_dead(queue), [True]
    execute = queue.app.connector.execute_query_async

    async def away_for_a_moment(*given: object, **told: object) -> None:
        if refusals:
            refusals.pop()
            raise ConnectorException from psycopg.OperationalError()
        await execute(*given, **told)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr("bot.delivery.hands.RETRIES", (0, 0))
    monkeypatch.setattr(queue.app.connector, "execute_query_async", away_for_a_moment)
    await queue.manager.finish_job(mine, Status.SUCCEEDED, delete_job=True)

    assert await waiting(queue, "doing") == []


@pytest.mark.parametrize("periodic", [False, True])
async def test_what_waits_already_is_understood_in_any_language(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, *, periodic: bool
) -> None:
    """Procrastinate looks for English words in the server's refusal."""
    await queue.take_up([HERE], jobs=False)
    monkeypatch.setattr("procrastinate.sync_psycopg_connector.re.search", lambda *_: None)
    lane = queue._lane(HERE).make_new_job(timestamp=1)

    with pytest.raises(AlreadyEnqueued):
        await (
            queue.manager.defer_periodic_job(lane, "", 1) if periodic else queue.manager.batch_defer_jobs_async([lane])
        )


async def test_a_server_that_is_away_is_one_kind_of_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.queue.SECONDS", 0.2)

    with pytest.raises(ConnectionError):
        await Queue("postgresql+psycopg://postgres@127.0.0.1:1/none").open()


async def test_calling_while_the_server_is_away_breaks_nothing(shared_url: str, queue: Queue) -> None:
    with engines.opened(shared_url) as engine, engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE procrastinate_jobs CASCADE")

    queue.wake(HERE)
    await said(queue)


async def test_while_there_are_many_many_are_taken_in_one_go_and_each_is_begun_once(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    journeys = []
    fetch = hands.Hands._fetch

    async def noting(given: hands.Hands, most: int, queues: None) -> list[Job]:
        journeys.append(most)
        return await fetch(given, most, queues)

    monkeypatch.setattr(hands.Hands, "_fetch", noting)
    called = [f"T{number:03}" for number in range(40)]
    await queue.take_up(called, jobs=False)
    worker = await queue.manager.register_worker()

    begun = []
    while job := await queue.manager.fetch_job(None, worker):
        begun.append(job.task_kwargs["workspace"])

    assert begun == called
    assert journeys == [1, 2, 4, 8, 16, 32, 1]


async def test_no_more_is_taken_than_there_are_places_for(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "PLACES", 4)
    await queue.take_up([f"T{number}" for number in range(9)], jobs=False)
    worker = await queue.manager.register_worker()
    begun = [await queue.manager.fetch_job(None, worker) for _ in range(4)]

    assert len(await lanes(queue, "doing")) == 4

    for job in begun[:2]:
        assert job is not None
        await queue.manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
    await queue.manager.fetch_job(None, worker)
    assert len(await lanes(queue, "doing")) == 4


async def test_a_worker_that_leaves_ends_what_it_has_taken_and_not_begun(queue: Queue) -> None:
    called = [f"T{number}" for number in range(6)]
    await queue.take_up(called, jobs=False)
    worker = await queue.manager.register_worker()
    begun = [await queue.manager.fetch_job(None, worker) for _ in range(4)]
    assert await lanes(queue, "doing") == called

    await queue.manager.unregister_worker(worker)
    await queue.take_up(called, jobs=False)

    assert await lanes(queue, "doing") == [str(job.task_kwargs["workspace"]) for job in begun if job]
    assert await lanes(queue) == called[4:]
