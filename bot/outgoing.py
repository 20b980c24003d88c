"""What the bot does and says on its own: the jobs of the workers, and each kind of delivery in words."""

import logging
from datetime import datetime, timedelta

from bot import views
from bot.coach import drafts
from bot.coach.drafts import Task
from bot.coach.evidence import Gone
from bot.delivery.outbox import Claimed
from bot.delivery.sender import Message
from bot.delivery.whisper import Whisper
from bot.ledger.errors import LedgerError
from bot.ledger.store import Ledger

log = logging.getLogger(__name__)


class Drafting:
    """Makes the draft that was asked for. What comes of it is a delivery."""

    def __init__(self, ledger: Ledger, whisper: Whisper, lease: timedelta) -> None:
        self._ledger = ledger
        self._whisper = whisper
        self._lease = lease

    async def __call__(self, worker: str, now: datetime) -> bool:
        """Do one job that is due; False when there is none."""
        task = await drafts.claim(self._ledger, worker, now=now, lease=self._lease)
        if task is None:
            return False
        try:
            reframed, revision = await drafts.work(self._ledger, task)
            await drafts.make(self._ledger, task, reframed, revision, now)
        except (Gone, LedgerError):
            raise
        except Exception as error:  # noqa: BLE001  # around one job of many
            await self._fail(task, type(error).__name__, now)
        return True

    async def _fail(self, task: Task, reason: str, now: datetime) -> None:
        log.error("A reframe failed", extra={"event": "draft.failed", "job": str(task.id), "error": reason})
        respond_url = await drafts.give_up(self._ledger, task, reason=reason, now=now)
        if respond_url:
            self._whisper(respond_url, views.reframe.failed())


class DraftPost:
    """The draft in the direct message, and one line where the person clicked that points there."""

    def __init__(self, ledger: Ledger, whisper: Whisper) -> None:
        self._ledger = ledger
        self._whisper = whisper

    async def message(self, item: Claimed) -> Message | None:
        """The draft as a message; None when its entry was taken back meanwhile."""
        try:
            shown = await drafts.shown(self._ledger, item.owner, item.subject)
        except Gone:
            return None
        return Message(**views.reframe.draft(shown))

    async def arrived(self, item: Claimed) -> None:
        """Point from the click to the direct message."""
        shown = await drafts.shown(self._ledger, item.owner, item.subject)
        self._whisper(shown.respond_url, views.reframe.pointer())
