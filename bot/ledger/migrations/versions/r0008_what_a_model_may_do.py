"""What a model was asked for, and whether it may be: by each person and by each workspace."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Plain ADD COLUMN, as in 0004.
PROFILE: tuple[sa.Column[Any], ...] = (
    sa.Column("help", sa.String(length=16), nullable=False, server_default="reframe"),
    sa.Column("help_told", sa.String(length=255)),
)


def upgrade() -> None:
    for column in PROFILE:
        op.add_column("profile", column)
    op.add_column("workspace", sa.Column("models_allowed", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "model_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("model", sa.String(length=128), nullable=False),
        sa.Column("prompt", sa.String(length=128), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["member.workspace_id", "member.id"], name=op.f("fk_model_call_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_call")),
    )
    columns = ["workspace_id", "created_at"]
    op.create_index(op.f("ix_model_call_workspace_id_created_at"), "model_call", columns)


def downgrade() -> None:
    op.drop_table("model_call")
    op.drop_column("workspace", "models_allowed")
    for column in PROFILE:
        op.drop_column("profile", column.name)
