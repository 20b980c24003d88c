"""How each database is opened. SQLite's settings are the measured ones: see docs/decisions.md.

`hide_parameters` keeps people's words out of every database error.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS: Final = 900  # a batch ahead and our own both fail within the two seconds that a person is kept waiting
MIGRATION_MS: Final = 60_000
ALIVE: Final = {  # a connection that a network has forgotten is noticed within half a minute, and not after a quarter of an hour
    "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000,
}  # fmt: skip
WRITES: Final = {"writes": True}  # execution options of a connection that will write
WRITER_CACHE_KIB: Final = 16_384  # a planner's batch touches pages all over every index: 2 MiB do not hold them
PLAYGROUND_ID: Final = 0x504C4159  # "PLAY", in SQLite's application_id: this file is the playground's
DISK_FULL: Final = "53100"  # PostgreSQL's word for it
MOVED_ID: Final = 0x4D4F5645  # "MOVE": its rows are in PostgreSQL now


def open_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL. The folder of a SQLite file is made when it is missing."""
    return _sqlite(url) if url.startswith("sqlite") else _postgresql(url)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """The same for a moment: it is let go of afterwards."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def connection_of(url: str) -> dict[str, Any]:
    """What the driver itself is told, for a library that opens its own connections."""
    parts = make_url(url)
    return dict(parts.get_dialect()().create_connect_args(parts)[1])


def is_read_only(engine: Engine) -> bool:
    """Whether nothing can be written there: a replica, or an account for reading."""
    if engine.dialect.name == "sqlite":
        return False
    with engine.connect() as connection:
        return connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on"


def encoding(engine: Engine) -> str:
    """In which letters it keeps words; UTF8 has them all."""
    if engine.dialect.name == "sqlite":
        return "UTF8"
    with engine.connect() as connection:
        return str(connection.exec_driver_sql("SHOW server_encoding").scalar_one())


def time_of(engine: Engine) -> datetime | None:
    """What its server's clock says; a file has none."""
    if engine.dialect.name == "sqlite":
        return None
    with engine.connect() as connection:
        said: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return said


def was_cut(error: BaseException, engine: Engine) -> bool:
    """Whether the connection was found dead, so that nothing of this transaction was kept; dead ones are let go of.

    Where SQLAlchemy itself meets a dead one it renews all that wait; what the driver was told directly it did not see.
    """
    cut = isinstance(error, DBAPIError) and error.connection_invalidated
    if cut:
        with suppress(DBAPIError), engine.connect() as another:
            another.exec_driver_sql("SELECT 1")
    return cut


def try_to_write(engine: Engine) -> None:
    """Write a quarter of a megabyte, and take it back: a disk that is full takes less. Raises `DBAPIError`.

    SQLite keeps a transaction in memory until it is committed: with a cache of nearly nothing it writes at once.
    """
    on_sqlite = engine.dialect.name == "sqlite"
    with engine.execution_options(**WRITES).connect() as connection:
        if on_sqlite:
            driver: Any = connection.connection.dbapi_connection
            driver.execute("PRAGMA cache_size = 1")
        much = "zeroblob(262144) AS x" if on_sqlite else "generate_series(1, 8000) AS x"
        connection.exec_driver_sql(f"CREATE TABLE only_to_see_whether_there_is_room AS SELECT {much}")
        connection.rollback()
        connection.invalidate()  # nobody else gets it with such a cache


def is_full(error: DBAPIError) -> bool:
    """Whether the database had no room on its disk: then it stored nothing, at whatever step it says so."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", None) in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}
    return getattr(error.orig, "sqlstate", None) == DISK_FULL


def _postgresql(url: str) -> Engine:
    options = f"-c statement_timeout={BUSY_MS} -c lock_timeout={BUSY_MS} -c timezone=utc"
    asked = ALIVE | {"connect_timeout": 2, "options": options, "client_encoding": "utf8"}
    engine = create_engine(url, connect_args=asked, pool_size=6, max_overflow=0, hide_parameters=True)
    event.listen(engine, "handle_error", _keep_first_line)
    return engine


def _keep_first_line(context: ExceptionContext) -> None:
    """PostgreSQL's second line, DETAIL, quotes the row that it refused."""
    for error in filter(None, (context.original_exception, context.sqlalchemy_exception)):
        _cut(error)


def _cut(error: BaseException) -> None:
    error.args = tuple(str(part).partition("\n")[0] for part in error.args)


def _sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101  # tells the type checker which driver this is
    connection.isolation_level = None  # the driver starts no transaction by itself: _on_begin does
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")  # "Saved" survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Two processes may open a new file at once, and here SQLite does not wait for the other by itself."""
    until = time.monotonic() + BUSY_MS / 1_000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _on_begin(connection: Connection) -> None:
    """IMMEDIATE for writers: a plain BEGIN that later wants to write fails at once when another has written."""
    writes = connection.get_execution_options().get("writes", False)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    driver: Any = connection.connection.dbapi_connection
    with told(connection, begin):
        driver.execute(begin)


def run_many(connection: Connection, statement: str, rows: Sequence[Any]) -> int:
    """Run one statement for many rows, in the driver's own terms, and say how many rows it has changed.

    SQLAlchemy's `exec_driver_sql` does the same with a good deal of bookkeeping, which every `/win` would wait for.
    """
    cursor = connection.connection.cursor()
    try:
        with told(connection, statement):
            cursor.executemany(statement, rows)
            return int(cursor.rowcount)
    finally:
        cursor.close()


@contextmanager
def told(connection: Connection, statement: str) -> Iterator[None]:
    """A driver's error as SQLAlchemy's, without the values."""
    driver: Any = connection.dialect.dbapi
    try:
        yield
    except driver.Error as error:
        _cut(error)
        cut = connection.dialect.is_disconnect(error, connection.connection, None)
        raise DBAPIError.instance(statement, None, error, driver.Error, True, cut, connection.dialect) from error


def open_for_writing(engine: Engine) -> Connection:
    """A connection that will write."""
    connection = engine.execution_options(**WRITES).connect()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        driver.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
    return connection


@contextmanager
def patient(connection: Connection) -> Iterator[None]:
    """On SQLite, let this connection wait for its turn as long as another one migrates, and not as a person waits."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA busy_timeout = {MIGRATION_MS}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def mark_as_playground(engine: Engine) -> None:
    """Write into the file that it is the playground's."""
    with engine.execution_options(**WRITES).begin() as connection:
        mark(connection, PLAYGROUND_ID)


def mark(connection: Connection, what: int) -> None:
    """Write into a SQLite file what it is, with everything else of the transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {what}")


def is_playground(engine: Engine) -> bool:
    """Whether this database was made by the playground."""
    return _marked(engine) == PLAYGROUND_ID


def is_moved(engine: Engine) -> bool:
    """Whether the rows of this file were moved to PostgreSQL."""
    return _marked(engine) == MOVED_ID


def _marked(engine: Engine) -> int | None:
    if engine.dialect.name != "sqlite":
        return None
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())
