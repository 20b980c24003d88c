"""Words that a person has not decided about yet, and the kinds that they have."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spoken",
        sa.Column("source_key", sa.String(length=255), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["member.workspace_id", "member.id"], name=op.f("fk_spoken_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spoken")),
        sa.UniqueConstraint(
            "workspace_id", "member_id", "source_key", name=op.f("uq_spoken_workspace_id_member_id_source_key")
        ),
    )
    op.add_column("evidence", sa.Column("kind_decided", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(op.f("ix_spoken_created_at"), "spoken", ["created_at"])


def downgrade() -> None:
    op.drop_column("evidence", "kind_decided")
    op.drop_table("spoken")
