"""Turns: on PostgreSQL several processes write, and what one person does happens one thing after the other all the same.

A double click may land on two processes at once. What looks whether something is there already, and stores it if not,
would then store it twice. In one process the one writer keeps the order; here the lock of a person does.
"""

from collections.abc import Iterable

from sqlalchemy import Connection


def take(connection: Connection, whose: Iterable[str]) -> None:
    """Wait until no other process writes for these people; until the end of the transaction.

    All of a batch at once and in one order, so that no two batches wait for one another.
    """
    names = sorted(set(whose))
    if names and connection.dialect.name == "postgresql":
        lock = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name"
        connection.exec_driver_sql(lock, (names,))
