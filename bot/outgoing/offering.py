"""The answer to a direct message: what shall be done with the words."""

from bot import views
from bot.coach import evidence
from bot.coach.evidence import Gone
from bot.coach.pleasantries import Greeting
from bot.delivery.outbox import Claimed
from bot.delivery.posts import Message
from bot.ledger.store import Ledger


class OfferPost:
    """The offer to save or reframe what was written."""

    def __init__(self, ledger: Ledger, *, with_file: bool = False) -> None:
        self._ledger = ledger
        self._with_file = with_file

    async def message(self, item: Claimed) -> Message | None:
        """The offer, with the words as they stand now; None when they are decided about already."""
        try:
            entry = await evidence.find(self._ledger, item.owner, item.subject)
        except Gone:
            return None
        if entry.kept:
            return None
        offer = views.asides.offer(entry)
        if self._with_file:
            views.asides.beside_a_file(offer)
        return Message(**offer)

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""


class GreetingPost:
    """The answer to a greeting, or to thanks."""

    def __init__(self, greeted: Greeting) -> None:
        self._greeted = greeted

    async def message(self, item: Claimed) -> Message | None:  # noqa: ARG002  # the same for everybody
        """Kind words, and what one can do."""
        return Message(**views.greeting.returned(self._greeted))

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""


class WordlessPost:
    """The news that a message held no words."""

    async def message(self, item: Claimed) -> Message | None:  # noqa: ARG002  # the same for everybody
        """The news."""
        return Message(**views.asides.wordless())

    async def arrived(self, item: Claimed) -> None:
        """Nothing follows."""
