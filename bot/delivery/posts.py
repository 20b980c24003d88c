"""What each kind of delivery is: words for a message, words for many messages at once, or a way of its own."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
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

    async def message(self, item: Claimed) -> "Said":
        """The message, rendered now; None when there is nothing to say any more.

        Or what happens instead. `Later` and `Failed` only for what was certainly never sent.
        """

    async def arrived(self, item: Claimed) -> None:
        """Called once after the message was sent and settled. Best effort: a crash may swallow it."""


Said = Message | Instead | None


class Gathering(ABC):
    """A post whose messages are read for a whole batch together: a kind that goes out by the thousand."""

    @abstractmethod
    async def messages(self, items: Sequence[Claimed]) -> Mapping[uuid.UUID, Said]:
        """As `message` of a post, by the ids of the deliveries. Who is left out is asked for again alone.

        When it raises for several, each of them is asked for alone: one that cannot be read costs no other.
        """

    async def arrived(self, item: Claimed) -> None:  # noqa: B027  # for those where something does follow
        """As of a post: nothing follows."""


class Courier(ABC):
    """A kind of delivery that is no message and goes its own way, however long that takes: its lease is renewed."""

    @abstractmethod
    async def deliver(self, item: Claimed) -> Outcome:
        """Deliver it, and say how it ended."""

    async def arrived(self, item: Claimed) -> None:  # noqa: B027  # for those where something does follow
        """As of a post: nothing follows."""


AnyPost = Post | Gathering | Courier
