"""How the databases find what is asked of them: never by reading a table of a company from one end to the other."""

from datetime import timedelta

import pytest
from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint, insert

from benchmarks.plans import WHOLE, explained
from bot.coach import spoken
from bot.ledger.models import Base, Evidence
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from tests import postgres
from tests.ledger.rows import ANA, NOON, stored
from tests.ledger.rows import spoken as said

PEOPLE = 1_000
NEVER_DELETED = {"workspace", "member"}


@pytest.mark.postgres
async def test_postgresql_answers_what_is_asked_most_from_indexes(postgres_url: str) -> None:
    with postgres.database(postgres_url) as url:
        found = {asked: steps async for asked, _, steps in explained(url, PEOPLE)}

    assert {asked for asked, steps in found.items() if any(steps)} == set(found)
    whole = {
        asked: step for asked, steps in found.items() for step in steps if any(each.startswith(WHOLE) for each in step)
    }
    assert whole == {}


def test_what_refers_to_a_row_is_found_by_index_when_the_row_is_deleted() -> None:
    looked_through = [
        f"{table.name}.{key.column_keys[0]}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table.name not in NEVER_DELETED and not begins(table, set(key.column_keys))
    ]

    assert looked_through == []


def test_what_belongs_to_a_person_is_found_by_index_p2() -> None:
    owner = ["workspace_id", "member_id"]
    owned = [table for table in Base.metadata.sorted_tables if set(owner) <= set(table.columns.keys())]

    assert [table.name for table in owned if not begins(table, set(owner))] == []
    assert len(owned) > 5


async def test_unsaved_words_of_a_whole_company_are_forgotten_in_turns(ledger: Ledger) -> None:
    await stored(ledger, said(ANA, source_key="first"))
    more = spoken.AT_ONCE + 10
    like_it = {"text": "find", "folded": "", "kind": "output", "language": "en", "kept": False, "created_at": NOON}
    rows = [
        {**like_it, "id": said(ANA).id, "workspace_id": ANA.workspace, "member_id": ANA.member, "source_key": str(nth)}
        for nth in range(more)
    ]
    await ledger.write(EVERYONE, lambda session: session.connection().execute(insert(Evidence), rows))

    left = []
    for _ in range(3):
        await spoken.forget(ledger, now=NOON + timedelta(days=2))
        left.append(await ledger.read(EVERYONE, lambda session: session.query(Evidence).count()))

    assert left == [11, 0, 0]


def begins(table: Table, wanted: set[str]) -> bool:
    """Whether an index, the primary key or a unique constraint begins with these columns."""
    unique = (each for each in table.constraints if isinstance(each, UniqueConstraint | PrimaryKeyConstraint))
    columns = [[column.name for column in each.columns] for each in (*table.indexes, *unique)]
    return any(set(names[: len(wanted)]) == wanted for names in columns)
