"""Statements in the driver's own terms, for what is written by the thousand.

SQLAlchemy compiles them, from the models and for either database; it would look for each again, and bind every value of
every row by its name, whenever it runs them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import JSON, ClauseElement, Connection, Dialect, Table, bindparam, update

from bot.ledger.engines import run_many
from bot.ledger.instants import Utc
from bot.ledger.models import Base

PLACES: Final = {"sqlite": "qmark", "postgresql": "format"}  # how each driver takes values by their places
INSTANTS: Final = 1_024
WHICH: Final = "which"  # the value that says which row is meant


@dataclass(frozen=True, slots=True)
class Prepared:
    """One statement, and how the values of a row are put into it."""

    sql: str
    constants: Mapping[str, Any]
    converted: Sequence[tuple[str, Callable[[Any], Any]]]
    in_order: Callable[[Mapping[str, Any]], tuple[Any, ...]]

    @classmethod
    def of(cls, statement: ClauseElement, dialect: Dialect) -> "Prepared":
        """A statement for a dialect that takes values by their places (`spoken`)."""
        compiled: Any = statement.compile(dialect=dialect)
        types = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
        converters = {name: (kind, kind.bind_processor(dialect)) for name, kind in types.items()}
        return cls(
            str(compiled),
            {name: value for name, value in compiled.params.items() if value is not None},
            [(name, _remembering(kind, convert)) for name, (kind, convert) in converters.items() if convert],
            itemgetter(*compiled.positiontup),
        )

    def values(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values as the driver takes them, by their places: by their names it looks for each of them anew."""
        values = {**self.constants, **row}
        for name, convert in self.converted:
            values[name] = convert(values[name])
        return self.in_order(values)

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run it for many rows, and say how many it has changed."""
        return run_many(connection, self.sql, [self.values(row) for row in rows])


def spoken(dialect: Callable[..., Dialect]) -> Dialect:
    """A dialect, with values by their places."""
    return dialect(paramstyle=PLACES[dialect().name])


def insert_into(dialect: str) -> Any:
    """The insert that knows conflicts. Only the dialect in use is imported: the other one is memory for nothing."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert


def insert_many(
    connection: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]], *, unless_there: bool = False
) -> int:
    """Store many rows, which all name the same columns, and say how many. `unless_there` leaves alone what is stored already."""
    if not rows:
        return 0
    dialect: Callable[..., Dialect] = type(connection.dialect)
    return _insert(dialect, model, tuple(rows[0]), unless_there=unless_there).run(connection, rows)


def update_many(
    connection: Connection,
    model: type[Base],
    rows: Sequence[Mapping[str, Any]],
    copied: Sequence[tuple[str, str]] = (),
) -> None:
    """Change many rows by their ids (`WHICH`). All name the same columns; `copied` are those that take over another's value."""
    if rows:
        dialect: Callable[..., Dialect] = type(connection.dialect)
        _update(dialect, model, tuple(rows[0]), tuple(copied)).run(connection, rows)


@cache
def _insert(
    dialect: Callable[..., Dialect], model: type[Base], names: tuple[str, ...], *, unless_there: bool
) -> Prepared:
    speaks, columns = spoken(dialect), _table(model).columns
    values = {name: bindparam(name, type_=columns[name].type) for name in names}
    statement: Any = insert_into(speaks.name)(_table(model)).values(values)
    return Prepared.of(statement.on_conflict_do_nothing() if unless_there else statement, speaks)


@cache
def _update(
    dialect: Callable[..., Dialect], model: type[Base], names: tuple[str, ...], copied: tuple[tuple[str, str], ...]
) -> Prepared:
    columns = _table(model).columns
    values: dict[str, Any] = {name: bindparam(name, type_=columns[name].type) for name in names if name != WHICH}
    values |= {name: columns[other] for name, other in copied}
    which = columns["id"] == bindparam(WHICH, type_=columns["id"].type)
    return Prepared.of(update(_table(model)).where(which).values(values), spoken(dialect))


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101  # tells the type checker what a declared model stands on
    return table


def _remembering(kind: Any, convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What many rows share is converted once: the instants of one hour, and an empty object, which most entries hold twice."""
    if isinstance(kind, Utc):
        return lru_cache(maxsize=INSTANTS)(convert)
    if not isinstance(kind, JSON):
        return convert
    empty = convert({})
    return lambda value: convert(value) if value else empty
