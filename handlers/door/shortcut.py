"""The global shortcut, as the handlers see it: it knows a person and no channel."""

from dataclasses import dataclass
from typing import ClassVar

from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.ledger.scope import Owner
from handlers.door.reading import Payload, owner_of
from handlers.door.window import Window


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A global shortcut that was chosen."""

    door: ClassVar[str] = "shortcut"

    owner: Owner
    window: Window
    ack: AsyncAck

    @classmethod
    def read(cls, body: Payload, context: AsyncBoltContext, ack: AsyncAck, client: AsyncWebClient) -> "Shortcut":
        """Read the payload of a global shortcut."""
        return cls(owner_of(context), Window.of(body, client), ack)
