"""What made a draft, what its owner did with it, for whom it was asked, and drafts that are shared like a review."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Plain ADD COLUMN, as in 0004.
DRAFT: tuple[sa.Column[Any], ...] = (
    sa.Column("tone", sa.String(length=16), nullable=False, server_default="manager"),
    sa.Column("prompt", sa.String(length=128)),
    sa.Column("model", sa.String(length=128)),
    sa.Column("tokens_in", sa.Integer()),
    sa.Column("tokens_out", sa.Integer()),
    sa.Column("firewall", sa.JSON()),
    sa.Column("used_at", sa.DateTime(timezone=True)),
    sa.Column("rating", sa.String(length=16)),
    sa.Column("remark", sa.Text()),
)
JOB: tuple[sa.Column[Any], ...] = (
    sa.Column("tone", sa.String(length=16), nullable=False, server_default="manager"),
    sa.Column("purpose", sa.String(length=16)),
)
STATES = "state in ('promised', 'posted', 'refused')"


def upgrade() -> None:
    for table, columns in (("draft", DRAFT), ("job", JOB)):
        for column in columns:
            op.add_column(table, column)
    with op.batch_alter_table("share") as share:  # SQLite makes it anew; nothing refers to it
        _keep_the_check(share)
        share.alter_column("review_id", existing_type=sa.Uuid(), nullable=True)
        share.add_column(sa.Column("draft_id", sa.Uuid()))
        share.create_foreign_key(op.f("fk_share_draft"), "draft", ["draft_id"], ["id"], ondelete="CASCADE")
    op.create_index(op.f("ix_share_draft_id"), "share", ["draft_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_share_draft_id"), "share")
    op.execute("DELETE FROM share WHERE review_id IS NULL")
    with op.batch_alter_table("share") as share:
        _keep_the_check(share)
        share.drop_constraint(op.f("fk_share_draft"), type_="foreignkey")
        share.drop_column("draft_id")
        share.alter_column("review_id", existing_type=sa.Uuid(), nullable=False)
    for table, columns in (("job", JOB), ("draft", DRAFT)):
        for column in columns:
            op.drop_column(table, column.name)


def _keep_the_check(share: Any) -> None:
    if op.get_bind().dialect.name == "sqlite":  # which forgets it on the way
        share.create_check_constraint(op.f("ck_share_state"), sa.text(STATES))
