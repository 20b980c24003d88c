"""From SQLite to PostgreSQL: nothing is lost, nothing stands twice, and no instant has two ledgers to send from (L6)."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import Connection, Engine, event, text, update

from bot.ledger import engines, moving
from bot.ledger.models import Base, Evidence
from bot.ledger.moving import DoesNotFit, Foreign, InUse, Occupied, Tally, Unkept, Unlike
from tests import postgres
from tests.ledger import full

pytestmark = pytest.mark.postgres


@pytest.fixture
def source(migrated_sqlite: str) -> Iterator[Engine]:
    """A SQLite ledger in which every column of every table holds something."""
    with engines.opened(migrated_sqlite) as engine:
        full.fill(engine)
        engine.dispose()
        yield engine


@pytest.fixture
def target(migrated_postgres: str) -> Iterator[Engine]:
    with engines.opened(migrated_postgres) as engine:
        yield engine


def moved(source: Engine, target: Engine) -> list[Tally]:
    tallies: list[Tally] = []
    moving.move(source, target, tallies.append)
    source.dispose()
    return tallies


def empty(target: Engine) -> bool:
    return not any(full.contents(target).values())


def test_every_row_of_every_table_is_the_same_afterwards_l6(source: Engine, target: Engine) -> None:
    before = full.contents(source)
    source.dispose()

    tallies = moved(source, target)

    assert full.contents(target) == before
    assert {tally.table: tally.rows for tally in tallies} == {name: len(rows) for name, rows in before.items()}
    assert min(tally.rows for tally in tallies) >= 2


def test_the_tables_are_made_where_there_are_none(source: Engine, postgres_url: str) -> None:
    with postgres.database(postgres_url) as url, engines.opened(url) as fresh:
        moved(source, fresh)

        assert full.contents(fresh) == full.contents(source)


def test_the_file_keeps_what_it_holds_and_is_marked_as_moved(source: Engine, target: Engine) -> None:
    before = full.contents(source)
    source.dispose()

    moved(source, target)

    assert full.contents(source) == before
    assert engines.is_moved(source)


def test_a_second_move_finds_all_of_it_there(source: Engine, target: Engine) -> None:
    first = moved(source, target)
    again: list[Tally] = []

    assert moving.move(source, target, again.append) is False

    assert again == first


def test_the_order_of_rows_does_not_change_a_digest_and_one_character_does(source: Engine, target: Engine) -> None:
    first = moved(source, target)
    with target.begin() as connection:
        connection.execute(text("UPDATE launch SET state = state WHERE member_id = 'U0ANA'"))  # they go to the end

    assert moved(source, target) == first

    with target.begin() as connection:
        connection.execute(text("UPDATE launch SET name = name || '.' WHERE workspace_id = 'T0OTHER'"))
    with pytest.raises(Occupied):
        moved(source, target)


def test_whatever_stops_a_move_halfway_leaves_both_as_they_were(source: Engine, target: Engine) -> None:
    def stop(tally: Tally) -> None:
        if tally.table == "evidence":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moving.move(source, target, stop)

    source.dispose()
    assert empty(target)
    assert not engines.is_moved(source)
    source.dispose()
    assert moved(source, target)


def test_a_database_with_other_entries_is_left_alone(source: Engine, target: Engine) -> None:
    with target.begin() as connection:
        connection.execute(text("INSERT INTO workspace VALUES ('T9', '2026-05-04 12:00:00+00', true)"))
    before = full.contents(target)

    with pytest.raises(Occupied):
        moved(source, target)

    assert full.contents(target) == before
    source.dispose()
    assert not engines.is_moved(source)


def test_other_entries_of_an_older_release_are_left_alone(source: Engine, postgres_url: str) -> None:
    with postgres.database(postgres_url) as url, engines.opened(url) as older:
        with older.begin() as connection:
            connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
            connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
            connection.execute(text("CREATE TABLE workspace (id TEXT, created_at TIMESTAMPTZ)"))
            connection.execute(text("INSERT INTO workspace VALUES ('T9', now())"))

        with pytest.raises(Occupied):
            moved(source, older)


def test_a_database_of_something_else_is_left_alone(source: Engine, postgres_url: str) -> None:
    with postgres.database(postgres_url) as url, engines.opened(url) as foreign:
        with foreign.begin() as connection:
            connection.execute(text("CREATE TABLE member (id TEXT)"))

        with pytest.raises(Foreign):
            moved(source, foreign)

        with foreign.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar() == 1


READER = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1])
other.execute("SELECT count(*) FROM evidence").fetchall()
print("open", flush=True)
sys.stdin.readline()
"""


def test_while_another_process_has_the_file_open_nothing_is_moved(source: Engine, target: Engine) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(source.url.database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(InUse):
            moved(source, target)
        other.communicate(b"\n")

    assert empty(target)
    assert moved(source, target)


def test_nobody_opens_the_file_while_it_is_moved(source: Engine, target: Engine) -> None:
    refused = []

    def knock(_: Tally) -> None:
        with closing(sqlite3.connect(str(source.url.database), timeout=0)) as other:
            try:
                other.execute("SELECT count(*) FROM evidence").fetchall()
            except sqlite3.OperationalError as error:
                refused.append(error)

    moving.move(source, target, knock)

    assert len(refused) == len(Base.metadata.tables)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"author": "x" * 81}, "author of evidence .* has 81 characters, and 80 fit"),
        ({"text": "before\0after"}, "text of evidence .* holds the character NUL"),
    ],
)
def test_what_does_not_fit_is_named_without_its_words(
    source: Engine, target: Engine, change: dict[str, str], says: str
) -> None:
    with source.execution_options(**engines.WRITES).begin() as connection:
        connection.execute(update(Evidence).where(Evidence.member_id == "U0BEN").values(**change))
    source.dispose()

    with pytest.raises(DoesNotFit, match=says) as caught:
        moved(source, target)

    assert "xxx" not in str(caught.value)
    assert "before" not in str(caught.value)
    assert empty(target)


def test_what_comes_back_otherwise_than_it_was_given_is_noticed(source: Engine, target: Engine) -> None:
    with target.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.zone := 'UTC'; RETURN NEW; END $$"
            )
        )
        connection.execute(
            text("CREATE TRIGGER meddles BEFORE INSERT ON profile FOR EACH ROW EXECUTE FUNCTION meddle()")
        )
    try:
        with pytest.raises(Unlike, match="profile"):
            moved(source, target)
    finally:
        with target.begin() as connection:
            connection.execute(text("DROP FUNCTION meddle CASCADE"))

    assert empty(target)
    source.dispose()
    assert not engines.is_moved(source)


def test_when_the_last_answer_does_not_come_the_file_stays_marked_and_a_second_move_ends_it(
    source: Engine, target: Engine, postgres_url: str
) -> None:
    def away(connection: Connection) -> None:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with psycopg.connect(postgres_url, autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", [pid])

    event.listen(target, "commit", away)
    with pytest.raises(Unkept):
        moved(source, target)
    event.remove(target, "commit", away)

    source.dispose()
    target.dispose()
    assert engines.is_moved(source)
    assert empty(target)
    source.dispose()
    assert moved(source, target)
    assert full.contents(target) == full.contents(source)


def test_no_table_counts_its_rows_itself_or_a_move_would_have_to_set_its_counter() -> None:
    counting = [table.name for table in Base.metadata.sorted_tables if table.autoincrement_column is not None]

    assert counting == []
