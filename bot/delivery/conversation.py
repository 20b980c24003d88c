"""Where a delivery goes: the direct message with its owner or with somebody else, opened where it is not known; or a channel."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outbox import Claimed
from bot.delivery.pace import Pace

PEOPLE: Final = ("U", "W")  # the letters that ids of people begin with
OURS: Final = "D"  # the letter of a direct message with the bot: the one conversation that it has a right to read
PAGES: Final = 10
PAGE: Final = 100
CLOCKS_APART: Final = timedelta(days=1)  # Slack's and ours, which may have been wrong when the message was first tried


async def channel_of(client: AsyncWebClient, pace: Pace, item: Claimed) -> str:
    """Where this delivery goes. Raises `TooSoon`."""
    if item.channel and not item.channel.startswith(PEOPLE):
        return item.channel
    with pace.calling("conversations.open", item.id):
        opened = await client.conversations_open(users=[item.channel or item.owner.member])
    return str(opened["channel"]["id"])


async def said_since(
    client: AsyncWebClient, pace: Pace, item: Claimed, channel: str
) -> AsyncIterator[Mapping[str, Any]]:
    """The messages there since the delivery was first tried, newest first. Raises `TooSoon` before the first page."""
    cursor: str | None = None
    since = item.since - CLOCKS_APART
    with pace.calling("conversations.history", item.id):
        for _ in range(PAGES):
            page = await client.conversations_history(
                channel=channel, oldest=f"{since.timestamp():.6f}", limit=PAGE, cursor=cursor, include_all_metadata=True
            )
            for message in page["messages"]:
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
