"""The tables of the queue: made once, also when two start at once, and brought along from an older release."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from bot.delivery import tables
from bot.ledger import engines
from tests import postgres

pytestmark = pytest.mark.postgres

FUNCTIONS = "SELECT proname FROM pg_proc WHERE proname LIKE 'procrastinate%' ORDER BY 1"
OLDER = "03.01.00_50_post_add_heartbeat.sql"


def functions(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text(FUNCTIONS)))


def make_older(engine: Engine) -> None:
    """As a release of the bot with an older Procrastinate would have left it."""
    for name in [name for name in tables._names() if name <= OLDER]:
        with engine.begin() as connection:
            tables._run(connection, tables._sql() / "migrations" / name)
    with engine.begin() as connection:
        tables._NOTED.create(connection)
        connection.execute(tables._NOTED.insert().values(name=OLDER))


def test_they_are_made_once_and_migrating_again_changes_nothing(postgres_url: str) -> None:
    with postgres.database(postgres_url) as url, engines.opened(url) as engine:
        assert not tables.is_current(engine)
        tables.upgrade(engine)
        made = functions(engine)
        tables.upgrade(engine)

        assert tables.is_current(engine)
        assert functions(engine) == made
        assert "procrastinate_fetch_job_v2" in made


def test_two_that_migrate_at_once_do_not_disturb_each_other(postgres_url: str) -> None:
    with postgres.database(postgres_url) as url, engines.opened(url) as engine, ThreadPoolExecutor() as threads:
        list(threads.map(tables.upgrade, [engine] * 4))

        assert tables.is_current(engine)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM queue_version")).scalar() == 1


def test_tables_of_an_older_release_are_brought_along(postgres_url: str) -> None:
    with (
        postgres.database(postgres_url) as url, postgres.database(postgres_url) as other,
        engines.opened(url) as engine, engines.opened(other) as fresh,
    ):  # fmt: skip
        make_older(engine)
        assert not tables.is_current(engine)

        tables.upgrade(engine)
        tables.upgrade(fresh)

        assert tables.is_current(engine)
        assert functions(engine) == functions(fresh)


def test_a_migration_that_fails_leaves_everything_as_it_was(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.database(postgres_url) as url, engines.opened(url) as engine:
        with monkeypatch.context() as broken:
            broken.setattr(tables, "_run", lambda connection, _script: connection.exec_driver_sql("SELECT 1 / 0"))
            with pytest.raises(DBAPIError):
                tables.upgrade(engine)
        assert not tables.is_current(engine)

        tables.upgrade(engine)
        assert tables.is_current(engine)
