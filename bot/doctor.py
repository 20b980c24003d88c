"""`python -m bot doctor`: what is wrong with the set-up, in one screen, with the mend."""

import asyncio
import re
import textwrap
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import uuid4

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.manifest import SCOPES
from bot.settings import Settings, SettingsError, Transport

CLOCK_WARNS_AT = 60  # seconds apart
CLOCK_FAILS_AT = 300  # a signature older than five minutes is refused
TOO_MANY_REQUESTS = 429
BOT_TOKEN = "the Bot User OAuth Token (OAuth & Permissions) into SLACK_BOT_TOKEN"  # noqa: S105 - where to find one
APP_TOKEN = "an App-Level Token with connections:write (Basic Information) into SLACK_APP_TOKEN"  # noqa: S105 - as above
JOIN = (
    "To join a workspace: create a Slack app from manifest.json at https://api.slack.com/apps, install it, and put "
    "SLACK_BOT_TOKEN and SLACK_APP_TOKEN into .env (over HTTP: SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET)."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `ok` is None where it was not looked at, or is only worth knowing."""

    name: str
    ok: bool | None
    said: str
    mend: str | None = None


def refused(error: SettingsError) -> list[Finding]:
    """Give one finding for each thing wrong with the settings; nothing else can be looked at before."""
    findings = [Finding("settings", False, problem) for problem in error.problems]
    return [*findings, Finding("the rest", None, "Not looked at yet.", "Fix the settings, then run doctor again.")]


async def examine(
    settings: Settings,
    *,
    database: Callable[[], Awaitable[Finding]],
    model: Callable[[], Awaitable[Finding]],
    member: str | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    patience: float = 10.0,
) -> list[Finding]:
    """Look at everything there is to look at, waiting for each answer of Slack at most `patience` seconds."""
    if settings.transport is Transport.PLAYGROUND:
        slack = [
            Finding(
                "settings", True, "Complete, without Slack: started like this, the bot is a playground in your browser."
            ),
            Finding("slack", None, "Not joined to a workspace.", JOIN),
        ]
    else:
        slack = await _workspace(_Slack(settings, patience), settings, member, now)
    return [*slack, await _database(database), await model()]


def table(findings: Iterable[Finding]) -> str:
    """Lay the findings out in columns, each mend under what it mends."""
    lines = []
    for finding in findings:
        mark = {True: "ok", False: "FAIL", None: "note"}[finding.ok]
        lines.append(_columns(f"{mark:<6}{finding.name:<10}", finding.said))
        if finding.mend:
            lines.append(_columns(f"{'':<16}-> ", finding.mend))
    return "\n".join(lines)


def _columns(begin: str, said: str) -> str:
    """Break a long sentence between words, so that a command can still be copied, and keep it in its column."""
    lines = textwrap.wrap(said, 100 - len(begin), break_long_words=False, break_on_hyphens=False)
    return begin + f"\n{'':<{len(begin)}}".join(lines)


def exit_code(findings: Iterable[Finding]) -> int:
    """Give 1 where anything failed, else 0."""
    return int(any(finding.ok is False for finding in findings))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What Slack answered, or the trouble in its place: a sentence, and Slack's own word where it gave one."""

    body: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    trouble: str | None = None
    mend: str | None = None
    word: str | None = None

    def at(self, *path: str) -> Any:
        """Give the value at this path, or None where the answer has another shape."""
        value: Any = self.body
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value


class _Slack:
    """Slack's Web API, where every way of not answering is an answer too."""

    def __init__(self, settings: Settings, patience: float) -> None:
        self.client = AsyncWebClient(
            token=settings.slack_bot_token, base_url=settings.slack_api_url, timeout=10, retry_handlers=[]
        )
        self._patience = patience

    async def ask(self, call: Awaitable[AsyncSlackResponse]) -> _Answer:
        """Wait for this call; neither a refusal nor silence is raised."""
        away = "Check the network, the proxy and SLACK_API_URL, then run doctor again."
        try:
            async with asyncio.timeout(self._patience):
                response = await call
        except SlackApiError as error:
            return _refusal(error.response)
        except TimeoutError:
            return _Answer(trouble=f"Slack did not answer within {self._patience:g} s.", mend=away)
        except (aiohttp.ClientError, OSError):
            return _Answer(trouble="Slack cannot be reached.", mend=away)
        except (AttributeError, ValueError):  # what the SDK raises on a body that is neither JSON nor an object
            return _Answer(trouble="Something other than Slack answered.", mend=away)
        return _Answer(body=_object(response.data), headers=response.headers)


def _refusal(response: Any) -> _Answer:
    """Read a refusal: the SDK's own response, or aiohttp's where the body was not JSON."""
    status = getattr(response, "status_code", None) or response.status
    body = _object(getattr(response, "data", None))
    headers = response.headers
    if status == TOO_MANY_REQUESTS:
        wait = re.sub("[^0-9]", "", headers.get("Retry-After", "")) or "60"
        said = f"Too many requests: Slack asks us to wait {wait} s."
        return _Answer(headers=headers, trouble=said, mend="Wait, then run doctor again.")
    if "error" not in body:
        said = f"Something other than Slack's answer came back (status {status})."
        mend = "Check SLACK_API_URL and the proxy; see https://slack-status.com, then run doctor again."
        return _Answer(headers=headers, trouble=said, mend=mend)
    word = _word(body["error"])
    return _Answer(body=body, headers=headers, trouble=f"Slack refused: {word}.", word=word)


def _object(body: Any) -> Mapping[str, Any]:
    return body if isinstance(body, Mapping) else {}


def _word(said: Any) -> str:
    """Slack's errors and scopes are words without digits; whatever else comes, a token perhaps, is not repeated."""
    plain = isinstance(said, str) and re.fullmatch("[a-z][a-z_.:, -]{0,79}", said)
    return str(said) if plain else "a word we do not know"


def _name(said: Any) -> str:
    """Names are people's own: shown on one line and without control characters."""
    return "".join(letter for letter in str(said)[:60] if letter.isprintable())


async def _workspace(
    slack: _Slack, settings: Settings, member: str | None, now: Callable[[], datetime]
) -> list[Finding]:
    """Look at everything that Slack has a part in."""
    auth = await slack.ask(slack.client.auth_test())
    clock = _clock(auth, now())
    socket = settings.transport is Transport.SOCKET
    return [
        Finding("settings", True, f"Complete: {'Socket Mode' if socket else 'HTTP'}, {settings.win_command}."),
        _token(auth),
        _scopes(auth),
        await _socket(slack, settings.slack_app_token) if socket else _requests(),
        clock,
        *([await _look_up(slack, auth, member)] if member else []),
    ]


def _token(auth: _Answer) -> Finding:
    if auth.at("user_id"):
        return Finding("token", True, f"{_name(auth.at('user'))} in {_name(auth.at('team'))}.")
    return _failed("token", auth, BOT_TOKEN)


def _failed(name: str, answer: _Answer, token: str, otherwise: str = "Run doctor again in a minute.") -> Finding:
    """Explain a refusal where the mend is known."""
    said, mend = answer.trouble or "Slack's answer has an unexpected shape.", answer.mend or otherwise
    if answer.word in {"invalid_auth", "not_authed", "not_allowed_token_type", "token_expired"}:
        said, mend = f"Slack does not accept this token ({answer.word}).", f"Copy {token}."
    elif answer.word in {"token_revoked", "account_inactive"}:
        said, mend = f"This token has ended ({answer.word}).", f"Install the app again, then copy {token}."
    elif answer.word == "missing_scope":
        said = f"A scope is missing: {_word(answer.at('needed'))}."
        mend = "Add it to the app, install the app again, and copy the new token into .env."
    return Finding(name, False, said, mend)


def _scopes(auth: _Answer) -> Finding:
    granted = {scope.strip() for scope in auth.headers.get("x-oauth-scopes", "").split(",")} - {""}
    if auth.trouble or not granted:
        return Finding("scopes", None, "Not compared: Slack did not list them.")
    missing, spare = sorted(set(SCOPES) - granted), sorted(map(_word, granted - set(SCOPES)))
    if missing:
        mend = "Paste `python -m bot manifest` under App Manifest, install the app again, copy the new token into .env."
        return Finding("scopes", False, f"Missing: {', '.join(missing)}.", mend)
    beyond = f" More than needed: {', '.join(spare)}." if spare else ""
    return Finding("scopes", True, f"All {len(SCOPES)} granted.{beyond}")


async def _socket(slack: _Slack, app_token: str | None) -> Finding:
    opened = await slack.ask(slack.client.apps_connections_open(app_token=app_token or ""))
    if not str(opened.at("url")).startswith(("wss://", "ws://")):
        return _failed("socket", opened, APP_TOKEN, "Check that Socket Mode is on in the app, then run doctor again.")
    return Finding("socket", True, "Socket Mode opens.")


def _requests() -> Finding:
    mend = (
        "Set the Request URLs of commands and interactivity to https://YOUR-HOST/slack/events "
        "(`python -m bot manifest --url https://YOUR-HOST` writes them)."
    )
    return Finding("requests", None, "A signing secret is set; only a request from Slack can prove it.", mend)


def _clock(auth: _Answer, now: datetime) -> Finding:
    """Compare with the time that Slack's answer bears, to the second."""
    try:
        theirs = parsedate_to_datetime(auth.headers.get("Date", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return Finding("clock", None, "Not compared: Slack's answer names no time.")
    apart = abs((now - theirs).total_seconds())
    if apart <= CLOCK_WARNS_AT:
        return Finding("clock", True, "Agrees with Slack's.")
    said = f"{apart:.0f} s away from Slack's; from {CLOCK_FAILS_AT} s on, signed requests are refused."
    return Finding(
        "clock", False if apart >= CLOCK_FAILS_AT else None, said, "Let this machine set its clock by itself (NTP)."
    )


async def _look_up(slack: _Slack, auth: _Answer, member: str) -> Finding:
    """Write, find and delete one message: a message in doubt is found again by its metadata, or it might go out twice."""
    if auth.trouble:
        return Finding("look-up", None, "Not tried: Slack has to accept the token first.")
    opened = await slack.ask(slack.client.conversations_open(users=member))
    channel = opened.at("channel", "id")
    if not isinstance(channel, str):
        hint = "Check the member id: in Slack, open the profile, then More, Copy member ID. It begins with U or W."
        return _failed("look-up", opened, BOT_TOKEN, hint)
    return await _write_find_delete(slack, channel)


async def _write_find_delete(slack: _Slack, channel: str) -> Finding:
    delivery_id = str(uuid4())
    posted = await slack.ask(
        slack.client.chat_postMessage(
            channel=channel,
            text="Checking the set-up: this message is deleted at once.",
            metadata={"event_type": "coach_delivery", "event_payload": {"delivery_id": delivery_id}},
        )
    )
    ts = posted.at("ts")
    if not isinstance(ts, str):
        hint = "The test message may have arrived: delete it by hand, then run doctor again."
        return _failed("look-up", posted, BOT_TOKEN, hint)
    history = await slack.ask(slack.client.conversations_history(channel=channel, include_all_metadata=True, limit=15))
    deleted = await slack.ask(slack.client.chat_delete(channel=channel, ts=ts))
    return _verdict(history, delivery_id, deleted)


def _verdict(history: _Answer, delivery_id: str, deleted: _Answer) -> Finding:
    if history.trouble:
        return _failed("look-up", history, BOT_TOKEN)
    messages = history.at("messages")
    seen = [_Answer(_object(message)) for message in (messages if isinstance(messages, list) else [])]
    if delivery_id not in [message.at("metadata", "event_payload", "delivery_id") for message in seen]:
        said = "The test message's metadata did not come back: after an outage, a message might be sent twice."
        mend = (
            "Add the scope metadata.message:read, install the app again and run doctor again; then tell us in an issue "
            "whether it helped."
        )
        return Finding("look-up", False, said, mend)
    if deleted.trouble:
        mend = "Delete it by hand in the bot's direct messages."
        return Finding("look-up", None, "Written and found, but not deleted.", mend)
    return Finding("look-up", True, "Written, found by its metadata, and deleted.")


async def _database(check: Callable[[], Awaitable[Finding]]) -> Finding:
    try:
        return await check()
    except (SQLAlchemyError, OSError):
        mend = "Check DATABASE_URL: it names a file for SQLite; for PostgreSQL a host, a database, an account and its password."
        return Finding("database", False, "It does not open.", mend)
