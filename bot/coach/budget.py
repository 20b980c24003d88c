"""How often a model may be asked in a day, by one person and by all of a workspace, and what it was asked for.

Calls are counted and not tokens: every server makes them, not every one counts tokens, and a call is bounded in size.
The day is that of UTC.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, func, select

from bot.coach.editor import Usage
from bot.ledger.arrivals import enroll_all
from bot.ledger.calls import ModelCall
from bot.ledger.prepared import insert_many
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger
from bot.ledger.writer import Joint

ANSWERED: Final = "answered"
NOT_ASKED: Final = frozenset({"resting", "busy"})  # outcomes of calls that never left
_LONGEST: Final = {"model": 128, "prompt": 128, "outcome": 32}


@dataclass(frozen=True, slots=True)
class Allowance:
    """Calls in a day. A draft takes one, or two when a sentence has to be written once more."""

    member: int = 60
    workspace: int = 500


class Room(StrEnum):
    """Whether there is room for one more call."""

    ENOUGH = "enough"
    MEMBER_SPENT = "member_spent"
    WORKSPACE_SPENT = "workspace_spent"


async def allowed(ledger: Ledger, owner: Owner, *, now: datetime, allowance: Allowance = Allowance()) -> Room:
    """Whether a model may be asked for this person now. Several at the same moment may go a few calls over."""
    begin = datetime.combine(now.astimezone(UTC), time.min, UTC)

    def look(session: ScopedSession) -> tuple[int, int]:
        today = select(func.count(ModelCall.id)).where(
            ModelCall.workspace_id == owner.workspace, ModelCall.created_at >= begin
        )
        own = today.where(ModelCall.member_id == owner.member)
        return session.scalar(own) or 0, session.scalar(today) or 0

    by_member, by_all = await ledger.read(EVERYONE, look)  # numbers alone leave here
    if by_member >= allowance.member:
        return Room.MEMBER_SPENT
    return Room.WORKSPACE_SPENT if by_all >= allowance.workspace else Room.ENOUGH


async def spend(ledger: Ledger, owner: Owner, usage: Usage | None, *, outcome: str = ANSWERED, now: datetime) -> None:
    """Note what a call took, whatever came of it (`outcome` is the word of `NoManuscript`)."""
    if usage is None or outcome in NOT_ASKED:
        return
    said = {"model": usage.model, "prompt": usage.prompt, "outcome": outcome}
    call = {
        "id": uuid.uuid4(),
        "workspace_id": owner.workspace,
        "member_id": owner.member,
        "tokens_in": usage.tokens_in,
        "tokens_out": usage.tokens_out,
        "milliseconds": round(usage.seconds * 1000),
        "created_at": now,
        **{name: text[: _LONGEST[name]] for name, text in said.items()},
    }
    await ledger.join(owner, _Call(call))


@dataclass(frozen=True, slots=True)
class _Call(Joint[None]):
    """One call to be counted, by the columns of `ModelCall`."""

    row: dict[str, Any]
    awaited: ClassVar[bool] = False

    def __call__(self, connection: Connection) -> None:
        """Count it."""
        self.together(connection, [self])

    @classmethod
    def together(cls, connection: Connection, units: Sequence["_Call"]) -> list[None]:
        """Count them all."""
        rows = [call.row for call in units]
        enroll_all(connection, {Owner(row["workspace_id"], row["member_id"]): row["created_at"] for row in rows})
        insert_many(connection, ModelCall, rows, unless_there=True)
        return [None] * len(rows)
