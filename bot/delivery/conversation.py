"""The direct message with one person: opened where it is not known, and read back where something is in doubt."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.outbox import Claimed

PAGES: Final = 10
PAGE: Final = 100
CLOCKS_APART: Final = timedelta(minutes=5)


async def channel_of(client: AsyncWebClient, item: Claimed) -> str:
    """Where this delivery goes."""
    if item.channel:
        return item.channel
    opened = await client.conversations_open(users=[item.owner.member])
    return str(opened["channel"]["id"])


async def said_since(client: AsyncWebClient, item: Claimed, channel: str) -> AsyncIterator[Mapping[str, Any]]:
    """The messages there since the delivery was promised, newest first."""
    cursor: str | None = None
    since = item.created_at - CLOCKS_APART
    for _ in range(PAGES):
        page = await client.conversations_history(
            channel=channel, oldest=f"{since.timestamp():.6f}", limit=PAGE, cursor=cursor, include_all_metadata=True
        )
        for message in page["messages"]:
            yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
