"""Find what is over, and asked for by nobody any more, by its age; what is kept stands in none of these indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SAID = sa.text(
    "(state IN ('sent', 'failed', 'skipped') AND kind NOT IN ('nudge', 'nudge_again', 'share')"
    " OR state = 'skipped' AND kind = 'nudge' AND reason <> 'expired')"
)
DONE = sa.text("state NOT IN ('ready', 'running') AND (state = 'failed' OR kind = 'sort')")
PLACES = {"delivery": SAID, "job": DONE, "model_call": None}


def upgrade() -> None:
    for table, such in PLACES.items():
        op.create_index(f"ix_{table}_over", table, ["created_at"], sqlite_where=such, postgresql_where=such)


def downgrade() -> None:
    for table in PLACES:
        op.drop_index(f"ix_{table}_over", table)
