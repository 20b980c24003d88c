"""Launches, their reviews and what is shared of them, the questions of each week, and what a profile says about when to ask."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Plain ADD COLUMN, as in 0004.
PROFILE: tuple[sa.Column[Any], ...] = (
    sa.Column("nudge_at", sa.DateTime(timezone=True)),
    sa.Column("nudge_week", sa.String(length=8)),
    sa.Column("every", sa.Integer(), nullable=False, server_default="1"),
    sa.Column("unanswered", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("paused_until", sa.Date()),
    sa.Column("review_days", sa.JSON(), nullable=False, server_default="[30, 60]"),
)


def upgrade() -> None:
    for column in PROFILE:
        op.add_column("profile", column)
    op.create_index(op.f("ix_profile_nudge_at"), "profile", ["nudge_at"])
    _launches()
    _reviews()
    _shares()
    _own_table(
        "nudge",
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        _evidence("nudge"),
        sa.UniqueConstraint("workspace_id", "member_id", "week", name=op.f("uq_nudge_workspace_id_member_id_week")),
        sa.CheckConstraint("state in ('asked', 'answered', 'snoozed')", name=op.f("ck_nudge_state")),
    )


def _launches() -> None:
    _own_table(
        "launch",
        sa.Column("source_key", sa.String(length=255), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("problem", "who", "metric", "baseline", "target")),
        sa.Column("lever", sa.String(length=32)),
        sa.Column("stakeholders", sa.JSON(), nullable=False),
        sa.Column("ships_on", sa.Date(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.UniqueConstraint(
            "workspace_id", "member_id", "source_key", name=op.f("uq_launch_workspace_id_member_id_source_key")
        ),
        sa.CheckConstraint("state in ('planned', 'cancelled')", name=op.f("ck_launch_state")),
    )
    columns = ["workspace_id", "member_id", "ships_on"]
    op.create_index(op.f("ix_launch_workspace_id_member_id_ships_on"), "launch", columns)


def _reviews() -> None:
    _own_table(
        "review",
        sa.Column("launch_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.String(length=16)),
        _evidence("review"),
        sa.Column("delivery_id", sa.Uuid()),
        sa.ForeignKeyConstraint(
            ["launch_id"], ["launch.id"], name=op.f("fk_review_launch"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("launch_id", "day", "round", name=op.f("uq_review_launch_id_day_round")),
        sa.CheckConstraint(
            "state in ('waiting', 'asked', 'answered', 'cancelled')", name=op.f("ck_review_state")
        ),
    )  # fmt: skip
    for columns in (["state", "due_at"], ["workspace_id", "member_id", "due_on"], ["delivery_id"]):
        op.create_index(op.f(f"ix_review_{'_'.join(columns)}"), "review", columns)


def _shares() -> None:
    _own_table(
        "share",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("source_key", sa.String(length=255), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_share_review"), ondelete="CASCADE"),
        sa.UniqueConstraint(
            "workspace_id", "member_id", "source_key", "target",
            name=op.f("uq_share_workspace_id_member_id_source_key_target"),
        ),
        sa.CheckConstraint("state in ('promised', 'posted', 'refused')", name=op.f("ck_share_state")),
    )  # fmt: skip
    for column in ("review_id", "state"):
        op.create_index(op.f(f"ix_share_{column}"), "share", [column])


def _evidence(table: str) -> sa.Column[Any]:
    """What came of it, where something did."""
    key = sa.ForeignKey("evidence.id", name=op.f(f"fk_{table}_evidence"), ondelete="SET NULL")
    return sa.Column("evidence_id", sa.Uuid(), key)


def _own_table(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of what belongs to a member."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        *columns,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["member.workspace_id", "member.id"], name=op.f(f"fk_{name}_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    for table in ("nudge", "share", "review", "launch"):
        op.drop_table(table)
    op.drop_index(op.f("ix_profile_nudge_at"), "profile")
    for column in PROFILE:
        op.drop_column("profile", column.name)
