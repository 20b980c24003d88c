"""The weekly question on its way: where the person is, what is asked, and what became of an answer."""

import asyncio
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot import views
from bot.coach import asking, nudges, profile, replies
from bot.coach.asking import Asked, Postponed, Rendered
from bot.coach.evidence import Gone
from bot.coach.situations import Turn
from bot.delivery.lookout import Due
from bot.delivery.outbox import Claimed, Failed, Later, Skipped
from bot.delivery.posts import Gathering, Message, Said
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from bot.outgoing.whereabouts import Whereabouts, Zones

Clock = Callable[[], datetime]
MOVED = "hour_moved"
AT_ONCE: Final = 1.0  # seconds in which Slack says where people are, as a rule


async def forecast(ledger: Ledger, until: datetime) -> list[Due]:
    """Whose slots come until then."""
    return [Due(owner.workspace, nudges.KIND, owner.member) for owner in await nudges.expected(ledger, until)]


class NudgePost(Gathering):
    """The question of a week, or silence. They go out by the thousand in one hour, so they are settled together."""

    def __init__(self, ledger: Ledger, zones: Zones, clock: Clock) -> None:
        self._ledger = ledger
        self._zones = zones
        self._clock = clock

    async def messages(self, items: Sequence[Claimed]) -> dict[uuid.UUID, Said]:
        """Each question as it was settled; later, when the person's hour has moved into the future."""
        found = await _whereabouts(self._zones, {item.owner for item in items})
        gone = await _noted(self._ledger, found, self._clock())
        turns = {Turn(item.owner, item.id): item for item in items if item.owner in found.keys() - gone.keys()}
        rendered = await self._rendered(turns)
        failed = {item.id: Failed(gone[item.owner]) for item in items if item.owner in gone}
        return failed | {turn.delivery: _said(said, self._clock()) for turn, said in rendered.items()}

    async def _rendered(self, turns: Mapping[Turn, Claimed]) -> Mapping[Turn, Rendered]:
        return await asking.render(self._ledger, turns, now=self._clock()) if turns else {}


class AgainPost(NudgePost):
    """The same question, once more, because the person said tomorrow."""

    async def _rendered(self, turns: Mapping[Turn, Claimed]) -> Mapping[Turn, Rendered]:
        return {
            turn: await asking.remind(self._ledger, turn.owner, item.subject, now=self._clock())
            for turn, item in turns.items()
        }


async def _whereabouts(zones: Zones, owners: Collection[Owner]) -> dict[Owner, Whereabouts | None]:
    """Where they are now, all asked at once. Of several, who is not found at once is left to be asked about alone."""
    asking_for = {owner: asyncio.ensure_future(zones(owner)) for owner in owners}
    try:
        await asyncio.wait(asking_for.values(), timeout=AT_ONCE if len(owners) > 1 else None)
        return {owner: asked.result() for owner, asked in asking_for.items() if asked.done()}
    finally:
        for asked in asking_for.values():
            asked.cancel()


async def _noted(ledger: Ledger, found: Mapping[Owner, Whereabouts | None], now: datetime) -> dict[Owner, str]:
    """Keep where they are (N1), and end the questions of those who are there no more: given with Slack's word."""
    gone = {owner: where.gone for owner, where in found.items() if where and where.gone}
    here = {owner: where.zone for owner, where in found.items() if where and owner not in gone}
    for owner in gone:
        await nudges.end(ledger, owner, now=now)
    if here:
        await profile.note_zones(ledger, here, now)
    return gone


class AnswerPost:
    """The receipt for a message that was the answer."""

    def __init__(self, ledger: Ledger, *, with_file: bool = False) -> None:
        self._ledger = ledger
        self._with_file = with_file

    async def message(self, item: Claimed) -> Message | None:
        """What was saved, and how to take it back; None when it was taken back meanwhile."""
        try:
            answered = await replies.shown(self._ledger, item.owner, item.subject)
        except Gone:
            return None
        saved = views.nudge.saved(answered)
        if self._with_file:
            views.asides.beside_a_file(saved)
        return Message(**saved)

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""


def _said(rendered: Rendered, now: datetime) -> Said:
    match rendered:
        case Asked():
            return Message(**views.nudge.asked(rendered))
        case Postponed(at):
            return Later(at - now, MOVED)
        case silent:
            return Skipped(silent.reason)
