"""A ledger with its tables on SQLite: half a year is the same on either database, and long enough on one."""

from collections.abc import AsyncIterator
from typing import Final

import pytest

from bot.ledger.store import Ledger
from tests.ledger.databases import *  # noqa: F403  # fixtures

PATIENT: Final = 60.0  # seconds: a busy machine is not what is tested here


@pytest.fixture
async def sqlite(migrated_sqlite: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ledger]:
    monkeypatch.setattr("bot.ledger.store.BUDGET_SECONDS", PATIENT)
    opened = Ledger.open(migrated_sqlite)
    yield opened
    await opened.close()
