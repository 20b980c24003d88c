"""The tables of the queue between several machines: Procrastinate's own, brought to the release that is installed.

They hold who works at what at this moment, and nothing that is due: that is in the ledger. Emptying them loses nothing.
"""

from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text, insert, inspect, select, text, update

from bot.ledger.engines import WRITES
from bot.ledger.migrate import one_at_a_time

_NOTED: Final = Table("queue_version", MetaData(), Column("name", Text, nullable=False))
"""The newest of Procrastinate's migrations that has been run."""


def upgrade(engine: Engine) -> None:
    """Make the tables, or run each migration of Procrastinate's that is missing; safe when two start at once."""
    while not is_current(engine):
        with engine.execution_options(**WRITES).begin() as connection:
            one_at_a_time(connection)
            _step(connection)


def is_current(engine: Engine) -> bool:
    """Whether the tables are those of the installed release, or of a newer one."""
    with engine.connect() as connection:
        return _noted(connection) >= _names()[-1]


def workers(engine: Engine, beat_within: float) -> int:
    """How many workers have given a sign of life within so many seconds."""
    with engine.connect() as connection:
        if not _noted(connection):
            return 0
        recent = text(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :s)"
        )
        return int(connection.execute(recent, {"s": beat_within}).scalar_one())


def _step(connection: Connection) -> None:
    """One step, and a note of it in the same transaction. Nothing when another process has done it meanwhile."""
    noted, names = _noted(connection), _names()
    if not noted:
        _NOTED.create(connection)
        _run(connection, _sql() / "schema.sql")
        connection.execute(insert(_NOTED).values(name=names[-1]))
        return
    missing = [name for name in names if name > noted]
    if missing:
        _run(connection, _sql() / "migrations" / missing[0])
        connection.execute(update(_NOTED).values(name=missing[0]))


def _noted(connection: Connection) -> str:
    if not inspect(connection).has_table(_NOTED.name):
        return ""
    return str(connection.execute(select(_NOTED.c.name)).scalar_one())


def _names() -> list[str]:
    """The names of all migrations, oldest first: they begin with their release."""
    return sorted(each.name for each in (_sql() / "migrations").iterdir() if each.name.endswith(".sql"))


def _sql() -> Traversable:
    return resources.files("procrastinate") / "sql"


def _run(connection: Connection, script: Traversable) -> None:
    """A script of many statements, as the driver takes it."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(script.read_text(encoding="utf-8"))
    finally:
        cursor.close()
