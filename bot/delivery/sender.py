"""One message to Slack, and what its answer means for the promise "never lost, never twice"."""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outbox import Claimed, Doubt, Failed, Later, Outcome, Patience, Sent
from bot.delivery.refusals import Refusal

EVENT_TYPE: Final = "coach_delivery"  # of the metadata that carries the delivery's id, and nothing else
PAGES: Final = 10
PAGE: Final = 100
CLOCKS_APART: Final = timedelta(minutes=5)

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
        self._doubt = patience.doubt
        self._pause = patience.pause

    async def deliver(self, item: Claimed, message: Message, now: datetime) -> Outcome:
        """Look it up if in doubt, otherwise or if it is not there send it."""
        try:
            channel = item.channel or await self._direct_message(item)
            found = await self._look_up(item, channel) if item.doubted else None
        except (SlackApiError, aiohttp.ClientError, TimeoutError, AttributeError) as error:
            return self._before_sending(item, error, now)
        return Sent(channel, found) if found else await self._send(item, channel, message, now)

    async def _send(self, item: Claimed, channel: str, message: Message, now: datetime) -> Outcome:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"delivery_id": str(item.id)}}
        try:
            answer = await self._client.chat_postMessage(
                channel=channel, text=message.text, blocks=message.blocks, metadata=metadata,
                unfurl_links=False, unfurl_media=False,
            )  # fmt: skip
        except SlackApiError as error:
            return self._refused(error, now)
        except aiohttp.ClientConnectorError:
            return Later(now + self._pause, "no_connection")
        except (aiohttp.ClientError, TimeoutError, AttributeError) as error:  # the SDK stumbles over a page with 200
            return Doubt(now + self._doubt, type(error).__name__)
        return Sent(channel, str(answer["ts"]))

    def _before_sending(self, item: Claimed, error: Exception, now: datetime) -> Outcome:
        """Nothing was sent by this attempt; an earlier one stays in doubt."""
        outcome = (
            self._refused(error, now) if isinstance(error, SlackApiError) else Later(now + self._pause, "no_answer")
        )
        if isinstance(outcome, Doubt):
            outcome = Later(now + self._pause, outcome.reason)
        return Doubt(outcome.at, outcome.reason) if item.doubted and isinstance(outcome, Later) else outcome

    def _refused(self, error: SlackApiError, now: datetime) -> Outcome:
        refusal = Refusal.of(error)
        if refusal.not_now:
            return Later(now + (refusal.retry_after or self._pause), "rate_limited")
        if refusal.unsure:
            return Doubt(now + self._doubt, refusal.reason or f"status_{refusal.status}")
        return Failed(str(refusal.reason))

    async def _direct_message(self, item: Claimed) -> str:
        opened = await self._client.conversations_open(users=[item.owner.member])
        return str(opened["channel"]["id"])

    async def _look_up(self, item: Claimed, channel: str) -> str | None:
        """The `ts` of the message that carries this delivery's id, if Slack has it."""
        async for message in self._history(channel, item.created_at - CLOCKS_APART):
            metadata = message.get("metadata") or {}
            if metadata.get("event_payload", {}).get("delivery_id") == str(item.id):
                log.info("Found the message that was in doubt", extra={"event": "delivery.found", "delivery": item.id})
                return str(message["ts"])
        return None

    async def _history(self, channel: str, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        cursor: str | None = None
        for _ in range(PAGES):
            page = await self._client.conversations_history(
                channel=channel, oldest=f"{since.timestamp():.6f}", limit=PAGE, cursor=cursor, include_all_metadata=True
            )
            for message in page["messages"]:
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
