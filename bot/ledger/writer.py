"""One writer, group commit: what queued up during the last commit is the next batch, of what takes long a few. No timer.

A unit of work is a plain function of a connection. It cannot await anything, so no transaction ever waits for Slack
or a model. When a batch fails its units are run again one by one, so nobody's bad text costs another's win: a unit
must therefore do nothing but read and write through its connection. Units that are cheaper done together (`Joint`)
are done in one go. When it was the commit that failed, the batch may stand: then only those are run again that a
second run cannot store twice.

The thread gets a whole batch and gives all its answers back at once, so that it and the loop seldom fight for the
interpreter's lock.
"""

import asyncio
import queue
import threading
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any, ClassVar, Final, Generic, Self, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.ledger import turns
from bot.ledger.engines import is_full, open_for_writing, was_cut
from bot.ledger.errors import NoRoom, NotWritten, Unconfirmed

T = TypeVar("T")
BATCH: Final = 256
ALONE: Final = 8  # units in a batch that no person waits for so: a receipt waits for the batch before its own
BESIDE: Final = 2  # the same in a batch with receipts, which are answered when all of it is committed
TOGETHER: Final = 16  # joint ones of a kind that count as one of these


class Joint(ABC, Generic[T]):
    """A unit of work that is cheaper done together with its like than alone.

    `awaited` says that a person waits for it; `again` that it stores the same once however often it is run.
    """

    awaited: ClassVar[bool] = True
    again: ClassVar[bool] = True

    @abstractmethod
    def __call__(self, connection: Connection) -> T:
        """Do it alone."""

    @classmethod
    @abstractmethod
    def together(cls, connection: Connection, units: Sequence[Self]) -> Sequence[T | Exception]:
        """Do them all; the answers in order, an exception where one has to be raised to whoever asked."""


class _State(Enum):
    QUEUED = auto()
    RUNNING = auto()
    WITHDRAWN = auto()


class Ticket(Generic[T]):
    """One unit of work on its way, and the future that will hold its answer."""

    __slots__ = ("_lock", "_state", "future", "whose", "work")

    def __init__(
        self, work: Callable[[Connection], T], whose: str | None, future: asyncio.Future[T], lock: threading.Lock
    ) -> None:
        self.work = work
        self.whose = whose
        self.future = future
        self._lock = lock
        self._state = _State.QUEUED

    def withdraw(self) -> bool:
        """Take the work back. False when the writer has already begun with it."""
        with self._lock:
            if self._state is _State.QUEUED:
                self._state = _State.WITHDRAWN
            return self._state is _State.WITHDRAWN

    def start(self) -> bool:
        """Called by the writer, inside its transaction. False when the work was taken back."""
        with self._lock:
            if self._state is _State.QUEUED:
                self._state = _State.RUNNING
            return self._state is _State.RUNNING

    def give_up(self) -> None:
        """Called by the loop when nobody waits any longer."""
        self.resolve(NotWritten() if self.withdraw() else Unconfirmed())

    def resolve(self, answer: T | Exception) -> None:
        """Called by the loop: hand the answer to whoever still waits for it."""
        if self.future.done():
            return
        if isinstance(answer, Exception):
            self.future.set_exception(answer)
        else:
            self.future.set_result(answer)


_Answer = tuple[Ticket[Any], Any]


