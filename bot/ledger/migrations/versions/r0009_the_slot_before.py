"""When the last two slots were, and when a question was answered: silence counts from the slot before (N2)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = (("profile", "slot_at"), ("profile", "slot_before"), ("nudge", "answered_at"))


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.DateTime(timezone=True)))


def downgrade() -> None:
    for table, column in COLUMNS:
        op.drop_column(table, column)
