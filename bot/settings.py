"""What the bot is told by its environment, checked once and then frozen."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from dotenv.parser import Binding, parse_stream
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

SLACK_API_URL = "https://slack.com/api/"
DATABASE_URL = "sqlite:///data/coach.db"
WIN_COMMAND = "/win"

Value = TypeVar("Value")


class Transport(StrEnum):
    """How the bot talks with Slack."""

    SOCKET = "socket"
    HTTP = "http"
    PLAYGROUND = "playground"


class SettingsError(Exception):
    """Some settings are missing or malformed; `problems` holds one line for each, naming the variable and the mend."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the environment decides; printing it shows no secret."""

    slack_bot_token: str | None = field(default=None, repr=False)
    slack_app_token: str | None = field(default=None, repr=False)
    slack_signing_secret: str | None = field(default=None, repr=False)
    slack_client_id: str | None = None
    slack_client_secret: str | None = field(default=None, repr=False)
    slack_api_url: str = SLACK_API_URL
    database_url: str = field(default=DATABASE_URL, repr=False)  # may hold a password
    openai_api_key: str | None = field(default=None, repr=False)
    openai_base_url: str | None = field(default=None, repr=False)  # may hold a password too
    openai_model: str | None = None
    model_calls_per_member: int = 60  # in a day, as below
    model_calls_per_workspace: int = 500
    encryption_key: str | None = field(default=None, repr=False)
    port: int = 3000
    win_command: str = WIN_COMMAND
    log_level: str = "INFO"

    @property
    def transport(self) -> Transport:
        """Socket Mode where there is an app token, else HTTP, and without any Slack token the playground."""
        if self.slack_app_token:
            return Transport.SOCKET
        return Transport.HTTP if self.slack_bot_token else Transport.PLAYGROUND


def load(environ: Mapping[str, str], dotenv_path: Path) -> Settings:
    """Read `.env` under the real environment, which wins; an empty real variable switches the line of `.env` off."""
    try:
        written = _bindings(dotenv_path)
    except (OSError, UnicodeDecodeError) as unreadable:
        problem = f"{dotenv_path.name} cannot be read: save it as UTF-8 text that this account may read."
        raise SettingsError((problem,)) from unreadable
    broken = tuple(f"{dotenv_path.name}, line {_line(each)}, is not NAME=value." for each in written if each.error)
    if broken:
        raise SettingsError(broken)
    return read({each.key: each.value for each in written if each.key and each.value is not None} | dict(environ))


def _bindings(path: Path) -> list[Binding]:
    """What the file says, in order; no interpolation, since a password may contain ${."""
    try:
        with path.open(encoding="utf-8-sig") as lines:  # -sig: some editors begin a file with a mark
            return list(parse_stream(lines))
    except FileNotFoundError:
        return []


def _line(binding: Binding) -> int:
    """The line where it stands: the parser counts from the blank lines before it."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")


def read(environ: Mapping[str, str]) -> Settings:
    """Read settings from these variables alone; raises one `SettingsError` that names everything to mend."""
    given = _Given(environ)
    missing = _missing(given)
    settings = Settings(
        slack_bot_token=given.maybe("SLACK_BOT_TOKEN", _bot_token),
        slack_app_token=given.maybe("SLACK_APP_TOKEN", _app_token),
        slack_signing_secret=given.text("SLACK_SIGNING_SECRET"),
        slack_client_id=given.text("SLACK_CLIENT_ID"),
        slack_client_secret=given.text("SLACK_CLIENT_SECRET"),
        slack_api_url=given.checked("SLACK_API_URL", _slack_api_url, SLACK_API_URL),
        database_url=given.checked("DATABASE_URL", _database_url, DATABASE_URL),
        openai_api_key=given.text("OPENAI_API_KEY"),
        openai_base_url=given.maybe("OPENAI_BASE_URL", _model_url),
        openai_model=given.text("OPENAI_MODEL"),
        model_calls_per_member=given.checked("MODEL_CALLS_PER_MEMBER", _calls, 60),
        model_calls_per_workspace=given.checked("MODEL_CALLS_PER_WORKSPACE", _calls, 500),
        encryption_key=given.maybe("ENCRYPTION_KEY", _encryption_key),
        port=given.checked("PORT", _port, 3000),
        win_command=given.checked("WIN_COMMAND", _win_command, WIN_COMMAND),
        log_level=given.checked("LOG_LEVEL", _log_level, "INFO"),
    )
    missing += _nameless_model(settings)
    if missing or given.malformed:
        raise SettingsError((*missing, *given.malformed))
    return settings


def _nameless_model(settings: Settings) -> list[str]:
    """OpenAI has a model that we can name; what another server has is its own matter."""
    url = settings.openai_base_url
    if not url or _is_openai(url) or settings.openai_model:
        return []
    return ["OPENAI_MODEL is missing: name a model that the server in OPENAI_BASE_URL has."]


def _is_openai(url: str) -> bool:
    """Whether this is OpenAI's own address, in any of its regions."""
    return f".{urlsplit(url).hostname}".endswith(".api.openai.com")


class _MalformedError(ValueError):
    """A value does not do; the message ends a sentence that begins with the variable's name."""


