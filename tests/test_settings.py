"""Settings: what the environment may say, and the one error that says what to mend."""

import base64
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, Transport, load, read

BOT = {"SLACK_BOT_TOKEN": "xoxb-1"}
APP = {"SLACK_APP_TOKEN": "xapp-1"}
SIGNING = {"SLACK_SIGNING_SECRET": "shh"}


def problems(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        read(environ)
    assert str(refused.value) == "\n".join(refused.value.problems)
    return refused.value.problems


def test_an_empty_environment_is_the_playground_with_every_default() -> None:
    settings = read({})

    assert settings == Settings()
    assert settings.transport is Transport.PLAYGROUND
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///data/coach.db"
    assert (settings.port, settings.win_command, settings.log_level) == (3000, "/win", "INFO")


def test_every_variable_is_read() -> None:
    key = base64.urlsafe_b64encode(bytes(range(32))).decode()

    settings = read(
        {
            **BOT,
            **APP,
            **SIGNING,
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_CLIENT_SECRET": "shh2",
            "SLACK_API_URL": "http://127.0.0.1:4000/api/",
            "DATABASE_URL": "sqlite:////var/coach.db",
            "OPENAI_API_KEY": "sk-1",
            "OPENAI_BASE_URL": "http://localhost:8080/v1",
            "OPENAI_MODEL": "small",
            "MODEL_CALLS_PER_MEMBER": "0",
            "MODEL_CALLS_PER_WORKSPACE": "2000",
            "ENCRYPTION_KEY": key,
            "PORT": "8080",
            "WIN_COMMAND": "/pm-win",
            "LOG_LEVEL": "debug",
        }
    )

    assert settings == Settings(
        slack_bot_token="xoxb-1",
        slack_app_token="xapp-1",
        slack_signing_secret="shh",
        slack_client_id="1.2",
        slack_client_secret="shh2",
        slack_api_url="http://127.0.0.1:4000/api/",
        database_url="sqlite:////var/coach.db",
        openai_api_key="sk-1",
        openai_base_url="http://localhost:8080/v1",
        openai_model="small",
        model_calls_per_member=0,
        model_calls_per_workspace=2_000,
        encryption_key=key,
        port=8080,
        win_command="/pm-win",
        log_level="DEBUG",
    )


@pytest.mark.parametrize(
    ("environ", "transport"),
    [
        (BOT | APP, Transport.SOCKET),
        (BOT | SIGNING, Transport.HTTP),
        (BOT | APP | SIGNING, Transport.SOCKET),
        ({"SLACK_API_URL": "https://slack.com/api/"}, Transport.PLAYGROUND),
        (dict.fromkeys(BOT | APP | SIGNING, " "), Transport.PLAYGROUND),
    ],
)
def test_the_tokens_that_are_there_decide_how_it_runs(environ: dict[str, str], transport: Transport) -> None:
    assert read(environ).transport is transport


@pytest.mark.parametrize(
    ("environ", "missing"),
    [
        (APP, ["SLACK_BOT_TOKEN"]),
        (SIGNING, ["SLACK_BOT_TOKEN"]),
        (BOT, ["SLACK_APP_TOKEN"]),
        ({"SLACK_CLIENT_ID": "1.2"} | SIGNING, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "shh"}, ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
    ],
)
def test_a_half_configured_app_is_told_what_is_missing(environ: dict[str, str], missing: list[str]) -> None:
    assert [line.split(" is missing: ")[0] for line in problems(environ)] == missing


def test_oauth_is_told_that_it_comes_later() -> None:
    (line,) = problems({"SLACK_CLIENT_SECRET": "shh"} | APP)

    assert "not in this release yet" in line


@pytest.mark.parametrize("value", [" xoxb-1\n", '"xoxb-1"', "'xoxb-1' ", '" xoxb-1 "'])
def test_blanks_and_quotes_around_a_value_are_forgiven(value: str) -> None:
    assert read({"SLACK_BOT_TOKEN": value} | APP).slack_bot_token == "xoxb-1"


@pytest.mark.parametrize("value", ['"half', "half'", "\"mixed'", '"'])
def test_quotes_that_are_no_pair_are_part_of_the_value(value: str) -> None:
    assert read({"OPENAI_MODEL": value}).openai_model == value


@pytest.mark.parametrize("value", ["", "  ", '""', "' '"])
def test_an_empty_value_counts_as_unset(value: str) -> None:
    assert read({"PORT": value, "OPENAI_MODEL": value}) == Settings()


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        (
            "postgres://u:p%40@db:5432/coach?sslmode=require",
            "postgresql+psycopg://u:p%40@db:5432/coach?sslmode=require",
        ),
        ("postgresql://db/coach", "postgresql+psycopg://db/coach"),
        ("postgresql+psycopg://db/coach", "postgresql+psycopg://db/coach"),
        ("sqlite:///elsewhere.db", "sqlite:///elsewhere.db"),
    ],
)
def test_every_spelling_of_postgresql_means_psycopg(given: str, normal: str) -> None:
    assert read({"DATABASE_URL": given}).database_url == normal


