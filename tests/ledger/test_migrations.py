"""The way to this release's tables, on empty databases of both kinds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, inspect, text

from bot.ledger import engines, migrate
from bot.ledger.engines import open_engine


@pytest.fixture
def engine(database_url: str) -> Engine:
    return open_engine(database_url)


def test_up_down_and_up_again_gives_the_tables_of_the_models(engine: Engine) -> None:
    migrate.upgrade(engine)
    assert migrate.differences(engine) == []
    assert migrate.is_current(engine)

    migrate.downgrade(engine)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert not migrate.is_current(engine)

    migrate.upgrade(engine)
    assert migrate.differences(engine) == []
    engine.dispose()


def test_an_empty_database_is_not_current_and_differs(engine: Engine) -> None:
    assert not migrate.is_current(engine)
    assert migrate.differences(engine)
    engine.dispose()


def test_upgrading_what_is_current_keeps_what_it_holds(engine: Engine) -> None:
    migrate.upgrade(engine)
    with engine.execution_options(**engines.WRITES).begin() as connection:
        connection.execute(text("INSERT INTO workspace (id, created_at) VALUES ('T1', '2026-05-04 12:00:00')"))

    migrate.upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM workspace")).scalars().all() == ["T1"]
    engine.dispose()


def test_two_processes_that_upgrade_at_once_both_succeed(database_url: str) -> None:
    both = [open_engine(database_url), open_engine(database_url)]

    with ThreadPoolExecutor(len(both)) as threads:
        list(threads.map(migrate.upgrade, both))

    assert [migrate.is_current(engine) for engine in both] == [True, True]
    for engine in both:
        engine.dispose()


def test_the_playgrounds_mark_stays_and_is_found(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    assert not engines.is_playground(engine)

    engines.mark_as_playground(engine)
    engine.dispose()

    assert engines.is_playground(open_engine(sqlite_url))


@pytest.mark.postgres
def test_a_postgresql_database_is_never_the_playgrounds(migrated_postgres: str) -> None:
    assert not engines.is_playground(open_engine(migrated_postgres))


@pytest.mark.hasty
def test_sqlite_waits_for_a_lock_less_than_a_person_does_and_keeps_what_it_committed(sqlite_url: str) -> None:
    with open_engine(sqlite_url).connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert told.pop("busy_timeout") in range(100, 2_000)
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_writer_holds_the_pages_of_a_batch_in_memory_and_a_reader_needs_less(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)

    with engine.connect() as reader, engines.open_for_writing(engine) as writer:
        held = [each.exec_driver_sql("PRAGMA cache_size").scalar() for each in (reader, writer)]

    assert held == [-2_000, -16_384]
