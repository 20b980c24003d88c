"""Find those who have their entries sorted by a model without looking at everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ALWAYS = sa.text("help = 'always'")


def upgrade() -> None:
    op.create_index("ix_profile_sorted", "profile", ["help"], sqlite_where=ALWAYS, postgresql_where=ALWAYS)


def downgrade() -> None:
    op.drop_index("ix_profile_sorted", "profile")
