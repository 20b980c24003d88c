"""What the coach comes back to: launches, their reviews, and the questions of each week. Dates are local to the person."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from bot.ledger.models import SLACK_ID, STATE, Owned


class Launch(Owned):
    """What a person means to ship, as promised before it ships; `late` when it was recorded after the day (L1)."""

    __tablename__ = "launch"

    source_key: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(Text)
    problem: Mapped[str | None] = mapped_column(Text)
    who: Mapped[str | None] = mapped_column(Text)
    metric: Mapped[str | None] = mapped_column(Text)
    baseline: Mapped[str | None] = mapped_column(Text)
    target: Mapped[str | None] = mapped_column(Text)
    lever: Mapped[str | None] = mapped_column(String(32))
    stakeholders: Mapped[list[str]] = mapped_column(JSON, default=list)
    ships_on: Mapped[date]
    late: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(STATE, default="planned")
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """One for one submission; those of a member are found by day."""
        return (
            UniqueConstraint("workspace_id", "member_id", "source_key"),
            Index(None, "workspace_id", "member_id", "ships_on"),
            CheckConstraint("state in ('planned', 'cancelled')", name="state"),
        )


class Review(Owned):
    """A look back at a launch, `day` days after it; `round` counts from 1, and grows when it was too early (L2, L4).

    `due_on` is the local day, a weekend moved to Monday; `due_at` the instant at which it is asked: the person's hour on
    that day, or on a later one when the day had passed or the person is away. `delivery_id` is the message that asks,
    shared by all that were due with it. A review that is asked again is a new row of the next round; the old one keeps
    its answer.
    """

    __tablename__ = "review"

    launch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("launch.id", ondelete="CASCADE"))
    day: Mapped[int]
    round: Mapped[int] = mapped_column(default=1)
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(STATE, default="waiting")
    answer: Mapped[str | None] = mapped_column(STATE)
    evidence_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("evidence.id", ondelete="SET NULL"))
    delivery_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """One for each day and round of a launch; what is due is found by index."""
        return (
            UniqueConstraint("launch_id", "day", "round"),
            Index(None, "state", "due_at"),
            Index(None, "workspace_id", "member_id", "due_on"),
            Index(None, "delivery_id"),
            Index("ix_review_answered", "evidence_id"),  # of those with an answer alone, which only the migration says
            CheckConstraint("state in ('waiting', 'asked', 'answered', 'cancelled')", name="state"),
        )


class Nudge(Owned):
    """The question of one week, as it was asked: none is asked twice in half a year (N3).

    `template` names the pattern, `sentence` is what was said. `evidence_id` is the answer, `answered_at` when it came first.
    """

    __tablename__ = "nudge"

    week: Mapped[str] = mapped_column(String(8))
    template: Mapped[str] = mapped_column(String(64))
    sentence: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(STATE, default="asked")
    evidence_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("evidence.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """One for each week of a person."""
        return (
            UniqueConstraint("workspace_id", "member_id", "week"),
            Index("ix_nudge_answered", "evidence_id"),  # as that of reviews
            CheckConstraint("state in ('asked', 'answered', 'snoozed')", name="state"),
        )


class Share(Owned):
    """What a person posts of a review or a draft, word for word, and where to: the id of a channel or of a person (L5, R10).

    It is promised until the outbox has brought it there, or Slack has refused it.
    """

    __tablename__ = "share"

    review_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    source_key: Mapped[str] = mapped_column(String(255))
    target: Mapped[str] = mapped_column(SLACK_ID)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(STATE, default="promised")
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """One for each submission and target; those whose end is not known are found by index."""
        return (
            UniqueConstraint("workspace_id", "member_id", "source_key", "target"),
            Index(None, "review_id"),
            Index(None, "draft_id"),
            Index(None, "state"),
            CheckConstraint("state in ('promised', 'posted', 'refused')", name="state"),
        )
