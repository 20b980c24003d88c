"""The servers that are measured, each a process of its own, and what the system says about them (Linux)."""

import asyncio
import json
import os
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from benchmarks.commands import Workspace
from benchmarks.noop import Reference

START_SECONDS: Final = 30.0
MIB: Final = 1024.0  # KiB
NO_MODEL: Final[Mapping[str, str]] = MappingProxyType({})
LEFT_OUT: Final = ("SLACK_", "OPENAI_", "PYTHONDONTWRITEBYTECODE")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, by its port and its process."""

    name: str
    port: int
    pid: int

    def cpu(self) -> float:
        """Processor seconds used so far, by all threads: what the system has counted, to its tick of 10 ms."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident memory in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        resident = next(line for line in status if line.startswith("VmRSS:"))
        return int(resident.split()[1]) / MIB


@asynccontextmanager
async def workspace() -> AsyncIterator[Workspace]:
    """The playground alone, as the Slack that the servers ask who they are."""
    async with _running(["-m", "playground"], {}, stdout=PIPE) as process:
        assert process.stdout  # noqa: S101  # asked for above
        said = json.loads(await asyncio.wait_for(process.stdout.readline(), START_SECONDS))
        yield Workspace(
            said["workspace_id"], said["app_id"], said["signing_secret"], said["api_url"], said["bot_token"]
        )


@asynccontextmanager
async def bot(
    slack: Workspace, database_url: str, folder: Path, model: Mapping[str, str] = NO_MODEL, *, role: str = "run"
) -> AsyncIterator[Server]:
    """The whole bot, as `make run` starts it, its tables made before as at every start but the first; or one `role` of it.

    `folder` has no `.env`; `model` is what the environment says of one.
    """
    port = _free_port()
    environment = _slack(slack) | {"DATABASE_URL": database_url, "PORT": str(port), "LOG_LEVEL": "INFO"} | dict(model)
    async with _running(["-m", "bot", "migrate"], environment, folder) as migrating:
        await migrating.wait()
    async with _running(["-m", "bot", role], environment, folder) as process:
        yield await _listening("bot", port, process)


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Server]:
    """The playground with the bot, once it says that it is open; what it keeps lies in the folder."""
    port = _free_port()
    environment = {"PORT": str(port), "PYTHONUNBUFFERED": "1", "LOG_LEVEL": "WARNING"}
    async with _running(["-m", "bot", "demo"], environment, folder, stdout=PIPE) as process:
        assert process.stdout  # noqa: S101  # asked for above
        async with asyncio.timeout(START_SECONDS):
            while line := await process.stdout.readline():
                if b"/page/" in line:
                    break
            else:
                raise RuntimeError(f"The demo ended before it stood, with exit code {await process.wait()}")
        yield Server("demo", port, process.pid)


@asynccontextmanager
async def noop(slack: Workspace, reference: Reference) -> AsyncIterator[Server]:
    """A Bolt app that only acknowledges."""
    port = _free_port()
    async with _running(["-m", "benchmarks.noop", str(port), reference], _slack(slack)) as process:
        yield await _listening(reference, port, process)


def _slack(slack: Workspace) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
    }


@asynccontextmanager
async def _running(
    arguments: list[str], environment: Mapping[str, str], folder: Path | None = None, stdout: int | None = None
) -> AsyncIterator[Process]:
    """A Python process that is ended when it is not needed any more.

    It keeps its bytecode, as it does wherever it is installed: a process that compiles its own code at its start stays
    a mebibyte larger, and only the bot has much of its own.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=kept | dict(environment), cwd=folder, stdout=stdout
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        port: int = opened.getsockname()[1]
        return port


async def _listening(name: str, port: int, process: Process) -> Server:
    async with asyncio.timeout(START_SECONDS):
        while process.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return Server(name, port, process.pid)
    raise RuntimeError(f"{name} ended before it listened, with exit code {process.returncode}")
