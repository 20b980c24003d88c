"""The composition root: what is refused before anything starts, and what the environment cannot add."""

import asyncio
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot import app
from bot.app import assemble, serve
from bot.ledger import engines, migrate
from bot.ready import NotReady, Roles, prepare
from bot.settings import Settings
from playground import World
from tests import postgres, stage

WEB, WORKER, EVERYTHING = Roles(works=False), Roles(listens=False), Roles()


@pytest.mark.parametrize("roles", [WEB, WORKER])
def test_separate_processes_on_sqlite_are_refused_with_the_mend(sqlite_url: str, roles: Roles) -> None:
    with pytest.raises(NotReady, match="python -m bot run"):
        prepare(Settings(database_url=sqlite_url), roles)


@pytest.mark.parametrize(
    "left_out",
    [
        pytest.param({"procrastinate", "psycopg_pool"}, id="what several machines need"),
        pytest.param({"bot.coach.facts.firewall", "bot.coach.writing", "bot.llm.editor"}, id="what a model needs"),
        pytest.param({"bot.errands", "bot.doctor", "bot.evaluating"}, id="what other commands need"),
    ],
)
def test_one_process_by_itself_does_without(sqlite_url: str, left_out: set[str]) -> None:
    asked = (
        "import sys, bot.__main__; from bot.ready import ALONE, prepare; from bot.settings import Settings; "
        "prepare(Settings(database_url=sys.argv[1]), ALONE); sys.exit(bool({*sys.argv[2:]} & {*sys.modules}))"
    )

    assert subprocess.run([sys.executable, "-c", asked, sqlite_url, *left_out], check=False, timeout=60).returncode == 0


def test_the_playgrounds_database_is_refused(sqlite_url: str) -> None:
    with engines.opened(sqlite_url) as engine:
        engines.mark_as_playground(engine)

    with pytest.raises(NotReady, match="playground"):
        prepare(Settings(database_url=sqlite_url), EVERYTHING)


def test_one_process_brings_its_database_to_this_release(database_url: str) -> None:
    prepare(Settings(database_url=database_url), EVERYTHING)

    with engines.opened(database_url) as engine:
        assert migrate.is_current(engine)


@pytest.mark.postgres
@pytest.mark.parametrize("roles", [WEB, WORKER])
async def test_web_and_worker_leave_the_tables_alone_and_say_what_to_run(postgres_url: str, roles: Roles) -> None:
    with postgres.database(postgres_url) as url:
        prepare(Settings(database_url=url), roles)
        with pytest.raises(NotReady, match="python -m bot migrate"):
            async with assemble(Settings(database_url=url), roles):
                pass


def test_a_database_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a database " * 100)
    unusable = [
        f"sqlite:///{tmp_path}/file",
        f"sqlite:///{tmp_path}/file/in/a/file.db",
        "postgresql+psycopg://postgres@127.0.0.1:1/none",
    ]

    for url in unusable:
        with pytest.raises(NotReady, match=r"^The database does not open\."):
            prepare(Settings(database_url=url), EVERYTHING)


async def test_web_on_a_server_that_is_down_is_a_sentence() -> None:
    with pytest.raises(NotReady, match=r"^The database does not open\."):
        async with assemble(Settings(database_url="postgresql+psycopg://postgres@127.0.0.1:1/none"), WEB):
            pass


def test_tables_of_a_newer_release_are_a_sentence(sqlite_url: str) -> None:
    prepare(Settings(database_url=sqlite_url), EVERYTHING)
    with engines.opened(sqlite_url) as engine, engine.execution_options(**engines.WRITES).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(NotReady, match="newer release"):
        prepare(Settings(database_url=sqlite_url), EVERYTHING)


async def test_a_port_that_is_taken_is_a_sentence(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "HOST", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(port=taken.getsockname()[1], database_url=sqlite_url)
        with pytest.raises(NotReady, match="Set PORT to another one"):
            await serve(settings, EVERYTHING, asyncio.Event())


async def test_bolts_own_variables_add_no_installation_of_their_own(
    world: World, migrated_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-other", "SLACK_SCOPES": "x"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)

    async with stage.playing(world, "http", migrated_sqlite) as bot:
        assert bot.app.oauth_flow is None
        assert bot.app.installation_store is None
        await world.default.person("Ana").slash("/win", "Shipped onboarding")
        assert world.default.person("Ana").sees("Saved")

    assert {name: os.environ[name] for name in told} == told


async def test_serving_ends_when_told_and_lets_go_of_everything(
    world: World, migrated_sqlite: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot.app")
    monkeypatch.setattr(app, "HOST", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = stage.settings(world, "socket", migrated_sqlite)
    await asyncio.to_thread(prepare, settings, EVERYTHING)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(replace(settings, port=port), EVERYTHING, stop))
    await world.connected(2)

    stop.set()
    await serving

    assert [r.getMessage() for r in caplog.records if r.name == "bot.app"] == [f"At work on port {port}"]
    assert await world.eventually(lambda: not world.sockets.open)
    with socket.create_server(("127.0.0.1", port)):
        pass  # the port is free again
