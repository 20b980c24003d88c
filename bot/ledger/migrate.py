"""Bring a database to the tables of this release; safe when two processes start at once.

Alembic and what it brings along are imported only where there is something to migrate: 8 MiB that an idle bot, whose
tables are nearly always current, does without.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, inspect

from bot.ledger import calls, drafted, plans  # noqa: F401  # so that the tables are known
from bot.ledger.engines import WRITES, patient
from bot.ledger.models import Base

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS: Final = Path(__file__).with_name("migrations")
LOCK: Final = 0x434F4143  # "COAC": the advisory lock that migrations take on PostgreSQL


class NewerTables(Exception):
    """The database has tables of a release that this one does not know."""


def upgrade(engine: Engine) -> None:
    """Run every migration that is missing, all in one transaction. Raises `NewerTables`."""
    if is_current(engine):
        return
    from alembic import command  # noqa: PLC0415  # see above
    from alembic.util import CommandError  # noqa: PLC0415

    with engine.execution_options(**WRITES).connect() as connection, patient(connection), connection.begin():
        one_at_a_time(connection)
        try:
            command.upgrade(_config(connection), "head")
        except CommandError as error:
            raise NewerTables from error


def one_at_a_time(connection: Connection) -> None:
    """On PostgreSQL, wait until no other process migrates, however long; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def downgrade(engine: Engine) -> None:
    """Take every migration back, and all data with it."""
    from alembic import command  # noqa: PLC0415  # see above

    with engine.execution_options(**WRITES).begin() as connection:
        command.downgrade(_config(connection), "base")


def is_current(engine: Engine) -> bool:
    """Whether the tables are those of this release."""
    return _noted(engine) == _head()


def is_newer(engine: Engine) -> bool:
    """Whether the tables are those of a later release."""
    return _noted(engine) > _head()


def _noted(engine: Engine) -> str:
    """The revision of the tables, or nothing where there are none. Revisions are numbers of four digits."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return str(found or "")


def differences(engine: Engine) -> list[object]:
    """What the models have and the tables have not, or the other way round; empty when they agree."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415  # see above
    from alembic.migration import MigrationContext  # noqa: PLC0415

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        return list(compare_metadata(context, Base.metadata))


def _is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """The tables of the queue stand beside the ledger's and are not its matter."""
    return not (name or "").startswith(("procrastinate_", "queue_"))


def _head() -> str:
    """The newest revision, by the names of the files: `r0001_first_tables.py` is revision 0001."""
    return max(MIGRATIONS.glob("versions/r*.py")).name[1:].partition("_")[0]


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415  # see above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
