"""One message to Slack, sent once however often its sending is tried."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import answers, conversation
from bot.delivery.outbox import Claimed, Outcome, Patience, Sent

EVENT_TYPE: Final = "coach_delivery"  # of the metadata that carries the delivery's id, and nothing else

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """What to say: the blocks, and the text for notifications and screen readers."""

    text: str
    blocks: Sequence[dict[str, Any]]


class Sender:
    """Sends one claimed delivery. The client must not retry by itself: that would post twice."""

    def __init__(self, client: AsyncWebClient, patience: Patience) -> None:
        self._client = client
        self._patience = patience

    async def deliver(self, item: Claimed, message: Message, now: datetime) -> Outcome:
        """Look it up if in doubt, otherwise or if it is not there send it."""
        try:
            channel = await conversation.channel_of(self._client, item)
            found = await self._look_up(item, channel) if item.doubted else None
        except answers.TROUBLE as error:
            return answers.before_sending(item, error, self._patience, now)
        return Sent(channel, found) if found else await self._send(item, channel, message, now)

    async def _send(self, item: Claimed, channel: str, message: Message, now: datetime) -> Outcome:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"delivery_id": str(item.id)}}
        try:
            answer = await self._client.chat_postMessage(
                channel=channel, text=message.text, blocks=message.blocks, metadata=metadata,
                unfurl_links=False, unfurl_media=False,
            )  # fmt: skip
        except answers.TROUBLE as error:
            return answers.of_sending(error, self._patience, now)
        return Sent(channel, str(answer["ts"]))

    async def _look_up(self, item: Claimed, channel: str) -> str | None:
        """The `ts` of the message that carries this delivery's id, if Slack has it."""
        async for message in conversation.said_since(self._client, item, channel):
            metadata = message.get("metadata") or {}
            if metadata.get("event_payload", {}).get("delivery_id") == str(item.id):
                log.info("Found the message that was in doubt", extra={"event": "delivery.found", "delivery": item.id})
                return str(message["ts"])
        return None