class Writer:
    """The only thread that writes. Made and closed by the composition root, inside a running loop.

    `full` is set by a write that found no room on the disk, and taken back by whoever has found some. `unwritten` counts
    what was not stored, or perhaps not, by the names of the errors.
    """

    def __init__(self, engine: Engine) -> None:
        self.full = False
        self.unwritten = dict.fromkeys((NotWritten.name, NoRoom.name, Unconfirmed.name), 0)
        self._engine = engine
        self._connection: Connection | None = None
        self._lock = threading.Lock()
        self._waiting: list[Ticket[Any]] = []
        self._batches: queue.SimpleQueue[Sequence[Ticket[Any]] | None] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._idle = asyncio.Event()
        self._idle.set()
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[Connection], T], within: float, whose: str | None = None) -> T:
        """Run `work` in a committed transaction and give back its answer.

        Nothing else is written meanwhile for the same `whose`, by no other process either.
        Raises `NotWritten` when nothing was stored, `Unconfirmed` when that is not known after `within` seconds.
        """
        ticket: Ticket[T] = Ticket(work, whose, self._loop.create_future(), self._lock)
        self._waiting.append(ticket)
        if self._idle.is_set():
            self._idle.clear()
            self._loop.call_soon(self._hand_over)  # with whatever else this turn of the loop brings
        patience = self._loop.call_later(within, ticket.give_up)
        try:
            return await ticket.future
        except (NotWritten, Unconfirmed) as error:
            self.unwritten[error.name] += 1
            raise
        finally:
            patience.cancel()

    async def close(self) -> None:
        """Finish what is queued, then end the thread."""
        await self._idle.wait()
        self._batches.put(None)
        await asyncio.to_thread(self._thread.join)

    def _hand_over(self) -> None:
        batch, self._waiting = _next_of(self._waiting)
        if batch:
            self._batches.put(batch)
        else:
            self._idle.set()

    def _take_back(self, answers: Sequence[_Answer]) -> None:
        """Begin with the next batch before the answers of this one are handed out."""
        self._hand_over()
        for ticket, answer in answers:
            ticket.resolve(answer)

    def _run(self) -> None:
        while batch := self._batches.get():
            self._loop.call_soon_threadsafe(self._take_back, self._commit(batch))
        self._let_go()

    def _commit(self, tickets: Sequence[Ticket[Any]], *, anew: bool = False) -> list[_Answer]:
        """Each ticket that was not taken back, with its answer: a result or an exception.

        A connection that was cut while nobody used it is noticed at the first word: then all is said once more, `anew`.
        """
        connection = None
        try:
            with self._transaction() as connection:
                begun = [ticket for ticket in tickets if ticket.start()]
                turns.take(connection, filter(None, (ticket.whose for ticket in begun)))
                return _done(connection, begun)
        except Exception as error:  # noqa: BLE001  # around a batch: each unit gets its own answer below
            if not anew and was_cut(error, self._engine):
                return self._commit(tickets, anew=True)
            self.full = self.full or _is_full(error)
            if connection is None or len(tickets) == 1:
                return [(ticket, _meaning(error)) for ticket in tickets]
            return [answer for ticket in tickets for answer in self._again(ticket, error)]

    def _again(self, ticket: Ticket[Any], error: Exception) -> list[_Answer]:
        """Run one of a failed batch alone, unless that could do twice what the batch perhaps did."""
        if isinstance(error, Unconfirmed) and not (isinstance(ticket.work, Joint) and ticket.work.again):
            return [(ticket, error)]
        return self._commit([ticket])

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A transaction on the writer's own connection, which stays open until something goes wrong on it."""
        connection = self._connection = self._connection or open_for_writing(self._engine)
        try:
            transaction = connection.begin()
            yield connection
        except BaseException:
            self._let_go()
            raise
        try:
            transaction.commit()
        except DBAPIError as error:
            self._let_go()
            if _is_full(error):
                raise
            raise Unconfirmed from error

    def _let_go(self) -> None:
        """Close the connection; what was not committed is rolled back."""
        connection, self._connection = self._connection, None
        if connection:
            connection.close()


def _next_of(waiting: Sequence[Ticket[Any]]) -> tuple[list[Ticket[Any]], list[Ticket[Any]]]:
    """The next batch, and what waits on: joint units that people wait for first, and then a few of the others."""
    chosen = set([one for one in waiting if isinstance(one.work, Joint) and one.work.awaited][:BATCH])
    chosen |= set(_a_few([one for one in waiting if one not in chosen], BESIDE if chosen else ALONE))
    return [one for one in waiting if one in chosen], [one for one in waiting if one not in chosen]


def _a_few(waiting: Sequence[Ticket[Any]], most: int) -> Iterator[Ticket[Any]]:
    """The first of them, `most` in all; joint ones of a kind, as many as `TOGETHER`, count as one."""
    kinds: Counter[type] = Counter()
    for ticket in waiting:
        kind = type(ticket.work)
        along = isinstance(ticket.work, Joint) and kind in kinds
        if (along and kinds[kind] < TOGETHER) or (most and not along):
            kinds[kind] += 1
            most -= not along
            yield ticket


def _done(connection: Connection, tickets: Sequence[Ticket[Any]]) -> list[_Answer]:
    kinds: dict[type[Joint[Any]], list[tuple[Ticket[Any], Joint[Any]]]] = defaultdict(list)
    alone: list[Ticket[Any]] = []
    for ticket in tickets:
        if isinstance(ticket.work, Joint):
            kinds[type(ticket.work)].append((ticket, ticket.work))
        else:
            alone.append(ticket)
    answers: list[_Answer] = []
    for kind, joint in kinds.items():
        said = kind.together(connection, [work for _, work in joint])
        answers += zip((ticket for ticket, _ in joint), said, strict=True)
    return [*answers, *((ticket, ticket.work(connection)) for ticket in alone)]


def _is_full(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and is_full(error)


def _meaning(error: Exception) -> Exception:
    if isinstance(error, DBAPIError):
        refused = NoRoom() if is_full(error) else NotWritten()
        refused.__cause__ = error
        return refused
    return error
