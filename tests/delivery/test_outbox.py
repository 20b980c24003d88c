"""The outbox: who holds a row, what each outcome makes of it, and what happens when its holder dies (promise 3)."""

import asyncio
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.coach.moment import Moment
from bot.delivery import outbox
from bot.delivery.outbox import Claimed, Done, Doubt, Failed, Later, Outcome, Sent, Skipped
from bot.delivery.sweep import sweep
from bot.ledger.models import Delivery, Member
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, at, belongings, delivery, stored

LEASE = timedelta(seconds=30)
DOUBT = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
WHILE = timedelta(seconds=7)
JUMP = timedelta(days=30)
AHEAD = Moment(NOON + JUMP, NOON)  # the playground's clock has been moved forward


async def claims(
    ledger: Ledger, worker: str = "one", now: datetime | Moment = NOON, workspace: str = ANA.workspace, most: int = 10
) -> list[Claimed]:
    moment = now if isinstance(now, Moment) else at(now)
    return await outbox.claim(ledger, worker, {workspace: most}, now=moment, lease=LEASE)


async def claim(ledger: Ledger, worker: str = "one", now: datetime | Moment = NOON) -> Claimed:
    [item] = await claims(ledger, worker, now, most=1)
    return item


async def settle(ledger: Ledger, item: Claimed, outcome: Outcome, now: datetime | Moment = NOON) -> bool:
    moment = now if isinstance(now, Moment) else at(now)
    [settled] = await outbox.settle(ledger, [(item, outcome)], now=moment)
    return settled


async def row(ledger: Ledger) -> Delivery:
    return await ledger.read(EVERYONE, lambda session: session.scalars(select(Delivery)).one())


async def test_what_is_claimed_is_held_until_the_lease_ends(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))

    item = await claim(ledger)

    held = await row(ledger)
    assert (item.id, item.owner, item.subject) == (held.id, ANA, held.subject_id)
    assert (item.worker, item.attempts, item.doubted, item.channel) == ("one", 1, False, None)
    assert (held.state, held.owner, held.attempts, held.due_at) == ("sending", "one", 1, NOON + LEASE)
    assert (item.held_until, held.tried_at) == (NOON + LEASE, NOON)
    assert await claims(ledger, "two", NOON + LEASE) == []


async def test_what_has_been_due_for_longest_goes_first_and_nothing_before_its_time(ledger: Ledger) -> None:
    early, late = delivery(ANA, due_at=NOON - SECOND), delivery(BEN)
    await stored(ledger, late, early, delivery(ANA, due_at=NOON + SECOND))

    assert [(await claim(ledger)).id for _ in range(2)] == [early.id, late.id]
    assert await claims(ledger) == []


async def test_a_claim_takes_as_many_as_it_asks_for_and_of_its_workspace_alone(ledger: Ledger) -> None:
    rows = [delivery(ANA, due_at=NOON - n * SECOND) for n in range(4)]
    await stored(ledger, *rows, delivery(ELSEWHERE, due_at=NOON - LEASE))

    items = await claims(ledger, most=3)

    assert [item.id for item in items] == [row.id for row in reversed(rows[1:])]
    assert [item.id for item in await claims(ledger)] == [rows[0].id]
    assert [item.owner for item in await claims(ledger, workspace=ELSEWHERE.workspace)] == [ELSEWHERE]


async def test_what_is_ready_is_due_on_the_clock_that_can_be_moved(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA, due_at=NOON + JUMP))
    assert await claims(ledger) == []

    item = await claim(ledger, now=AHEAD)

    assert item.held_until == (await row(ledger)).due_at == NOON + LEASE


@pytest.mark.parametrize("outcome", [Doubt(WHILE, "x"), None], ids=["doubt", "lease"])
async def test_doubts_and_leases_stay_on_the_real_clock(ledger: Ledger, outcome: Outcome | None) -> None:
    await stored(ledger, delivery(ANA))
    item = await claim(ledger)
    if outcome:
        await settle(ledger, item, outcome, AHEAD)
    await sweep(ledger, now=AHEAD, doubt=DOUBT)

    assert await claims(ledger, now=AHEAD) == []
    assert (await row(ledger)).state == ("doubt" if outcome else "sending")


