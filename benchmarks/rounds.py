"""Rounds of measurement, the servers taken in turn so that whatever else the machine does meets all of them."""

import asyncio
import sqlite3
import statistics
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks import processes
from benchmarks.commands import MEMBERS, Commands
from benchmarks.load import Check, WrongAnswer, saturate, steadily
from benchmarks.noop import Reference
from benchmarks.processes import Server

RATE: Final = 50.0  # requests a second in the open loop
RECEIPT: Final = (
    b'"response_type": "ephemeral"',
    b'"rich_text_quote"',
    b'"capture.reframe"',
    b'"capture.edit"',
    b'"capture.undo"',
)
"""What every receipt holds, in whatever language it is: only what is saved is quoted with these buttons."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    rounds: int = 7
    saturating: int = 3_000  # requests to each server in each round
    steady: int = 250


QUICK: Final = Plan(rounds=2, saturating=300, steady=25)


@dataclass(frozen=True, slots=True)
class Measured:
    """One server in one round."""

    cpu: float  # seconds of processor for a request, at saturation
    throughput: float  # requests a second, at saturation
    p50: float  # seconds, at 50 requests a second
    p99: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole run: each server's rounds by its name, and its memory after start and a few requests."""

    rounds: dict[str, list[Measured]] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)


async def run(plan: Plan, folder: Path) -> Outcome:
    """Start every server, measure them in turn, and see that every answered `/win` is in the database."""
    database = folder / "coach.db"
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(processes.workspace())
        started = (
            processes.bot(slack, f"sqlite:///{database}", folder),
            *(processes.noop(slack, reference) for reference in Reference),
        )
        servers = [await stack.enter_async_context(server) for server in started]
        commands = Commands(slack)
        outcome = Outcome()
        for server in servers:
            outcome.memory[server.name] = await _warmed(server, commands)
        for _ in range(plan.rounds):
            for server in servers:
                outcome.rounds.setdefault(server.name, []).append(await _measured(server, commands, plan))
    _see_rows(database, MEMBERS + plan.rounds * (plan.saturating + plan.steady))
    return outcome


async def _warmed(server: Server, commands: Commands) -> float:
    """Every member's first words, and the memory after them."""
    await steadily(server.port, commands.take(MEMBERS), 10 * RATE, _check(server))
    await asyncio.sleep(0.5)
    return server.memory()


async def _measured(server: Server, commands: Commands, plan: Plan) -> Measured:
    check = _check(server)
    saturating = commands.take(plan.saturating)
    before = server.cpu()
    throughput = await saturate(server.port, saturating, check)
    cpu = (server.cpu() - before) / plan.saturating
    waited = await steadily(server.port, commands.take(plan.steady), RATE, check)
    return Measured(cpu, throughput, statistics.median(waited), _percentile(waited, 0.99))


def _percentile(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def _check(server: Server) -> Check:
    wanted = RECEIPT if server.name == "bot" else ()

    def check(response: bytes) -> None:
        if not response.startswith(b"HTTP/1.1 200") or not all(part in response for part in wanted):
            raise WrongAnswer(f"{server.name} answered {response.decode(errors='replace')}")

    return check


def _see_rows(database: Path, expected: int) -> None:
    with closing(sqlite3.connect(database)) as connection:
        found: int = connection.execute("SELECT count(*) FROM evidence").fetchone()[0]
    if found != expected:
        raise WrongAnswer(f"{expected} were told that they are saved, {found} are in the database")
