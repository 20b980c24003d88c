"""The other hot write: a press for a reframe, in a single statement, unless the same is promised already.

Two hundred people may press at one moment. As an entry does, it goes past the session, so its owner stands in its values.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    and_,
    bindparam,
    case,
    exists,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from bot.coach.evidence import Gone
from bot.ledger.models import Evidence, Job, Member
from bot.ledger.prepared import Prepared, insert_into, spoken
from bot.ledger.scope import EVERYONE, Owner, ScopedSession, same_owner
from bot.ledger.writer import Joint

JOB: Final = "reframe"
SAME_CLICK: Final = timedelta(minutes=2)  # a second press within it finds the first one's job


@dataclass(frozen=True, slots=True)
class Press(Joint[bool]):
    """A press for a reframe of an entry as it stands. True when it is promised anew, False when it was promised already.

    `key` is the id of the payload, `clicked_in` the channel in which it was pressed: in the direct message, `respond_url`
    is not needed to point there. Raises `Gone`.
    """

    id: uuid.UUID
    owner: Owner
    entry_id: uuid.UUID
    key: str
    now: datetime
    respond_url: str | None
    clicked_in: str
    tone: str
    purpose: str | None

    def __call__(self, connection: Connection) -> bool:
        """Promise it, inside a transaction that may do more."""
        (answer,) = self.together(connection, [self])
        if isinstance(answer, Gone):
            raise answer
        return answer

    @classmethod
    def together(cls, connection: Connection, units: Sequence["Press"]) -> list[bool | Gone]:
        """Promise them all; what the statement did not store stands already, or is of no entry."""
        dialect: Callable[..., Dialect] = type(connection.dialect)
        stored = _prepared(dialect).run(connection, [press.row() for press in units])
        return [True] * len(units) if stored == len(units) else _looked_into(connection, units)

    def row(self) -> dict[str, Any]:
        """Its values, as the statement takes them."""
        return {
            "id": self.id, "workspace": self.owner.workspace, "member": self.owner.member, "entry": self.entry_id,
            "key": self.key, "now": self.now, "since": self.now - SAME_CLICK, "respond_url": self.respond_url,
            "clicked_in": self.clicked_in, "tone": self.tone, "purpose": self.purpose,
        }  # fmt: skip


def _looked_into(connection: Connection, units: Sequence[Press]) -> list[bool | Gone]:
    ours, about = select(Job.id).where(Job.id.in_([press.id for press in units])), Evidence.id
    standing = select(about, Evidence.workspace_id, Evidence.member_id).where(
        about.in_([one.entry_id for one in units])
    )
    with ScopedSession(connection, EVERYONE) as session:
        stored = set(session.scalars(ours))
        entries = {tuple(row) for row in session.execute(standing)}
    known = [(press.entry_id, *press.owner) in entries for press in units]
    return [press.id in stored if known_ else Gone() for press, known_ in zip(units, known, strict=True)]


@cache
def _prepared(dialect: Callable[..., Dialect]) -> Prepared:
    speaks = spoken(dialect)
    return Prepared.of(_insert(speaks.name), speaks)


def _insert(dialect: str) -> Insert:
    said = {
        "id": Job.id, "workspace": Job.workspace_id, "member": Job.member_id, "entry": Job.evidence_id,
        "key": Job.source_key, "now": Job.created_at, "since": Job.created_at, "respond_url": Job.respond_url,
        "clicked_in": Member.dm_channel, "tone": Job.tone, "purpose": Job.purpose,
    }  # fmt: skip
    values: dict[str, Any] = {name: bindparam(name, type_=column.type) for name, column in said.items()}
    # nothing points where the draft comes, as of `bot.coach.ours`
    pointing = case((Member.dm_channel == values["clicked_in"], null()), else_=values["respond_url"])
    row = {
        "id": values["id"], "workspace_id": values["workspace"], "member_id": values["member"], "kind": literal(JOB),
        "evidence_id": values["entry"], "source_key": values["key"], "revision": Evidence.revision,
        "tone": values["tone"], "purpose": values["purpose"], "state": literal("ready"), "attempts": literal(0),
        "due_at": values["now"], "created_at": values["now"], "respond_url": pointing,
    }  # fmt: skip
    theirs = (Evidence.workspace_id == values["workspace"]) & (Evidence.member_id == values["member"])
    source = (
        select(*row.values())
        .join_from(Evidence, Member, (Member.workspace_id == Evidence.workspace_id) & (Member.id == Evidence.member_id))
        .where(Evidence.id == values["entry"], theirs, ~exists().where(_is_promised(values)))
    )
    statement: Insert = insert_into(dialect)(Job).from_select(list(row), source).on_conflict_do_nothing()
    return statement.execution_options(preserve_rowcount=True)


def _is_promised(values: dict[str, Any]) -> ColumnElement[bool]:
    """Whether a reframe of these words, in this tone and as this, is under way or was just made; the same payload is a conflict."""
    job = aliased(Job)
    as_asked = (
        (job.kind == JOB)
        & (job.evidence_id == Evidence.id)
        & (job.revision == Evidence.revision)
        & (job.tone == values["tone"])
        & job.purpose.is_not_distinct_from(values["purpose"])
    )
    recent = (job.state == "done") & (job.created_at > values["since"])
    under_way = (job.state == "ready") | (job.state == "running")
    return and_(same_owner(job, Evidence), as_asked, or_(under_way, recent))
