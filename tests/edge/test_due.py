"""`python -m bot due`: what would be sent, to how many; and nothing is sent or changed by looking."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import due
from bot.__main__ import main, moment
from bot.delivery.lookout import Due
from bot.ledger import engines, migrate
from bot.ledger.models import Delivery
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from bot.ready import NotReady
from bot.settings import Settings
from tests.ledger.rows import ANA, BEN, NOON, delivery, stored


async def test_the_table_counts_messages_and_people_and_changes_nothing_p7(ledger: Ledger, migrated_url: str) -> None:
    rows = [delivery(ANA), delivery(ANA), delivery(BEN), delivery(BEN, kind="nudge", due_at=NOON + timedelta(days=1))]
    await stored(ledger, *rows)

    async def reviews(_ledger: Ledger, until: datetime) -> Sequence[Due]:
        assert until == NOON
        return [Due("T0ACME", "review", "U0ANA")]

    said = await due.examine(Settings(database_url=migrated_url), NOON, [reviews])

    assert said.splitlines() == [
        "Would be sent until 2026-05-04 12:00 UTC; nothing was sent now.",
        "",
        "workspace  kind    messages  people",
        "T0ACME     draft   3         2",
        "T0ACME     review  1         1",
    ]
    states = await ledger.read(
        EVERYONE, lambda session: set(session.execute(select(Delivery.state, Delivery.attempts)))
    )
    assert {tuple(row) for row in states} == {("ready", 0)}


def test_nothing_due_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sqlite_url: str, tmp_path: Path
) -> None:
    with engines.opened(sqlite_url) as engine:
        migrate.upgrade(engine)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setattr("bot.logs.set_up", lambda _level: None)

    assert main(["due", "--until", "2026-12-01T09:00+01:00"]) == 0

    assert capsys.readouterr().out == "Nothing would be sent until 2026-12-01 08:00 UTC.\n"


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="python -m bot migrate"):
        asyncio.run(due.examine(Settings(database_url=f"sqlite:///{tmp_path}/none.db"), NOON))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-12-01", datetime(2026, 12, 1, tzinfo=UTC)),
        ("2026-12-01T09:00", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("2026-12-01T09:00+01:00", datetime(2026, 12, 1, 8, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_utc(said: str, meant: datetime) -> None:
    assert moment(said) == meant


def test_a_time_that_is_none_is_refused_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["due", "--until", "soon"])

    assert "--until" in capsys.readouterr().err