async def test_a_look_up_goes_back_to_the_first_attempt_even_where_the_promise_is_dated_later(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA, created_at=NOON + JUMP))
    first = await claim(ledger)
    await settle(ledger, first, Doubt(WHILE, "x"))

    second = await claim(ledger, now=NOON + WHILE)

    assert (first.since, second.since) == (NOON, NOON)


OUTCOMES: dict[str, tuple[Outcome, dict[str, Any]]] = {
    "sent": (
        Sent("D1", "1.2"),
        {"state": "sent", "channel": "D1", "ts": "1.2", "sent_at": NOON + JUMP, "reason": None},
    ),
    "later": (
        Later(WHILE, "rate_limited"),
        {"state": "ready", "due_at": NOON + JUMP + WHILE, "reason": "rate_limited", "ts": None},
    ),
    "doubt": (
        Doubt(WHILE, "TimeoutError"),
        {"state": "doubt", "due_at": NOON + WHILE, "reason": "TimeoutError", "ts": None},
    ),
    "failed": (Failed("is_archived"), {"state": "failed", "reason": "is_archived", "ts": None, "sent_at": None}),
    "skipped": (Skipped("expired"), {"state": "skipped", "reason": "expired", "ts": None, "sent_at": None}),
}


@pytest.mark.parametrize(("outcome", "expected"), OUTCOMES.values(), ids=OUTCOMES.keys())
async def test_each_outcome_is_written_down(ledger: Ledger, outcome: Outcome, expected: dict[str, Any]) -> None:
    await stored(ledger, delivery(ANA))

    assert await settle(ledger, await claim(ledger), outcome, AHEAD)

    settled = await row(ledger)
    assert {name: getattr(settled, name) for name in expected} == expected


@pytest.mark.parametrize(("outcome", "again", "doubted"), [
    (Sent("D1", "1.2"), False, None), (Failed("x"), False, None), (Skipped("x"), False, None), (Done(), False, None),
    (Later(WHILE, "x"), True, False), (Doubt(WHILE, "x"), True, True),
])  # fmt: skip
async def test_what_is_over_never_comes_up_again_and_what_is_not_does(
    ledger: Ledger, outcome: Outcome, again: object, doubted: object
) -> None:
    await stored(ledger, delivery(ANA))
    await settle(ledger, await claim(ledger), outcome)

    assert await claims(ledger, "two", NOON + WHILE - SECOND) == []
    items = await claims(ledger, "two", NOON + WHILE)

    assert [(item.doubted, item.attempts) for item in items] == ([(doubted, 2)] if again else [])


async def test_what_leaves_nothing_to_remember_goes(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))

    assert await settle(ledger, await claim(ledger), Done())

    assert await ledger.read(EVERYONE, lambda session: session.scalars(select(Delivery)).all()) == []


async def test_a_reason_that_is_too_long_is_cut(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))

    assert await settle(ledger, await claim(ledger), Failed("x" * 300))

    assert (await row(ledger)).reason == "x" * 255


async def test_many_are_settled_at_once_each_by_its_own_fence(ledger: Ledger) -> None:
    await stored(ledger, *(delivery(ANA) for _ in range(3)))
    first, second, third = await claims(ledger)
    settlements: list[outbox.Settlement] = [(first, Sent("D1", "1")), (replace(second, worker="x"), Failed("x"))]

    assert await outbox.settle(ledger, [*settlements, (third, Skipped("x"))], now=at(NOON)) == [True, False, True]


