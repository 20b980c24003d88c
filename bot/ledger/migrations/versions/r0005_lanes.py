"""Deliveries that expire or are skipped, when they were first tried, and indexes of the pending ones alone."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PENDING = sa.text("state IN ('ready', 'sending', 'doubt')")
BEFORE = "state in ('ready', 'sending', 'doubt', 'sent', 'failed')"
AFTER = "state in ('ready', 'sending', 'doubt', 'sent', 'failed', 'skipped')"


def upgrade() -> None:
    op.drop_index("ix_delivery_state_due_at", "delivery")
    _states(AFTER)
    for name in ("expires_at", "tried_at"):
        op.add_column("delivery", sa.Column(name, sa.DateTime(timezone=True)))
    for name, columns in (
        ("ix_delivery_lane", ["workspace_id", "due_at"]),
        ("ix_delivery_pending", ["state", "due_at", "workspace_id"]),
    ):
        op.create_index(name, "delivery", columns, postgresql_where=PENDING, sqlite_where=PENDING)


def downgrade() -> None:
    op.drop_index("ix_delivery_pending", "delivery")
    op.drop_index("ix_delivery_lane", "delivery")
    for name in ("tried_at", "expires_at"):
        op.drop_column("delivery", name)
    op.execute("UPDATE delivery SET state = 'failed' WHERE state = 'skipped'")
    _states(BEFORE)
    op.create_index("ix_delivery_state_due_at", "delivery", ["state", "due_at"])


def _states(check: str) -> None:
    """SQLite makes the table anew, without its checks; nothing refers to it, so nothing is deleted with the old one."""
    with op.batch_alter_table("delivery") as delivery:
        if op.get_bind().dialect.name != "sqlite":
            delivery.drop_constraint(op.f("ck_delivery_state"), type_="check")
        delivery.create_check_constraint(op.f("ck_delivery_state"), sa.text(check))
