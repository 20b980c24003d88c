"""What the coach made of a person's words."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.ledger.models import STATE, Owned


class Draft(Owned):
    """A reframe, kept with what made it. The entry it came from stays as it was.

    `coach` is "rules" or "model". `prompt` (name and hash), `model`, the tokens and what the `firewall` decided are
    there when a model had a part in it (R12). `used_at` says since when it stands beside its entry: one draft of an
    entry does. `rating` ("good", "not_good") and `remark` are what its owner said of it.
    """

    __tablename__ = "draft"

    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"))
    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), unique=True)
    revision: Mapped[int]
    coach: Mapped[str] = mapped_column(String(64))
    tone: Mapped[str] = mapped_column(STATE, default="manager")
    prompt: Mapped[str | None] = mapped_column(String(128))
    model: Mapped[str | None] = mapped_column(String(128))
    tokens_in: Mapped[int | None]
    tokens_out: Mapped[int | None]
    firewall: Mapped[dict[str, Any] | None]
    verdict: Mapped[str] = mapped_column(STATE)
    body: Mapped[dict[str, Any]]
    used_at: Mapped[datetime | None]
    rating: Mapped[str | None] = mapped_column(STATE)
    remark: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """The drafts of an entry and of a member are found by index."""
        return (Index(None, "evidence_id"), Index(None, "workspace_id", "member_id"))
