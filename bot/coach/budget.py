"""How often a model may be asked in a day, by one person and by all of a workspace, and what it was asked for.

Calls are counted and not tokens: every server makes them, not every one counts tokens, and a call is bounded in size.
The day is that of UTC.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select

from bot.coach.editor import Usage
from bot.ledger.arrivals import enroll
from bot.ledger.calls import ModelCall
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

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
    call = ModelCall(
        id=uuid.uuid4(),
        workspace_id=owner.workspace,
        member_id=owner.member,
        tokens_in=usage.tokens_in,
        tokens_out=usage.tokens_out,
        milliseconds=round(usage.seconds * 1000),
        created_at=now,
        **{name: text[: _LONGEST[name]] for name, text in said.items()},
    )

    def keep(session: ScopedSession) -> None:
        enroll(session, owner, now)
        session.add(call)

    await ledger.write(owner, keep)
