"""What docs/operations.md tells people to type does what it says there."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text

from bot.app import utc_now
from bot.ledger import engines, migrate
from bot.ledger.models import Delivery
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ready import Roles, prepare
from bot.settings import read
from tests.ledger import full, rows
from tests.ledger.rows import ANA

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operations.md").read_text("utf-8")


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    """A SQLite ledger where the page expects it, with a connection open as a bot's would be."""
    monkeypatch.chdir(tmp_path)
    engine = engines.open_engine("sqlite:///data/coach.db")
    migrate.upgrade(engine)
    full.fill(engine)
    return engine


def typed(*, about: str) -> None:
    """Type the one line of Python on the page that speaks of this."""
    [line] = {line for line in re.findall(r'python -c "([^"]+)"', PAGE) if about in line}
    subprocess.run([sys.executable, "-c", line], check=True)


def test_a_backup_of_a_bot_at_work_holds_everything_and_can_be_put_back(source: Engine) -> None:
    assert Path("data/coach.db-wal").stat().st_size > 0  # what a copy of the file would leave out
    before = full.contents(source)

    typed(about="backup")

    source.dispose()
    with engines.opened("sqlite:///backup.db") as restored:
        assert full.contents(restored) == before
        assert migrate.is_current(restored)


def test_a_file_that_was_moved_is_taken_up_again(source: Engine) -> None:
    with source.execution_options(**engines.WRITES).begin() as connection:
        engines.mark(connection, engines.MOVED_ID)
    source.dispose()

    typed(about="application_id")

    prepare(read({"DATABASE_URL": "sqlite:///data/coach.db"}), Roles())


def test_after_a_restore_what_is_due_is_looked_up_first_and_nothing_else_changes_l6(database_url: str) -> None:
    [statement] = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    now = utc_now()
    with engines.opened(database_url) as engine:
        migrate.upgrade(engine)
        with engine.execution_options(**engines.WRITES).begin() as connection:
            with ScopedSession(connection, EVERYONE) as session:
                for state, due in (
                    ("ready", -1),
                    ("ready", -60),
                    ("ready", 60),
                    ("sent", -1),
                    ("failed", -1),
                    ("doubt", 1),
                ):
                    rows.put(session, rows.delivery(ANA, state=state, due_at=now + timedelta(minutes=due)))
                session.commit()

            connection.execute(text(statement))

            counts = connection.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
            assert {row[0]: row[1] for row in counts} == {"doubt": 3, "ready": 1, "sent": 1, "failed": 1}


def test_every_file_that_the_page_names_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)

    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
