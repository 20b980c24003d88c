"""`python -m benchmarks.home`: Home of a member with 5,000 entries, as a ratio to that of one with 10, in turn."""

import asyncio
import statistics
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import insert

from bot import views
from bot.coach import home, jobs
from bot.coach.jobs import Task
from bot.coach.moment import Moment
from bot.coach.proposal import Kind
from bot.delivery.pace import Pacing
from bot.ledger import migrate
from bot.ledger.arrivals import enroll
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger
from bot.outgoing.showing import HomeShowing
from bot.outgoing.whereabouts import SlackZones
from playground import World

FEW, MANY = 10, 5_000
ROUNDS: Final = 200
LEASE: Final = timedelta(seconds=30)
NOW: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOURS: Final = {"in half a year": 24 * 182, "in the ten weeks shown": 24 * 7 * 9}
WORDS: Final = (
    "Shipped the new onboarding flow, and activation of new teams went from 20% to 31% in the weeks that followed"
)


@dataclass(frozen=True, slots=True)
class Bench:
    """An open ledger, somebody who shows Home in a local Slack, and two members of it."""

    ledger: Ledger
    showing: HomeShowing
    few: Owner
    many: Owner


async def main() -> None:
    """Measure for entries spread widely and narrowly, and print the ratios."""
    for spread, hours in HOURS.items():
        with tempfile.TemporaryDirectory() as folder:
            async with _bench(Path(folder), hours) as bench:
                for name, work in (("read and drawn", _drawn), ("opened, shown and settled", _shown)):
                    few, many = await _in_turn(bench, work)
                    ratio = f"{many / few:5.2f}   ({few * 1e3:.1f} and {many * 1e3:.1f} ms)"
                    print(f"Home, {MANY} entries {spread} / {FEW}, {name:<26} {ratio}")


async def _in_turn(bench: Bench, work: Callable[[Bench, Owner], Awaitable[float]]) -> tuple[float, float]:
    """Median seconds for each, one after the other, so that whatever else the machine does meets both."""
    taken: dict[Owner, list[float]] = {bench.few: [], bench.many: []}
    for _ in range(ROUNDS):
        for owner, seconds in taken.items():
            seconds.append(await work(bench, owner))
    return statistics.median(taken[bench.few]), statistics.median(taken[bench.many])


async def _drawn(bench: Bench, owner: Owner) -> float:
    """What the worker does without Slack: the statements, and the view."""
    task = await _task(bench, owner)
    begun = time.perf_counter()
    seen = await home.look(bench.ledger, task, NOW)
    assert seen is not None  # noqa: S101  # the task is held
    views.home.home(seen, "/win")
    taken = time.perf_counter() - begun
    await home.drop(bench.ledger, task, NOW)
    return taken


async def _shown(bench: Bench, owner: Owner) -> float:
    """All of it: the job written, claimed, done, published to a local Slack in this process, and settled."""
    begun = time.perf_counter()
    await bench.showing(await _task(bench, owner), NOW)
    return time.perf_counter() - begun


async def _task(bench: Bench, owner: Owner) -> Task:
    await home.opened(bench.ledger, owner, view_hash=None, now=NOW)
    task = await jobs.claim(bench.ledger, "bench", now=Moment(NOW, NOW), lease=LEASE)
    assert task is not None  # noqa: S101  # it was written just now
    return task


@asynccontextmanager
async def _bench(folder: Path, hours: int) -> AsyncIterator[Bench]:
    async with World(rates="unlimited") as world, aiohttp.ClientSession() as session:
        ledger = Ledger.open(f"sqlite:///{folder / 'coach.db'}")
        migrate.upgrade(ledger.engine)
        few, many = (Owner(world.default.id, world.default.person(name).id) for name in ("Ana", "Ben"))
        for owner, entries in ((few, FEW), (many, MANY)):
            await ledger.write(EVERYONE, _filling(owner, entries, hours), within=60)
        client = AsyncWebClient(world.default.bot_token, world.api_url, session=session, retry_handlers=[])
        yield Bench(
            ledger, HomeShowing(ledger, lambda _: client, "/win", SlackZones(lambda _: client, Pacing())), few, many
        )
        await ledger.close()


def _filling(owner: Owner, entries: int, hours: int) -> Callable[[ScopedSession], None]:
    """That many entries, spread evenly over these hours."""
    kinds = list(Kind)
    rows: list[dict[str, Any]] = [
        {
            "id": uuid.uuid4(), "workspace_id": owner.workspace, "member_id": owner.member, "source_key": str(number),
            "text": f"{WORDS} {number}", "folded": f"{WORDS} {number}".lower(), "kind": kinds[number % 5].value,
            "language": "en", "answers": {}, "details": {}, "created_at": NOW - timedelta(hours=number * hours / entries),
        }
        for number in range(entries)
    ]  # fmt: skip

    def fill(session: ScopedSession) -> None:
        enroll(session, owner, NOW)
        session.execute(insert(Evidence), rows)

    return fill


if __name__ == "__main__":
    asyncio.run(main())
