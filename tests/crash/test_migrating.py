"""A release that dies in the middle of a migration leaves what was there, and the next one ends it."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, inspect, text

from bot.ledger import engines, migrate

pytestmark = pytest.mark.crash

BEFORE = "0005"  # an older release, from which there is much to do
ROWS = (
    "INSERT INTO workspace (id, created_at) VALUES ('T1', '2026-05-04 12:00:00')",
    "INSERT INTO member (workspace_id, id, created_at) VALUES ('T1', 'U1', '2026-05-04 12:00:00')",
    (
        "INSERT INTO evidence (id, workspace_id, member_id, source_key, text, folded, answers, details, revision, kind, "
        "language, created_at) VALUES ('00000000000000000000000000000001', 'T1', 'U1', 'k', 'Shipped 🚀', 'shipped', "
        "'{\"why\": \"it was slow\"}', '{}', 1, 'output', 'en', '2026-05-04 12:00:00')"
    ),
)


@pytest.fixture
def older(database_url: str) -> Iterator[Engine]:
    """A database of an older release, with something in it."""
    from alembic import command  # noqa: PLC0415  # as the bot does

    with engines.opened(database_url) as engine:
        with engine.execution_options(**engines.WRITES).begin() as connection:
            command.upgrade(migrate._config(connection), BEFORE)
            for row in ROWS:
                connection.exec_driver_sql(row)
        engine.dispose()
        yield engine


def test_wherever_a_migration_dies_what_was_there_stays_and_the_next_one_ends_it(older: Engine) -> None:
    tables = columns(older)
    older.dispose()

    for statement in (5, 9, 14, 20, 26, 32):
        assert run(older, statement).returncode == -9
        assert columns(older) == tables
        assert kept(older) == [("Shipped 🚀", BEFORE)]
        older.dispose()
    lived = run(older, 0)

    assert lived.returncode == 0
    assert int(lived.stdout) > 32
    assert migrate.is_current(older)
    assert migrate.differences(older) == []
    assert kept(older) == [("Shipped 🚀", migrate._head())]


def run(engine: Engine, statement: int) -> subprocess.CompletedProcess[bytes]:
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.crash.migrator", url, str(statement)]
    return subprocess.run(command, check=False, stdout=subprocess.PIPE)


def columns(engine: Engine) -> dict[str, list[str]]:
    look = inspect(engine)
    return {table: sorted(column["name"] for column in look.get_columns(table)) for table in look.get_table_names()}


def kept(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT text, version_num FROM evidence, alembic_version"))
        return [(row[0], row[1]) for row in rows]
