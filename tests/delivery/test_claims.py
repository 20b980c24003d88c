"""The claims of many lanes: together in one statement, no more than can be sent, and nobody held up by others."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery import claims as claiming
from bot.delivery import outbox
from bot.delivery.claims import ROWS, Claims, Taken
from bot.delivery.outbox import Claimed
from bot.ledger.errors import LedgerError, NotWritten
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from tests.delivery.office import states
from tests.ledger.rows import ANA, ELSEWHERE, NOON, at, delivery, stored

REAL = outbox.claim
LEASE = timedelta(seconds=30)
HERE, THERE = ANA.workspace, ELSEWHERE.workspace


def claims_of(ledger: Ledger) -> Claims:
    return Claims(ledger, "one", lambda: at(NOON), LEASE)


class Batches:
    """Claims, and notes who was asked for at a time; refuses or waits as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, refuses: type[LedgerError] | None = None) -> None:
        self.wanted: list[Mapping[str, int]] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self._refuses = refuses
        monkeypatch.setattr(outbox, "claim", self.claim)

    async def claim(self, ledger: Ledger, worker: str, wanted: Mapping[str, int], **more: Any) -> list[Claimed]:
        self.wanted.append(dict(wanted))
        await self.may_go_on.wait()
        if self._refuses:
            raise self._refuses
        return await REAL(ledger, worker, wanted, **more)


async def a_while() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_what_many_lanes_ask_for_is_claimed_together(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    early, late, elsewhere = delivery(ANA, due_at=NOON - LEASE), delivery(ANA), delivery(ELSEWHERE)
    await stored(ledger, late, elsewhere, early)
    batches, claims = Batches(monkeypatch), claims_of(ledger)

    here, there, nowhere = await asyncio.gather(claims.take(HERE, 2), claims.take(THERE, 2), claims.take("T0", 2))

    assert batches.wanted == [{HERE: 2, THERE: 2, "T0": 2}]
    assert ([item.id for item in here.items], here.more) == ([early.id, late.id], True)
    assert ([item.id for item in there.items], there.more) == ([elsewhere.id], False)
    assert nowhere == Taken([], more=False)


async def test_each_lane_gets_as_many_as_it_asks_for_and_what_is_due_for_longest(ledger: Ledger) -> None:
    ours = [delivery(ANA, due_at=NOON - n * LEASE) for n in range(3)]
    await stored(ledger, *ours, *(delivery(ELSEWHERE) for _ in range(3)))

    items = await outbox.claim(ledger, "one", {HERE: 2, THERE: 1}, now=at(NOON), lease=LEASE)

    assert [item.id for item in items if item.owner == ANA] == [ours[2].id, ours[1].id]
    assert len([item for item in items if item.owner == ELSEWHERE]) == 1
    assert await states(ledger) == ["ready"] * 3 + ["sending"] * 3


async def test_a_lane_that_asks_twice_is_never_given_one_message_twice(ledger: Ledger) -> None:
    await stored(ledger, *(delivery(ANA) for _ in range(3)))
    claims = claims_of(ledger)

    one, two = await asyncio.gather(claims.take(HERE, 2), claims.take(HERE, 2))

    assert (len(one.items), len(two.items)) == (2, 1)
    assert len({item.id for item in (*one.items, *two.items)}) == 3


async def test_of_a_thousand_lanes_some_claim_at_once_and_all_do(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches, claims = Batches(monkeypatch), claims_of(ledger)
    lanes = [f"T{number:04}" for number in range(1_000)]

    await asyncio.gather(*(claims.take(lane, 1) for lane in lanes))

    assert [len(wanted) for wanted in batches.wanted] == [ROWS] * 3 + [1_000 - 3 * ROWS]
    assert sorted(lane for wanted in batches.wanted for lane in wanted) == lanes


async def test_what_cannot_be_claimed_is_said_to_each_lane_and_tried_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stored(ledger, delivery(ANA))
    claims = claims_of(ledger)
    with monkeypatch.context() as away:
        Batches(away, NotWritten)
        answers = await asyncio.gather(claims.take(HERE, 1), claims.take(THERE, 1), return_exceptions=True)

    assert [type(answer) for answer in answers] == [NotWritten] * 2
    assert len((await claims.take(HERE, 1)).items) == 1


async def test_a_lane_that_holds_something_waits_for_room_and_one_that_holds_nothing_gets_one(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "MOST", 3)
    await stored(ledger, *(delivery(ANA) for _ in range(9)), *(delivery(ELSEWHERE) for _ in range(3)))
    claims = claims_of(ledger)
    await claims.take(HERE, 3)

    waits = asyncio.create_task(claims.take(HERE, 3))
    gets = await claims.take(THERE, 3)
    await a_while()

    assert (len(gets.items), gets.more, waits.done()) == (1, True, False)
    claims.let_go(HERE)
    claims.let_go(THERE)
    assert len((await waits).items) == 3


async def test_whoever_waits_for_room_is_sent_away_at_the_end(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "MOST", 1)
    await stored(ledger, *(delivery(ANA) for _ in range(3)))
    claims = claims_of(ledger)
    await claims.take(HERE, 1)
    waits = asyncio.create_task(claims.take(HERE, 1))
    await a_while()

    claims.stop()

    assert await waits == await claims.take(THERE, 1) == Taken([], more=False)
    assert await states(ledger) == ["ready"] * 2 + ["sending"]


async def test_a_lane_that_was_let_go_of_while_it_waited_gets_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stored(ledger, delivery(ANA), delivery(Owner("T0", "U0")))
    batches, claims = Batches(monkeypatch), claims_of(ledger)
    batches.may_go_on.clear()
    first = asyncio.create_task(claims.take("T0", 1))
    await a_while()
    second = asyncio.create_task(claims.take(HERE, 1))
    await a_while()

    second.cancel()
    await a_while()
    batches.may_go_on.set()

    assert len((await first).items) == 1
    await asyncio.gather(second, return_exceptions=True)
    assert batches.wanted == [{"T0": 1}]
    assert await states(ledger) == ["ready", "sending"]
