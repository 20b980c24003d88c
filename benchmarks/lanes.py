"""`python -m benchmarks.lanes`: what a delivery costs, as ratios within one run (Linux)."""

import asyncio
import functools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import uvloop

from benchmarks import processes, questions
from benchmarks.fanout import Outbox as Rows
from benchmarks.fanout import Slack, fan_out, new_ledger, now, opened, raw, slack
from bot.delivery import outbox
from bot.delivery.buckets import Limit
from bot.delivery.outbox import Sent
from bot.delivery.pace import POST, Limits

ROUNDS: Final = 5
PEOPLE: Final = 1_000
A_MINUTE, BURST, LIMITED = 3_000, 10, 1_000  # the limit of the second figure, and the messages sent under it
CYCLES, OVER = 200, 100_000
IDLE_SECONDS: Final = 30.0
Kind = Callable[[Path, Slack], Awaitable[float]]
AT_WILL: Final = Limit(100_000_000, burst=100_000)
FREELY: Final = Limits(AT_WILL, methods=dict.fromkeys(Limits().methods, AT_WILL))


async def main(folder: Path) -> None:
    """Measure, and print a line for each."""
    await _unlimited(folder)
    await _limited(folder)
    await _after_many(folder)
    await _idle(folder)


async def _unlimited(folder: Path) -> None:
    kinds: dict[str, Kind] = {
        "ready-made messages a second": _ready_made,
        "messages read one by one, a second": functools.partial(_ready_made, reads=True),
        "weekly questions a second, zones known": _questions,
        "weekly questions a second, zones asked at Slack": functools.partial(_questions, asks=True),
    }
    ratios: dict[str, list[float]] = {what: [] for what in kinds}
    async with slack(PEOPLE) as told:
        for number in range(ROUNDS):
            for at, (what, kind) in enumerate(kinds.items()):
                ours = PEOPLE / await kind(folder / f"{number}-{at}.db", told)
                ratios[what].append(ours / await raw(told))
    for what, found in ratios.items():
        _say(f"{what} / raw client", statistics.median(found), f"{min(found):.2f}-{max(found):.2f}")


async def _ready_made(file: Path, told: Slack, *, reads: bool = False) -> float:
    async with opened(file, reads=reads) as rows:
        await rows.fill(told)
        return (await fan_out(rows, told, FREELY)).seconds


async def _questions(file: Path, told: Slack, *, asks: bool = False) -> float:
    async with new_ledger(file) as ledger:
        await questions.fill(ledger, told)
        rows = questions.Questions(ledger, asks=asks)
        gone = await fan_out(rows, told, FREELY)
        if await rows.sent() != PEOPLE:
            raise RuntimeError("Not everybody was asked.")
    return gone.seconds


async def _limited(folder: Path) -> None:
    limits = Limits(Limit(A_MINUTE, burst=BURST))
    told_limit = ("--a-minute", str(A_MINUTE), "--burst", str(BURST))
    async with slack(LIMITED, *told_limit) as told, opened(folder / "limited.db") as rows:
        await rows.fill(told)
        gone = await fan_out(rows, told, limits)
    rate = (LIMITED - BURST) / gone.seconds * 60 / A_MINUTE
    _say("messages a second under a limit / that limit", rate, f"429: {gone.refusals[POST]} of {LIMITED}")


async def _after_many(folder: Path) -> None:
    """A claim and its settlement, in turn in a database with nothing else and one with 100,000 rows that are over."""
    async with slack(CYCLES) as told, opened(folder / "few.db") as few, opened(folder / "many.db") as many:
        for rows in (few, many):
            await rows.fill(told)
        await many.add_sent(told, OVER)
        seconds: dict[Rows, list[float]] = {few: [], many: []}
        for _ in range(CYCLES):
            for rows, taken in seconds.items():
                taken.append(await _one(rows, told))
    one, other = (statistics.median(taken) for taken in seconds.values())
    _say(f"claim and settle after {OVER:,} that are over / after none", other / one, f"({other * 1e6:.0f} us)")


async def _one(rows: Rows, told: Slack) -> float:
    begun = time.perf_counter()
    items = await outbox.claim(rows.ledger, "bench", {told.workspace: 1}, now=now(), lease=outbox.Patience().lease)
    await outbox.settle(rows.ledger, [(item, Sent("D1", "1")) for item in items], now=now())
    return time.perf_counter() - begun


async def _idle(folder: Path) -> None:
    async with processes.workspace() as where, processes.bot(where, f"sqlite:///{folder}/idle.db", folder) as bot:
        await asyncio.sleep(3)
        before = bot.cpu()
        await asyncio.sleep(IDLE_SECONDS)
        share = (bot.cpu() - before) / IDLE_SECONDS
    _say("idle, share of a core in percent", share * 100, f"over {IDLE_SECONDS:.0f} s")


def _say(what: str, figure: float, more: str) -> None:
    print(f"{what:<58} {figure:5.2f}   {more}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(Path(place)))
