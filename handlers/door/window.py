"""Where a form can be opened: the one call to Slack that a listener may make."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.views.kit import Block
from handlers.door.reading import Payload

SECONDS_FOR_A_VIEW: Final = 1.5


class NotOpened(Exception):
    """Slack did not show the form."""


@dataclass(frozen=True, slots=True)
class Window:
    """Where a click can open a form: a new one, or in the place of the form that was clicked. Home is no form."""

    client: AsyncWebClient
    trigger: str
    clicked: Mapping[str, Any] | None

    @classmethod
    def of(cls, body: Payload, client: AsyncWebClient) -> "Window":
        """Read it off the payload of a click."""
        view = body.get("view")
        return cls(client, body["trigger_id"], view if view and view["type"] == "modal" else None)

    @property
    def carried(self) -> str:
        """The id that the form carries that was clicked, or nothing."""
        return (self.clicked or {}).get("private_metadata") or ""

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