@pytest.mark.parametrize(
    "url",
    ["https://slack.test/api/", "http://localhost:4000/api/", "http://[::1]:4000/api/", "http://127.9.9.9/api/"],
)
def test_an_api_address_is_safe_or_local(url: str) -> None:
    assert read({"SLACK_API_URL": url}).slack_api_url == url


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_API_URL", "http://slack.com/api/", "https://"),
        ("SLACK_API_URL", "http://10.0.0.1/api/", "https://"),
        ("SLACK_API_URL", "ftp://localhost/api/", "https://"),
        ("SLACK_API_URL", "https://slack.com/api", "/api/"),
        ("SLACK_API_URL", "https:///api/", "names no host"),
        ("SLACK_API_URL", "https://slack.com:port/api/", "not an address"),
        ("SLACK_API_URL", "https://[slack/api/", "not an address"),
        ("DATABASE_URL", "coach.db", "not a database address"),
        ("DATABASE_URL", "postgres://db:port/coach", "not a database address"),
        ("DATABASE_URL", "mysql://db/coach", "no other database"),
        ("DATABASE_URL", "postgresql+asyncpg://db/coach", "no other database"),
        ("DATABASE_URL", "sqlite://data/coach.db", "three slashes"),
        ("DATABASE_URL", "sqlite://", "must name a file"),
        ("DATABASE_URL", "sqlite:///:memory:", "must name a file"),
        ("OPENAI_BASE_URL", "localhost:8080", "names no host"),
        ("OPENAI_BASE_URL", "ws://localhost:8080", "http://"),
        ("ENCRYPTION_KEY", "c2hvcnQ=", "32 random bytes"),
        ("ENCRYPTION_KEY", "not base64 at all", "32 random bytes"),
        ("ENCRYPTION_KEY", "schlüssel", "32 random bytes"),
        ("PORT", "http", "1 to 65535"),
        ("PORT", "0", "1 to 65535"),
        ("PORT", "65536", "1 to 65535"),
        ("PORT", "²", "1 to 65535"),
        ("WIN_COMMAND", "win", "as in /win"),
        ("WIN_COMMAND", "/Win", "as in /win"),
        ("WIN_COMMAND", "/my win", "as in /win"),
        ("WIN_COMMAND", "/" + "w" * 32, "32 characters"),
        ("WIN_COMMAND", "/coach", "already"),
        ("WIN_COMMAND", "/launch", "already"),
        ("LOG_LEVEL", "LOUD", "DEBUG"),
        ("MODEL_CALLS_PER_MEMBER", "-1", "as in 500"),
        ("MODEL_CALLS_PER_WORKSPACE", "many", "as in 500"),
    ],
)
def test_a_malformed_value_is_named_with_its_mend_and_not_shown(name: str, value: str, said: str) -> None:
    (line,) = problems({name: value})

    assert line.startswith(f"{name} ")
    assert said in line


