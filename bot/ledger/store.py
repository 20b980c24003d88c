"""The ledger: every read and write of the product goes through one of these."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.ledger import engines
from bot.ledger.arrivals import Arrival
from bot.ledger.errors import LedgerError
from bot.ledger.models import Evidence
from bot.ledger.scope import Everyone, Owner, ScopedSession
from bot.ledger.writer import Joint, Writer

T = TypeVar("T")
BUDGET_SECONDS: Final = 2.0  # of the three that Slack gives to an acknowledgement
READERS: Final = 4


class Ledger:
    """An open database. Units of work are plain functions of a `ScopedSession`; see `bot.ledger.scope`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = Writer(engine)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="ledger-reader")

    @classmethod
    def open(cls, url: str) -> "Ledger":
        """Open the database behind an SQLAlchemy URL. Must be called inside a running loop."""
        return cls(engines.open_engine(url))

    async def write(
        self, scope: Owner | Everyone, work: Callable[[ScopedSession], T], within: float | None = None
    ) -> T:
        """Run `work` and commit; what it returns is durable when this returns.

        Raises `NotWritten` (nothing was stored) or `Unconfirmed` (not known after `within` seconds, `BUDGET_SECONDS`
        where none are named).
        """

        def unit(connection: Connection) -> T:
            with ScopedSession(connection, scope) as session:
                result = work(session)
                session.flush()
                return result

        return await self._writer.write(unit, BUDGET_SECONDS if within is None else within, _whose(scope))

    async def join(self, scope: Owner | Everyone, unit: Joint[T]) -> T:
        """Run a unit that is done together with its like, and carries its owner in its values. Raises as `write` does."""
        return await self._writer.write(unit, BUDGET_SECONDS, _whose(scope))

    async def arrive(self, row: dict[str, Any], since: datetime) -> Evidence | None:
        """Store a new entry, which carries its owner in its values; see `bot.ledger.arrivals.arrive`.

        Raises as `write` does.
        """
        return await self._writer.write(Arrival(row, since), BUDGET_SECONDS)

    async def read(self, scope: Owner | Everyone, work: Callable[[ScopedSession], T]) -> T:
        """Run `work` on a snapshot. Raises `LedgerError` when the database does not answer, or not in time."""

        def once() -> T:
            with self.engine.connect() as connection, ScopedSession(connection, scope) as session:
                return work(session)

        def look() -> T:
            try:
                return once()
            except DBAPIError as error:
                if engines.was_cut(error, self.engine):
                    return once()
                raise

        try:
            async with asyncio.timeout(BUDGET_SECONDS):  # a look under way ends by itself, unheard
                return await asyncio.get_running_loop().run_in_executor(self._readers, look)
        except (DBAPIError, TimeoutError) as error:
            raise LedgerError from error

    async def has_room(self) -> bool:
        """Whether there is room on the disk: not after a write that found none, until a try finds some."""
        if self._writer.full:
            try:
                await asyncio.get_running_loop().run_in_executor(self._readers, engines.try_to_write, self.engine)
            except DBAPIError:
                return False
            self._writer.full = False
        return True

    @property
    def unwritten(self) -> Mapping[str, int]:
        """How many writes were not stored, or perhaps not, since this process started, by the names of the errors."""
        return self._writer.unwritten

    async def close(self) -> None:
        """Finish what is queued and let go of the database."""
        await self._writer.close()
        self._readers.shutdown()
        self.engine.dispose()


def _whose(scope: Owner | Everyone) -> str | None:
    return f"{scope.workspace}:{scope.member}" if isinstance(scope, Owner) else None
