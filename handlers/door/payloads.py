"""Commands, clicks and forms, as the handlers see them. `door` names the entry of Bolt that brings each."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.ledger.scope import Owner
from handlers.door.reading import Payload, id_in, owner_of, unescape
from handlers.door.window import Window

Values = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, with the words as typed. `key` is the payload's own id."""

    door: ClassVar[str] = "command"

    owner: Owner
    name: str
    text: str
    key: str
    window: Window
    ack: AsyncAck

    @classmethod
    def read(cls, body: Payload, context: AsyncBoltContext, ack: AsyncAck, client: AsyncWebClient) -> "Command":
        """Read the payload of a slash command."""
        text, window = unescape(body.get("text") or ""), Window.of(body, client)
        return cls(owner_of(context), body["command"], text, f"command:{window.trigger}", window, ack)

    def answer(self, prepared: str) -> None:
        """Acknowledge with what is JSON already."""
        self.ack.response = BoltResponse(status=200, body=prepared)


@dataclass(frozen=True, slots=True)
class Click:
    """A button that was pressed, or a choice made in a menu: it carries an id, or a choice, or both.

    `channel` is where it stood, in a message; `values` is what the form holds in which it stood, as Slack nests it: block,
    action, value.
    """

    door: ClassVar[str] = "action"

    owner: Owner
    carried: str
    choice: str
    key: str
    channel: str
    respond_url: str | None
    window: Window
    values: Values
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
            channel=(body.get("channel") or {}).get("id") or "",
            respond_url=body.get("response_url"),
            window=Window.of(body, client),
            values=body.get("view", {}).get("state", {}).get("values", {}),
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

    @property
    def form(self) -> str:
        """Slack's id of that form; nothing elsewhere."""
        return str((self.window.clicked or {}).get("id", ""))


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent, with its values as Slack nests them: block, action, value.

    `form` is Slack's id of it. `respond_url` is that of the click in a message by which it was opened, where it remembers it.
    """

    door: ClassVar[str] = "view"

    owner: Owner
    carried: str
    respond_url: str | None
    form: str
    key: str
    values: Values
    ack: AsyncAck

    @classmethod
    def read(cls, body: Payload, context: AsyncBoltContext, ack: AsyncAck, _client: AsyncWebClient) -> Self:
        """Read the payload of a form."""
        view = body["view"]
        key = f"view:{view['id']}:{view.get('hash', '')}"
        carried, _, url = (view.get("private_metadata") or "").partition("\n")
        return cls(owner_of(context), carried, url or None, view["id"], key, view["state"]["values"], ack)

    @property
    def subject(self) -> uuid.UUID:
        """The id that it carries. Raises `Gone` when it carries none."""
        return id_in(self.carried)


@dataclass(frozen=True, slots=True)
class Closed(Submission):
    """A form that was closed unsent, with what had been typed into it, as far as Slack says."""

    door: ClassVar[str] = "view_closed"
