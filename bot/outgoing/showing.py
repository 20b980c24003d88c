"""Home: read, rendered and published by a worker."""

import logging
from datetime import datetime, timedelta
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from bot import views
from bot.coach import home, profile
from bot.coach.home import Seen
from bot.coach.jobs import Task
from bot.delivery.clients import ClientOf
from bot.delivery.refusals import Refusal
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from bot.outgoing.whereabouts import PATIENTLY, Zones

TRIES: Final = 3  # against somebody who publishes at the same time
MOMENT: Final = timedelta(seconds=2)  # after which it begins anew
CONFLICT: Final = "hash_conflict"

log = logging.getLogger(__name__)


class HomeShowing:
    """Shows a person their Home as things stand now."""

    def __init__(self, ledger: Ledger, client_of: ClientOf, win_command: str, zones: Zones) -> None:
        self._ledger = ledger
        self._client_of = client_of
        self._win_command = win_command
        self._zones = zones

    async def __call__(self, task: Task, now: datetime) -> None:
        """Publish it and end the job; when Slack is busy or Home has changed meanwhile, look again."""
        if await profile.zone_wanted(self._ledger, task.owner, now):
            await self._ask_for_the_zone(task.owner, now)
        used = None
        for number in range(TRIES):
            seen = await home.look(self._ledger, task, now)
            if seen is None:
                return
            used = seen.hash if number == 0 or seen.hash != used else None
            try:
                answer = await self._publish(task.owner, seen, used)
            except SlackApiError as error:
                if Refusal.of(error).reason == CONFLICT:
                    continue
                await self._refused(task, Refusal.of(error), error, now)
            else:
                await home.shown(self._ledger, task, seen.revision, answer["view"]["hash"], now)
            return
        await home.postpone(self._ledger, task, now + MOMENT, now)

    async def _publish(self, owner: Owner, seen: Seen, view_hash: str | None) -> Any:
        view = views.home.home(seen, self._win_command)
        return await self._client_of(owner.workspace).views_publish(user_id=owner.member, view=view, hash=view_hash)

    async def _refused(self, task: Task, refusal: Refusal, error: SlackApiError, now: datetime) -> None:
        if refusal.not_now:
            await home.postpone(self._ledger, task, now + (refusal.retry_after or MOMENT), now)
            return
        if refusal.unsure:  # publishing twice shows the same, so the workshop just tries again
            raise error
        log.info("Home is not shown", extra={"event": "home.refused", "job": str(task.id), "reason": refusal.reason})
        await home.drop(self._ledger, task, now)

    async def _ask_for_the_zone(self, owner: Owner, now: datetime) -> None:
        """Without an answer the zone stays as it was, and is asked for again with the next Home."""
        where = await self._zones(owner, PATIENTLY)
        if where and not where.gone:
            await profile.note_zone(self._ledger, owner, where.zone, now)
