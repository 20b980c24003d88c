"""`make setup` on a new machine: from the lock alone, with whatever pip came with its Python."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_lock_is_installed_as_it_stands() -> None:
    """The pip of Python 3.11 looks for the newest `coverage[toml]` if it may look, and then has no hash for it."""
    installs = [line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if "pip install" in line]

    assert len(installs) == 2
    assert all("--no-deps" in line for line in installs)
    assert "--require-hashes" in installs[0]


def test_the_lock_leaves_nothing_out() -> None:
    """Nothing looks for what is missing any more: so nothing may be missing."""
    looked = subprocess.run([sys.executable, "-m", "pip", "check"], check=False, capture_output=True, text=True)

    assert (looked.returncode, looked.stdout.strip()) == (0, "No broken requirements found.")
