"""Live the eight weeks anew and write the page: `python -m tests.eightweeks`."""

import asyncio
import tempfile
from pathlib import Path

from tests.eightweeks.lives import lived
from tests.eightweeks.page import page

PAGE = Path(__file__).parents[2] / "docs" / "eight-weeks.md"


async def write() -> None:
    """Write it to its place."""
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(page(*await lived(Path(folder))), "utf-8")


if __name__ == "__main__":
    asyncio.run(write())
