"""The register: many endings in one transaction, and one that cannot be stored costs no other."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.coach.moment import Moment
from bot.delivery import outbox
from bot.delivery.outbox import Sent, Settlement
from bot.delivery.register import Register
from bot.ledger.errors import LedgerError, NotWritten, Unconfirmed
from bot.ledger.store import Ledger
from tests.delivery.office import states
from tests.ledger.rows import ANA, NOON, at, delivery, stored

REAL = outbox.settle


async def claimed(ledger: Ledger, count: int) -> list[outbox.Claimed]:
    await stored(ledger, *(delivery(ANA) for _ in range(count)))
    lease = outbox.Patience().lease
    return await outbox.claim(ledger, "one", {ANA.workspace: count}, now=at(NOON), lease=lease)


class Batches:
    """Settles, notes how many at a time, and refuses as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, refuses: type[LedgerError] | None = None) -> None:
        self.sizes: list[int] = []
        self.poison: outbox.Claimed | None = None
        self._refuses = refuses
        monkeypatch.setattr(outbox, "settle", self.settle)

    async def settle(self, ledger: Ledger, settlements: Sequence[Settlement], *, now: Moment) -> list[bool]:
        self.sizes.append(len(settlements))
        if self._refuses and any(item == self.poison for item, _ in settlements):
            raise self._refuses
        return await REAL(ledger, settlements, now=now)


async def settled(ledger: Ledger, items: Sequence[outbox.Claimed]) -> list[bool | BaseException]:
    register = Register(ledger, lambda: at(NOON))
    return await asyncio.gather(*(register.settle(item, Sent("D1", "1")) for item in items), return_exceptions=True)


async def test_what_ends_together_is_written_down_together(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    items, batches = await claimed(ledger, 20), Batches(monkeypatch)

    assert await settled(ledger, items) == [True] * 20

    assert batches.sizes == [20]
    assert await states(ledger) == ["sent"] * 20


async def test_a_row_that_cannot_be_stored_costs_no_other(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    items, batches = await claimed(ledger, 3), Batches(monkeypatch, NotWritten)
    batches.poison = items[1]

    first, second, third = await settled(ledger, items)

    assert (first, type(second), third) == (True, NotWritten, True)
    assert await states(ledger) == ["sending", "sent", "sent"]


@pytest.mark.parametrize(("refusal", "batch"), [(NotWritten, 1), (Unconfirmed, 3)])
async def test_what_is_not_written_is_said_to_whoever_waits(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, refusal: type[LedgerError], batch: int
) -> None:
    items, batches = await claimed(ledger, batch), Batches(monkeypatch, refusal)
    batches.poison = items[0]

    assert {type(answer) for answer in await settled(ledger, items)} == {refusal}

    assert batches.sizes == [batch]


async def test_what_nobody_foresaw_holds_up_no_later_ending(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = await claimed(ledger, 2)
    register = Register(ledger, lambda: at(NOON))

    async def stumbles(*_: object, **__: object) -> list[bool]:
        raise TypeError

    monkeypatch.setattr(outbox, "settle", stumbles)
    with pytest.raises(Unconfirmed):
        await asyncio.wait_for(register.settle(first, Sent("D1", "1")), 5)
    monkeypatch.setattr(outbox, "settle", REAL)

    assert await asyncio.wait_for(register.settle(second, Sent("D1", "2")), 5)
