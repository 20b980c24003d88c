"""The news that something promised will not come."""

from bot import views
from bot.coach import jobs
from bot.coach.evidence import Gone
from bot.delivery.outbox import Claimed
from bot.delivery.posts import Message
from bot.ledger.store import Ledger


class FailurePost:
    """What was promised and did not come, with the next step."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def message(self, item: Claimed) -> Message | None:
        """The news, by the kind of job; None when the job is gone, and with it the promise."""
        try:
            kind = await jobs.kind_of(self._ledger, item.owner, item.subject)
        except Gone:
            return None
        return Message(**views.trouble.came_to_nothing(kind))

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""
