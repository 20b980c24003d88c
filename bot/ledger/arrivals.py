"""The one hot write: a new entry, in a single statement, unless it is already there.

It goes past the session for speed, so its owner stands in its values. Everything rare (a member's first entry, words
said a moment ago, a payload that came twice) is the statement storing nothing, and is looked into after it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Dialect, Insert, Integer, bindparam, exists, literal_column, or_, select

from bot.ledger.models import Evidence, Member, Owned, Workspace
from bot.ledger.prepared import Prepared, insert_into, spoken
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.writer import Joint

LATELY: Final = literal_column(
    "20", Integer
)  # as many entries are looked at for the same words: nobody types more in a moment


@dataclass(frozen=True, slots=True)
class Arrival(Joint[Evidence | None]):
    """A new entry on its way, as `arrive` takes it. Those of a batch are stored together."""

    row: dict[str, Any]
    since: datetime

    def __call__(self, connection: Connection) -> Evidence | None:
        """Store it, or give the entry that stands already."""
        with ScopedSession(connection, self.owner) as session:
            return arrive(session, self.row, self.since)

    @property
    def owner(self) -> Owner:
        """Whose entry it is."""
        return Owner(self.row["workspace_id"], self.row["member_id"])

    @classmethod
    def together(cls, connection: Connection, units: Sequence["Arrival"]) -> list[Evidence | None]:
        """Store all in one go; those that the statement did not store are looked into one by one."""
        dialect: Callable[..., Dialect] = type(connection.dialect)
        prepared = _prepared(dialect)
        rows = [arrival.row | {"since": arrival.since} for arrival in units]
        stored = prepared.run(connection, rows)
        if stored < len(units):
            enroll_all(connection, {arrival.owner: arrival.row["created_at"] for arrival in units})
            stored += prepared.run(connection, rows)  # what it has stored, it does not store again
        return [None] * len(units) if stored == len(units) else _looked_into(connection, units)


def _looked_into(connection: Connection, units: Sequence[Arrival]) -> list[Evidence | None]:
    with ScopedSession(connection, EVERYONE) as session:
        ours = select(Evidence.id).where(Evidence.id.in_([arrival.row["id"] for arrival in units]))
        stored = set(session.scalars(ours))
    return [None if arrival.row["id"] in stored else arrival(connection) for arrival in units]


def arrive(session: ScopedSession, row: dict[str, Any], since: datetime) -> Evidence | None:
    """Store `row` (every column of `Evidence`, by name) and return None; or return the entry that stands already.

    One stands already when it came from the same payload (`source_key`) or says the same words since `since`.
    """
    connection = session.connection()
    statement = _insert(connection.dialect.name)
    values = row | {"since": since}
    if connection.execute(statement, values).rowcount == 1:
        return None
    enroll(session, Owner(row["workspace_id"], row["member_id"]), row["created_at"])
    if connection.execute(statement, values).rowcount == 1:
        return None
    same = or_(
        Evidence.source_key == row["source_key"],
        Evidence.kept & (Evidence.created_at >= since) & (Evidence.text == row["text"]),
    )
    return session.scalars(select(Evidence).where(same).order_by(Evidence.created_at).limit(1)).one()


def enroll(session: ScopedSession, owner: Owner, now: datetime) -> None:
    """Make the rows of the workspace and the member, where they are missing."""
    enroll_all(session.connection(), {owner: now})


def enroll_all(connection: Connection, since: Mapping[Owner, datetime]) -> None:
    """Do so for many, in one order everywhere, so that two processes do not wait for one another."""
    new = insert_into(connection.dialect.name)
    many = sorted(since.items())
    workspaces = [{"id": owner.workspace, "created_at": now} for owner, now in many]
    members = [{"workspace_id": owner.workspace, "id": owner.member, "created_at": now} for owner, now in many]
    connection.execute(new(Workspace).on_conflict_do_nothing(), workspaces)
    connection.execute(new(Member).on_conflict_do_nothing(), members)


@cache
def _prepared(dialect: Callable[..., Dialect]) -> Prepared:
    speaks = spoken(dialect)
    return Prepared.of(_insert(speaks.name), speaks)


@cache
def _insert(dialect: str) -> Insert:
    columns = list(Evidence.__table__.columns)
    values = {column.name: bindparam(column.name, type_=column.type) for column in columns}
    since = bindparam("since", type_=Evidence.created_at.type)
    member_exists = exists().where(Member.workspace_id == values["workspace_id"], Member.id == values["member_id"])
    lately = (
        select(Evidence.text)
        .where(*_same_owner(values), Evidence.kept, Evidence.created_at >= since)
        .order_by(Evidence.created_at.desc())
        .limit(LATELY)
        .subquery()
    )
    said_before = exists().where(lately.c.text == values["text"])
    row = select(*values.values()).where(member_exists, ~said_before)
    statement: Insert = insert_into(dialect)(Evidence).from_select(list(values), row).on_conflict_do_nothing()
    return statement.execution_options(preserve_rowcount=True)


def _same_owner(values: dict[str, Any]) -> tuple[Any, Any]:
    table: type[Owned] = Evidence
    return table.workspace_id == values["workspace_id"], table.member_id == values["member_id"]
