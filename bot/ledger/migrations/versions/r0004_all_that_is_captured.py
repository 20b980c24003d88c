"""Evidence with its details, words not kept yet beside it, jobs of other kinds, profiles, documents, audit."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Plain ADD COLUMN throughout: making a table anew would drop the old one, and SQLite would delete what refers to it.
COLUMNS: tuple[sa.Column[Any], ...] = (
    sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.true()),
    sa.Column("details", sa.JSON(), nullable=False, server_default="{}"),
    sa.Column("author", sa.String(length=80)),
    sa.Column("link", sa.Text()),
    sa.Column("happened_on", sa.Date()),
    sa.Column("metric_decided", sa.Boolean(), nullable=False, server_default=sa.false()),
)


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("evidence", column)
    op.create_index(
        "ix_evidence_dated", "evidence", ["workspace_id", "member_id", "happened_on"],
        postgresql_where=sa.text("happened_on IS NOT NULL"), sqlite_where=sa.text("happened_on IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_evidence_unkept", "evidence", ["created_at"],
        postgresql_where=sa.text("NOT kept"), sqlite_where=sa.text("NOT kept"),
    )  # fmt: skip
    for table in ("draft", "delivery"):
        op.create_index(op.f(f"ix_{table}_workspace_id_member_id"), table, ["workspace_id", "member_id"])
    op.add_column("job", sa.Column("kind", sa.String(length=16), nullable=False, server_default="reframe"))
    _own_table(
        "profile",
        sa.Column("zone", sa.String(length=64)),
        sa.Column("zone_read_at", sa.DateTime(timezone=True)),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("home_hash", sa.String(length=64)),
        sa.UniqueConstraint("workspace_id", "member_id", name=op.f("uq_profile_workspace_id_member_id")),
    )
    _own_table(
        "document",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        *_once_for_a_payload("document"),
    )
    _own_table(
        "audit",
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        *_once_for_a_payload("audit"),
    )


def _once_for_a_payload(name: str) -> tuple[sa.schema.SchemaItem, ...]:
    columns = ("workspace_id", "member_id", "source_key")
    key = sa.Column("source_key", sa.String(length=255), nullable=False)
    return key, sa.UniqueConstraint(*columns, name=op.f(f"uq_{name}_workspace_id_member_id_source_key"))


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
    for table in ("audit", "document", "profile"):
        op.drop_table(table)
    for table in ("draft", "delivery"):
        op.drop_index(op.f(f"ix_{table}_workspace_id_member_id"), table)
    op.drop_column("job", "kind")
    op.drop_index("ix_evidence_unkept", "evidence")
    op.drop_index("ix_evidence_dated", "evidence")
    for column in COLUMNS:
        op.drop_column("evidence", column.name)
