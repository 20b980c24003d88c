"""The doctor's look at the database: does it open, does it write, has it the tables of this release, is it the bot's."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from bot.delivery import tables
from bot.doctor import Finding
from bot.ledger import engines, migrate
from bot.ready import SET_CLOCK, SIGN_OF_LIFE, reason, unfit, wrong_clock
from bot.settings import Settings

NAME = "database"
ENGINE = "engine"
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def database_finding(settings: Settings) -> Callable[[], Awaitable[Finding]]:
    """The check for these settings, to be handed to the doctor."""
    return lambda: asyncio.to_thread(_look, settings)


def engine_finding(settings: Settings) -> Finding:
    """Which engine does the work, and why: it follows from how the bot is started."""
    if settings.database_url.startswith("sqlite"):
        return Finding(ENGINE, True, "Embedded: on SQLite, `run` does everything in one process.")
    try:
        with engines.opened(settings.database_url) as engine:
            wrong = wrong_clock(engine)
            at_work, current = tables.workers(engine, SIGN_OF_LIFE), tables.is_current(engine)
    except (DBAPIError, OSError):
        return Finding(ENGINE, None, "Not looked at: the database does not open.")
    if wrong:
        return Finding(ENGINE, False, wrong, f"{SET_CLOCK}.")
    if at_work:
        return Finding(ENGINE, True, f"Procrastinate: {at_work} of `worker` at work, and `web` hands over to them.")
    said = "`run` does everything in one process (embedded); `web` and `worker` share it (Procrastinate). No worker is at work."
    return Finding(ENGINE, None, said, None if current else "Before web and worker: python -m bot migrate")


def _look(settings: Settings) -> Finding:
    kind = "SQLite" if settings.database_url.startswith("sqlite") else "PostgreSQL"
    try:
        with engines.opened(settings.database_url) as engine:
            if wrong := unfit(engine):
                said, mend = wrong
                return Finding(NAME, False, f"{kind} {said}", mend)
            engines.try_to_write(engine)
            current, played = migrate.is_current(engine), engines.is_playground(engine)
            moved = engines.is_moved(engine)
    except (DBAPIError, OSError) as error:
        return _trouble(kind, error, settings.database_url)
    if played:
        return Finding(NAME, False, "This database belongs to the playground.", _ANOTHER)
    if moved:
        return Finding(NAME, False, "What this database holds was moved to PostgreSQL.", _WHERE)
    if current:
        return Finding(NAME, True, f"{kind} opens, can be written, and is up to date.")
    return Finding(NAME, None, f"{kind} opens and can be written; it is not up to date yet.", _MIGRATE[kind])


def _trouble(kind: str, error: DBAPIError | OSError, url: str) -> Finding:
    if isinstance(error, DBAPIError) and engines.is_full(error):
        return Finding(NAME, False, f"{kind} has no room left: {reason(error)}", _ROOM)
    return Finding(
        NAME, False, f"{kind} does not open, or cannot be written: {reason(error)}", _MEND[kind] + _near(url)
    )


def _near(url: str) -> str:
    """What is easily overlooked where the server is named as this very machine."""
    return _INSIDE if make_url(url).host in LOCAL else ""


_MEND = {
    "SQLite": "Check the folder that DATABASE_URL names: I have to be able to write there. A container does so as user 10001.",
    "PostgreSQL": "Check DATABASE_URL, that the server runs, and that this account may write there.",
}
_INSIDE = " In a container, localhost is the container itself: name the server's own host."
_ROOM = "Make room where the database keeps its files. The bot goes on by itself, and nothing is to be repaired."
_ANOTHER = "Set DATABASE_URL to another one, or leave it out: the bot does not mix its entries with the playground's."
_WHERE = "Set DATABASE_URL to where it was moved. If the move was interrupted: python -m bot move --to postgresql://…"
_MIGRATE = {
    "SQLite": "It is brought up to date when the bot starts.",
    "PostgreSQL": "`python -m bot run` updates it. For web and worker: python -m bot migrate",
}
