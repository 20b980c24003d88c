"""Promise 4 for any people and any rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, update

from bot.ledger import migrate
from bot.ledger.engines import open_engine
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from tests.ledger.rows import evidence, put

OWNERS = st.builds(Owner, st.sampled_from(["T1", "T2", "U1"]), st.sampled_from(["U1", "U2", "T1"]))


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A database in memory, whose transactions are all rolled back."""
    engine = open_engine("sqlite://")
    migrate.upgrade(engine)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


@settings(deadline=None)
@given(people=st.lists(OWNERS, max_size=6), somebody=OWNERS)
def test_anybody_sees_changes_and_deletes_their_own_rows_and_no_others_p1(
    connection: Connection, people: list[Owner], somebody: Owner
) -> None:
    with connection.begin() as transaction:
        with ScopedSession(connection, EVERYONE) as session:
            put(session, *(evidence(owner) for owner in people))
        with ScopedSession(connection, somebody) as session:
            seen = [Owner(row.workspace_id, row.member_id) for row in session.scalars(select(Evidence))]
            session.execute(update(Evidence).values(text="changed"))
        changed = _by(connection, Evidence.text == "changed")
        with ScopedSession(connection, somebody) as session:
            session.execute(delete(Evidence))
        left = _by(connection, Evidence.id.is_not(None))
        transaction.rollback()

    own = [owner for owner in people if owner == somebody]
    assert seen == changed == own
    assert left == sorted(owner for owner in people if owner != somebody)


def _by(connection: Connection, condition: Any) -> list[Owner]:
    with ScopedSession(connection, EVERYONE) as session:
        rows = session.execute(select(Evidence.workspace_id, Evidence.member_id).where(condition))
        return sorted(Owner(*row) for row in rows)
