"""A model's help for one person: only where they and their workspace agreed to it, and as often as their day allows."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.coach import budget, consent
from bot.coach.budget import Allowance, Room
from bot.coach.editor import Brief, Editor, Manuscript, NoManuscript, Rejected, Usage
from bot.ledger.errors import LedgerError
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger

SPENT: Final = "budget"  # why there is no manuscript: the day's calls are used up

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Helping:
    """The editor that is set, handed out to whoever agreed to it."""

    ledger: Ledger
    editor: Editor
    allowance: Allowance
    clock: Callable[[], datetime]

    async def to(self, owner: Owner, *, pressed: bool) -> "Metered | None":
        """An editor for this person; None where their words must not go to it. Raises `LedgerError`."""
        standing = await consent.standing(self.ledger, owner)
        if not consent.may_go(standing, self.editor.where, pressed=pressed):
            return None
        return Metered(self.ledger, self.editor, owner, self.allowance, self.clock)


class Metered:
    """An editor that is asked for one person, and keeps what each call took."""

    def __init__(
        self, ledger: Ledger, editor: Editor, owner: Owner, allowance: Allowance, clock: Callable[[], datetime]
    ) -> None:
        self.model = editor.model
        self.where = editor.where
        self._ledger = ledger
        self._editor = editor
        self._owner = owner
        self._allowance = allowance
        self._clock = clock

    async def write(self, brief: Brief) -> Manuscript:
        """Plan and write. Raises `NoManuscript`, `LedgerError`."""
        return await self._counted(lambda: self._editor.write(brief))

    async def repair(self, brief: Brief, rejected: Sequence[Rejected]) -> Manuscript:
        """Write the rejected sentences once more. Raises `NoManuscript`, `LedgerError`."""
        return await self._counted(lambda: self._editor.repair(brief, rejected))

    async def _counted(self, ask: Callable[[], Awaitable[Manuscript]]) -> Manuscript:
        room = await budget.allowed(self._ledger, self._owner, now=self._clock(), allowance=self._allowance)
        if room is not Room.ENOUGH:
            raise NoManuscript(SPENT)
        try:
            manuscript = await ask()
        except NoManuscript as none:
            await self._keep(none.usage, str(none))
            raise
        await self._keep(manuscript.usage, budget.ANSWERED)
        return manuscript

    async def _keep(self, usage: Usage | None, outcome: str) -> None:
        """Note the call; where that cannot be, what was written is not thrown away for it."""
        try:
            await budget.spend(self._ledger, self._owner, usage, outcome=outcome, now=self._clock())
        except LedgerError as error:
            log.warning(
                "A model's call was not noted", extra={"event": "model.not_noted", "error": type(error).__name__}
            )
