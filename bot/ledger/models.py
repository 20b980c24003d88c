"""The tables. Every row carries its workspace; what belongs to a person carries the member as well."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from bot.ledger.instants import Utc

if TYPE_CHECKING:
    from sqlalchemy.sql.type_api import TypeEngine

SLACK_ID = String(32)
STATE = String(16)
PENDING = "state IN ('ready', 'sending', 'doubt')"
"""Deliveries that are not over. Their indexes, as the migrations make them, hold these alone, and serve queries in these words."""


class Base(DeclarativeBase):
    """Constraint names follow one rule, so that migrations can name them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, "TypeEngine[Any]"]] = {
        datetime: Utc(),
        dict[str, str]: JSON(),
        dict[str, Any]: JSON(none_as_null=True),
    }


class Workspace(Base):
    """A Slack workspace, by Slack's own team id. `models_allowed` is its admin's word on models (R9)."""

    __tablename__ = "workspace"

    id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    models_allowed: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Member(Base):
    """A person in a workspace, by Slack's own ids. `dm_channel` is their direct message with the bot."""

    __tablename__ = "member"

    workspace_id: Mapped[str] = mapped_column(SLACK_ID, ForeignKey("workspace.id"), primary_key=True)
    id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    dm_channel: Mapped[str | None] = mapped_column(SLACK_ID)
    created_at: Mapped[datetime]


class Owned(Base):
    """What belongs to one member: `ledger.scope` narrows every query on these to their owner."""

    __abstract__ = True

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    workspace_id: Mapped[str] = mapped_column(SLACK_ID)
    member_id: Mapped[str] = mapped_column(SLACK_ID)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        """Each row names a member that exists."""
        return (
            ForeignKeyConstraint(["workspace_id", "member_id"], ["member.workspace_id", "member.id"]),
            *cls.constraints(),
        )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """Further truths that a table holds."""
        return ()


class Evidence(Owned):
    """What a person said happened, as typed, beside everything derived from it.

    `source_key` is the payload's own id, so that one submission is one row. `revision` grows with each change
    of the words or the answers. `answers` are the person's own words by the slot that was asked for, `details` what
    else they noted, by name. `folded` is all of these, folded for searching. A kind or metric that the person has
    decided stands whatever the rules propose.

    `kept` is false for words that the person has not decided about yet: they are in no list and no count, and are
    forgotten after a day. `author` says whose words they are when they are not the person's own, by Slack's id or a
    bot's name; `link` where they stand. `happened_on` is the day, where it is not the day of `created_at`.
    """

    __tablename__ = "evidence"

    source_key: Mapped[str] = mapped_column(String(255))
    kept: Mapped[bool] = mapped_column(default=True)
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    answers: Mapped[dict[str, str]] = mapped_column(default=dict)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    author: Mapped[str | None] = mapped_column(String(80))
    link: Mapped[str | None] = mapped_column(Text)
    happened_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(STATE)
    kind_decided: Mapped[bool] = mapped_column(default=False)
    metric_name: Mapped[str | None] = mapped_column(Text)
    metric_before: Mapped[str | None] = mapped_column(Text)
    metric_after: Mapped[str | None] = mapped_column(Text)
    metric_decided: Mapped[bool] = mapped_column(default=False)
    follow_up: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """One row for one submission; those of a member by day, and what is to be forgotten, are found by index."""
        return (
            UniqueConstraint("workspace_id", "member_id", "source_key"),
            Index(None, "workspace_id", "member_id", "created_at"),
            # Both are partial, which only the migration says: a dialect's word here would import that dialect.
            Index("ix_evidence_dated", "workspace_id", "member_id", "happened_on"),
            Index("ix_evidence_unkept", "created_at"),
            CheckConstraint("kind in ('decision', 'metric', 'trust', 'problem', 'output')", name="kind"),
        )


class Job(Owned):
    """Work promised to a person, by its kind; a reframe is of one revision of one entry, in one tone.

    `purpose` says what the words are to be looked at as, where the person said so. `respond_url` is the click's own URL for one
    best-effort line, of no use to anybody after half an hour; it is cleared when the job fails.
    """

    __tablename__ = "job"

    kind: Mapped[str] = mapped_column(STATE)
    evidence_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"))
    source_key: Mapped[str] = mapped_column(String(255))
    revision: Mapped[int] = mapped_column(default=1)
    tone: Mapped[str] = mapped_column(STATE, default="manager")
    purpose: Mapped[str | None] = mapped_column(STATE)
    state: Mapped[str] = mapped_column(STATE, default="ready")
    owner: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(255))
    respond_url: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """One job for one click; what is due is found by index."""
        return (
            UniqueConstraint("workspace_id", "member_id", "source_key"),
            Index(None, "evidence_id"),
            Index(None, "state", "due_at"),
            Index("ix_job_over", "created_at"),  # of what is forgotten one day, which only the migration says
            CheckConstraint("state in ('ready', 'running', 'done', 'failed')", name="state"),
        )


