"""One writer, group commit: what it promises about every unit that it is given."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from sqlalchemy import Connection, event, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.ledger.errors import NotWritten, Unconfirmed
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger
from bot.ledger.writer import ALONE, TOGETHER, Joint
from tests.ledger.rows import ANA, BEN, NOON, evidence, put, stored
from tests.ledger.test_arrivals import row

Unit = Callable[[ScopedSession], object]
PROMPT = 5.0  # seconds that a test may need at most


class Gate:
    """A unit of work that stays under way until the gate is opened."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self._opened = threading.Event()

    def hold(self, _session: ScopedSession) -> None:
        self.entered.set()
        assert self._opened.wait(PROMPT)

    def open(self) -> None:
        self._opened.set()


@pytest.fixture
async def member(ledger: Ledger) -> None:
    await stored(ledger, evidence(ANA, text="first"), evidence(BEN, text="first"))


def saying(text: str) -> Unit:
    return lambda session: put(session, evidence(ANA, text=text))


async def given_up(ledger: Ledger, unit: Unit, gate: Gate) -> None:
    """Write, and wait no longer once the writer has begun: until then the loop stands, and with it the time to wait."""
    writing = asyncio.create_task(ledger.write(ANA, unit, within=0.01))
    await asyncio.sleep(0)  # it is queued
    await asyncio.sleep(0)  # and handed over
    assert gate.entered.wait(PROMPT)
    await writing


async def queued_behind(ledger: Ledger, gate: Gate, *units: Unit) -> list[asyncio.Task[object]]:
    """Start a write that holds the writer up, and queue these behind it; their tasks, the holding one first."""
    tasks: list[asyncio.Task[object]] = [asyncio.create_task(ledger.write(EVERYONE, gate.hold, PROMPT))]
    assert await asyncio.to_thread(gate.entered.wait, PROMPT)
    tasks += [asyncio.create_task(ledger.write(ANA, unit, PROMPT)) for unit in units]
    await asyncio.sleep(0)  # each task runs until its unit is in the queue
    return tasks


async def texts(ledger: Ledger) -> list[str]:
    return await ledger.read(ANA, lambda session: list(session.scalars(select(Evidence.text).order_by(Evidence.text))))


@pytest.mark.usefixtures("member")
async def test_units_that_queue_during_a_commit_share_the_next(ledger: Ledger) -> None:
    commits: list[object] = []
    event.listen(ledger.engine, "commit", commits.append)
    gate = Gate()
    tasks = await queued_behind(ledger, gate, *(saying(f"win {n}") for n in range(5)))

    gate.open()
    await asyncio.gather(*tasks)

    assert len(commits) == 2
    assert await texts(ledger) == ["first", *(f"win {n}" for n in range(5))]


@pytest.mark.usefixtures("member")
async def test_a_receipt_waits_for_a_few_of_the_writes_before_it_not_for_all(ledger: Ledger) -> None:
    gate, done = Gate(), list[int]()
    tasks = await queued_behind(ledger, gate, *(lambda _, n=n: done.append(n) for n in range(100)))
    arriving = asyncio.create_task(ledger.arrive(row(key="win"), NOON))
    await asyncio.sleep(0)

    gate.open()
    await arriving

    assert len(done) < 50  # a batch, and what the thread did meanwhile
    await asyncio.gather(*tasks)
    assert done == list(range(100))


@pytest.mark.usefixtures("member")
async def test_a_receipt_is_committed_with_two_of_the_writes_before_it(ledger: Ledger) -> None:
    gate, done, committed = Gate(), list[int](), list[int]()
    tasks = await queued_behind(ledger, gate, *(lambda _, n=n: done.append(n) for n in range(30)))
    arriving = asyncio.create_task(ledger.arrive(row(key="win"), NOON))
    await asyncio.sleep(0)
    event.listen(ledger.engine, "commit", lambda _: committed.append(len(done)))

    gate.open()
    await asyncio.gather(arriving, *tasks)

    assert committed[:3] == [0, 2, 10]  # what was under way, the receipt with two, and eight without one
    assert done == list(range(30))


@dataclass(frozen=True)
class Errand(Joint[int]):
    """A unit that nobody waits for, done together with its like: the answer says with how many."""

    number: int
    awaited: ClassVar[bool] = False
    again: ClassVar[bool] = False

    def __call__(self, _connection: Connection) -> int:
        return 1

    @classmethod
    def together(cls, _connection: Connection, units: Sequence["Errand"]) -> list[int]:
        return [len(units)] * len(units)


