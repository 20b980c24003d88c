"""The workshop: one job at a time, handed to whoever does its kind."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.coach import jobs
from bot.coach.evidence import Gone
from bot.coach.jobs import Task
from bot.coach.moment import Moment
from bot.delivery.duties import nobody
from bot.ledger.errors import LedgerError
from bot.ledger.store import Ledger

Maker = Callable[[Task, datetime], Awaitable[None]]
"""Does a job of one kind and ends it."""

HAND_BACK: Final = 0.5  # seconds to hand a job back in, of the ten between SIGTERM and SIGKILL

log = logging.getLogger(__name__)


class Workshop:
    """Claims what is due; what fails is tried again, and in the end told of."""

    def __init__(self, ledger: Ledger, makers: Mapping[str, Maker], lease: timedelta) -> None:
        self._ledger = ledger
        self._makers = makers
        self._lease = lease

    async def __call__(self, worker: str, now: Moment, taken: Callable[[], None] = nobody) -> str | None:
        """As `bot.delivery.duties.Workshop` says."""
        task = await jobs.claim(self._ledger, worker, now=now, lease=self._lease)
        if task is None:
            return None
        taken()
        try:
            await self._makers[task.kind](task, now.due)
        except asyncio.CancelledError:
            await jobs.hand_back(self._ledger, task, now=now.due, within=HAND_BACK)
            raise
        except LedgerError:
            raise
        except Gone:  # with its entry, which its owner has taken back meanwhile
            log.info("A job was taken back", extra={"event": f"{task.kind}.gone", "job": str(task.id)})
        except Exception as error:  # noqa: BLE001  # around one job of many
            await self._fail(task, type(error).__name__, now.due)
        return task.owner.workspace

    async def _fail(self, task: Task, reason: str, now: datetime) -> None:
        log.error("A job failed", extra={"event": f"{task.kind}.failed", "job": str(task.id), "error": reason})
        await jobs.give_up(self._ledger, task, reason=reason, now=now)
