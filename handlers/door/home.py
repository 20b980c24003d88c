"""Home opened, as the handlers see it."""

from dataclasses import dataclass
from typing import ClassVar

from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.ledger.scope import Owner
from handlers.door.reading import Payload, owner_of


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """The app was opened, on one of its tabs; in their direct message with it; with the hash of the Home that Slack shows, if one was ever published."""

    door: ClassVar[str] = "event"

    owner: Owner
    tab: str
    channel: str
    view_hash: str | None
    ack: AsyncAck

    @classmethod
    def read(cls, body: Payload, context: AsyncBoltContext, ack: AsyncAck, _client: AsyncWebClient) -> "HomeOpened":
        """Read the payload of the event."""
        event = body["event"]
        return cls(
            owner_of(context),
            event.get("tab", ""),
            event.get("channel") or "",
            (event.get("view") or {}).get("hash"),
            ack,
        )