async def test_errands_of_a_kind_count_as_one_and_no_more_than_so_many_share_a_batch(ledger: Ledger) -> None:
    gate, done = Gate(), list[int]()
    tasks = await queued_behind(ledger, gate, *(lambda _, n=n: done.append(n) for n in range(ALONE + 1)))
    errands = [asyncio.create_task(ledger.join(EVERYONE, Errand(n))) for n in range(TOGETHER + 4)]
    await asyncio.sleep(0)

    gate.open()
    answers = await asyncio.gather(*errands)
    await asyncio.gather(*tasks)

    assert answers == [TOGETHER] * TOGETHER + [4] * 4
    assert done == list(range(ALONE + 1))


def _twice(session: ScopedSession) -> None:
    put(session, evidence(ANA, source_key="same"), evidence(ANA, source_key="same"))


def _mistaken(session: ScopedSession) -> None:
    put(session, evidence(ANA, text="half done"))
    raise ValueError("a mistake of ours")


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(("bad", "answer"), [(_twice, NotWritten), (_mistaken, ValueError)])
async def test_a_bad_unit_costs_no_other_unit_of_its_batch(ledger: Ledger, bad: Unit, answer: type[Exception]) -> None:
    gate = Gate()
    tasks = await queued_behind(ledger, gate, saying("before"), bad, saying("behind"))

    gate.open()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [type(None), type(None), answer, type(None)]
    assert await texts(ledger) == ["before", "behind", "first"]


@pytest.mark.usefixtures("member")
async def test_after_a_commit_of_unknown_outcome_only_that_is_run_again_which_cannot_be_stored_twice(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    held, one = await queued_behind(ledger, gate, saying("one"))
    arriving = asyncio.create_task(ledger.arrive(row(text="arrived"), NOON))
    errand = asyncio.create_task(ledger.join(EVERYONE, Errand(1)))
    await asyncio.sleep(0)
    dialect: Any = ledger.engine.dialect
    commit, loses = dialect.do_commit, iter([False, True])

    def committing(connection: DBAPIConnection) -> None:
        commit(connection)
        if next(loses, False):
            raise dialect.loaded_dbapi.OperationalError

    monkeypatch.setattr(dialect, "do_commit", committing)
    gate.open()
    outcomes = await asyncio.gather(held, one, arriving, errand, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [type(None), Unconfirmed, type(None), Unconfirmed]
    assert await texts(ledger) == ["arrived", "first", "one"]


@pytest.mark.usefixtures("member")
async def test_a_unit_that_has_not_begun_in_time_is_taken_back_and_never_stored(ledger: Ledger) -> None:
    gate = Gate()
    held, *_ = await queued_behind(ledger, gate)

    with pytest.raises(NotWritten):
        await ledger.write(ANA, saying("too late"), within=0.01)
    gate.open()
    await held
    await ledger.write(ANA, saying("next"))

    assert await texts(ledger) == ["first", "next"]


@pytest.mark.usefixtures("member")
async def test_a_unit_under_way_is_unconfirmed_and_may_be_stored(ledger: Ledger) -> None:
    gate = Gate()

    def slowly(session: ScopedSession) -> None:
        gate.hold(session)
        put(session, evidence(ANA, text="slowly"))

    with pytest.raises(Unconfirmed):
        await given_up(ledger, slowly, gate)
    gate.open()
    await ledger.write(ANA, saying("next"))

    assert await texts(ledger) == ["first", "next", "slowly"]
    assert ledger.unwritten["unconfirmed"] == 1


async def test_a_failure_that_nobody_waits_for_any_more_is_not_reported_as_forgotten(ledger: Ledger) -> None:
    await ledger.write(ANA, lambda _session: None)  # the connection stands
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: complaints.append(context))
    gate = Gate()

    def failing(session: ScopedSession) -> None:
        gate.hold(session)
        raise ValueError

    with pytest.raises(Unconfirmed):
        await given_up(ledger, failing, gate)
    gate.open()
    await ledger.write(ANA, lambda _session: None)

    assert complaints == []


@pytest.mark.usefixtures("member")
async def test_closing_finishes_what_is_queued(migrated_url: str, ledger: Ledger) -> None:
    closing = Ledger.open(migrated_url)
    gate = Gate()
    tasks = await queued_behind(closing, gate, saying("queued"))

    closed = asyncio.create_task(closing.close())
    await asyncio.sleep(0)
    gate.open()
    await asyncio.gather(closed, *tasks)

    assert await texts(ledger) == ["first", "queued"]


async def test_a_write_gives_back_what_its_work_returns(ledger: Ledger) -> None:
    counted = await ledger.write(EVERYONE, lambda session: session.scalar(select(func.count(Evidence.id))))

    assert counted == 0
