"""The door: what Slack sends becomes a typed thing here, and raw payloads go no further.

Text typed after a command arrives escaped and is unescaped once, here (C10). The values of a form arrive as typed.
"""

import asyncio
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import views
from bot.coach.evidence import Gone
from bot.delivery.whisper import Whisper
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from bot.views.kit import Block, Said

Payload = dict[str, Any]

SECONDS_FOR_A_VIEW: Final = 1.5  # the one call to Slack that a listener may make


ORDERS: Final = frozenset({"undo", "list", "help", "find"})  # alone behind the command, they are nobody's words


class NotOpened(Exception):
    """Slack did not show the form."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the handlers work with."""

    ledger: Ledger
    whisper: Whisper
    clock: Callable[[], datetime]
    wake: Callable[[], None]
    win_command: str


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, with the words as typed. `key` is the payload's own id."""

    owner: Owner
    name: str
    text: str
    key: str
    ack: AsyncAck

    @classmethod
    def read(cls, body: Payload, context: AsyncBoltContext, ack: AsyncAck, _client: AsyncWebClient) -> "Command":
        """Read the payload of a slash command."""
        text = unescape(body.get("text") or "")
        return cls(owner_of(context), body["command"], text, f"command:{body['trigger_id']}", ack)


@dataclass(frozen=True, slots=True)
class Window:
    """Where a click can open a form: a new one, or in the place of the form that was clicked."""

    client: AsyncWebClient
    trigger: str
    clicked: Mapping[str, Any] | None

    @classmethod
    def of(cls, body: Payload, client: AsyncWebClient) -> "Window":
        """Read it off the payload of a click."""
        return cls(client, body["trigger_id"], body.get("view"))

    async def show(self, view: Block) -> None:
        """Show a form. Raises `NotOpened`."""
        try:
            async with asyncio.timeout(SECONDS_FOR_A_VIEW):
                if self.clicked is None:
                    await self.client.views_open(trigger_id=self.trigger, view=view)
                else:
                    await self.client.views_update(view_id=self.clicked["id"], hash=self.clicked["hash"], view=view)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            raise NotOpened from error


@dataclass(frozen=True, slots=True)
class Click:
    """A button that was pressed, or a choice made in a menu: it carries an id, or a choice, or both."""

    owner: Owner
    carried: str
    choice: str
    key: str
    respond_url: str | None
    window: Window
    ack: AsyncAck

    @classmethod
    def read(cls, body: Payload, context: AsyncBoltContext, ack: AsyncAck, client: AsyncWebClient) -> "Click":
        """Read the payload of a button or a menu."""
        action = body["actions"][0]
        carried, _, choice = (action.get("value") or (action.get("selected_option") or {}).get("value", "")).partition(
            ":"
        )
        return cls(
            owner=owner_of(context),
            carried=carried,
            choice=choice,
            key=f"click:{body['trigger_id']}",
            respond_url=body.get("response_url"),
            window=Window.of(body, client),
            ack=ack,
        )

    @property
    def subject(self) -> uuid.UUID:
        """The id that it carries. Raises `Gone` when it carries none."""
        return id_in(self.carried)

    @property
    def in_form(self) -> bool:
        """Whether the button stood in a form, where no line can be said beside it."""
        return self.window.clicked is not None


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent, with its values as Slack nests them: block, action, value."""

    owner: Owner
    subject: uuid.UUID
    key: str
    values: Mapping[str, Mapping[str, Mapping[str, Any]]]
    ack: AsyncAck

    @classmethod
    def read(cls, body: Payload, context: AsyncBoltContext, ack: AsyncAck, _client: AsyncWebClient) -> "Submission":
        """Read the payload of a submitted form. Raises `Gone` when it carries no id."""
        view = body["view"]
        key = f"view:{view['id']}:{view.get('hash', '')}"
        return cls(owner_of(context), id_in(view.get("private_metadata")), key, view["state"]["values"], ack)


def owner_of(context: AsyncBoltContext) -> Owner:
    """Who is speaking: Bolt has verified the request that says so."""
    return Owner(str(context.team_id), str(context.user_id))


def unescape(text: str) -> str:
    """The text as it was typed; the ampersand last, so that `&amp;lt;` stays what was typed."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text


def id_in(value: str | None) -> uuid.UUID:
    """The id in a button's value or a form's metadata. Raises `Gone` when there is none."""
    try:
        return uuid.UUID(value or "")
    except ValueError as error:
        raise Gone from error


def words_in(body: Payload) -> str:
    """Whatever the person had typed, to be handed back when it could not be used."""
    if "command" in body:
        text = unescape(body.get("text") or "")
        return "" if text.strip().lower() in ORDERS else text
    values = body.get("view", {}).get("state", {}).get("values", {})
    fields = [field for block in values.values() for field in block.values()]
    return "\n".join(field["value"] for field in fields if isinstance(field.get("value"), str))


async def tell(click: Click, desk: Desk, said: Said, view: Block) -> None:
    """Put something in place of the message or the form that was clicked."""
    if click.in_form:
        await click.window.show(view)
    else:
        desk.whisper(click.respond_url, views.kit.replacing(said))
