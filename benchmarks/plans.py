"""`python -m benchmarks.plans DATABASE_URL`: how PostgreSQL finds what the bot asks for most, in a database of a company.

An empty database is filled by the server itself, which takes a minute or two; then the bot's own functions run, and each statement they
send is explained.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, event, text

from bot.coach import (
    budget,
    evidence,
    forgetting,
    home,
    jobs,
    launches,
    nudges,
    reviews,
    sharing,
    shelf,
    sorting,
    spoken,
)
from bot.coach.knowing import known
from bot.coach.moment import Moment
from bot.delivery import lookout, outbox
from bot.delivery.outbox import Patience, Sent
from bot.delivery.sweep import sweep
from bot.ledger import engines, migrate
from bot.ledger.models import Profile
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

PEOPLE: Final = 10_000
SMALL: Final = 1_000  # rows: read whole, such a table costs nothing
NOW: Final = datetime(2026, 5, 8, 13, tzinfo=UTC)
MOMENT: Final = Moment(NOW, NOW)
ANA: Final = Owner("T00003", "U0000342")
FILLING: Final = Path(__file__).with_name("company.sql")
SMALL_ONES: Final = "SELECT relname FROM pg_class WHERE reltuples < :most"
WHOLE: Final = "all of "


Step = tuple[str, ...]
"""Where the rows of one statement come from."""


async def main(url: str) -> None:
    """Fill, ask, explain, and print what each question takes and which indexes answer it."""
    print(f"\n{'asked':<24}{'ms':>7}  answered by")
    async for asked, taken, steps in explained(url, PEOPLE):
        for nth, step in enumerate(dict.fromkeys(step for step in steps if step)):
            print(" " * 31 if nth else f"{asked:<24}{taken * 1_000:>7.1f}", "", ", ".join(step))


async def explained(url: str, people: int) -> AsyncIterator[tuple[str, float, list[Step]]]:
    """Each question, the seconds that it takes once nothing waits any more, and how its statements are answered."""
    with engines.opened(url) as engine:
        small = _fill(engine, people)
    ledger = Ledger.open(url)
    try:
        for asked, ask in questions(ledger).items():
            with _explaining(ledger.engine, small) as steps:
                await ask()
            await ask()
            begun = time.perf_counter()
            await ask()
            yield asked, time.perf_counter() - begun, steps
    finally:
        await ledger.close()


def questions(ledger: Ledger) -> dict[str, Callable[[], Awaitable[Any]]]:
    """What the bot asks at each tick, for each message, and when somebody opens something."""
    lane, worker = ANA.workspace, "bench"

    async def claim_and_settle() -> None:
        items = await outbox.claim(ledger, worker, {lane: 2}, now=MOMENT, lease=Patience().lease)
        await outbox.settle(ledger, [(item, Sent("D1", "1")) for item in items], now=MOMENT)

    async def job() -> None:
        task = await jobs.claim(ledger, worker, now=MOMENT, lease=Patience().lease)
        if task:
            await ledger.write(task.owner, lambda session: jobs.end(session, task, "done"))

    async def wave() -> None:
        await ledger.read(EVERYONE, _wave)

    async def home_of_one() -> None:
        await home.opened(ledger, ANA, view_hash=None, now=NOW - timedelta(days=3_000))  # the oldest job of all
        task = await jobs.claim(ledger, worker, now=MOMENT, lease=Patience().lease)
        if task:
            await home.look(ledger, task, NOW)
            await home.drop(ledger, task, NOW)

    async def undo() -> None:
        newest = (await shelf.page(ledger, ANA)).entries[0]
        await evidence.undo(ledger, ANA, newest.id)

    return {
        "tick: sweep": lambda: sweep(ledger, now=MOMENT, doubt=Patience().doubt),
        "tick: weekly questions": lambda: nudges.plan(ledger, MOMENT),
        "tick: reviews": lambda: reviews.plan(ledger, MOMENT),
        "tick: shares": lambda: sharing.close(ledger, MOMENT),
        "tick: sorting": lambda: sorting.plan(ledger, MOMENT),
        "tick: unsaved words": lambda: spoken.forget(ledger, now=NOW),
        "tick: what is over": lambda: forgetting.forget(ledger, now=NOW),
        "message: claim, settle": claim_and_settle,
        "job: claim, end": job,
        "questions of a wave": wave,
        "/metrics": lambda: lookout.waiting(ledger, MOMENT),
        "a model's allowance": lambda: budget.allowed(ledger, ANA, now=NOW),
        "/win list": lambda: shelf.page(ledger, ANA),
        "/win find": lambda: shelf.search(ledger, ANA, "activation"),
        "undo": undo,
        "launches": lambda: launches.page(ledger, ANA, NOW),
        "Home": home_of_one,
    }


def _wave(session: ScopedSession) -> None:
    """What is read to ask fifty people of a workspace at once."""
    people = session.query(Profile).filter(Profile.workspace_id == ANA.workspace).limit(50).all()
    known(session, people, NOW)


def _fill(engine: Engine, people: int) -> set[str]:
    """Fill it, unless it is filled already, and say which tables are small."""
    migrate.upgrade(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        if not connection.exec_driver_sql("SELECT 1 FROM workspace LIMIT 1").first():
            for statement in FILLING.read_text("utf-8").replace(":people", str(people)).split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement.replace("%", "%%"))
        return set(connection.execute(text(SMALL_ONES), {"most": SMALL}).scalars())


@contextmanager
def _explaining(engine: Engine, small: set[str]) -> Iterator[list[Step]]:
    """Explain each statement just before it runs, on its own connection and with its own values."""
    steps: list[Step] = []

    def explain(connection: Connection, _cursor: object, statement: str, values: Any, *_more: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            driver: Any = connection.connection
            with driver.cursor() as own:
                own.execute(f"EXPLAIN (FORMAT JSON) {statement}", values[0] if isinstance(values, list) else values)
                [plan] = own.fetchone()[0]
            steps.append(tuple(_sources(plan["Plan"], small)))

    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield steps
    finally:
        event.remove(engine, "before_cursor_execute", explain)


def _sources(plan: dict[str, Any], small: set[str]) -> Iterator[str]:
    """Where rows come from: an index by its name, or a table that is read from one end to the other."""
    if "Index Name" in plan:
        yield plan["Index Name"]
    elif plan["Node Type"] == "Seq Scan" and plan["Relation Name"] not in small:
        yield WHOLE + plan["Relation Name"]
    for child in plan.get("Plans", []):
        yield from _sources(child, small)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
