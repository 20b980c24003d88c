"""Who the bot is in a workspace: asked of Slack once, then known."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.refusals import Refusal

REFUSED: Final = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})

log = logging.getLogger(__name__)


class TokenRefused(Exception):
    """Slack does not accept the bot's token; the message says what to do."""


class Identity:
    """Who the bot is, for Bolt's `authorize`: a request of our workspace gets our token, any other gets none."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: AuthorizeResult | None = None
        self._asking = asyncio.Lock()

    async def for_team(self, team_id: str | None) -> AuthorizeResult | None:
        """The bot's identity, for a request of its own workspace; None for any other."""
        known = self._known or await self._ask()
        return known if known and known.team_id == team_id else None

    async def introduce(self) -> None:
        """Ask at start, so that the first person does not wait. Raises `TokenRefused`; an outage is for later."""
        await self._ask()

    async def _ask(self) -> AuthorizeResult | None:
        async with self._asking:
            if self._known is None:
                self._known = await self._asked()
            return self._known

    async def _asked(self) -> AuthorizeResult | None:
        try:
            answer: Any = await self._client.auth_test()
            return AuthorizeResult.from_auth_test_response(auth_test_response=answer, bot_token=self._client.token)
        except SlackApiError as error:
            if Refusal.of(error).reason in REFUSED:
                raise TokenRefused(
                    "Slack does not accept SLACK_BOT_TOKEN. To see how to fix it: python -m bot doctor"
                ) from error
            log.warning("Slack did not say who the bot is", extra={"event": "identity.unknown"})
        except (aiohttp.ClientError, TimeoutError, AttributeError, ValueError):  # the last two: a page with status 200
            log.warning("Slack could not be reached", extra={"event": "identity.unreachable"})
        return None


@dataclass(frozen=True, slots=True)
class Identities:
    """Who the bot is in each workspace that it serves."""

    own: Identity
    others: Mapping[str, Identity] = field(default_factory=dict)
    """By Slack's id of the workspace."""

    async def for_team(self, team_id: str | None) -> AuthorizeResult | None:
        """The bot's identity in the workspace of a request; None in one that it does not serve."""
        return await self.others.get(team_id or "", self.own).for_team(team_id)

    async def introduce(self) -> None:
        """Ask at start, in each of them. Raises `TokenRefused`; an outage is for later."""
        await asyncio.gather(*(each.introduce() for each in (self.own, *self.others.values())))


@dataclass(frozen=True, slots=True)
class Authorize(AsyncAuthorize):
    """The identity as Bolt asks for it."""

    identity: Identities

    async def __call__(self, *, team_id: str | None, **_others: Any) -> Any:  # Bolt's hint leaves out None
        """Who the bot is in the workspace of this request; None when it is not ours."""
        return await self.identity.for_team(team_id)
