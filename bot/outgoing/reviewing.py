"""Reviews and what is shared of them, in messages; and the zone that they keep to."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot import views
from bot.coach import lookbacks, profile, reviews, sharing
from bot.coach.evidence import Gone
from bot.delivery.lookout import Due
from bot.delivery.outbox import Claimed, Done, Failed, Outcome, Skipped
from bot.delivery.posts import Courier, Instead, Message
from bot.ledger.store import Ledger
from bot.outgoing.whereabouts import PATIENTLY, Zones

MISSED: Final = "hour_missed"


class ZoneCourier(Courier):
    """Asks for the zone of somebody who has recorded something that comes back at their hour."""

    def __init__(self, ledger: Ledger, zones: Zones, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._zones = zones
        self._clock = clock

    async def deliver(self, item: Claimed) -> Outcome:
        """Ask, and keep the answer. Without one it is asked again with the next launch, and before each review."""
        where = await self._zones(item.owner, PATIENTLY)
        if where and where.zone:
            await profile.note_zone(self._ledger, item.owner, where.zone, self._clock())
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

    async def message(self, item: Claimed) -> Message | Instead | None:
        """The question; None when nothing in it waits any more, or its hour is still to come where the person is.

        After an outage the hour may be long over: then what is in it waits for the next one, and comes in a message of its own.

        Somebody who is gone gets none: Slack would put it into a conversation that nobody reads.
        """
        if not item.doubted and (gone := await self._look_where_they_are(item)):
            return Failed(gone)
        asked = await lookbacks.asked(self._ledger, item.owner, item.id)
        if not item.doubted and lookbacks.come_too_late(asked, self._clock()):
            await lookbacks.miss(self._ledger, item.owner, item.id, now=self._clock())
            return Skipped(MISSED)
        if not any(lookback.is_open for lookback in asked):
            return None
        return Message(**views.review.invitation(asked, asked[0].hour.today(self._clock())))

    async def _look_where_they_are(self, item: Claimed) -> str | None:
        where = await self._zones(item.owner)
        if where and where.zone:
            await profile.note_zone(self._ledger, item.owner, where.zone, self._clock(), held=item.id)
        return where.gone if where else None

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
