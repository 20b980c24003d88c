"""One delivery from its claim to its settlement. Whatever goes wrong with it costs no other."""

import asyncio
import contextlib
import logging
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from bot.coach.moment import Moment
from bot.delivery import answers, outbox
from bot.delivery.endings import Endings
from bot.delivery.outbox import Claimed, Failed, Later, Outcome, Patience, Sent, Skipped
from bot.delivery.posts import AnyPost, Courier, Gathering, Instead, Message, Post, Said
from bot.delivery.register import Register
from bot.delivery.sender import Sender
from bot.delivery.sweep import Found, Swept
from bot.ledger.errors import LedgerError
from bot.ledger.store import Ledger

SLOWEST: Final = 240  # pauses before a message that does not come into words is tried again: an hour, and never an end
Gathered = Mapping[uuid.UUID, Said]
NOTHING: Final[Gathered] = {}
EXPIRED: Final = Skipped("expired")
NOTHING_TO_SAY: Final = Skipped("nothing_to_say")

log = logging.getLogger(__name__)


class Carrier:
    """Renders, sends, settles, and lets what follows follow. `outcomes` counts how deliveries ended."""

    def __init__(
        self,
        ledger: Ledger,
        sender: Sender,
        posts: Mapping[str, AnyPost],
        clock: Callable[[], Moment],
        patience: Patience,
    ) -> None:
        self._ledger = ledger
        self._sender = sender
        self._posts = posts
        self._clock = clock
        self._patience = patience
        self._register = Register(ledger, clock)
        self.outcomes = Endings()

    def gathers(self, kind: str) -> bool:
        """Whether deliveries of this kind are cheaper read together."""
        return isinstance(self._posts.get(kind), Gathering)

    async def gather(self, items: Sequence[Claimed]) -> Gathered:
        """What to say for these, all of one kind. Nothing when that fails: then each is asked for alone."""
        post = self._posts[items[0].kind]
        alive = [item for item in items if not self._is_expired(item)]
        try:
            return await post.messages(alive) if isinstance(post, Gathering) else NOTHING
        except Exception as error:  # noqa: BLE001  # around many items, each of which comes again below
            complain(error)
            return NOTHING

    async def carry(self, item: Claimed, gathered: Gathered = NOTHING) -> Outcome:
        """Bring it as far as it gets, and write that down. `gathered` holds what is known already of what to say."""
        outcome = await self._attempt(item, gathered)
        if await self._settled(item, outcome) and isinstance(outcome, Sent):
            await self._follow_up(item)
        return outcome

    async def hand_back(self, item: Claimed) -> None:
        """Let another worker have it at once: nothing was done with it."""
        await self._settled(item, answers.again(item, timedelta(0), "handed_back"))

    def note_swept(self, found: Found) -> None:
        """Note what ended, or came into doubt, without anybody carrying it."""
        for row in found.expired:
            self.outcomes.note(row.workspace, row.kind, name_of(EXPIRED))
            _note_swept(row, "skipped", "expired")
        for row in found.lost:
            self.outcomes.note(row.workspace, row.kind, "doubt")
            _note_swept(row, "doubt", "lease_ran_out")

    async def _attempt(self, item: Claimed, gathered: Gathered) -> Outcome:
        try:
            return await self._delivered(item, gathered)
        except Exception as error:  # noqa: BLE001  # around one item of many
            complain(error)
            return answers.again(item, self._patience.pause * min(item.attempts, SLOWEST), type(error).__name__)

    async def _delivered(self, item: Claimed, gathered: Gathered) -> Outcome:
        post = self._posts[item.kind]
        if isinstance(post, Courier):
            async with self._holding(item):
                return await post.deliver(item)
        message = await self._message(item, post, gathered)
        if isinstance(message, Later | Failed):
            return message
        return await self._sender.deliver(item, message)

    async def _message(self, item: Claimed, post: Post | Gathering, gathered: Gathered) -> Message | Instead:
        if self._is_expired(item):
            return EXPIRED
        if item.id not in gathered:
            gathered = (
                await post.messages([item]) if isinstance(post, Gathering) else {item.id: await post.message(item)}
            )
        return gathered.get(item.id) or NOTHING_TO_SAY

    def _is_expired(self, item: Claimed) -> bool:
        return item.expires_at is not None and item.expires_at <= self._clock().due

    async def _settled(self, item: Claimed, outcome: Outcome) -> bool:
        try:
            settled = await self._register.settle(item, outcome)
        except LedgerError as error:  # the lease will run out, and the next worker looks it up
            complain(error)
            return False
        if settled:
            self.outcomes.note(item.owner.workspace, item.kind, name_of(outcome))
        _note(item, outcome, settled=settled)
        return settled

    async def _follow_up(self, item: Claimed) -> None:
        with complaining():
            await self._posts[item.kind].arrived(item)

    @contextlib.asynccontextmanager
    async def _holding(self, item: Claimed) -> AsyncIterator[None]:
        """Renew the lease of what takes long, as long as this process lives."""
        renewing = asyncio.create_task(self._renew(item))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self, item: Claimed) -> None:
        while True:
            await asyncio.sleep(self._patience.lease.total_seconds() / 3)
            until = self._clock().real + self._patience.lease
            try:
                await outbox.hold(self._ledger, item, until=until)
            except LedgerError as error:
                complain(error)


@contextlib.contextmanager
def complaining() -> Iterator[None]:
    """Around one item of many: whatever goes wrong with it is said, and costs no other."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  # around one item of many
        complain(error)


def name_of(outcome: Outcome) -> str:
    """How an ending is called in logs and metrics."""
    return type(outcome).__name__.lower()


def complain(error: Exception) -> None:
    """Say what kind of thing went wrong, and never an exception's own text: it may hold somebody's words."""
    cause = type(error.__cause__ or error).__name__
    log.error("Background work failed and will be tried again", extra={"event": "engine.failed", "error": cause})


def _note_swept(row: Swept, ending: str, reason: str) -> None:
    fields = {"event": f"delivery.{ending}", "delivery": str(row.id), "kind": row.kind, "reason": reason}
    log.info("Delivery %s", ending, extra=fields)


def _note(item: Claimed, outcome: Outcome, *, settled: bool) -> None:
    """One line for each attempt, with ids and no words of anybody."""
    reason = getattr(outcome, "reason", None)
    fields = {"delivery": str(item.id), "kind": item.kind, "attempts": item.attempts, "reason": reason}
    log.log(
        logging.WARNING if isinstance(outcome, Failed) or not settled else logging.INFO,
        "Delivery %s" if settled else "Delivery %s, but it was taken over meanwhile",
        name_of(outcome),
        extra={"event": f"delivery.{name_of(outcome)}", **fields},
    )