class _Given:
    """The variables as they came, and what was wrong with those read so far."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.malformed: list[str] = []

    def text(self, name: str) -> str | None:
        """Give the value without surrounding blanks and quotes; an empty one counts as unset."""
        value = self._environ.get(name, "").strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1].strip()
        return value or None

    def maybe(self, name: str, check: Callable[[str], Value]) -> Value | None:
        """Give the checked value, or None where it is unset or noted as malformed."""
        value = self.text(name)
        try:
            return None if value is None else check(value)
        except _MalformedError as wrong:
            self.malformed.append(f"{name} {wrong}")
            return None

    def checked(self, name: str, check: Callable[[str], Value], default: Value) -> Value:
        """Give the checked value, or the default."""
        value = self.maybe(name, check)
        return default if value is None else value


def _missing(given: _Given) -> list[str]:
    """Name what a half-configured Slack app lacks; nothing at all is the playground, and fine."""
    bot, app, signing = map(given.text, ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"))
    oauth = given.text("SLACK_CLIENT_ID") or given.text("SLACK_CLIENT_SECRET")
    lines = []
    if not bot and oauth:
        lines.append(
            "SLACK_BOT_TOKEN is missing: installing into many workspaces (SLACK_CLIENT_ID, SLACK_CLIENT_SECRET) is not in "
            "this release yet. Set the xoxb- token of your workspace, from OAuth & Permissions of your Slack app."
        )
    elif not bot and (app or signing):
        lines.append("SLACK_BOT_TOKEN is missing: copy the xoxb- token from OAuth & Permissions of your Slack app.")
    if (bot or oauth) and not app and not signing:
        lines.append(
            "SLACK_APP_TOKEN is missing: make an xapp- token with connections:write under Basic Information, App-Level "
            "Tokens. Or, to be called over HTTP, set SLACK_SIGNING_SECRET instead."
        )
    return lines


def _bot_token(value: str) -> str:
    if not value.startswith("xoxb-"):
        raise _MalformedError("must begin with xoxb-: copy the Bot User OAuth Token from OAuth & Permissions.")
    return value


def _app_token(value: str) -> str:
    if not value.startswith("xapp-"):
        raise _MalformedError("must begin with xapp-: copy it from Basic Information, App-Level Tokens.")
    return value


def _slack_api_url(value: str) -> str:
    """Tokens travel to this address, so plain http stays on this machine."""
    scheme, host = _address(value)
    if scheme != "https" and not (scheme == "http" and is_loopback(host)):
        raise _MalformedError(
            "must begin with https:// (http:// only on this machine), or be left out for Slack's own."
        )
    if not value.endswith("/api/"):
        raise _MalformedError(f"must end in /api/, as in {SLACK_API_URL}; or leave it out.")
    return value


def _model_url(value: str) -> str:
    scheme, _ = _address(value)
    if scheme not in {"http", "https"}:
        raise _MalformedError(
            "must be the http:// or https:// address of a model server, as in http://localhost:8080/v1."
        )
    return value


def _address(value: str) -> tuple[str, str]:
    """Split an address into scheme and host."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError as broken:
        raise _MalformedError("is not an address: check its host and port.") from broken
    if not parts.hostname:
        raise _MalformedError("names no host: write it in full, as in https://host/path/.")
    return parts.scheme, parts.hostname


def is_loopback(host: str) -> bool:
    """Whether this is the machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _database_url(value: str) -> str:
    """Hosts hand out postgres:// and postgresql://; both mean psycopg 3 here."""
    value = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value)
    try:
        url = make_url(value)
    except (ArgumentError, ValueError) as broken:
        raise _MalformedError(f"is not a database address: write postgresql://…, or {DATABASE_URL}.") from broken
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise _MalformedError("must begin with postgresql:// or sqlite:///; no other database or driver is supported.")
    if url.drivername == "sqlite" and url.host:
        raise _MalformedError(
            f"needs three slashes before a relative path, as in {DATABASE_URL}, and four before a full one."
        )
    if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
        raise _MalformedError(
            f"must name a file, as in {DATABASE_URL}: a database in memory forgets what people saved."
        )
    return value


def _encryption_key(value: str) -> str:
    """The form of a Fernet key: 32 bytes in URL-safe base64, padded."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}=", value):
        raise _MalformedError(
            "must be 32 random bytes in URL-safe base64: make one with "
            '.venv/bin/python -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
        )
    return value


def _calls(value: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", value):
        raise _MalformedError("must be a number of calls a day, as in 500; 0 allows none.")
    return int(value)


def _port(value: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", value) or not 1 <= int(value) <= 65535:  # noqa: PLR2004 - the last port there is
        raise _MalformedError("must be a number from 1 to 65535, as in 3000.")
    return int(value)


def _win_command(value: str) -> str:
    """Slack's rules for a slash command, and the two names that the bot needs for itself."""
    if not re.fullmatch(r"/[^\s/]{1,31}", value) or value != value.lower():
        raise _MalformedError("must be a slash and a lowercase word, no spaces, 32 characters at most, as in /win.")
    if value in {"/launch", "/coach"}:
        raise _MalformedError(
            "must not be /launch or /coach: the bot answers these already. Choose another, as in /win."
        )
    return value


def _log_level(value: str) -> str:
    if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise _MalformedError("must be DEBUG, INFO, WARNING, ERROR or CRITICAL.")
    return value.upper()
