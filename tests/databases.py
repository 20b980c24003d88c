"""Fresh tables in a moment: SQLite's file is copied, PostgreSQL's tables are emptied; migrated once for each worker of a run."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.ledger import migrate
from bot.ledger.engines import open_engine
from bot.ledger.models import Base
from bot.ledger.store import Ledger
from tests import postgres


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "coach.db"
    _migrate(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(scope="session")
def migrated_server(postgres_url: str) -> Iterator[str]:
    with postgres.database(postgres_url) as url:
        _migrate(url).dispose()
        yield url


@pytest.fixture
def migrated_sqlite(migrated_file: Path, tmp_path: Path) -> str:
    """The address of a SQLite database with its tables."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'coach.db')}"


@pytest.fixture
def migrated_postgres(migrated_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database with its tables, empty again afterwards."""
    yield migrated_server
    engine = open_engine(migrated_server)
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def migrated_url(request: pytest.FixtureRequest) -> str:
    """The address of a database of each kind with its tables."""
    return str(request.getfixturevalue(f"migrated_{request.param}"))


@pytest.fixture
async def ledger(migrated_url: str) -> AsyncIterator[Ledger]:
    """An open ledger with its tables, on each kind of database."""
    opened = Ledger.open(migrated_url)
    yield opened
    await opened.close()


def _migrate(url: str) -> Engine:
    engine = open_engine(url)
    migrate.upgrade(engine)
    return engine
