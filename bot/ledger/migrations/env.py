"""Alembic's entry: runs the migrations in the transaction that `bot.ledger.migrate` has opened."""

from alembic import context

from bot.ledger.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a column by making the table anew
    compare_type=True,
)
context.run_migrations()
