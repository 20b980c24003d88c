"""The page of the eight weeks is what living them gives."""

from pathlib import Path

from tests.eightweeks.__main__ import PAGE
from tests.eightweeks.lives import lived
from tests.eightweeks.page import page


async def test_the_page_is_what_the_bot_says_now(tmp_path: Path) -> None:
    assert page(*await lived(tmp_path)) == PAGE.read_text("utf-8"), (
        "Write it anew: .venv/bin/python -m tests.eightweeks"
    )
