"""The question about a form that was closed before it was sent."""

from bot import views
from bot.coach import forms
from bot.coach.evidence import Gone
from bot.delivery.outbox import Claimed
from bot.delivery.posts import Message
from bot.ledger.store import Ledger


class UnsentPost:
    """What was typed, and whether to open the form again."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def message(self, item: Claimed) -> Message | None:
        """The question; None when it was settled or forgotten meanwhile."""
        try:
            filled, _ = await forms.unsent(self._ledger, item.owner, item.subject)
        except Gone:
            return None
        return Message(**views.form.unsent(filled, item.subject.hex))

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""
