"""What web, worker and migrate cannot start with is one sentence, and nothing is damaged by trying."""

import asyncio
import os
import socket
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from bot.__main__ import main
from bot.checkup import engine_finding
from bot.delivery import tables
from bot.delivery.queue import Queue
from bot.ledger import engines, migrate
from bot.ledger.store import Ledger
from bot.ready import NotReady, Roles, check_tables, machine_time, migrate_database, prepare, wrong_clock
from bot.settings import Settings
from tests import postgres
from tests.machines.shared import *  # noqa: F403  # fixtures

pytestmark = pytest.mark.postgres

WEB, WORKER = Roles(works=False), Roles(listens=False)
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
REFUSED = "password authentication failed for user"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(("SLACK_", "OPENAI_", "DATABASE_", "LOG_", "WIN_"))]:
        monkeypatch.delenv(name)
    for name, value in TOKENS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.logs.set_up", lambda _level: None)


@contextmanager
def a_server_that_refuses() -> Iterator[str]:
    """A server that knows nobody by this password."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        opened.settimeout(0.1)
        over = threading.Event()
        refusing = threading.Thread(target=_refuse, args=(opened, over))
        refusing.start()
        yield f"postgresql://coach:wrong@127.0.0.1:{opened.getsockname()[1]}/coach"
        over.set()
        refusing.join()


def _refuse(opened: socket.socket, over: threading.Event) -> None:
    fields = b"".join(
        kind + text.encode() + b"\0" for kind, text in ((b"S", "FATAL"), (b"C", "28P01"), (b"M", f'{REFUSED} "coach"'))
    )
    while not over.is_set():
        try:
            connection, _ = opened.accept()
        except TimeoutError:
            continue
        with connection:
            while struct.unpack("!II", connection.recv(4096)[:8])[1] in {80877103, 80877104}:  # for TLS, for GSSAPI
                connection.sendall(b"N")
            connection.sendall(b"E" + struct.pack("!I", len(fields) + 5) + fields + b"\0")


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return printed.err.strip()


@pytest.mark.parametrize("command", ["migrate", "web", "worker", "run"])
def test_a_wrong_password_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with a_server_that_refuses() as url:
        monkeypatch.setenv("DATABASE_URL", url)

        assert main([command]) == 1

        said = sentence(capsys)
        assert main(["doctor"]) == 1
    printed = " ".join(capsys.readouterr().out.split())
    assert said.startswith("The database does not open. Check DATABASE_URL")
    assert len(said.splitlines()) == 1
    for named in (said, printed):
        assert f'{REFUSED} "coach"' in named
        assert "wrong" not in named.replace("what is wrong", "")


@pytest.mark.parametrize("command", ["migrate", "web", "worker", "run"])
def test_a_copy_that_can_only_be_read_is_a_sentence(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with postgres.database(postgres_url) as url:
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{make_url(url).database}" SET default_transaction_read_only = on')
        monkeypatch.setenv("DATABASE_URL", url)

        assert main([command]) == 1
        assert sentence(capsys).startswith("This database can only be read")

        assert main(["doctor"]) == 1
        assert "can only be read" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("command", ["migrate", "web", "worker", "run"])
def test_a_database_that_cannot_hold_every_word_is_a_sentence(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    name = f"coach_in_ascii_{command}_{os.getpid()}"  # all four may run at once
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        try:
            there = make_url(postgres_url).set(database=name)
            monkeypatch.setenv("DATABASE_URL", there.render_as_string(hide_password=False))

            assert main([command]) == 1
            assert "is in SQL_ASCII" in (said := sentence(capsys))
            assert "createdb --encoding UTF8" in said

            assert main(["doctor"]) == 1
            assert "is in SQL_ASCII" in " ".join(capsys.readouterr().out.split())
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("off", [timedelta(minutes=2), -timedelta(minutes=2)])
def test_a_clock_two_minutes_off_is_a_sentence_and_one_that_agrees_is_none(shared_url: str, off: timedelta) -> None:
    with engines.opened(shared_url) as engine:
        said = wrong_clock(engine, lambda: machine_time() + off)

        assert "s away from the database's" in str(said)
        assert wrong_clock(engine) is None


@pytest.mark.parametrize("roles", [WORKER, Roles()])
def test_whoever_works_looks_at_the_clock_first(shared_url: str, roles: Roles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ready.CLOCKS_APART", timedelta(-1))

    with pytest.raises(NotReady, match=r"clock is .* Let it set its clock by itself"):
        prepare(Settings(database_url=shared_url), roles)
    prepare(Settings(database_url=shared_url), WEB)
    assert engine_finding(Settings(database_url=shared_url)).ok is False


@pytest.mark.parametrize("command", ["web", "worker"])
def test_web_and_worker_on_sqlite_are_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/coach.db")

    assert main([command]) == 1

    assert "python -m bot run" in sentence(capsys)
    assert not (tmp_path / "coach.db").exists()


@pytest.mark.parametrize("roles", [WEB, WORKER])
async def test_without_the_tables_of_the_queue_nothing_starts(postgres_url: str, roles: Roles) -> None:
    with postgres.database(postgres_url) as url:
        await asyncio.to_thread(prepare, Settings(database_url=url), Roles())
        ledger = Ledger.open(url)

        check_tables(ledger)
        with pytest.raises(NotReady, match="python -m bot migrate"):
            check_tables(ledger, roles)
        migrate_database(Settings(database_url=url))
        check_tables(ledger, roles)
        await ledger.close()


def test_migrations_that_start_at_once_do_not_disturb_each_other(postgres_url: str) -> None:
    with postgres.database(postgres_url) as url, ThreadPoolExecutor() as threads:
        list(threads.map(migrate_database, [Settings(database_url=url)] * 3))

        with engines.opened(url) as engine:
            assert migrate.is_current(engine)
            assert tables.is_current(engine)


async def test_the_doctor_says_which_engine_works_and_why(
    shared_url: str, postgres_url: str, sqlite_url: str, queue: Queue
) -> None:
    def said(url: str) -> tuple[bool | None, str]:
        finding = engine_finding(Settings(database_url=url))
        return finding.ok, f"{finding.said} {finding.mend or ''}".strip()

    idle = said(shared_url)
    await queue.manager.register_worker()

    assert said(shared_url) == (True, "Procrastinate: 1 of `worker` at work, and `web` hands over to them.")
    assert idle[0] is None
    assert idle[1].endswith("No worker is at work.")
    assert said(sqlite_url) == (True, "Embedded: on SQLite, `run` does everything in one process.")
    assert said("postgresql+psycopg://postgres@127.0.0.1:1/none")[0] is None
    with postgres.database(postgres_url) as empty:
        assert said(empty)[1].endswith("Before web and worker: python -m bot migrate")


async def test_run_says_that_workers_are_there_already(
    shared_url: str, queue: Queue, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(database_url=shared_url)
    await asyncio.to_thread(prepare, settings, Roles())
    assert caplog.records == []
    await queue.manager.register_worker()

    await asyncio.to_thread(prepare, settings, Roles())

    assert [vars(record)["event"] for record in caplog.records] == ["engine.others"]
