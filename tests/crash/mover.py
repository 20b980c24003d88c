"""A move to PostgreSQL as a process of its own that dies, by signal 9, at one exact step.

    python -m tests.crash.mover SQLITE_URL POSTGRESQL_URL STEP

A step is the name of a table (it is copied and compared), `marked` (the file says that it was moved, PostgreSQL has kept
nothing yet) or `kept` (PostgreSQL has kept everything, and nobody was told). With another word it lives, and prints how much
memory it took.
"""

import os
import re
import signal
import sys
from pathlib import Path

from sqlalchemy import Connection, event

from bot.ledger import engines, moving
from bot.ledger.moving import Tally


def main(source_url: str, target_url: str, step: str) -> None:
    """Move until the step."""

    def reach(reached: str) -> None:
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def told(tally: Tally) -> None:
        reach(tally.table)

    def keeps(_: Connection) -> None:
        reach("marked")

    with engines.opened(source_url) as source, engines.opened(target_url) as target:
        event.listen(target, "commit", keeps)
        moving.move(source, target, told)
        reach("kept")
    print(_peak())  # noqa: T201  # who let it live wants to know


def _peak() -> int:
    """The most memory that this process ever had, in KiB; Linux only."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])  # type: ignore[index]  # it stands in every such file


if __name__ == "__main__":
    main(*sys.argv[1:])
