"""Posts that do as told, and an engine at work on them."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.engine import Engine
from bot.ledger.store import Ledger
from tests.delivery.office import PATIENCE, Posts, engine_of


@pytest.fixture
def posts() -> Posts:
    return Posts()


@pytest.fixture
async def engine(ledger: Ledger, posts: Posts) -> AsyncIterator[Engine]:
    working = engine_of(ledger, posts, PATIENCE)
    yield working
    await working.close(within=0)
