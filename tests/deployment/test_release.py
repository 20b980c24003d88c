"""What hosts start: the Procfile's lines and the compose file's services; a release that starts twice at once is one."""

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import _parser
from bot.ledger import engines, migrate
from bot.settings import read

ROOT = Path(__file__).parents[2]


def lines() -> dict[str, list[str]]:
    """The Procfile: for each name, its command."""
    pairs = (line.split(": ", 1) for line in (ROOT / "Procfile").read_text("utf-8").splitlines())
    return {name: shlex.split(command) for name, command in pairs}


def compose() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return told


def test_the_procfile_migrates_first_and_starts_what_there_is() -> None:
    assert {name: command[3:] for name, command in lines().items()} == {
        "release": ["migrate"],
        "web": ["web"],
        "worker": ["worker"],
    }
    for command in lines().values():
        assert command[:3] == ["python", "-m", "bot"]
        assert _parser().parse_args(command[3:]).command == command[3]


@pytest.mark.parametrize("attempt", [1, 2, 3])
def test_two_releases_at_once_both_end_well_and_the_tables_are_those_of_the_models(
    attempt: int, database_url: str, tmp_path: Path
) -> None:
    release = [sys.executable, *lines()["release"][1:]]

    both = [
        subprocess.Popen(
            release, cwd=tmp_path, env={"DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    told = [process.communicate(timeout=60) for process in both]

    assert told == [("The database is up to date.\n", "")] * 2
    assert [process.returncode for process in both] == [0, 0]
    with engines.opened(database_url) as engine:
        assert migrate.is_current(engine)
        assert migrate.differences(engine) == []


def test_a_release_that_waits_for_another_goes_on_when_that_one_dies(database_url: str, tmp_path: Path) -> None:
    with engines.opened(database_url) as engine:
        holder = engine.execution_options(**engines.WRITES).connect()
        holder.begin()
        if engine.dialect.name == "postgresql":
            holder.exec_driver_sql(f"SELECT pg_advisory_xact_lock({migrate.LOCK})")
        waiting = subprocess.Popen(
            [sys.executable, *lines()["release"][1:]], cwd=tmp_path, stderr=subprocess.PIPE, text=True,
            env={"DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=3)  # longer than a person would be kept waiting

        holder.close()
        _, complaint = waiting.communicate(timeout=60)

        assert (waiting.returncode, complaint) == (0, "")
        assert migrate.is_current(engine)


def test_compose_starts_the_procfiles_processes_after_the_release_after_the_database() -> None:
    services = compose()["services"]

    assert set(services) == {"database", *lines()}
    for name, command in lines().items():
        assert services[name]["command"] == command[-1]
    for name in ("web", "worker"):
        assert services[name]["depends_on"] == {"release": {"condition": "service_completed_successfully"}}
    assert services["release"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["release"]["restart"] == "no"


def test_compose_waits_for_the_database_where_the_bot_will_reach_it() -> None:
    """On a new volume the image's own server for its first steps answers on the socket, and then ends."""
    asked = compose()["services"]["database"]["healthcheck"]["test"]

    assert asked[:2] == ["CMD", "pg_isready"]
    assert asked[asked.index("--host") + 1] == "127.0.0.1"


def test_compose_sets_what_the_bot_reads_and_hands_it_the_databases_own_password() -> None:
    services = compose()["services"]
    told = services["web"]["environment"]
    password = services["database"]["environment"]["POSTGRES_PASSWORD"]

    settings = read({**told, "DATABASE_URL": told["DATABASE_URL"].replace(password, "pass")})

    assert settings.database_url == "postgresql+psycopg://coach:pass@database/coach"
    assert settings.port == int(services["web"]["ports"][0].rsplit(":", 1)[1])


def test_compose_keeps_the_data_and_the_door_on_this_machine() -> None:
    told = compose()

    [volume] = told["services"]["database"]["volumes"]
    assert volume.split(":")[0] in told["volumes"]
    assert "ports" not in told["services"]["database"]
    assert [port.split(":")[0] for port in told["services"]["web"]["ports"]] == ["127.0.0.1"]
    assert "/" not in told["services"]["database"]["image"]


def test_who_is_told_to_stop_has_longer_than_it_takes() -> None:
    seconds = {name: int(compose()["services"][name]["stop_grace_period"][:-1]) for name in ("web", "worker")}

    assert min(seconds.values()) > 10  # as the README promises: on SIGTERM the bot ends within ten seconds
