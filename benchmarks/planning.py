"""`python -m benchmarks.planning`: due schedules planned a second, and what a tick costs when none is due.

Each by the clock and in processor time, which a machine that others keep busy changes less.
"""

import asyncio
import functools
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import Table, insert
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from benchmarks.fanout import new_ledger
from bot.app import settle
from bot.coach import forgetting, nudges, reviews, sharing, spoken
from bot.coach.moment import Moment
from bot.delivery.duties import Planner
from bot.delivery.outbox import Patience
from bot.delivery.sweep import sweep
from bot.ledger.models import Base
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger

PEOPLE: Final = 500_000
DUE: Final = 20_000  # of them, each with a question and a review
AT_ONCE: Final = 10_000  # rows written in one transaction
TICKS: Final = 50
NOW: Final = datetime(2026, 5, 8, 13, tzinfo=UTC)
ZONES: Final = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Etc/UTC")


async def main(folder: Path) -> None:
    """Measure, and print a line for each."""
    async with new_ledger(folder / "planning.db") as ledger:
        await _fill(ledger)
        settle()  # as the bot does
        for what, plan in {"weekly questions": nudges.plan, "reviews": reviews.plan}.items():
            taken = await _planned(ledger, plan)
            _say(f"{what} planned a second", DUE / taken.wall, DUE / taken.processor)
        idle = [await _tick(ledger, NOW - timedelta(days=1, seconds=number)) for number in range(TICKS)]
        wall, processor = (statistics.median(taken) * 1_000 for taken in zip(*idle, strict=True))
        _say(f"an idle tick over {PEOPLE:,} questions and reviews, ms", wall, processor)


class Taken(NamedTuple):
    """Seconds by the clock, and of the processor."""

    wall: float
    processor: float


@contextmanager
def _timed(taken: list[Taken]) -> Iterator[None]:
    wall, processor = time.perf_counter(), time.process_time()
    yield
    taken.append(Taken(time.perf_counter() - wall, time.process_time() - processor))


async def _planned(ledger: Ledger, plan: Planner) -> Taken:
    taken: list[Taken] = []
    with _timed(taken):
        planned = await plan(ledger, Moment(NOW, NOW))
    if planned != DUE:
        raise RuntimeError(f"{planned} were planned, not {DUE}.")
    return taken[0]


async def _tick(ledger: Ledger, at: datetime) -> Taken:
    """All that a tick does, at a time at which nothing is due."""
    now = Moment(at, at)
    taken: list[Taken] = []
    with _timed(taken):
        for planner in (reviews.plan, nudges.plan, sharing.close):
            await planner(ledger, now)
        await sweep(ledger, now=now, doubt=Patience().doubt)
        await spoken.forget(ledger, now=now.due)
        await forgetting.forget(ledger, now=now.due)
    return taken[0]


async def _fill(ledger: Ledger) -> None:
    for begin in range(0, PEOPLE, AT_ONCE):
        write = functools.partial(_write, numbers=range(begin, begin + AT_ONCE))
        await ledger.write(EVERYONE, write, within=600)


def _write(session: ScopedSession, numbers: range) -> None:
    tables = Base.metadata.tables
    if numbers[0] == 0:
        session.connection().execute(insert(tables["workspace"]), [{"id": "T0BENCH", "created_at": NOW}])
    rows: dict[str, list[dict[str, Any]]] = {"member": [], "profile": [], "launch": [], "review": []}
    for number in numbers:
        for table, row in _person(number):
            rows[table].append({**row, "workspace_id": "T0BENCH", "created_at": NOW})
    for table, values in rows.items():
        session.connection().execute(insert(tables[table]), _complete(tables[table], values))


def _complete(table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With what a model would have put in by itself."""
    defaults = {column.name: column.default for column in table.columns}
    given = {name: each.arg for name, each in defaults.items() if isinstance(each, ScalarElementColumnDefault)}
    return [given | row for row in rows]


def _person(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Somebody whose next question and review come within the year; those of the first ones are due."""
    member, launch = f"U{number:07}", uuid.UUID(int=number + 1)
    ahead = timedelta(minutes=1 + number % 500_000) if number >= DUE else -timedelta(minutes=number % 60)
    whose, day = {"member_id": member, "id": uuid.UUID(int=number + 1)}, date(2026, 4, 8)
    yield "member", {"id": member}
    hour = {"zone": ZONES[number % len(ZONES)], "weekday": number % 7, "hour": 8 + number % 10}
    yield "profile", whose | hour | {"nudge_at": NOW + ahead, "metrics": [], "review_days": [30, 60]}
    yield "launch", whose | {"source_key": "1", "name": "Guided setup", "ships_on": day, "stakeholders": []}
    yield "review", whose | {"launch_id": launch, "day": 30, "due_on": day, "due_at": NOW + ahead, "state": "waiting"}


def _say(what: str, wall: float, processor: float) -> None:
    print(f"{what:<58} {wall:9,.1f}   of processor time {processor:9,.1f}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(main(Path(place)))
