"""Find a person's model calls by index: counting and deleting them read those of the whole workspace."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_model_call_workspace_id_member_id"), "model_call", ["workspace_id", "member_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_model_call_workspace_id_member_id"), "model_call")
