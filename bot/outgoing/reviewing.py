"""Reviews and what is shared of them, in messages; and the question to Slack where a person is."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot import views
from bot.coach import launches, lookbacks, profile, reviews, sharing
from bot.coach.evidence import Gone
from bot.delivery import answers
from bot.delivery.lookout import Due
from bot.delivery.outbox import Claimed, Done, Outcome
from bot.delivery.posts import Courier, Message
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger

SECONDS_FOR_A_ZONE: Final = 3.0  # a message does not wait longer for it: then the zone stays as it was

log = logging.getLogger(__name__)


class Zones:
    """Where people are, as Slack knows it."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def of(self, owner: Owner) -> str | None:
        """The zone's IANA name; None when Slack does not say."""
        try:
            async with asyncio.timeout(SECONDS_FOR_A_ZONE):
                answer = await self._client.users_info(user=owner.member)
        except answers.TROUBLE as error:
            reason = answers.word_of(error) or type(error).__name__
            log.warning("Slack did not say a zone", extra={"event": "zone.unknown", "reason": reason})
            return None
        user = answer["user"]
        zone = user.get("tz") if isinstance(user, dict) else None
        return zone if isinstance(zone, str) else None


class ZoneCourier(Courier):
    """Asks for the zone of somebody who has recorded something that comes back at their hour."""

    def __init__(self, ledger: Ledger, zones: Zones, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._zones = zones
        self._clock = clock

    async def deliver(self, item: Claimed) -> Outcome:
        """Ask, and keep the answer. Without one it is asked again with the next launch, and before each review."""
        zone = await self._zones.of(item.owner)
        if zone is not None:
            await profile.note_zone(self._ledger, item.owner, zone, self._clock())
        return Done()


async def forecast(ledger: Ledger, until: datetime) -> list[Due]:
    """The reviews that would be asked until then."""
    return [Due(owner.workspace, reviews.KIND, owner.member) for owner in await reviews.expected(ledger, until)]


class ReviewPost:
    """The promise quoted back, at the person's hour where they are now."""

    def __init__(self, ledger: Ledger, zones: Zones, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._zones = zones
        self._clock = clock

    async def message(self, item: Claimed) -> Message | None:
        """The question; None when nothing in it waits any more, or its hour is still to come where the person is."""
        if not item.doubted:
            await self._look_where_they_are(item)
        asked = await lookbacks.asked(self._ledger, item.owner, item.id)
        if not any(lookback.is_open for lookback in asked):
            return None
        today = await launches.today(self._ledger, item.owner, self._clock())
        return Message(**views.review.invitation(asked, today))

    async def _look_where_they_are(self, item: Claimed) -> None:
        zone = await self._zones.of(item.owner)
        if zone is not None:
            await profile.note_zone(self._ledger, item.owner, zone, self._clock(), held=item.id)

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""


class SharePost:
    """What somebody shares of a review, where they said."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def message(self, item: Claimed) -> Message | None:
        """The words as they stood in the form; None when they were taken back."""
        try:
            shared = await sharing.find(self._ledger, item.owner, item.subject)
        except Gone:
            return None
        return Message(**views.share.post(shared, item.owner))

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""


class RefusedPost:
    """The news that Slack did not take what was to be shared."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def message(self, item: Claimed) -> Message | None:
        """Why, and what to do."""
        try:
            shared = await sharing.find(self._ledger, item.owner, item.subject)
        except Gone:
            return None
        return Message(**views.share.refused(shared, item.subject.hex))

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""
