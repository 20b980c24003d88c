"""`python -m benchmarks.inflight`: how long a `/win` waits while 200 reframes wait for a slow model, against none."""

import argparse
import asyncio
import json
import re
import sqlite3
import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from benchmarks import processes
from benchmarks.commands import MEMBERS, Commands
from benchmarks.load import WrongAnswer, steadily
from benchmarks.processes import Server
from benchmarks.rounds import RATE

SECONDS: Final = 3.0  # that each call to the model takes
ROUNDS: Final = 5
STEADY: Final = 150  # requests: three seconds, while all calls are under way
PATIENCE: Final = 150.0  # a job that failed for want of the database comes up again after 58 s
_MEMBER: Final = re.compile(rb"user_id=(U0BENCH\d+)")
_ENTRY: Final = re.compile(
    rb'"action_id": ?"capture\.reframe"[^}]*?"value": ?"([0-9a-f]{32})"|"value": ?"([0-9a-f]{32})"[^}]*?"action_id": ?"capture\.reframe"'
)


@dataclass
class Slow:
    """A model that takes its time and then says one fact in its own words."""

    now: int = 0
    most: int = 0
    answered: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        """One completion."""
        asked = await request.json()
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(SECONDS)
        self.now -= 1
        self.answered += 1
        fact = json.loads(asked["messages"][-1]["content"])["facts"][0]
        said = {"sentences": [{"heading": "outcome", "cites": [fact["id"]], "text": fact["text"]}], "asks": []}
        message = {"role": "assistant", "content": json.dumps(said)}
        return web.json_response({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})


@asynccontextmanager
async def _slow_model() -> AsyncIterator[tuple[Slow, str]]:
    slow, app = Slow(), web.Application()
    app.router.add_post("/v1/chat/completions", slow.answer)
    app.router.add_post("/line", _heard)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield slow, f"http://127.0.0.1:{port}"
    await runner.cleanup()


async def _heard(_: web.Request) -> web.Response:
    return web.Response(text="ok")


async def measure(rounds: int, folder: Path) -> str:
    """The table. Raises `WrongAnswer` when an answer or a draft is missing."""
    database = folder / "coach.db"
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(processes.workspace())
        slow, url = await stack.enter_async_context(_slow_model())
        model = {"OPENAI_BASE_URL": f"{url}/v1", "OPENAI_MODEL": "slow"}
        server = await stack.enter_async_context(processes.bot(slack, f"sqlite:///{database}", folder, model))
        commands, idle, busy = Commands(slack), [], []
        for number in range(1, rounds + 1):
            receipts = await _receipts(server, commands)
            idle.append(_p99(await steadily(server.port, commands.take(STEADY), RATE, _saved)))
            await steadily(server.port, commands.clicks(receipts, f"{url}/line"), 10 * RATE, _taken)
            busy.append(_p99(await steadily(server.port, commands.take(STEADY), RATE, _saved)))
            await _all_drafted(database, number * MEMBERS)
    ratios = [one / other for one, other in zip(busy, idle, strict=True)]
    return (
        f"p99 of the acknowledgement with {MEMBERS} reframes in flight / none: {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f}-{max(ratios):.2f}), goal at most 1.5\n"
        f"p99: {statistics.median(idle) * 1000:.1f} ms alone, {statistics.median(busy) * 1000:.1f} ms beside them; "
        f"{slow.most} calls at once, {slow.answered} answered, every draft made"
    )


async def _receipts(server: Server, commands: Commands) -> list[tuple[str, str]]:
    """One new entry for each member, and what its button carries."""
    found: list[tuple[str, str]] = []
    for request in commands.take(MEMBERS):  # one after the other: whose receipt it is stands in the request alone
        answers: list[bytes] = []
        await steadily(server.port, [request], RATE * 10, answers.append)
        entry, member = _ENTRY.search(answers[0]), _MEMBER.search(request)
        if entry is None or member is None:
            raise WrongAnswer("a receipt without its button")
        found.append((member[1].decode(), (entry[1] or entry[2]).decode()))
    return found


def _saved(response: bytes) -> None:
    if not response.startswith(b"HTTP/1.1 200") or b"capture.reframe" not in response:
        raise WrongAnswer("a win that was not saved")


def _taken(response: bytes) -> None:
    if not response.startswith(b"HTTP/1.1 200"):
        raise WrongAnswer("a click that was not taken")


async def _all_drafted(database: Path, wanted: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while _count(database) < wanted:  # noqa: ASYNC110  # another process writes them
            await asyncio.sleep(0.5)


def _count(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        count: int = connection.execute("SELECT count(*) FROM draft").fetchone()[0]
        return count


def _p99(waited: list[float]) -> float:
    return sorted(waited)[int(0.99 * (len(waited) - 1))]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inflight", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(asyncio.run(measure(chosen.rounds, Path(folder))))


if __name__ == "__main__":
    main()
