"""The shelf: own entries by page and by a part of their words, on both databases (C6)."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, text

from bot.coach import evidence, shelf
from bot.ledger import engines, migrate
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from tests.ledger import rows

ANA, BEN = Owner("T1", "U1"), Owner("T1", "U2")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


async def say(ledger: Ledger, owner: Owner, *said: str) -> list[uuid.UUID]:
    """Save these, a minute apart."""
    saved = [
        await evidence.capture(ledger, owner, words, key=f"{words}", now=NOON + timedelta(minutes=n))
        for n, words in enumerate(said)
    ]
    return [one.entry.id for one in saved]


async def test_entries_come_newest_first_in_pages_c6(ledger: Ledger) -> None:
    await say(ledger, ANA, *(f"Entry {n}" for n in range(20)))

    first, last = await shelf.page(ledger, ANA, 0), await shelf.page(ledger, ANA, 99)

    assert [entry.text for entry in first.entries] == [f"Entry {n}" for n in range(19, 11, -1)]
    assert [entry.text for entry in last.entries] == ["Entry 3", "Entry 2", "Entry 1", "Entry 0"]
    assert (first.total, first.last, last.number) == (20, 2, 2)


async def test_an_empty_shelf_is_one_empty_page(ledger: Ledger) -> None:
    assert await shelf.page(ledger, ANA, 3) == shelf.Page((), 0, 0)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("activat", "Activation rose to 40%"),
        ("ACTIVATION rose", "Activation rose to 40%"),
        ("rose 40%", "Activation rose to 40%"),
        ("resultat", "Le Résultat est là"),
        ("strasse", "Die Straße ist frei"),
        ("R&D cut CAC to <$40", "R&D cut CAC to <$40"),
        ("50_off", "Ran the 50_off test"),
        ("ההרשמה", "שחררנו את מסך ההרשמה"),
        ("ﬁ", "Redefined pricing"),
    ],
)
async def test_a_part_of_a_word_finds_it_whatever_its_accents_c6(ledger: Ledger, asked: str, found: str) -> None:
    said = ["Activation rose to 40%", "Le Résultat est là", "Die Straße ist frei", "R&D cut CAC to <$40"]
    await say(ledger, ANA, *said, "Ran the 50_off test", "Ran the 50xoff", "שחררנו את מסך ההרשמה", "Redefined pricing")

    page = await shelf.search(ledger, ANA, asked)

    assert [entry.text for entry in page.entries] == [found]


async def test_edited_words_and_answers_are_found_c6(ledger: Ledger) -> None:
    entry_id = (await say(ledger, ANA, "Shipped onboarding"))[0]
    await evidence.answer(ledger, ANA, entry_id, {"baseline": "Été comme hiver"})
    await rows.edit(ledger, ANA, entry_id, "Shipped pricing")

    assert (await shelf.search(ledger, ANA, "ete pricing")).total == 1
    assert (await shelf.search(ledger, ANA, "onboarding")).total == 0


async def test_nobody_finds_the_entries_of_somebody_else_p1(ledger: Ledger) -> None:
    await say(ledger, ANA, "Shipped onboarding")

    assert (await shelf.search(ledger, BEN, "onboarding")).total == 0
    assert (await shelf.page(ledger, BEN)).total == 0


def test_the_migration_folds_what_was_there_and_keeps_its_jobs(database_url: str) -> None:
    from alembic import command  # noqa: PLC0415  # it is imported where there is something to migrate

    engine = engines.open_engine(database_url)
    with engine.execution_options(**engines.WRITES).begin() as connection:
        command.upgrade(migrate._config(connection), "0001")
        _old_rows(connection)

    migrate.upgrade(engine)

    assert _folded(engine) == ["ete\n40"]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM job")).scalar() == 1
    engine.dispose()


def _old_rows(connection: Connection) -> None:
    """One entry with an answer, and its job, as the first release stored them."""
    given = {"day": NOON.replace(tzinfo=None).isoformat(" "), "one": uuid.uuid4().hex, "answers": '{"current": "40"}'}
    for statement in (
        "INSERT INTO workspace VALUES ('T1', :day)",
        "INSERT INTO member VALUES ('T1', 'U1', NULL, :day)",
        """INSERT INTO evidence (id, workspace_id, member_id, source_key, text, answers, revision, kind, language,
           created_at) VALUES (:one, 'T1', 'U1', 'k', 'Été', :answers, 1, 'output', 'fr', :day)""",
        """INSERT INTO job (id, workspace_id, member_id, evidence_id, source_key, revision, state, attempts, due_at,
           created_at) VALUES (:one, 'T1', 'U1', :one, 'k', 1, 'ready', 0, :day, :day)""",
    ):
        connection.execute(text(statement), {name: given[name] for name in given if f":{name}" in statement})


def _folded(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT folded FROM evidence")).scalars())
