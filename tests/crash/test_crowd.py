"""Promise 3 at scale: 2,000 people due at once, a Slack in bad weather, and a worker that dies again and again."""

import asyncio
import itertools
import json
import random
import sys
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import pytest
from sqlalchemy import Engine, func, insert, select

from bot.app import utc_now
from bot.ledger import engines, migrate
from bot.ledger.models import Delivery, Member, Workspace
from playground import World
from playground.faults import Fault, FaultKind, Faults
from tests import stage
from tests.crash.crowd import PATIENCE, WAVE
from tests.crash.test_crash import as_json

pytestmark = pytest.mark.crash

PEOPLE: Final = 2_000
WINDOWS: Final = ("claimed", "accepted", "recorded")
KILLS: Final = 10  # in each window
BLIND_KILLS: Final = 5  # enough to see who is told twice
POST: Final = "chat.postMessage"
LATE: Final = 1.5 * PATIENCE.call.total_seconds()  # after we stopped waiting, and before the doubt ends
WEATHER: Final[dict[FaultKind, float]] = {"ratelimited": 0.03, "hang": 0.01, "accept_then_hang": 0.01, "late": 0.01}


class Weather(Faults):
    """So many of the messages meet a fault."""

    def take(self, method: str) -> Fault | None:
        if method != POST:
            return None
        [kind] = random.choices(  # noqa: S311  # the weather is no secret
            (*WEATHER, None), (*WEATHER.values(), 1 - sum(WEATHER.values()))
        )
        seconds = {"ratelimited": 1.0, "late": LATE}.get(kind or "", 0.0)
        return Fault(kind, method, seconds=seconds) if kind else None


@dataclass
class Crowd:
    """People who are all due, in a workspace and a database."""

    world: World
    engine: Engine
    lanes: int = 1
    kills: Counter[str] = field(default_factory=Counter)

    def gather(self) -> None:
        """Make them due at once, in so many lanes; the direct message with every other one is known."""
        now, home = utc_now(), self.world.default
        people = [home.person(f"P{number:04}") for number in range(PEOPLE)]
        channels = [home.direct_message(each.id).id if n % 2 else None for n, each in enumerate(people)]
        homes = [home.id, *(f"T{lane:09}" for lane in range(1, self.lanes))]  # one Slack for all of them
        own = [{"workspace_id": homes[n % self.lanes], "created_at": now} for n in range(PEOPLE)]
        due = {"kind": WAVE, "state": "ready", "attempts": 0, "due_at": now}
        with self.engine.execution_options(**engines.WRITES).begin() as connection:
            connection.execute(insert(Workspace), [{"id": each, "created_at": now} for each in homes])
            told = zip(own, people, channels, strict=True)
            connection.execute(
                insert(Member), [theirs | {"id": each.id, "dm_channel": dm} for theirs, each, dm in told]
            )
            ids = [{"id": uuid.uuid4(), "subject_id": uuid.uuid4(), "member_id": each.id} for each in people]
            connection.execute(insert(Delivery), [theirs | due | each for theirs, each in zip(own, ids, strict=True)])

    @asynccontextmanager
    async def worker(self, *told: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """A worker, killed at the end if it still lives; `told` as `tests.crash.crowd` says."""
        settings = stage.settings(self.world, "http", self.engine.url.render_as_string(hide_password=False))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.crash.crowd", json.dumps(as_json(settings)), *told
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def survive(self, windows: Sequence[str] = WINDOWS, *, blind: bool = False) -> None:
        """Let workers die in each window, and let the last one finish."""
        more = ["--blind"] if blind else []
        for time, window in itertools.product(range(BLIND_KILLS if blind else KILLS), windows):
            async with self.worker("--dies", f"{window}:{1 + time % 3}", *more) as process, asyncio.timeout(120):
                assert await process.wait() == -9
                self.kills[window] += 1
        async with self.worker(*more):
            await self.settled()

    async def settled(self) -> None:
        """Wait until everybody's row says that they were told."""
        async with asyncio.timeout(240):
            while self.states() != {"sent": PEOPLE}:  # noqa: ASYNC110  # a database of another process tells nobody
                await asyncio.sleep(0.5)

    def states(self) -> dict[str, int]:
        with self.engine.connect() as connection:
            counts = connection.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
            return {state: count for state, count in counts}  # noqa: C416  # rows become pairs for the type checker

    def heard(self) -> Counter[str]:
        """How often each person was told."""
        conversations = self.world.default.conversations.values()
        return Counter({place.person_id: len(place.messages) for place in conversations if place.person_id})

    def report(self, title: str) -> str:
        heard = self.heard()
        faults = Counter(entry.fault for entry in self.world.calls(POST) if entry.fault)
        figures = {
            **{f"kills when {window}": self.kills[window] for window in WINDOWS},
            **{f"answers: {kind}": count for kind, count in sorted(faults.items())},
            "look-ups": len(self.world.calls("conversations.history")),
            "sent": len(heard),
            "lost": PEOPLE - len(heard),
            "twice": sum(count - 1 for count in heard.values()),
        }
        return "\n".join((f"\n{title}, {PEOPLE} people", *(f"  {name:<26}{n:>6}" for name, n in figures.items())))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with World(rates="unlimited") as opened:
        opened.faults = Weather()
        yield opened
        assert opened.broadcasts == []


@pytest.fixture
def crowd(world: World, database_url: str) -> Iterator[Crowd]:
    with engines.opened(database_url) as engine:
        migrate.upgrade(engine)
        gathered = Crowd(world, engine)
        gathered.gather()
        yield gathered


async def test_whenever_the_worker_dies_nobody_is_forgotten_and_nobody_told_twice_l6_n7(
    crowd: Crowd, capsys: pytest.CaptureFixture[str]
) -> None:
    await crowd.survive()

    with capsys.disabled():
        sys.stdout.write(f"{crowd.report(f'With the look-up, {crowd.engine.dialect.name}')}\n")
    assert set(crowd.kills.values()) == {KILLS}
    assert set(crowd.heard().values()) == {1}
    assert len(crowd.heard()) == PEOPLE


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_without_the_look_up_people_are_told_twice(crowd: Crowd, capsys: pytest.CaptureFixture[str]) -> None:
    """What the test above proves is proved by the look-up, and by nothing else."""
    await crowd.survive(["accepted"], blind=True)

    with capsys.disabled():
        sys.stdout.write(f"{crowd.report('Without the look-up')}\n")
    heard = crowd.heard()
    assert len(heard) == PEOPLE
    assert sum(count - 1 for count in heard.values()) >= BLIND_KILLS
