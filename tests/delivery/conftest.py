"""Every test here has fresh tables on both databases, and posts that do as told."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.engine import Engine
from bot.ledger.store import Ledger
from tests.delivery.office import PATIENCE, Posts, engine_of
from tests.ledger.databases import *  # noqa: F403  # fixtures


@pytest.fixture
def posts() -> Posts:
    return Posts()


@pytest.fixture
async def engine(ledger: Ledger, posts: Posts) -> AsyncIterator[Engine]:
    working = engine_of(ledger, posts, PATIENCE)
    yield working
    await working.close(within=0)
