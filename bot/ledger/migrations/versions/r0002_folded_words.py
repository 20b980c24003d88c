"""Words folded for searching, beside the words as typed."""

import sqlalchemy as sa
from alembic import op

from bot.ledger.folding import fold

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BATCH = 500

EVIDENCE = sa.table(
    "evidence",
    sa.column("id", sa.Uuid()),
    sa.column("text", sa.Text()),
    sa.column("answers", sa.JSON()),
    sa.column("folded", sa.Text()),
)


def upgrade() -> None:
    # A plain ADD COLUMN: making the table anew would drop the old one, and SQLite would delete its jobs and drafts.
    op.add_column("evidence", sa.Column("folded", sa.Text(), nullable=False, server_default=""))
    _fold_what_is_there(op.get_bind())


def _fold_what_is_there(connection: sa.Connection) -> None:
    rows = connection.execute(sa.select(EVIDENCE.c.id, EVIDENCE.c.text, EVIDENCE.c.answers)).partitions(BATCH)
    change = sa.update(EVIDENCE).where(EVIDENCE.c.id == sa.bindparam("row")).values(folded=sa.bindparam("words"))
    for batch in rows:
        values = [{"row": row.id, "words": fold(row.text, *row.answers.values())} for row in batch]
        connection.execute(change, values)


def downgrade() -> None:
    op.drop_column("evidence", "folded")
