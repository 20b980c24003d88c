"""Messages, as the handlers see them: one written to the coach, and one handed over by its menu."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Final

from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach.spoken import Origin
from bot.ledger.scope import Owner
from handlers.door.reading import Payload, as_typed, owner_of
from handlers.door.window import Window

SAID_BY_PEOPLE: Final = frozenset({None, "file_share", "me_message", "thread_broadcast"})  # subtypes of a message
SLACKBOT: Final = "USLACKBOT"
LONGEST_NAME: Final = 70  # characters of an app's name
_DOMAIN: Final = re.compile(r"[a-z0-9][a-z0-9.-]*", re.IGNORECASE)
_TS: Final = re.compile(r"\d+\.\d+")


class Heard(Enum):
    """What happened to a message."""

    SAID = "said"
    CHANGED = "changed"
    NOTHING = "nothing to us"


@dataclass(frozen=True, slots=True)
class DirectMessage:
    """What somebody wrote to the coach. `key` is the message's own id: told again, or changed, it is the same one.

    `thread` is the `ts` of the message in whose thread it stands; `with_file` says that something was attached.
    """

    door: ClassVar[str] = "event"

    owner: Owner
    heard: Heard
    text: str
    key: str
    channel: str
    thread: str | None
    with_file: bool
    ack: AsyncAck

    @classmethod
    def read(cls, body: Payload, context: AsyncBoltContext, ack: AsyncAck, _client: AsyncWebClient) -> "DirectMessage":
        """Read the payload of an event about a message."""
        event = body["event"]
        changed = event.get("subtype") == "message_changed"
        message = event.get("message") or {} if changed else event
        heard = Heard.NOTHING
        if event.get("channel_type") == "im" and _by_a_person(message):
            heard = Heard.CHANGED if changed else Heard.SAID
        text = as_typed(message.get("text") or "")
        channel, thread = str(event.get("channel") or ""), message.get("thread_ts")
        key = f"said:{event.get('channel')}:{message.get('ts')}"
        return cls(
            owner_of(context), heard, text, key, channel, thread if thread != message.get("ts") else None,
            bool(message.get("files")), ack,
        )  # fmt: skip


def _by_a_person(message: Payload) -> bool:
    by_itself = message.get("bot_id") or message.get("user", SLACKBOT) == SLACKBOT
    return message.get("subtype") in SAID_BY_PEOPLE and not by_itself


@dataclass(frozen=True, slots=True)
class MessageShortcut:
    """A message that somebody handed over by its menu: their own (`origin` has no author), or somebody else's.

    `ours` says that the coach wrote it, `with_file` that something was attached.
    """

    door: ClassVar[str] = "message_shortcut"

    owner: Owner
    key: str
    text: str
    origin: Origin
    ours: bool
    with_file: bool
    respond_url: str | None
    window: Window
    ack: AsyncAck

    @classmethod
    def read(cls, body: Payload, context: AsyncBoltContext, ack: AsyncAck, client: AsyncWebClient) -> "MessageShortcut":
        """Read the payload of a shortcut on a message."""
        message, owner = body["message"], owner_of(context)
        return cls(
            owner=owner,
            key=f"shortcut:{body['trigger_id']}",
            text=as_typed(message.get("text") or ""),
            origin=Origin(_author(message, owner), _link(body)),
            ours=_is(message.get("user"), context.bot_user_id) or _is(message.get("bot_id"), context.bot_id),
            with_file=bool(message.get("files")),
            respond_url=body.get("response_url"),
            window=Window.of(body, client),
            ack=ack,
        )


def _is(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


def _author(message: Payload, owner: Owner) -> str | None:
    """Whose words they are: nobody else's (None), a person's by Slack's id, or an app's by its name."""
    user = message.get("user")
    if user == owner.member:
        return None
    if user and not message.get("bot_id"):
        return str(user)
    name = message.get("username") or (message.get("bot_profile") or {}).get("name")
    return f"{name[:LONGEST_NAME]} (app)" if name else "an app"  # as Slack marks it; and never taken for an id


def _link(body: Payload) -> str | None:
    """Where the message stands, without asking Slack."""
    domain, channel = (body.get("team") or {}).get("domain"), (body.get("channel") or {}).get("id")
    message = body["message"]
    ts, thread = message.get("ts") or body.get("message_ts"), message.get("thread_ts")
    if not (domain and channel and ts and _DOMAIN.fullmatch(domain) and _TS.fullmatch(ts)):
        return None
    link = f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link
