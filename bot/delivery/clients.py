"""Slack's Web API with the bot's token of a workspace: a token is good for the workspace that gave it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient

ClientOf = Callable[[str], AsyncWebClient]
"""The client for a workspace, by Slack's id of it."""


@dataclass(frozen=True, slots=True)
class Clients:
    """One client for the bot's own workspace, and others for those that it serves besides."""

    own: AsyncWebClient
    others: Mapping[str, AsyncWebClient] = field(default_factory=dict)

    def __call__(self, workspace: str) -> AsyncWebClient:
        """The client with the token of this workspace."""
        return self.others.get(workspace, self.own)
