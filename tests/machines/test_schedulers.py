"""Two that plan at once, such as `run` beside workers, or a machine whose clock is off: nobody is asked twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.coach import launches, nudges, reviews
from bot.coach.promises import Promise
from bot.ledger.models import Delivery, Profile
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, NOON, at
from tests.ledger.weekly import FRIDAY, enrolled
from tests.machines.shared import *  # noqa: F403  # fixtures

pytestmark = pytest.mark.postgres

PEOPLE = [Owner(ANA.workspace, f"U{number}") for number in range(20)]
OFF = timedelta(minutes=2)


@pytest.fixture
async def other(shared_url: str) -> AsyncIterator[Ledger]:
    """The ledger as another process has it open."""
    opened = Ledger.open(shared_url)
    yield opened
    await opened.close()


async def test_schedulers_with_clocks_two_minutes_apart_plan_each_message_once_n2_l2(
    shared_ledger: Ledger, other: Ledger
) -> None:
    for number, each in enumerate(PEOPLE):
        await enrolled(shared_ledger, each)
        await launches.record(shared_ledger, each, Promise("Onboarding", NOON.date()), key=f"{number}", now=NOON)

    for plan, due in ((nudges.plan, FRIDAY), (reviews.plan, NOON + timedelta(days=31))):
        await asyncio.gather(
            *(plan(ledger, at(due + off)) for ledger in (shared_ledger, other) for off in (timedelta(), OFF, OFF))
        )

    counts = select(Delivery.member_id, Delivery.kind, func.count()).group_by(Delivery.member_id, Delivery.kind)
    found = await other.read(EVERYONE, lambda session: [tuple(row) for row in session.execute(counts)])
    told = Counter({(member, kind): count for member, kind, count in found if kind in {nudges.KIND, reviews.KIND}})
    assert told == {(each.member, kind): 1 for each in PEOPLE for kind in (nudges.KIND, reviews.KIND)}


async def test_what_another_planner_holds_is_left_to_it_and_not_asked_for_again_and_again(
    shared_ledger: Ledger, other: Ledger
) -> None:
    await enrolled(shared_ledger)
    held = select(Profile.id).with_for_update()

    with other.engine.connect() as connection, connection.begin():
        connection.execute(held)
        assert await asyncio.wait_for(nudges.plan(shared_ledger, at(FRIDAY)), 5) == 0

    assert await nudges.plan(shared_ledger, at(FRIDAY)) == 1
