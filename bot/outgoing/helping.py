"""A model for one person: only as far as they allow, within the day's share, and every call counted as theirs."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.coach import budget, consent
from bot.coach.budget import Allowance, Room
from bot.coach.editor import Brief, Editor, Manuscript, NoManuscript, Rejected
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger

NONE: Final = Allowance(0, 0)


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
            await budget.spend(self._ledger, self._owner, why.usage, outcome=str(why), now=self._now)
            raise
        await budget.spend(self._ledger, self._owner, manuscript.usage, now=self._now)
        return manuscript


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
