"""The weekly question on its way: where the person is, what is asked, and what became of an answer."""

from collections.abc import Callable
from datetime import datetime

from bot import views
from bot.coach import asking, nudges, profile, replies
from bot.coach.asking import Asked, Postponed, Rendered
from bot.coach.evidence import Gone
from bot.delivery.lookout import Due
from bot.delivery.outbox import Claimed, Failed, Later, Skipped
from bot.delivery.posts import Instead, Message
from bot.ledger.store import Ledger
from bot.outgoing.whereabouts import Zones

Clock = Callable[[], datetime]
MOVED = "hour_moved"


async def forecast(ledger: Ledger, until: datetime) -> list[Due]:
    """Whose slots come until then."""
    return [Due(owner.workspace, nudges.KIND, owner.member) for owner in await nudges.expected(ledger, until)]


class NudgePost:
    """The question of a week, or silence."""

    def __init__(self, ledger: Ledger, zones: Zones, clock: Clock) -> None:
        self._ledger = ledger
        self._zones = zones
        self._clock = clock

    async def message(self, item: Claimed) -> Message | Instead | None:
        """The question as it was settled; later, when the person's hour has moved into the future."""
        here = await self._zones(item.owner)
        if here and here.gone:
            await nudges.end(self._ledger, item.owner, now=self._clock())
            return Failed(here.gone)
        if here:
            await profile.note_zone(self._ledger, item.owner, here.zone, self._clock())
        return _said(await self._rendered(item), self._clock())

    async def _rendered(self, item: Claimed) -> Rendered:
        return await asking.render(self._ledger, item.owner, item.id, now=self._clock())

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""


class AgainPost(NudgePost):
    """The same question, once more, because the person said tomorrow."""

    async def _rendered(self, item: Claimed) -> Rendered:
        return await asking.remind(self._ledger, item.owner, item.subject, now=self._clock())


class AnswerPost:
    """The receipt for a message that was the answer."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def message(self, item: Claimed) -> Message | None:
        """What was saved, and how to take it back; None when it was taken back meanwhile."""
        try:
            answered = await replies.shown(self._ledger, item.owner, item.subject)
        except Gone:
            return None
        return Message(**views.nudge.saved(answered))

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""


def _said(rendered: Rendered, now: datetime) -> Message | Instead:
    match rendered:
        case Asked():
            return Message(**views.nudge.asked(rendered))
        case Postponed(at):
            return Later(at - now, MOVED)
        case silent:
            return Skipped(silent.reason)
