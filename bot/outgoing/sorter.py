"""Entries sorted by a model, for those who switched that on (C4, R9)."""

import asyncio
from datetime import datetime

from bot.coach import drafts, home, sorting
from bot.coach.apart import Apart, Floor
from bot.coach.jobs import Task
from bot.ledger.store import BUDGET_SECONDS, Ledger
from bot.outgoing.helping import Helping, off


class Sorter:
    """Sorts one entry; nobody waits for it, and nobody is told."""

    def __init__(
        self, ledger: Ledger, helping: Helping, apart: Apart = asyncio.to_thread, floor: Floor | None = None
    ) -> None:
        self._ledger = ledger
        self._apart = apart
        self._helping = helping
        self._floor = floor or Floor()

    async def __call__(self, task: Task, now: datetime) -> None:
        """Ask, if the person still wants it, keep what code can bear out, and show it on Home. Raises `Gone`."""
        async with self._floor.taken():
            await self._sort(task, now)

    async def _sort(self, task: Task, now: datetime) -> None:
        helped = await self._helping(task.owner, now, pressed=False)
        editor = off(self._floor, helped.editor)
        made = await drafts.work(self._ledger, task, editor, self._apart) if editor else None
        if await sorting.keep(self._ledger, task, made) and made:
            await home.want(self._ledger, task.owner, now=now, within=BUDGET_SECONDS)
