"""`python -m bot move --to postgresql://…`: everything that the SQLite file holds goes to PostgreSQL, and is compared there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

from bot.delivery import tables
from bot.ledger import engines, migrate, moving
from bot.ledger.moving import DoesNotFit, Foreign, InUse, Occupied, Tally, Unkept, Unlike
from bot.ready import NotReady, opening
from bot.settings import Settings, SettingsError, read

SHOWN: Final = 16  # characters of a digest: enough for two people to compare
UNCHANGED: Final = "Nothing was moved."
DONE: Final = (
    "Each table was read back from PostgreSQL and is the same, row by row.\n"
    "{file} stays as it is, and no bot starts on it any more.\n"
    "Now set DATABASE_URL to the new address, and start web and worker."
)


def move(settings: Settings, to: str, say: Callable[[str], None]) -> None:
    """Move, saying what was done. Raises `NotReady`."""
    file, target_url = _file(settings), _target(to)
    tallies: list[Tally] = []

    def tell(tally: Tally) -> None:
        tallies.append(tally)
        say(_line(tally.table, tally.rows, f"{tally.digest:064x}"[:SHOWN]))

    with opening(), engines.opened(settings.database_url) as source, engines.opened(target_url) as target:
        if engines.is_playground(source):
            raise NotReady("This database belongs to the playground, whose entries stay there. Nothing was moved.")
        if not migrate.is_current(source):
            raise NotReady("The database is not up to date. Run: python -m bot migrate")
        _look_at(target)
        say(f"From {file} to {_place(target_url)}\n\n{_line('table', 'rows', 'digest')}")
        with _explained(file):
            fresh = moving.move(source, target, tell)
        _make_queue(target)
    say(_line("together", sum(tally.rows for tally in tallies), ""))
    say("" if fresh else "\nAll of this was there already: an earlier move had come to its end.")
    say(DONE.format(file=file))


def _file(settings: Settings) -> Path:
    """The SQLite file that is to be moved. Raises `NotReady`."""
    url = make_url(settings.database_url)
    if url.drivername != "sqlite":
        raise NotReady(
            "DATABASE_URL is PostgreSQL already. Name the file that is to be moved, for this command alone: "
            "DATABASE_URL=sqlite:///data/coach.db python -m bot move --to postgresql://…"
        )
    file = Path(url.database or "")
    if not file.exists():
        raise NotReady(f"There is no {file} to be moved. Start on PostgreSQL at once: set DATABASE_URL to it.")
    return file


def _target(to: str) -> str:
    """The address of the new database, as it is read from DATABASE_URL. Raises `NotReady`."""
    try:
        url = read({"DATABASE_URL": to}).database_url
    except SettingsError as wrong:
        raise NotReady("--to" + str(wrong).removeprefix("DATABASE_URL")) from wrong
    if url.startswith("sqlite"):
        raise NotReady("--to must name a PostgreSQL database, as in postgresql://user@host/coach.")
    return url


def _look_at(target: Engine) -> None:
    try:
        target.connect().close()
    except DBAPIError as error:
        raise NotReady(
            "The new database does not open. Check the address in --to and the password, and that the server runs and has "
            f"that database. {UNCHANGED}"
        ) from error


def _make_queue(target: Engine) -> None:
    """Make what web and worker need besides; the rows stand by then, whatever becomes of this. Raises `NotReady`."""
    try:
        tables.upgrade(target)
    except DBAPIError as error:
        raise NotReady(
            "Everything was moved, but the tables of the queue between web and worker could not be made. "
            "Set DATABASE_URL to the new address and run: python -m bot migrate"
        ) from error


def _place(url: str) -> str:
    """Where it is, without name and password."""
    address = make_url(url)
    return f"PostgreSQL, database {address.database} at {address.host or address.query.get('host') or 'this machine'}"


def _line(table: str, rows: int | str, digest: str) -> str:
    counted = f"{rows:,}" if isinstance(rows, int) else rows
    return f"{table:<12}{counted:>12}  {digest}".rstrip()


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    """Say in a sentence why it cannot be moved. Raises `NotReady`."""
    try:
        yield
    except InUse as error:
        raise NotReady(
            f"{file} is open elsewhere: stop the bot, and whatever else reads the file, then run this again. {UNCHANGED}"
        ) from error
    except Foreign as error:
        raise NotReady(f"The new database has tables that are not the bot's. Name an empty one. {UNCHANGED}") from error
    except Occupied as error:
        raise NotReady(
            "The new database holds other entries: those of another bot, or the bot has gone on there since an earlier "
            "move. Name an empty database; or, if that move was yours, set DATABASE_URL to it. Nothing was moved."
        ) from error
    except DoesNotFit as error:
        raise NotReady(f"PostgreSQL would not keep this: {error} Correct it in {file}. {UNCHANGED}") from error
    except Unlike as error:
        raise NotReady(f"What PostgreSQL gave back of {error} is not what it was given. {UNCHANGED}") from error
    except Unkept as error:
        raise NotReady(
            "PostgreSQL went away at the last step, so whether it kept everything is not known. Run this again: it looks."
        ) from error
    except KeyboardInterrupt as error:
        raise NotReady("Stopped. Run this again: it starts anew, or finds that all is there.") from error
    except DBAPIError as error:
        raise NotReady(
            f"A database stopped the move ({type(error.orig).__name__}). {UNCHANGED} When it is well, run this again."
        ) from error
