"""What a model was asked for, without a word of what was said."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.ledger.models import Owned


class ModelCall(Owned):
    """That a model was asked for somebody: which one, with which prompt (name and hash), what came and what it took.

    `outcome` is "answered", or the word for why nothing usable came. Tokens are as the server counted them, 0 where it
    does not say.
    """

    __tablename__ = "model_call"

    model: Mapped[str] = mapped_column(String(128))
    prompt: Mapped[str] = mapped_column(String(128))
    outcome: Mapped[str] = mapped_column(String(32))
    tokens_in: Mapped[int]
    tokens_out: Mapped[int]
    milliseconds: Mapped[int]
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """Found by index: those of a workspace on a day, all of a member's, to be counted and deleted, and the oldest."""
        by_age = Index("ix_model_call_over", "created_at")
        return Index(None, "workspace_id", "created_at"), Index(None, "workspace_id", "member_id"), by_age
