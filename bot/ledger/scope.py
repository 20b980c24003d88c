"""The one place where queries are narrowed to their owner (promise 4).

A session for an `Owner` sees, changes and deletes that member's rows only, whatever the query says, and refuses to
store a row for anybody else. What it could not narrow (a bare table, SQL as text, an insert) it refuses. Workers, who
serve everyone, say so with `EVERYONE`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, event, false, or_
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from bot.ledger.models import Owned


class Owner(NamedTuple):
    """Whose things they are, by Slack's own ids."""

    workspace: str
    member: str


@dataclass(frozen=True, slots=True)
class Everyone:
    """The workers' scope: rows of every member, each still carrying its own."""


EVERYONE: Final = Everyone()


def among(table: type[Owned], people: Iterable[Owner]) -> ColumnElement[bool]:
    """Whose rows a worker means who serves several people at once; each row still says whose it is."""
    workspaces: dict[str, list[str]] = {}
    for workspace, member in people:
        workspaces.setdefault(workspace, []).append(member)
    named = (
        (table.workspace_id == workspace) & table.member_id.in_(members) for workspace, members in workspaces.items()
    )
    return or_(false(), *named)


def same_owner(one: type[Owned], other: type[Owned]) -> ColumnElement[bool]:
    """Whether two rows belong to the same person."""
    return (one.workspace_id == other.workspace_id) & (one.member_id == other.member_id)


class NotYours(Exception):
    """A row of somebody else was to be stored, or might have been read."""


class ScopedSession(Session):
    """A session that cannot be had without saying whose rows it is for."""

    def __init__(self, connection: Connection, scope: Owner | Everyone) -> None:
        super().__init__(connection, join_transaction_mode="rollback_only", expire_on_commit=False)
        self.scope = scope


@event.listens_for(ScopedSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    scope = state.session.scope  # type: ignore[attr-defined]  # the listener is on ScopedSession alone
    if not isinstance(scope, Owner):
        return
    _refuse_what_cannot_be_narrowed(state)
    workspace, member = scope
    state.statement = state.statement.options(
        with_loader_criteria(
            Owned,
            lambda table: and_(table.workspace_id == workspace, table.member_id == member),
            include_aliases=True,
        )
    )


def _refuse_what_cannot_be_narrowed(state: ORMExecuteState) -> None:
    """Loader criteria reach only what is said with the models, and no insert."""
    if not state.is_orm_statement or state.is_from_statement:
        raise NotYours("Only a query on the models can be narrowed to its owner.")
    mapper = state.bind_mapper
    owned = mapper is not None and issubclass(mapper.class_, Owned)
    by_key = state.is_update and isinstance(state.parameters, list)
    if owned and (state.is_insert or by_key or _gives_away(state)):
        raise NotYours("A row is stored through the session, for its own member.")


def _gives_away(state: ORMExecuteState) -> bool:
    """Whether an update names whose row it shall be."""
    values = getattr(state.statement, "_values", None) or {}
    return any(getattr(column, "key", column) in {"workspace_id", "member_id"} for column in values)


@event.listens_for(ScopedSession, "before_flush")
def _refuse_strangers(session: ScopedSession, _context: UOWTransaction, _instances: Any) -> None:
    if not isinstance(session.scope, Owner):
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Owned) and (row.workspace_id, row.member_id) != session.scope:
            raise NotYours("A row can be stored or deleted only for its own member.")
