"""Two releases side by side: yesterday's worker beside tomorrow's jobs and tables, and what does not start any more."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from procrastinate.jobs import Status
from sqlalchemy import text

from bot.delivery.queue import JOBS, LANE, Queue
from bot.ledger import engines
from bot.ledger.store import Ledger
from bot.ready import NotReady, Roles, check_tables, migrate_database
from bot.settings import Settings
from tests.delivery.office import Posts, duties_of, states
from tests.ledger.rows import ANA, NOON, delivery, stored
from tests.machines.shared import *  # noqa: F403  # fixtures
from tests.machines.test_fleet import OFTEN, at_work, until

pytestmark = pytest.mark.postgres

NEWER = ("UPDATE alembic_version SET version_num = '9999'", "ALTER TABLE delivery ADD COLUMN tomorrow text")
OLDER = ("UPDATE alembic_version SET version_num = '0001'",)


def change(url: str, *statements: str) -> None:
    with engines.opened(url) as engine, engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def none_of(queue: Queue, task: str) -> Callable[[], Awaitable[bool]]:
    async def gone() -> bool:
        return not list(await queue.manager.list_jobs_async(task=task))

    return gone


@pytest.mark.parametrize("task", ["unheard-of", LANE, JOBS])
async def test_a_job_of_another_release_goes_and_what_was_due_is_sent_once(
    shared_url: str, shared_ledger: Ledger, queue: Queue, posts: Posts, task: str
) -> None:
    """Its name is not known, or one of its arguments is not: what was due is in the ledger."""
    await stored(shared_ledger, delivery(ANA))
    lock = f"{LANE}:{ANA.workspace}"
    told = {"workspace": ANA.workspace, "tomorrow": 1}
    await queue.app.configure_task(task, lock=lock, queueing_lock=lock, task_kwargs=told).defer_async()

    async with at_work(shared_url, duties_of(shared_ledger, posts, OFTEN)):
        await posts.until(lambda: len(posts.seen) == 1, within=20)
        await until(none_of(queue, task))
        await asyncio.sleep(OFTEN.tick.total_seconds())

    assert [item.owner for item in posts.seen] == [ANA]
    assert Status.FAILED.value not in [job.status for job in await queue.manager.list_jobs_async()]


async def test_a_worker_at_work_goes_on_when_the_tables_become_those_of_the_next_release(
    shared_url: str, shared_ledger: Ledger, posts: Posts
) -> None:
    async with at_work(shared_url, duties_of(shared_ledger, posts, OFTEN)) as fleet:
        await stored(shared_ledger, delivery(ANA, due_at=NOON - timedelta(1)))
        await posts.until(lambda: len(posts.seen) == 1, within=20)

        await asyncio.to_thread(change, shared_url, *NEWER)

        await stored(shared_ledger, delivery(ANA))
        fleet.wake(ANA.workspace)
        await posts.until(lambda: len(posts.seen) == 2, within=20)
    assert await states(shared_ledger) == ["sent", "sent"]


@pytest.mark.parametrize("roles", [Roles(works=False), Roles(listens=False), Roles()])
@pytest.mark.parametrize(("statements", "said"), [(NEWER, "newer release"), (OLDER, "python -m bot migrate")])
async def test_on_the_tables_of_another_release_nothing_starts_and_each_is_told_what_to_do(
    shared_url: str, shared_ledger: Ledger, roles: Roles, statements: tuple[str, ...], said: str
) -> None:
    check_tables(shared_ledger, roles)

    await asyncio.to_thread(change, shared_url, *statements)

    with pytest.raises(NotReady, match=said):
        check_tables(shared_ledger, roles)


def test_an_older_release_does_not_migrate_a_newer_database(shared_url: str) -> None:
    change(shared_url, *NEWER)

    with pytest.raises(NotReady, match="newer release"):
        migrate_database(Settings(database_url=shared_url))
