"""The whole ledger from a SQLite file to PostgreSQL: copied in one transaction, read back and compared before it stands.

Whatever interrupts it, PostgreSQL rolls back. The file is marked as moved just before PostgreSQL keeps the rows, so at no
instant would a bot start on both: a message cannot go out from here and from there.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, String, Table, inspect, select
from sqlalchemy.exc import DBAPIError

from bot.ledger import engines, migrate
from bot.ledger.engines import WRITES, told
from bot.ledger.models import Base

BATCH: Final = 200  # rows in memory at a time
LOCK: Final = 0x4D4F5645  # "MOVE": the advisory lock that moves take on PostgreSQL
WAIT_MS: Final = 10_000  # for a bot that is writing into the new database already
MODULUS: Final = 1 << 256


class InUse(Exception):
    """Something else has the SQLite file open."""


class Foreign(Exception):
    """The new database has tables, and they are not the bot's."""


class Occupied(Exception):
    """The new database holds rows, and they are not those of the file."""


class Unlike(Exception):
    """What PostgreSQL gave back is not what it was given; the message names the table."""


class Unkept(Exception):
    """It is not known whether PostgreSQL has kept the rows: its last answer did not come."""


class DoesNotFit(Exception):
    """A value that SQLite keeps and PostgreSQL would not; the message names table, column and row, and not the value."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a table holds: how many rows, and a digest of them all that no order changes."""

    table: str
    rows: int
    digest: int


def move(source: Engine, target: Engine, tell: Callable[[Tally], None]) -> bool:
    """Copy every table and tell of each one that is the same on both sides. False when all were there already.

    Raises what stands above; unless that is `Unkept`, both databases are as they were.
    """
    with _alone(source) as old:
        _make_tables(target)
        with target.connect() as new:
            kept = new.begin()
            _take_turn(new)
            empty = not _holds_rows(new)
            for table in Base.metadata.sorted_tables:
                tell(_copied(old, new, table) if empty else _found(old, new, table))
            engines.mark(old, engines.MOVED_ID)
            old.commit()
            try:
                kept.commit()
            except DBAPIError as error:
                raise Unkept from error
    return empty


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction on a SQLite file that nobody else has open; until it ends, nobody can open it."""
    with engine.execution_options(**WRITES).connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            connection.begin()
        except DBAPIError as error:
            if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise InUse from error
            raise
        yield connection


def _make_tables(engine: Engine) -> None:
    """Make the tables where there are none; those of an older release are renewed only while they are empty."""
    there = set(inspect(engine).get_table_names())
    if there and "alembic_version" not in there:
        raise Foreign
    if not migrate.is_current(engine):
        with engine.connect() as connection:
            if _holds_rows(connection, there):
                raise Occupied
        migrate.upgrade(engine)


def _holds_rows(connection: Connection, there: Iterable[str] = Base.metadata.tables) -> bool:
    tables = [table for name, table in Base.metadata.tables.items() if name in there]
    return any(connection.execute(select(1).select_from(table).limit(1)).first() for table in tables)


def _take_turn(connection: Connection) -> None:
    """One move at a time, no new workspace meanwhile, and no hurry."""
    for name, value in (
        ("statement_timeout", 0),
        ("idle_in_transaction_session_timeout", 0),
        ("lock_timeout", WAIT_MS),
    ):
        connection.exec_driver_sql(f"SET LOCAL {name} = {value}")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    connection.exec_driver_sql("LOCK TABLE workspace IN SHARE ROW EXCLUSIVE MODE")


def _copied(old: Connection, new: Connection, table: Table) -> Tally:
    """Copy a table and read it back."""
    count = _Count(table)
    _copy(new, table, count.passing(_fitting(table, _rows(old, table))))
    given = count.tally
    if _counted(new, table) != given:
        raise Unlike(table.name)
    return given


def _found(old: Connection, new: Connection, table: Table) -> Tally:
    """Look whether a table is there already."""
    found = _counted(old, table)
    if _counted(new, table) != found:
        raise Occupied
    return found


def _rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    yield from connection.execute(select(table), execution_options={"yield_per": BATCH})


def _copy(connection: Connection, table: Table, rows: Iterable[Row[Any]]) -> None:
    """PostgreSQL's own COPY: one stream, whatever the number of rows."""
    dialect, quoted = connection.dialect, connection.dialect.identifier_preparer.quote
    converters = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
    names = ", ".join(quoted(column.name) for column in table.columns)
    statement = f"COPY {quoted(table.name)} ({names}) FROM STDIN"
    cursor: Any = connection.connection.cursor()
    with told(connection, statement), cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(
                [convert(value) if convert else value for convert, value in zip(converters, row, strict=True)]
            )


def _fitting(table: Table, rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """SQLite does not hold to the length of a column, and keeps NUL."""
    texts = [(at, column) for at, column in enumerate(table.columns) if isinstance(column.type, String)]
    for row in rows:
        for at, column in texts:
            value, most = row[at], column.type.length  # type: ignore[attr-defined]  # those of texts have one
            if value and most and len(value) > most:
                raise DoesNotFit(f"{_place(table, row, column.name)} has {len(value)} characters, and {most} fit.")
            if value and "\0" in value:
                raise DoesNotFit(f"{_place(table, row, column.name)} holds the character NUL.")
        yield row


def _place(table: Table, row: Row[Any], column: str) -> str:
    key = " ".join(str(row._mapping[each.name]) for each in table.primary_key)  # noqa: SLF001  # public, for all its name
    return f"{column} of {table.name} {key}"


def _counted(connection: Connection, table: Table) -> Tally:
    count = _Count(table)
    for _ in count.passing(_rows(connection, table)):
        pass
    return count.tally


class _Count:
    """Counts rows as they pass, and adds their digests up."""

    def __init__(self, table: Table) -> None:
        self._table = table.name
        self._rows = self._sum = 0

    def passing(self, rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
        """Let them through."""
        for row in rows:
            self._rows += 1
            self._sum = (self._sum + _digest(row)) % MODULUS
            yield row

    @property
    def tally(self) -> Tally:
        """What has passed."""
        return Tally(self._table, self._rows, self._sum)


def _digest(row: Sequence[Any]) -> int:
    """Of the values as the bot reads them, in the order of the columns: an instant in UTC is the same on both."""
    line = json.dumps(list(row), default=str, sort_keys=True).encode()
    return int.from_bytes(hashlib.sha256(line).digest())
