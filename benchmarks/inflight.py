"""`python -m benchmarks.inflight`: how long a `/win` waits while 200 reframes are in flight, against none.

In flight is what was clicked and waits: 64 for a slow model, the others for their turn. Whoever clicked has had a
message of the coach before. A round begins when nothing is left of the one before it.
"""

import argparse
import asyncio
import math
import re
import sqlite3
import statistics
import tempfile
import time
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp
from sqlalchemy import insert

from benchmarks import fanout, processes
from benchmarks.commands import MEMBERS, Commands, Workspace
from benchmarks.fanout import Slack
from benchmarks.load import WrongAnswer, steadily
from benchmarks.model import slow_model
from benchmarks.processes import Server
from benchmarks.rounds import RATE
from bot.ledger import models
from bot.ledger.scope import EVERYONE, ScopedSession
from playground import World

SECONDS: Final = 3.0  # that each call to the model takes: 200 of them, 64 at once, take at least twelve
ROUNDS: Final = 5
BESIDE: Final = 550  # wins from the first click on: eleven seconds, in all of which reframes are in flight
PATIENCE: Final = (
    180.0  # 200 messages take 40 s at Slack's pace; a job that failed for want of the database comes again after 58 s
)
DRAFTS: Final = "draft"
WAITING: Final = ("job WHERE state IN ('ready', 'running')", "delivery WHERE state IN ('ready', 'sending', 'doubt')")
_MEMBER: Final = re.compile(rb"user_id=(\w+)")
_ENTRY: Final = re.compile(
    rb'"action_id": ?"capture\.reframe"[^}]*?"value": ?"([0-9a-f]{32})"|"value": ?"([0-9a-f]{32})"[^}]*?"action_id": ?"capture\.reframe"'
)


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds that wins waited: alone, while the clicks came, and beside what was clicked; and clicks that were not taken."""

    alone: list[float]
    clicking: list[float]
    beside: list[float]
    refused: int

    @property
    def ratio(self) -> float:
        """What the goal is about."""
        return _p99(self.beside) / _p99(self.alone)


async def measure(rounds: int, folder: Path) -> str:
    """The table. Raises `WrongAnswer` when an answer, a draft or a message is missing."""
    database = folder / "coach.db"
    async with AsyncExitStack() as stack:
        told = await stack.enter_async_context(fanout.slack(MEMBERS))
        await _known(database, told)
        url = await stack.enter_async_context(slow_model(SECONDS))
        budget = str(2 * rounds * MEMBERS)  # the usual one of a day is spent after two rounds and a half
        model = {"OPENAI_BASE_URL": f"{url}/v1", "OPENAI_MODEL": "slow", "MODEL_CALLS_PER_WORKSPACE": budget}
        slack = Workspace(told.workspace, World.app_id, World.signing_secret, told.api_url, told.token)
        server = await stack.enter_async_context(processes.bot(slack, f"sqlite:///{database}", folder, model))
        commands = Commands(slack, tuple(told.members))
        taken = [await _round(server, commands, f"{url}/line", database) for _ in range(rounds)]
        return _table(taken, await _asked(url))


async def _known(database: Path, told: Slack) -> None:
    """Let everybody have had a message before, so that their conversation is known."""
    instant = fanout.now().due
    own = {"workspace_id": told.workspace, "created_at": instant}
    members = [{**own, "id": member, "dm_channel": channel} for member, channel in told.members.items()]

    def write(session: ScopedSession) -> None:
        session.execute(insert(models.Workspace).values(id=told.workspace, created_at=instant))
        session.execute(insert(models.Member), members)

    async with fanout.new_ledger(database) as ledger:
        await ledger.write(EVERYONE, write)


async def _round(server: Server, commands: Commands, lines_to: str, database: Path) -> Round:
    drafted, receipts = _count(database, DRAFTS), await _receipts(server, commands)
    alone = await steadily(server.port, commands.take(BESIDE), RATE, _saved)
    wins, clicks = commands.take(BESIDE), commands.clicks(receipts, lines_to)
    waited, seconds = await asyncio.gather(steadily(server.port, wins, RATE, _saved), _until_taken(server, clicks))
    clicking = math.ceil(seconds * RATE)
    if not _count(database, "job WHERE state IN ('ready', 'running')"):
        raise WrongAnswer("drafts that were made before the wins were measured")
    await _all_arrived(database)
    made = _count(database, DRAFTS) - drafted
    return Round(alone, waited[:clicking], waited[clicking:], MEMBERS - made)


async def _until_taken(server: Server, clicks: list[bytes]) -> float:
    """Click, and give the seconds until the last one was acknowledged: until then the reframes are not all in flight."""
    begun = time.perf_counter()
    await steadily(server.port, clicks, 10 * RATE, _taken)
    return time.perf_counter() - begun


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


async def _all_arrived(database: Path) -> None:
    """Until every draft is made and its message sent, and nothing waits."""
    async with asyncio.timeout(PATIENCE):
        while any(_count(database, waiting) for waiting in WAITING):  # noqa: ASYNC110  # another process writes them
            await asyncio.sleep(0.5)
    if any(_count(database, f"{table} WHERE state = 'failed'") for table in ("job", "delivery")):
        raise WrongAnswer("a draft or a message that failed")
    if _count(database, DRAFTS) != _count(database, "delivery WHERE state = 'sent'"):
        raise WrongAnswer("a draft without its message")


def _count(database: Path, rows: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        count: int = connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]  # noqa: S608  # said above
        return count


async def _asked(url: str) -> dict[str, int]:
    async with aiohttp.ClientSession() as session, session.get(f"{url}/told") as answer:
        asked: dict[str, int] = await answer.json()
        return asked


def _table(taken: list[Round], asked: dict[str, int]) -> str:
    ratios = [each.ratio for each in taken]
    alone, beside = (
        [_p99(each) for each in column] for column in zip(*((r.alone, r.beside) for r in taken), strict=True)
    )
    clicking = sorted(second for each in taken for second in each.clicking)
    return (
        f"p99 of the acknowledgement with {MEMBERS} reframes in flight / none: {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f}-{max(ratios):.2f}), goal at most 1.5\n"
        f"p99: {_said(alone)} alone, {_said(beside)} beside them\n"
        f"while the clicks came, {round(10 * RATE)} a second: {statistics.median(clicking) * 1000:.1f} ms in the middle, "
        f"{clicking[-1] * 1000:.1f} ms at most\n"
        f"{asked['most']} calls at once, {asked['answered']} answered, {sum(each.refused for each in taken)} clicks refused, "
        "every other draft made and sent"
    )


def _said(seconds: list[float]) -> str:
    low, middle, high = (1000 * one for one in (min(seconds), statistics.median(seconds), max(seconds)))
    return f"{middle:.1f} ms ({low:.1f}-{high:.1f})"


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
