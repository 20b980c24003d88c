"""A ledger with its tables: half a year mostly on SQLite, where it is shorter, and once on PostgreSQL."""

from collections.abc import AsyncIterator
from typing import Final

import pytest

from bot.ledger.store import Ledger

PATIENT: Final = 60.0  # seconds: a busy machine is not what is tested here


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ledger.store.BUDGET_SECONDS", PATIENT)


@pytest.fixture
async def sqlite(migrated_sqlite: str) -> AsyncIterator[Ledger]:
    opened = Ledger.open(migrated_sqlite)
    yield opened
    await opened.close()


@pytest.fixture
async def on_postgres(migrated_postgres: str) -> AsyncIterator[Ledger]:
    opened = Ledger.open(migrated_postgres)
    yield opened
    await opened.close()
