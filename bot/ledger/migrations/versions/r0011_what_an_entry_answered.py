"""Find what an entry answered without looking at everything: whoever deletes one had to wait for that."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("review", "nudge")
ANSWERED = sa.text("evidence_id IS NOT NULL")  # most have no answer


def upgrade() -> None:
    for table in TABLES:
        name = f"ix_{table}_answered"
        op.create_index(name, table, ["evidence_id"], sqlite_where=ANSWERED, postgresql_where=ANSWERED)


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"ix_{table}_answered", table)