@pytest.mark.parametrize(("name", "begins"), [("SLACK_BOT_TOKEN", "xoxb-"), ("SLACK_APP_TOKEN", "xapp-")])
def test_a_token_in_the_wrong_place_is_named_and_not_shown(name: str, begins: str) -> None:
    (line,) = problems(BOT | APP | {name: "xoxp-do-not-show"})

    assert line.startswith(f"{name} must begin with {begins}")
    assert "do-not-show" not in line


def test_one_error_names_everything_at_once() -> None:
    named = [line.split()[0] for line in problems(APP | {"PORT": "x", "WIN_COMMAND": "x", "DATABASE_URL": "x"})]

    assert named == ["SLACK_BOT_TOKEN", "DATABASE_URL", "PORT", "WIN_COMMAND"]


def test_printing_settings_shows_no_secret() -> None:
    key = base64.urlsafe_b64encode(bytes(range(32))).decode()
    environ = BOT | APP | SIGNING | {"ENCRYPTION_KEY": key, "OPENAI_API_KEY": "sk-1", "SLACK_CLIENT_SECRET": "hush"}

    shown = repr(read(environ | {"DATABASE_URL": "postgres://u:password@db/coach"}))

    assert not [secret for secret in (*environ.values(), "password") if secret in shown]
    assert "port=3000" in shown


def test_settings_stay_as_they_were_read() -> None:
    with pytest.raises(FrozenInstanceError):
        read({}).port = 1  # type: ignore[misc]


def test_the_real_environment_wins_over_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("# a note\nPORT=1\nWIN_COMMAND=/shipped\nLOG_LEVEL\nOPENAI_MODEL='${HOME} x'\n")

    settings = load({"PORT": "2", "PATH": "/bin"}, dotenv)

    assert settings == Settings(port=2, win_command="/shipped", openai_model="${HOME} x")


def test_an_empty_real_variable_switches_a_line_of_the_file_off(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\n")

    assert load({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}, dotenv).transport is Transport.PLAYGROUND


def test_no_file_is_no_trouble(tmp_path: Path) -> None:
    assert load({}, tmp_path / ".env") == Settings()


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes("PORT=8080\n".encode("utf-8-sig"))

    assert load({}, dotenv).port == 8080


def test_a_file_in_another_encoding_is_named_with_its_mend(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes("PORT=8080\n".encode("utf-16"))

    with pytest.raises(SettingsError, match=r"\.env cannot be read: save it as UTF-8"):
        load({}, dotenv)


def test_lines_that_are_no_settings_are_named_by_number_and_not_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=1\n\nSLACK_BOT_TOKEN xoxb-1\n# a note\n\tSLACK_APP_TOKEN: xapp-1\nWIN_COMMAND=/ok\n")

    with pytest.raises(SettingsError) as refused:
        load({}, dotenv)

    assert refused.value.problems == (".env, line 3, is not NAME=value.", ".env, line 5, is not NAME=value.")
    assert caplog.text == ""


def test_the_example_names_every_setting_and_starts_the_playground() -> None:
    example = Path(__file__).parents[1] / ".env.example"

    named = {line.partition("=")[0].lower() for line in example.read_text().splitlines() if line[:1].isupper()}

    assert named == {setting.name for setting in fields(Settings)}
    assert load({}, example) == Settings()


@pytest.mark.parametrize("url", ["http://localhost:8080/v1", "https://api.openai.com.evil.test/v1"])
def test_another_server_needs_the_name_of_its_model(url: str) -> None:
    (line,) = problems({"OPENAI_BASE_URL": url})

    assert line.startswith("OPENAI_MODEL is missing: ")


@pytest.mark.parametrize(
    "environ",
    [
        {"OPENAI_API_KEY": "sk-1"},
        {"OPENAI_BASE_URL": "https://api.openai.com/v1"},
        {"OPENAI_BASE_URL": "https://eu.api.openai.com/v1"},
        {"OPENAI_BASE_URL": "http://localhost:8080/v1", "OPENAI_MODEL": "small"},
    ],
)
def test_openai_and_a_named_model_need_no_more(environ: dict[str, str]) -> None:
    assert read(environ).openai_base_url == environ.get("OPENAI_BASE_URL")
