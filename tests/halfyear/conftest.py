"""A ledger with its tables on SQLite: half a year is the same on either database, and long enough on one."""

from collections.abc import AsyncIterator

import pytest

from bot.ledger.store import Ledger
from tests.ledger.databases import *  # noqa: F403  # fixtures


@pytest.fixture
async def sqlite(migrated_sqlite: str) -> AsyncIterator[Ledger]:
    opened = Ledger.open(migrated_sqlite)
    yield opened
    await opened.close()
