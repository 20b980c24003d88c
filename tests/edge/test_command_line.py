"""`python -m bot COMMAND`: what each says, its exit code, and no traceback ever."""

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.ledger import engines, migrate
from playground import World

ROOT = Path(__file__).parents[2]
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
NOWHERE = "postgresql://postgres@127.0.0.1:1/none"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No .env, no variables of this machine, and logging left as it is."""
    for name in [name for name in os.environ if name.startswith(("SLACK_", "OPENAI_", "DATABASE_", "LOG_", "WIN_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.logs.set_up", lambda _level: None)


def told(monkeypatch: pytest.MonkeyPatch, **environ: str) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)


def one_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.strip()
    assert "Traceback" not in printed.err
    return printed.err.strip()


def test_the_manifest_is_printed_for_the_configured_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(monkeypatch, WIN_COMMAND="/brag")

    assert main(["manifest", "--url", "https://coach.test"]) == 0

    assert {command["command"] for command in json.loads(capsys.readouterr().out)["features"]["slash_commands"]} == {
        "/brag",
        "/launch",
    }


def test_migrate_makes_the_tables_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    told(monkeypatch, DATABASE_URL=database_url)

    assert main(["migrate"]) == 0

    assert capsys.readouterr().out == "The database is up to date.\n"
    with engines.opened(database_url) as engine:
        assert migrate.is_current(engine)


@pytest.mark.parametrize("command", ["migrate", "run", "web", "worker"])
def test_a_database_that_is_not_there_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    told(monkeypatch, DATABASE_URL=NOWHERE, PORT=free_port(), **TOKENS)

    assert main([command]) == 1

    assert one_sentence(capsys).startswith("The database does not open.")


@pytest.mark.parametrize("command", ["migrate", "run", "demo"])
def test_a_folder_that_cannot_be_made_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    (tmp_path / "data").write_text("a file stands where the folder should")
    told(monkeypatch, DATABASE_URL="sqlite:///data/coach.db", PORT=free_port(), **TOKENS)

    assert main([command]) == 1

    assert one_sentence(capsys).startswith("The database does not open.")


@pytest.mark.parametrize("command", ["run", "web", "migrate", "manifest"])
def test_settings_that_are_wrong_are_named_all_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    told(monkeypatch, SLACK_BOT_TOKEN="nonsense", PORT="x")

    assert main([command]) == 1

    said = one_sentence(capsys)
    assert "SLACK_BOT_TOKEN" in said
    assert "PORT" in said
    assert "nonsense" not in said


@pytest.mark.parametrize(
    ("command", "set_to", "level"),
    [
        (["doctor"], "", "WARNING"),
        (["doctor"], "DEBUG", "DEBUG"),
        (["eval", "none.jsonl"], "", "WARNING"),
        (["manifest"], "", "INFO"),
    ],
)
def test_no_log_stands_between_the_lines_of_what_somebody_reads(
    monkeypatch: pytest.MonkeyPatch, command: list[str], set_to: str, level: str
) -> None:
    levels: list[str] = []
    monkeypatch.setattr("bot.logs.set_up", levels.append)
    told(monkeypatch, LOG_LEVEL=set_to)

    main(command)

    assert levels == [level]


def test_the_doctor_says_wrong_settings_as_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(monkeypatch, PORT="x")

    assert main(["doctor"]) == 1

    assert "PORT" in capsys.readouterr().out


def test_the_doctor_finds_a_database_that_does_not_open(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file stands where the folder should")
    told(monkeypatch, SLACK_API_URL="http://127.0.0.1:1/api/", **TOKENS)

    assert main(["doctor"]) == 1

    said = " ".join(capsys.readouterr().out.split())
    assert "SQLite does not open, or cannot be written" in said
    assert "-> Check the folder that DATABASE_URL names" in said
    assert "server" not in said  # a file has none


@pytest.mark.parametrize(
    ("database", "found"),
    [
        (
            "sqlite:///data/coach.db",
            "SQLite opens and can be written; it is not up to date yet. -> It is brought up to date when the bot starts.",
        ),
        (NOWHERE, "PostgreSQL does not open, or cannot be written:"),
        (NOWHERE, "In a container, localhost is the container itself: name the server's own host."),
        (NOWHERE.replace("127.0.0.1", "db.invalid"), "this account may write there. ok model"),
    ],
)
def test_the_doctor_tells_how_the_database_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database: str, found: str
) -> None:
    told(monkeypatch, SLACK_API_URL="http://127.0.0.1:1/api/", DATABASE_URL=database, **TOKENS)

    assert main(["doctor"]) == 1

    assert found in " ".join(capsys.readouterr().out.split())


def test_the_doctor_is_content_with_a_database_that_has_its_tables(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(monkeypatch, SLACK_API_URL="http://127.0.0.1:1/api/", **TOKENS)
    main(["migrate"])

    main(["doctor"])

    assert "SQLite opens, can be written, and is up to date." in " ".join(capsys.readouterr().out.split())


async def process(tmp_path: Path, *arguments: str, **environ: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | environ,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def test_a_refused_token_is_one_sentence(world: World, tmp_path: Path) -> None:
    bot = await process(tmp_path, "run", SLACK_API_URL=world.api_url, PORT=free_port(), **TOKENS)

    out, err = await bot.communicate()

    assert (bot.returncode, out) == (1, b"")
    assert err.decode() == "Slack does not accept SLACK_BOT_TOKEN. To see how to fix it: python -m bot doctor\n"


async def test_without_tokens_run_opens_the_playground_until_it_is_told_to_stop(tmp_path: Path) -> None:
    bot = await process(tmp_path, "run", PORT=free_port())
    assert bot.stdout is not None

    said = b""
    async with asyncio.timeout(20):
        while b"Ctrl+C" not in said:
            said += await bot.stdout.readline()
    bot.send_signal(signal.SIGTERM)

    assert await bot.wait() == 0
    assert b"this is the playground" in said
    assert (tmp_path / "data" / "playground.db").exists()
    assert b"Traceback" not in await bot.stderr.read() if bot.stderr else False


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return str(opened.getsockname()[1])


@pytest.mark.parametrize("arguments", [[], ["no-such-command"]])
def test_an_unknown_command_shows_the_usage(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert "usage: pm-coach" in capsys.readouterr().err


def test_models_are_switched_for_a_workspace_before_anybody_spoke_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], database_url: str
) -> None:
    told(monkeypatch, DATABASE_URL=database_url)
    main(["migrate"])

    for state in ("off", "on", "off"):
        assert main(["models", "--workspace", "T0ACME", state]) == 0
    assert main(["models"]) == 0

    *_, last = capsys.readouterr().out.splitlines()
    assert last == "T0ACME  off"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["off"], "Name both"),
        (["--workspace", "T0ACME"], "Name both"),
        (["--workspace", "acme", "off"], "no workspace's ID"),
    ],
)
def test_a_half_named_switch_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sqlite_url: str,
    arguments: list[str],
    said: str,
) -> None:
    told(monkeypatch, DATABASE_URL=sqlite_url)

    assert main(["models", *arguments]) == 1

    assert said in one_sentence(capsys)


def test_models_says_which_one_is_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sqlite_url: str
) -> None:
    told(monkeypatch, DATABASE_URL=sqlite_url, OPENAI_API_KEY="sk-secret")
    main(["migrate"])

    assert main(["models"]) == 0

    said = capsys.readouterr().out
    assert "at api.openai.com" in said
    assert "sk-secret" not in said
