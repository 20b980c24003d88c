"""A model for one person: only as far as they allow, within the day's share, and every call counted as theirs."""

import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.coach import budget, consent
from bot.coach.apart import Floor
from bot.coach.budget import Allowance, Room
from bot.coach.editor import Brief, Editor, Manuscript, NoManuscript, Rejected, Usage
from bot.ledger.errors import LedgerError
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger

NONE: Final = Allowance(0, 0)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Help:
    """What a person can have now: an editor or none, and whether none is for want of budget alone."""

    editor: Editor | None = None
    spent: bool = False


class Counted:
    """An editor whose calls are counted as one person's."""

    def __init__(self, editor: Editor, ledger: Ledger, owner: Owner, now: datetime) -> None:
        self.model, self.where = editor.model, editor.where
        self._editor = editor
        self._ledger = ledger
        self._owner = owner
        self._now = now

    async def write(self, brief: Brief) -> Manuscript:
        """As the editor does. Raises `NoManuscript`."""
        return await self._counted(self._editor.write(brief))

    async def repair(self, brief: Brief, rejected: Sequence[Rejected]) -> Manuscript:
        """As the editor does. Raises `NoManuscript`."""
        return await self._counted(self._editor.repair(brief, rejected))

    async def _counted(self, asked: Awaitable[Manuscript]) -> Manuscript:
        try:
            manuscript = await asked
        except NoManuscript as why:
            await self._spend(why.usage, str(why))
            raise
        await self._spend(manuscript.usage, budget.ANSWERED)
        return manuscript

    async def _spend(self, usage: Usage | None, outcome: str) -> None:
        """Note it; what was written is not thrown away because this could not be."""
        try:
            await budget.spend(self._ledger, self._owner, usage, outcome=outcome, now=self._now)
        except LedgerError as error:
            fields = {"event": "model.not_counted", "error": type(error).__name__}
            log.warning("A model's call could not be counted", extra=fields)


class Off:
    """An editor that is asked off the floor."""

    def __init__(self, floor: Floor, editor: Editor) -> None:
        self.model, self.where = editor.model, editor.where
        self._floor = floor
        self._editor = editor

    async def write(self, brief: Brief) -> Manuscript:
        """As the editor does. Raises `NoManuscript`."""
        async with self._floor.left():
            return await self._editor.write(brief)

    async def repair(self, brief: Brief, rejected: Sequence[Rejected]) -> Manuscript:
        """As the editor does. Raises `NoManuscript`."""
        async with self._floor.left():
            return await self._editor.repair(brief, rejected)


def off(floor: Floor, editor: Editor | None) -> Editor | None:
    """The same editor, if there is one, asked off the floor."""
    return Off(floor, editor) if editor else None


class Helping:
    """Who has a model's help: its editor, if one is set, and how often it is asked in a day."""

    def __init__(self, ledger: Ledger, editor: Editor | None = None, allowance: Allowance = NONE) -> None:
        self._ledger = ledger
        self._editor = editor
        self._allowance = allowance

    async def __call__(self, owner: Owner, now: datetime, *, pressed: bool) -> Help:
        """What this person can have: because they pressed for it, or by itself."""
        if self._editor is None:
            return Help()
        standing = await consent.standing(self._ledger, owner)
        if not consent.may_go(standing, self._editor.where, pressed=pressed):
            return Help()
        room = await budget.allowed(self._ledger, owner, now=now, allowance=self._allowance)
        if room is not Room.ENOUGH:
            return Help(spent=True)
        return Help(Counted(self._editor, self._ledger, owner, now))
