"""`python -m bot move`: what it says, and that no bot goes on with a file that was moved."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.__main__ import main
from bot.app import Bot
from bot.checkup import database_finding
from bot.ledger import engines, migrate
from bot.ledger.moving import Unkept, Unlike
from bot.ready import NotReady, Roles, prepare
from bot.settings import Settings, read
from tests import postgres
from tests.edge.test_command_line import NOWHERE, TOKENS, one_sentence, told
from tests.edge.test_command_line import _alone as _alone  # noqa: PLC0414  # no variables of this machine
from tests.ledger import full


@pytest.fixture
def address(postgres_url: str) -> Iterator[str]:
    with postgres.database(postgres_url) as url:
        yield url


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """The settings of a bot with something in its SQLite file."""
    url = "sqlite:///data/coach.db"
    with engines.opened(url) as engine:
        migrate.upgrade(engine)
        full.fill(engine)
    told(monkeypatch, DATABASE_URL=url, **TOKENS)
    return read({"DATABASE_URL": url, **TOKENS})


@pytest.mark.postgres
def test_a_move_prints_every_table_with_its_rows_and_its_digest(
    filled: Settings, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["move", "--to", address]) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("From data/coach.db to PostgreSQL, database coach_")
    assert re.search(r"^evidence +\d+  [0-9a-f]{16}$", printed, re.MULTILINE)
    assert "Now set DATABASE_URL" in printed
    assert "postgres@" not in printed


@pytest.mark.postgres
def test_a_second_move_says_that_all_was_there(
    filled: Settings, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["move", "--to", address]) == 0
    first = table_in(capsys.readouterr().out)

    assert main(["move", "--to", address]) == 0

    again = capsys.readouterr().out
    assert "All of this was there already" in again
    assert table_in(again) == first


@pytest.mark.postgres
def test_a_database_that_goes_away_after_the_rows_were_moved_is_not_said_to_have_moved_nothing(
    filled: Settings, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as away:
        away.setattr("bot.moving.tables.upgrade", _goes_away)
        assert main(["move", "--to", address]) == 1

    assert capsys.readouterr().err.startswith("Everything was moved, but")
    assert main(["move", "--to", address]) == 0
    assert "All of this was there already" in capsys.readouterr().out


def _goes_away(_target: Engine) -> None:
    raise OperationalError("", None, Exception("gone"))


@pytest.mark.postgres
async def test_no_bot_starts_on_a_file_that_was_moved_and_the_doctor_says_where_to_look(
    filled: Settings, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["move", "--to", address]) == 0
    capsys.readouterr()

    with pytest.raises(NotReady, match="was moved to PostgreSQL"):
        prepare(filled, Roles())
    finding = await database_finding(filled)()

    assert finding.ok is False
    assert "was moved to PostgreSQL" in finding.said


@pytest.mark.postgres
@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_while_the_bot_runs_nothing_is_moved(
    bot: Bot, sqlite_url: str, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(monkeypatch, DATABASE_URL=sqlite_url)

    assert await asyncio.to_thread(main, ["move", "--to", address]) == 1

    assert "is open elsewhere: stop the bot" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("to", "says"),
    [
        (NOWHERE, "The new database does not open."),
        ("sqlite:///data/other.db", "--to must name a PostgreSQL database"),
        ("mysql://root@localhost/coach", "--to must begin with postgresql://"),
    ],
)
def test_an_address_that_does_not_do_is_one_sentence(
    filled: Settings, capsys: pytest.CaptureFixture[str], to: str, says: str
) -> None:
    assert main(["move", "--to", to]) == 1

    assert one_sentence(capsys).startswith(says)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:///data/none.db", "There is no data/none.db to be moved."),
        (NOWHERE, "DATABASE_URL is PostgreSQL already."),
    ],
)
def test_what_cannot_be_moved_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, says: str
) -> None:
    told(monkeypatch, DATABASE_URL=url)

    assert main(["move", "--to", NOWHERE]) == 1

    assert one_sentence(capsys).startswith(says)
    assert not Path("data").exists()


@pytest.mark.postgres
def test_the_playground_and_tables_of_another_release_are_not_moved(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    told(monkeypatch, DATABASE_URL="sqlite:///play.db")
    with engines.opened("sqlite:///play.db") as engine:
        assert not engines.is_playground(engine)
        assert main(["move", "--to", address]) == 1
        assert one_sentence(capsys).startswith("The database is not up to date.")
        migrate.upgrade(engine)
        engines.mark_as_playground(engine)

    assert main(["move", "--to", address]) == 1
    assert one_sentence(capsys).startswith("This database belongs to the playground")


@pytest.mark.postgres
def test_entries_that_are_there_and_tables_of_something_else_are_one_sentence(
    filled: Settings, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with engines.opened(address) as engine, engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE job (id TEXT)")
    assert main(["move", "--to", address]) == 1
    assert "has tables that are not the bot's" in capsys.readouterr().err

    with engines.opened(address) as engine:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE job")
        migrate.upgrade(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO workspace VALUES ('T9', now(), true)")
    assert main(["move", "--to", address]) == 1
    assert "holds other entries" in capsys.readouterr().err


@pytest.mark.postgres
def test_a_value_that_does_not_fit_is_one_sentence_without_the_value(
    filled: Settings, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        engines.opened(filled.database_url) as engine,
        engine.execution_options(**engines.WRITES).begin() as connection,
    ):
        connection.exec_driver_sql("UPDATE profile SET zone = ?", ("secret" * 20,))

    assert main(["move", "--to", address]) == 1

    printed = capsys.readouterr().err
    assert "zone of profile" in printed
    assert "has 120 characters, and 64 fit" in printed
    assert "secret" not in printed


@pytest.mark.postgres
def test_a_row_that_postgresql_refuses_is_one_sentence_without_the_row(
    filled: Settings, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with engines.opened(address) as engine:
        migrate.upgrade(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE evidence ADD CHECK (text = 'never')")

    assert main(["move", "--to", address]) == 1

    printed = capsys.readouterr().err.strip()
    assert printed == (
        "A database stopped the move (CheckViolation). Nothing was moved. When it is well, run this again."
    )


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("ends", "says"),
    [
        (Unkept(), "Run this again: it looks."),
        (KeyboardInterrupt(), "Stopped. Run this again: it starts anew, or finds that all is there."),
        (Unlike("profile"), "What PostgreSQL gave back of profile is not what it was given. Nothing was moved."),
    ],
)
def test_however_a_move_ends_is_one_sentence_with_what_to_do(
    filled: Settings, address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    ends: BaseException, says: str,
) -> None:  # fmt: skip
    def stopped(*_: object) -> None:
        raise ends

    monkeypatch.setattr("bot.ledger.moving.move", stopped)

    assert main(["move", "--to", address]) == 1

    printed = capsys.readouterr().err.strip()
    assert printed.endswith(says)
    assert "Traceback" not in printed


def table_in(printed: str) -> list[str]:
    return re.findall(r"^\w+ +[\d,]+  [0-9a-f]{16}$", printed, re.MULTILINE)
