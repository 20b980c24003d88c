"""Where a person is, asked of Slack before each message that keeps to their hour (N1), at the pace that Slack allows."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.delivery import answers
from bot.delivery.clients import ClientOf
from bot.delivery.pace import ABOUT, Pacing, TooSoon
from bot.ledger.scope import Owner

SECONDS: Final = 3.0  # with the wait for its turn: a message does not wait longer; without an answer the zone stays as it was last read
PATIENTLY: Final = 2.0  # seconds to wait for a turn, where a zone is all that is wanted
GONE: Final = frozenset({"user_not_found", "users_not_found", "user_not_visible", "user_disabled", "account_inactive"})
DEACTIVATED: Final = "account_inactive"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The zone that Slack says, by its IANA name; or why there is nobody any more, in Slack's word."""

    zone: str | None = None
    gone: str | None = None


class Zones(Protocol):
    """Whoever can say where people are."""

    def __call__(self, owner: Owner, within: float = 0.0) -> Coroutine[Any, Any, Whereabouts | None]:
        """Where this person is now; None when nobody can say at the moment.

        Slack is not asked when its turn is further away than `within` seconds.
        """


class SlackZones:
    """As the person's Slack profile has it."""

    def __init__(self, client_of: ClientOf, pacing: Pacing) -> None:
        self._client_of = client_of
        self._pacing = pacing

    async def __call__(self, owner: Owner, within: float = 0.0) -> Whereabouts | None:
        """Ask once, and not for long."""
        pace = self._pacing.of(owner.workspace)
        try:
            async with asyncio.timeout(SECONDS):
                await asyncio.sleep(pace.soon(ABOUT, within))
                with pace.heeding(ABOUT):
                    answer = await self._client_of(owner.workspace).users_info(user=owner.member)
        except TooSoon:
            log.info("Slack was not asked for a zone: others are before", extra={"event": "zone.paced"})
            return None
        except (SlackApiError, aiohttp.ClientError, TimeoutError, AttributeError) as error:  # the last: a page with 200
            reason = answers.word_of(error) or type(error).__name__
            if reason in GONE:
                return Whereabouts(gone=reason)
            log.warning("Slack did not say a zone", extra={"event": "zone.unknown", "reason": reason})
            return None
        user: Any = answer.get("user")
        if not isinstance(user, dict):  # not what Slack's page says
            return None
        return Whereabouts(gone=DEACTIVATED) if user.get("deleted") else Whereabouts(user.get("tz"))
