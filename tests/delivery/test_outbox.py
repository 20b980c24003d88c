"""The outbox: who holds a row, what each outcome makes of it, and what happens when its holder dies (promise 3)."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery import outbox
from bot.delivery.outbox import Claimed, Doubt, Failed, Later, Outcome, Sent
from bot.ledger.models import Delivery, Member
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, belongings, delivery, evidence, job, stored

LEASE = timedelta(seconds=30)
DOUBT = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
SOON = NOON + timedelta(seconds=7)


async def claim(ledger: Ledger, worker: str = "one", now: datetime = NOON) -> Claimed:
    item = await outbox.claim(ledger, worker, now=now, lease=LEASE)
    assert item is not None
    return item


async def row(ledger: Ledger) -> Delivery:
    return await ledger.read(EVERYONE, lambda session: session.scalars(select(Delivery)).one())


async def test_what_is_claimed_is_held_until_the_lease_ends(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))

    item = await claim(ledger)

    held = await row(ledger)
    assert (item.id, item.owner, item.subject) == (held.id, ANA, held.subject_id)
    assert (item.worker, item.attempts, item.doubted, item.channel) == ("one", 1, False, None)
    assert (held.state, held.owner, held.attempts, held.due_at) == ("sending", "one", 1, NOON + LEASE)
    assert await outbox.claim(ledger, "two", now=NOON + LEASE, lease=LEASE) is None


async def test_what_has_been_due_for_longest_goes_first_and_nothing_before_its_time(ledger: Ledger) -> None:
    early, late = delivery(ANA, due_at=NOON - SECOND), delivery(BEN)
    await stored(ledger, late, early, delivery(ELSEWHERE, due_at=NOON + SECOND))

    assert [(await claim(ledger)).id for _ in range(2)] == [early.id, late.id]
    assert await outbox.claim(ledger, "one", now=NOON, lease=LEASE) is None


OUTCOMES: dict[str, tuple[Outcome, dict[str, Any]]] = {
    "sent": (
        Sent("D1", "1.2"),
        {"state": "sent", "channel": "D1", "ts": "1.2", "sent_at": NOON, "reason": None},
    ),
    "later": (Later(SOON, "rate_limited"), {"state": "ready", "due_at": SOON, "reason": "rate_limited", "ts": None}),
    "doubt": (Doubt(SOON, "TimeoutError"), {"state": "doubt", "due_at": SOON, "reason": "TimeoutError", "ts": None}),
    "failed": (Failed("is_archived"), {"state": "failed", "reason": "is_archived", "ts": None, "sent_at": None}),
}


@pytest.mark.parametrize(("outcome", "expected"), OUTCOMES.values(), ids=OUTCOMES.keys())
async def test_each_outcome_is_written_down(ledger: Ledger, outcome: Outcome, expected: dict[str, Any]) -> None:
    await stored(ledger, delivery(ANA))

    assert await outbox.settle(ledger, await claim(ledger), outcome, now=NOON)

    settled = await row(ledger)
    assert {name: getattr(settled, name) for name in expected} == expected


@pytest.mark.parametrize(("outcome", "again", "doubted"), [
    (Sent("D1", "1.2"), False, None), (Failed("x"), False, None),
    (Later(SOON, "x"), True, False), (Doubt(SOON, "x"), True, True),
])  # fmt: skip
async def test_what_is_over_never_comes_up_again_and_what_is_not_does(
    ledger: Ledger, outcome: Outcome, again: object, doubted: object
) -> None:
    await stored(ledger, delivery(ANA))
    await outbox.settle(ledger, await claim(ledger), outcome, now=NOON)

    assert await outbox.claim(ledger, "two", now=SOON - SECOND, lease=LEASE) is None
    item = await outbox.claim(ledger, "two", now=SOON, lease=LEASE)

    assert (item is not None) is again
    assert item is None or (item.doubted, item.attempts) == (doubted, 2)


async def test_only_who_holds_the_row_settles_it_and_only_once(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))
    item = await claim(ledger)
    strangers = [replace(item, worker="two"), replace(item, attempts=2), replace(item, id=delivery(ANA).id)]

    for stranger in strangers:
        assert not await outbox.settle(ledger, stranger, Sent("D9", "9"), now=NOON)
    assert (await row(ledger)).state == "sending"

    assert await outbox.settle(ledger, item, Sent("D1", "1"), now=NOON)
    assert not await outbox.settle(ledger, item, Failed("late"), now=NOON)
    assert ((await row(ledger)).state, (await row(ledger)).ts) == ("sent", "1")


async def test_a_worker_whose_lease_ran_out_cannot_settle_what_another_has_taken_over(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))
    slow = await claim(ledger, "slow")
    await outbox.sweep(ledger, now=NOON + LEASE, doubt=DOUBT)
    assert not await outbox.settle(ledger, slow, Later(SOON, "x"), now=NOON + LEASE)

    successor = await claim(ledger, "slow", NOON + LEASE + DOUBT)

    assert (successor.doubted, successor.attempts) == (True, 2)
    assert not await outbox.settle(ledger, slow, Sent("D9", "9"), now=NOON)
    assert await outbox.settle(ledger, successor, Sent("D1", "1"), now=NOON)


async def test_a_send_whose_worker_died_is_in_doubt_for_a_while(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))
    await claim(ledger)

    await outbox.sweep(ledger, now=NOON + LEASE - SECOND, doubt=DOUBT)
    assert (await row(ledger)).state == "sending"

    await outbox.sweep(ledger, now=NOON + LEASE, doubt=DOUBT)
    lost = await row(ledger)
    assert (lost.state, lost.due_at, lost.reason) == ("doubt", NOON + LEASE + DOUBT, "lease_ran_out")


@pytest.mark.parametrize(("state", "due"), [("ready", True), ("doubt", True), ("sent", False), ("failed", False)])
async def test_the_sweep_says_whether_a_delivery_is_due(ledger: Ledger, state: str, due: object) -> None:
    await stored(ledger, delivery(ANA, state=state))

    assert await outbox.sweep(ledger, now=NOON, doubt=DOUBT) is due
    assert await outbox.sweep(ledger, now=NOON - SECOND, doubt=DOUBT) is False


@pytest.mark.parametrize(("state", "due"), [("ready", True), ("running", True), ("done", False), ("failed", False)])
async def test_the_sweep_says_whether_a_job_is_due(ledger: Ledger, state: str, due: object) -> None:
    entry = evidence(ANA)
    await stored(ledger, entry, job(entry, state=state))

    assert await outbox.sweep(ledger, now=NOON, doubt=DOUBT) is due
    assert await outbox.sweep(ledger, now=NOON - SECOND, doubt=DOUBT) is False


async def test_the_direct_message_is_remembered_for_its_member_alone(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA), delivery(ANA), *belongings(BEN), *belongings(ELSEWHERE))
    while (item := await outbox.claim(ledger, "one", now=NOON, lease=LEASE)) and item.owner != ANA:
        pass
    assert item is not None
    await outbox.settle(ledger, item, Sent("D0ANA", "1"), now=NOON)

    channels = select(Member.workspace_id, Member.id, Member.dm_channel)
    known = await ledger.read(EVERYONE, lambda session: {tuple(found) for found in session.execute(channels)})

    assert known == {(*ANA, "D0ANA"), (*BEN, None), (*ELSEWHERE, None)}
    left = [await outbox.claim(ledger, "one", now=NOON, lease=LEASE) for _ in range(3)]
    assert [each.channel for each in left if each and each.owner == ANA] == ["D0ANA"]


async def test_two_processes_that_claim_at_once_get_different_rows(ledger: Ledger, migrated_url: str) -> None:
    await stored(ledger, *(delivery(ANA) for _ in range(10)))
    other = Ledger.open(migrated_url)

    items = await asyncio.gather(*(claim(each) for _ in range(5) for each in (ledger, other)))

    assert len({item.id for item in items}) == 10
    await other.close()
