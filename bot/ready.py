"""Before anything starts: which parts this process has, whether its database will do, and bringing it to this release."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.delivery import tables
from bot.delivery.outbox import CLOCKS_APART
from bot.ledger import engines, migrate
from bot.ledger.store import Ledger
from bot.settings import Settings

log = logging.getLogger(__name__)


def machine_time() -> datetime:
    """What this machine's clock says."""
    return datetime.now(UTC)


class NotReady(Exception):
    """The bot cannot start like this; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Which parts run in this process."""

    listens: bool = True
    works: bool = True

    @property
    def alone(self) -> bool:
        """Whether this process does everything, with the embedded engine; else many share the work by a queue."""
        return self.listens and self.works


SIGN_OF_LIFE: Final = 30.0  # seconds: a worker gives one every ten
ALONE: Final = Roles()
SET_CLOCK: Final = "Let it set its clock by itself (NTP)"
CREATE: Final = "createdb --encoding UTF8 --locale C --template template0 --owner coach coach"
CLOSED: Final = "The database does not open. Check DATABASE_URL; python -m bot doctor says more."


def prepare(settings: Settings, roles: Roles) -> None:
    """Refuse what cannot work, and bring the database of a single process to this release. Raises `NotReady`."""
    if settings.database_url.startswith("sqlite") and not roles.alone:
        raise NotReady(
            "web and worker are separate processes and need PostgreSQL: set DATABASE_URL. "
            "On SQLite, one process does both: python -m bot run"
        )
    with opening(), engines.opened(settings.database_url) as engine:
        if engines.is_playground(engine):
            raise NotReady("This database belongs to the playground. Set DATABASE_URL to another one.")
        if engines.is_moved(engine):
            raise NotReady(
                "What this database holds was moved to PostgreSQL. Set DATABASE_URL to where it is now. "
                "If the move was interrupted, start it again: python -m bot move --to postgresql://…"
            )
        refuse_unfit(engine)
        if roles.works and (wrong := wrong_clock(engine)):
            raise NotReady(f"{wrong} {SET_CLOCK}, then start again.")
        if roles.alone:
            _note_others(engine)
            migrate.upgrade(engine)


def migrate_database(settings: Settings) -> None:
    """Bring the database to this release; on PostgreSQL also the queue between web and workers. Raises `NotReady`."""
    with opening(), engines.opened(settings.database_url) as engine:
        refuse_unfit(engine)
        migrate.upgrade(engine)
        if engine.dialect.name == "postgresql":
            tables.upgrade(engine)


def check_tables(ledger: Ledger, roles: Roles = ALONE) -> None:
    """Refuse a database with the tables of another release. Raises `NotReady`."""
    with opening():
        if migrate.is_newer(ledger.engine):
            raise migrate.NewerTables
        current = migrate.is_current(ledger.engine)
        if current and not roles.alone:
            current = tables.is_current(ledger.engine)
    if not current:
        raise NotReady("The database is not up to date. Run: python -m bot migrate")


def refuse_to_make_one(database_url: str) -> None:
    """Looking at a SQLite file that is not there would make it. Raises `NotReady`."""
    file = make_url(database_url).database if database_url.startswith("sqlite") else None
    if file and not Path(file).exists():
        raise NotReady("There is no database yet. Start the bot once, or run: python -m bot migrate")


def _note_others(engine: Engine) -> None:
    """Two engines on one database do no harm, but it is seldom meant."""
    others = tables.workers(engine, SIGN_OF_LIFE) if engine.dialect.name == "postgresql" else 0
    if others:
        said = (
            "Workers are at work on this database already: run does all by itself, beside them. Nothing is sent twice"
        )
        log.warning(said, extra={"event": "engine.others", "workers": others})


def refuse_unfit(engine: Engine) -> None:
    """Refuse a database in which entries cannot be kept. Raises `NotReady`."""
    if wrong := unfit(engine):
        said, mend = wrong
        raise NotReady(f"This database {said} {mend}")


def unfit(engine: Engine) -> tuple[str, str] | None:
    """What is wrong with it for good, and what to do."""
    if engines.is_read_only(engine):
        return (
            "can only be read: it may be a copy of another one.",
            "Set DATABASE_URL to the server that takes writes.",
        )
    if (encoding := engines.encoding(engine)) != "UTF8":
        return f"is in {encoding}, which cannot hold every word.", f"Make a new one: {CREATE}"
    return None


def wrong_clock(engine: Engine, now: Callable[[], datetime] = machine_time) -> str | None:
    """What to say where this machine and the database disagree about the time: workers hold messages for so many seconds."""
    theirs = engines.time_of(engine)
    apart = abs(now() - theirs) if theirs else timedelta()
    if apart <= CLOCKS_APART:
        return None
    return f"This machine's clock is {apart.total_seconds():.0f} s away from the database's, so two workers could take up one message."


def reason(error: DBAPIError | OSError) -> str:
    """What the database, or the system, says of it: one line."""
    cause = error.orig if isinstance(error, DBAPIError) else error.__cause__ or error
    return (str(cause).splitlines() or [type(cause).__name__])[0]


@contextmanager
def opening() -> Iterator[None]:
    """Say in a sentence why a database cannot be used. Raises `NotReady`."""
    try:
        yield
    except (OperationalError, OSError) as error:
        raise NotReady(f"{CLOSED} This is why: {reason(error)}") from error
    except DBAPIError as error:  # it might quote what somebody wrote
        raise NotReady(CLOSED) from error
    except migrate.NewerTables as error:
        raise NotReady("The database belongs to a newer release. Run that release.") from error
