"""Promise 1 when the database is locked, cut off, or not there."""

import asyncio
import os
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from slack_bolt.async_app import AsyncApp
from sqlalchemy import event, make_url, select

from bot.app import Bot
from bot.coach import evidence as coach
from bot.ledger import engines
from bot.ledger.errors import LedgerError, NotWritten
from bot.ledger.models import Evidence
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, NOON, evidence, stored

KILL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Another process in the middle of a long transaction."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(make_url(url).database or "", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(url.replace("+psycopg", "")) as other:
            other.execute("LOCK TABLE evidence IN ACCESS EXCLUSIVE MODE")
            yield
            other.rollback()


def kill_every_connection(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(KILL, [connection.info.backend_pid])


async def capture(ledger: Ledger, text: str) -> coach.Saved:
    return await coach.capture(ledger, ANA, text, key=text, now=NOON)


async def texts(ledger: Ledger) -> list[str]:
    return await ledger.read(ANA, lambda session: list(session.scalars(select(Evidence.text))))


@pytest.mark.hasty
async def test_a_locked_database_is_not_written_in_time_and_nothing_comes_later_c1(
    ledger: Ledger, migrated_url: str
) -> None:
    await stored(ledger, evidence(ANA, text="before"))
    clock = asyncio.get_running_loop().time
    begun = clock()

    with locked(migrated_url), pytest.raises(NotWritten):
        await capture(ledger, "during")

    assert clock() - begun < 2
    await capture(ledger, "after")
    assert sorted(await texts(ledger)) == ["after", "before"]
    assert ledger.unwritten == {"not_written": 1, "no_room": 0, "unconfirmed": 0}


@pytest.mark.postgres
async def test_connections_that_the_server_cut_cost_one_answer_at_most(migrated_postgres: str) -> None:
    ledger = Ledger.open(migrated_postgres)
    await capture(ledger, "before")
    await texts(ledger)

    kill_every_connection(migrated_postgres)
    outcomes = await asyncio.gather(*(_answer(ledger, f"win {n}") for n in range(3)))

    saved = [f"win {n}" for n, outcome in enumerate(outcomes) if outcome is not NotWritten]
    assert set(outcomes) <= {None, NotWritten}
    assert (await capture(ledger, "after")).entry.text == "after"
    assert sorted(await texts(ledger)) == sorted(["after", "before", *saved])
    await ledger.close()


@pytest.mark.postgres
def test_a_server_that_vanished_without_a_word_is_noticed_within_half_a_minute(migrated_postgres: str) -> None:
    with engines.opened(migrated_postgres) as engine, engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        with socket.socket(fileno=os.dup(driver.fileno())) as line:
            idle, every, times, unheard = (
                line.getsockopt(socket.IPPROTO_TCP, name)
                for name in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT, socket.TCP_USER_TIMEOUT)
            )

    assert idle + every * times <= 30
    assert 0 < unheard <= 30_000


@pytest.mark.postgres
async def test_a_cut_connection_costs_no_reader_anything(migrated_postgres: str) -> None:
    ledger = Ledger.open(migrated_postgres)
    await capture(ledger, "before")
    await asyncio.gather(*(texts(ledger) for _ in range(4)))

    kill_every_connection(migrated_postgres)

    assert await asyncio.gather(*(texts(ledger) for _ in range(4))) == [["before"]] * 4
    await ledger.close()


async def test_a_server_that_is_not_there_is_not_written_and_not_read() -> None:
    ledger = Ledger.open("postgresql+psycopg://postgres@127.0.0.1:1/coach")

    with pytest.raises(NotWritten):
        await capture(ledger, "words")
    with pytest.raises(LedgerError):
        await texts(ledger)

    await ledger.close()


async def test_a_read_that_takes_too_long_is_not_read_and_the_bot_not_ready_p7(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ledger.store.BUDGET_SECONDS", 0.01)
    let_go = threading.Event()

    def stuck(*_: object) -> None:
        let_go.wait(5)

    event.listen(ledger.engine, "before_cursor_execute", stuck)
    try:
        with pytest.raises(LedgerError):
            await texts(ledger)
        assert await Bot(ledger, AsyncApp(signing_secret="hush", token="xoxb-1"), None, None).readiness() == {
            "database": False
        }
    finally:
        let_go.set()


async def test_tables_that_are_gone_are_not_written(tmp_path: object) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path}/empty.db")

    with pytest.raises(NotWritten) as refused:
        await capture(ledger, "words nobody may read")

    assert "words nobody may read" not in f"{refused.value.__cause__}"
    await ledger.close()


async def test_a_refused_row_never_shows_its_words_in_the_error(ledger: Ledger) -> None:
    secret = "words nobody may read"  # a person's, not a password

    with pytest.raises(NotWritten) as refused:
        await stored(ledger, evidence(BEN, text=secret, kind="no such kind"))

    assert "no such kind" not in f"{refused.value.__cause__}"
    assert secret not in f"{refused.value.__cause__} {refused.value.__cause__!r}"


async def _answer(ledger: Ledger, text: str) -> type[Exception] | None:
    try:
        await capture(ledger, text)
    except LedgerError as error:
        return type(error)
    return None
