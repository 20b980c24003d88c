"""Which week's slot came before the last one: silence counts from there, whatever the rhythm is by now (N2)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("profile", sa.Column("nudge_before", sa.String(length=8)))


def downgrade() -> None:
    op.drop_column("profile", "nudge_before")