async def test_a_lease_is_renewed_by_who_holds_it(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))
    item = await claim(ledger)

    await outbox.hold(ledger, replace(item, worker="stranger"), until=NOON + DOUBT)
    assert (await row(ledger)).due_at == NOON + LEASE
    await outbox.hold(ledger, item, until=NOON + DOUBT)
    assert (await row(ledger)).due_at == NOON + DOUBT

    def held(worker: str) -> Any:
        return ledger.read(item.owner, lambda session: outbox.is_held(session, replace(item, worker=worker)))

    assert (await held("one"), await held("stranger")) == (True, False)


async def test_only_who_holds_the_row_settles_it_and_only_once(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))
    item = await claim(ledger)
    strangers = [replace(item, worker="two"), replace(item, attempts=2), replace(item, id=delivery(ANA).id)]

    for stranger in strangers:
        assert not await settle(ledger, stranger, Sent("D9", "9"), NOON)
    assert (await row(ledger)).state == "sending"

    assert await settle(ledger, item, Sent("D1", "1"), NOON)
    assert not await settle(ledger, item, Failed("late"), NOON)
    assert ((await row(ledger)).state, (await row(ledger)).ts) == ("sent", "1")


async def test_a_worker_whose_lease_ran_out_cannot_settle_what_another_has_taken_over(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))
    slow = await claim(ledger, "slow")
    await sweep(ledger, now=at(NOON + LEASE), doubt=DOUBT)
    assert not await settle(ledger, slow, Later(WHILE, "x"), NOON + LEASE)

    successor = await claim(ledger, "slow", NOON + LEASE + DOUBT)

    assert (successor.doubted, successor.attempts) == (True, 2)
    assert not await settle(ledger, slow, Sent("D9", "9"), NOON)
    assert await settle(ledger, successor, Sent("D1", "1"), NOON)


async def test_a_send_whose_worker_died_is_in_doubt_for_a_while(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA))
    await claim(ledger)

    await sweep(ledger, now=at(NOON + LEASE - SECOND), doubt=DOUBT)
    assert (await row(ledger)).state == "sending"

    await sweep(ledger, now=at(NOON + LEASE), doubt=DOUBT)
    lost = await row(ledger)
    assert (lost.state, lost.due_at, lost.reason) == ("doubt", NOON + LEASE + DOUBT, "lease_ran_out")


async def test_the_direct_message_is_remembered_for_its_member_alone(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA), delivery(ANA), *belongings(BEN), *belongings(ELSEWHERE))
    first = next(item for item in await claims(ledger) if item.owner == ANA)
    await settle(ledger, first, Sent("D0ANA", "1"))
    await stored(ledger, delivery(ANA), delivery(BEN))

    channels = select(Member.workspace_id, Member.id, Member.dm_channel)
    known = await ledger.read(EVERYONE, lambda session: {tuple(found) for found in session.execute(channels)})

    assert known == {(*ANA, "D0ANA"), (*BEN, None), (*ELSEWHERE, None)}
    assert {(each.owner, each.channel) for each in await claims(ledger)} == {(ANA, "D0ANA"), (BEN, None)}


async def test_two_processes_that_claim_at_once_get_different_rows(ledger: Ledger, migrated_url: str) -> None:
    await stored(ledger, *(delivery(ANA) for _ in range(10)))
    other = Ledger.open(migrated_url)

    items = await asyncio.gather(*(claim(each) for _ in range(5) for each in (ledger, other)))

    assert len({item.id for item in items}) == 10
    await other.close()


async def test_a_busy_writer_puts_no_message_in_doubt(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ledger.store.BUDGET_SECONDS", 0.1)
    await stored(ledger, delivery(ANA))

    busy = asyncio.create_task(ledger.write(EVERYONE, lambda _: time.sleep(0.3), within=10))
    item = await claim(ledger)
    again = asyncio.create_task(ledger.write(EVERYONE, lambda _: time.sleep(0.3), within=10))
    await asyncio.sleep(0)

    assert await settle(ledger, item, Sent("D1", "1"))
    await asyncio.gather(busy, again)
