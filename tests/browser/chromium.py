"""A Chromium or Chrome that is already on this machine: nothing is downloaded."""

import os
import shutil
from pathlib import Path
from typing import Final

import pytest

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
QUIET: Final = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def path() -> str:
    """Give the browser; skip with a loud line where there is none, unless REQUIRE_ALL is set."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next((place for place in PLACES if Path(place).exists()), None)
    if found:
        return found
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail("REQUIRE_ALL is set, and there is no Chromium and no Chrome.")
    pytest.skip("NO CHROMIUM: the browser tests are NOT run. Install Chromium or Chrome, or set CHROMIUM to its path.")


def arguments() -> list[str]:
    """Give what it is started with; as root it refuses to start in its sandbox."""
    return QUIET + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
