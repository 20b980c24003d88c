"""A ledger in which every column of every table holds something, and once nothing where it may be empty."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import JSON, Column, Date, Engine, Integer, String, Table, Uuid, insert, select

from bot.ledger import engines
from bot.ledger.instants import Utc
from bot.ledger.models import Base, Evidence
from bot.ledger.scope import EVERYONE, ScopedSession
from tests.ledger import rows
from tests.ledger.rows import ANA, BEN, ELSEWHERE

WORDS: Final = "R&D cut <CAC> to $40 \\N \\ 🚀👩🏽‍💻\t\r\n'\"{}"  # what SQL, COPY and JSON have a meaning for
HUGE: Final = 200_000
LATE: Final = datetime(2038, 1, 19, 3, 14, 8, 123456, tzinfo=UTC)


def fill(engine: Engine) -> None:
    """Store two people's rows with every column set, and a third's with nothing that may be left out."""
    with engine.execution_options(**engines.WRITES).begin() as connection:
        with ScopedSession(connection, EVERYONE) as session:
            for owner in (ANA, BEN, ELSEWHERE):
                rows.put(session, *rows.belongings(owner))
            session.commit()
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings().all():
                values = dict(_missing(table, row))
                if values and BEN.member not in row.values():
                    connection.execute(table.update().where(_this(table, row)).values(values))


def texts(engine: Engine, number: int, length: int) -> None:
    """Store so many long entries besides."""
    words = (WORDS * (length // len(WORDS) + 1))[:length]
    own = {"workspace_id": ANA.workspace, "member_id": ANA.member, "created_at": LATE, "kind": "output"}
    entries = [
        own | {"id": uuid.uuid4(), "source_key": str(nth), "text": f"{nth} {words}", "folded": "", "language": "en"}
        for nth in range(number)
    ]
    with engine.execution_options(**engines.WRITES).begin() as connection:
        connection.execute(insert(Evidence), entries)


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as the bot reads them."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def _this(table: Table, row: Any) -> Any:
    first, *others = (column == row[column.name] for column in table.primary_key)
    for other in others:
        first &= other
    return first


def _missing(table: Table, row: Any) -> Iterator[tuple[str, Any]]:
    for column in table.columns:
        if column.name in row and row[column.name] is None and not column.foreign_keys:
            yield column.name, _something(column)
        elif isinstance(column.type, String) and column.type.length is None and not column.foreign_keys:
            yield column.name, WORDS * (HUGE // len(WORDS))
        elif isinstance(column.type, JSON):
            yield column.name, _json(row[column.name])


def _something(column: Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, String):
        return WORDS[: kind.length] if kind.length else WORDS * (HUGE // len(WORDS))
    if isinstance(kind, Utc):
        return LATE - timedelta(seconds=len(column.name))
    if isinstance(kind, Uuid):
        return uuid.uuid5(uuid.NAMESPACE_OID, column.name)
    if isinstance(kind, JSON):
        return _json({})
    values: dict[type[Any], Any] = {Date: date(1999, 12, 31), Integer: 2**31 - 1}
    return values[type(kind)]


def _json(value: Any) -> Any:
    """As much as an object or a list may hold."""
    deep = {"words": WORDS, "none": None, "yes": True, "number": 12.5, "deep": [1, {"ü": []}], "nul": "\0"}
    return [WORDS, WORDS] if isinstance(value, list) else deep
