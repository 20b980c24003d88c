"""`make run` and `make setup` on a new machine: from the lock alone, with whatever pip came with its Python."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_lock_is_installed_as_it_stands() -> None:
    """The pip of Python 3.11 looks for the newest `coverage[toml]` if it may look, and then has no hash for it."""
    installs = [line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if "pip install" in line]

    assert len(installs) == 3
    assert all("--no-deps" in line for line in installs)
    assert all("--require-hashes" in line for line in installs if not line.endswith("-e ."))


def test_who_only_runs_the_bot_waits_for_nothing_else() -> None:
    """A newcomer waits for what the bot needs; the tools come with the first test."""
    assert "-r requirements.txt" in _would_do("run")
    assert "requirements-dev.txt" not in _would_do("run")
    assert "-r requirements.txt" in _would_do("test")
    assert "-r requirements-dev.txt" in _would_do("test")


def _would_do(target: str) -> str:
    """What `make` does for it where nothing is set up yet."""
    nothing = ["make", "--dry-run", target, "VENV=nowhere"]
    return subprocess.run(nothing, check=True, cwd=ROOT, capture_output=True, text=True).stdout


def test_the_lock_leaves_nothing_out() -> None:
    """Nothing looks for what is missing any more: so nothing may be missing."""
    looked = subprocess.run([sys.executable, "-m", "pip", "check"], check=False, capture_output=True, text=True)

    assert (looked.returncode, looked.stdout.strip()) == (0, "No broken requirements found.")
