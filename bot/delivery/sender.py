"""One message to Slack, sent once however often its sending is tried."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.coach.jobs import UNCONFIRMED
from bot.delivery import answers, conversation, fence
from bot.delivery.clients import ClientOf
from bot.delivery.outbox import Claimed, Failed, Outcome, Patience, Sent, Skipped
from bot.delivery.pace import POST, Pacing, TooSoon
from bot.delivery.posts import Message

EVENT_TYPE: Final = "coach_delivery"  # of the metadata that carries the delivery's id, and nothing else

log = logging.getLogger(__name__)


class Sender:
    """Sends one claimed delivery. A client must not retry by itself: that would post twice.

    `clock` is the real one: a message that the lease no longer covers is not begun, for another worker may have it.
    """

    def __init__(self, client_of: ClientOf, patience: Patience, pacing: Pacing, clock: Callable[[], datetime]) -> None:
        self._client_of = client_of
        self._patience = patience
        self._pacing = pacing
        self._clock = clock

    async def deliver(self, item: Claimed, message: Message | Skipped) -> Outcome:
        """Look it up if in doubt; otherwise, or if it is not there, send it, unless there is nothing to send.

        What is in doubt in a channel stays unconfirmed: it is neither looked up, nor sent again.
        """
        if isinstance(message, Skipped) and not item.doubted:
            return message
        pace = self._pacing.of(item.owner.workspace)
        try:
            channel = await conversation.channel_of(self._client_of(item.owner.workspace), pace, item)
            if item.doubted and not channel.startswith(conversation.OURS):
                return Failed(UNCONFIRMED)
            found = await self._look_up(item, channel) if item.doubted else None
        except TooSoon as soon:
            return answers.again(item, soon.wait, "paced")
        except answers.TROUBLE as error:
            return answers.before_sending(item, error, self._patience)
        if found:
            return Sent(channel, found)
        return message if isinstance(message, Skipped) else await self._send(item, channel, message)

    async def _send(self, item: Claimed, channel: str, message: Message) -> Outcome:
        if self._clock() + self._patience.call > item.held_until:
            return answers.again(item, timedelta(0), "lease_too_short")
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"delivery_id": str(item.id)}}
        try:
            with (
                self._pacing.of(item.owner.workspace).calling(POST, item.id, channel),
                fence.held(lambda: self._clock() < item.held_until),
            ):
                answer = await self._client_of(item.owner.workspace).chat_postMessage(
                    channel=channel, text=message.text, blocks=message.blocks, metadata=metadata,
                    unfurl_links=False, unfurl_media=False,
                )  # fmt: skip
                return Sent(channel, str(answer["ts"]))
        except TooSoon as soon:
            return answers.again(item, soon.wait, "paced")
        except fence.TooLate:
            return answers.again(item, timedelta(0), "lease_too_short")
        except Exception as error:  # noqa: BLE001  # whatever its library stumbles over: Slack may have the message
            return answers.of_sending(error, self._patience)

    async def _look_up(self, item: Claimed, channel: str) -> str | None:
        """The `ts` of the message that carries this delivery's id, if Slack has it."""
        pace = self._pacing.of(item.owner.workspace)
        async for message in conversation.said_since(self._client_of(item.owner.workspace), pace, item, channel):
            metadata = message.get("metadata") or {}
            if metadata.get("event_payload", {}).get("delivery_id") == str(item.id):
                log.info(
                    "Found the message that was in doubt", extra={"event": "delivery.found", "delivery": str(item.id)}
                )
                return str(message["ts"])
        return None
