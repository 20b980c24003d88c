"""What each kind of delivery is: words for a message, or a way of its own."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.delivery.outbox import Claimed, Failed, Later, Outcome, Skipped


@dataclass(frozen=True, slots=True)
class Message:
    """What to say: the blocks, and the text for notifications and screen readers."""

    text: str
    blocks: Sequence[dict[str, Any]]


Instead = Later | Failed | Skipped


class Post(Protocol):
    """What one kind of delivery says in a message, and what follows when it has arrived."""

    async def message(self, item: Claimed) -> Message | Instead | None:
        """The message, rendered now; None when there is nothing to say any more.

        Or what happens instead. `Later` and `Failed` only for what was certainly never sent.
        """

    async def arrived(self, item: Claimed) -> None:
        """Called once after the message was sent and settled. Best effort: a crash may swallow it."""


class Courier(ABC):
    """A kind of delivery that is no message and goes its own way, however long that takes: its lease is renewed."""

    @abstractmethod
    async def deliver(self, item: Claimed) -> Outcome:
        """Deliver it, and say how it ended."""

    async def arrived(self, item: Claimed) -> None:  # noqa: B027  # for those where something does follow
        """As of a post: nothing follows."""