class Delivery(Owned):
    """A message the bot sends on its own: `ready -> sending -> sent`, or `doubt`; `failed` or `skipped` with the reason.

    The id is deterministic (kind, subject, occurrence) and travels in the message's metadata, so that a message
    in doubt can be looked up. The content is rendered from `subject_id` when it is sent and is not kept here.

    `due_at` is on the clock of due dates while the row is ready, and on the real one while it is held (the end of the
    lease) or in doubt. `tried_at` is when it was first claimed, in real time. What is not sent by `expires_at` is skipped.
    """

    __tablename__ = "delivery"

    kind: Mapped[str] = mapped_column(STATE)
    subject_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(STATE, default="ready")
    owner: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(SLACK_ID)
    ts: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """What is due is found by index, however many are over, and so is what is a member's."""
        return (
            Index("ix_delivery_lane", "workspace_id", "due_at"),
            Index("ix_delivery_pending", "state", "due_at", "workspace_id"),
            Index(None, "subject_id"),
            Index(None, "workspace_id", "member_id"),
            Index("ix_delivery_over", "created_at"),  # as that of jobs
            CheckConstraint("state in ('ready', 'sending', 'doubt', 'sent', 'failed', 'skipped')", name="state"),
        )


class Profile(Owned):
    """What a person has settled for themselves: their hour of the week, their metrics, and what Home last showed.

    `zone` is Slack's own word for it (an IANA name), as last read at `zone_read_at`. `weekday` counts from Monday, 0.
    `home_hash` is Slack's hash of the Home that it shows; none was shown as long as it is empty.

    `nudge_at` is the next slot that may nudge, none for those who are not enrolled or said stop; `nudge_week` the last
    ISO week that was served or let go. `slot_at` is when that week's slot was, `slot_before` the one before it.
    `every` is 1 (weekly) or 2 (fortnightly) weeks, 0 when the person said stop, -1 when the coach did so itself;
    `unanswered` the run of nudges without an answer (N4). `review_days` are the days after a launch on which the coach
    comes back (L2).

    `help` says what a model may do for the person (`coach.consent`), `help_told` which server they were told of.
    """

    __tablename__ = "profile"

    zone: Mapped[str | None] = mapped_column(String(64))
    zone_read_at: Mapped[datetime | None]
    weekday: Mapped[int] = mapped_column(default=4)
    hour: Mapped[int] = mapped_column(default=15)
    metrics: Mapped[list[str]] = mapped_column(JSON, default=list)
    settled_at: Mapped[datetime | None]
    home_hash: Mapped[str | None] = mapped_column(String(64))
    nudge_at: Mapped[datetime | None]
    nudge_week: Mapped[str | None] = mapped_column(String(8))
    slot_at: Mapped[datetime | None]
    slot_before: Mapped[datetime | None]
    every: Mapped[int] = mapped_column(default=1)
    unanswered: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[date | None]
    review_days: Mapped[list[int]] = mapped_column(JSON, default=lambda: [30, 60])
    help: Mapped[str] = mapped_column(STATE, default="reframe")
    help_told: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """One for each member; whose slot has come is found by index."""
        sorted_ = Index("ix_profile_sorted", "help")  # of those alone who want it, which only the migration says
        return (UniqueConstraint("workspace_id", "member_id"), Index(None, "nudge_at"), sorted_)


class Document(Owned):
    """A file made for a person, promised as a row; `erase` stands for files that are still to be deleted in Slack.

    `files` are Slack's ids of its parts, known before they are shared, so that a share in doubt can be looked up.
    """

    __tablename__ = "document"

    kind: Mapped[str] = mapped_column(STATE)
    source_key: Mapped[str] = mapped_column(String(255))
    files: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """One for each click."""
        return (UniqueConstraint("workspace_id", "member_id", "source_key"),)


class Audit(Owned):
    """That something was exported or deleted, when and how much of it; never what it said (P5)."""

    __tablename__ = "audit"

    action: Mapped[str] = mapped_column(STATE)
    source_key: Mapped[str] = mapped_column(String(255))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    created_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """One for each payload, so that one that comes again gets the first answer."""
        return (UniqueConstraint("workspace_id", "member_id", "source_key"),)
