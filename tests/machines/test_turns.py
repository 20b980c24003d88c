"""Two processes that write: what one person does happens one thing after the other, and people do not wait for one another."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.coach import drafts, evidence
from bot.ledger.models import Evidence, Job
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, NOON
from tests.machines.shared import *  # noqa: F403  # fixtures

pytestmark = pytest.mark.postgres

TIMES = 20


@pytest.fixture
async def other(shared_url: str) -> AsyncIterator[Ledger]:
    """The ledger as another process has it open."""
    opened = Ledger.open(shared_url)
    yield opened
    await opened.close()


async def saved(ledger: Ledger, owner: Owner) -> uuid.UUID:
    kept = await evidence.capture(ledger, owner, f"Shipped {uuid.uuid4().hex}", key=uuid.uuid4().hex, now=NOON)
    return kept.entry.id


def look(session: ScopedSession) -> int:
    return len(session.scalars(select(Evidence.id)).all())


async def test_a_double_click_that_lands_on_two_processes_is_one_job_c8(shared_ledger: Ledger, other: Ledger) -> None:
    for _ in range(TIMES):
        entry = await saved(shared_ledger, ANA)

        asked = await asyncio.gather(
            *(drafts.ask(ledger, ANA, entry, key=uuid.uuid4().hex, now=NOON) for ledger in (shared_ledger, other))
        )

        assert sorted(asked) == [False, True]
    jobs = await other.read(EVERYONE, lambda session: session.scalar(select(func.count(Job.id))))
    assert jobs == TIMES


async def test_batches_of_the_same_people_in_another_order_do_not_wait_for_one_another(
    shared_ledger: Ledger, other: Ledger
) -> None:
    people = [Owner(ANA.workspace, f"U{number}") for number in range(10)]
    for each in people:
        await saved(shared_ledger, each)

    async with asyncio.timeout(20):
        for _ in range(5):
            await asyncio.gather(
                *(shared_ledger.write(each, look) for each in people),
                *(other.write(each, look) for each in reversed(people)),
            )


async def test_one_person_does_not_wait_for_another(shared_ledger: Ledger, other: Ledger) -> None:
    await saved(shared_ledger, ANA)
    await saved(shared_ledger, BEN)
    holds, let_go = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(_session: object) -> None:
        loop.call_soon_threadsafe(holds.set)
        asyncio.run_coroutine_threadsafe(let_go.wait(), loop).result()

    holding = asyncio.create_task(shared_ledger.write(ANA, hold))
    await holds.wait()
    await other.write(BEN, look)
    assert not holding.done()
    let_go.set()
    await holding
