"""What an engine has to do, whoever says when: plan and sweep, send what is due in a workspace, do a job."""

import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from bot.coach import forgetting, spoken
from bot.coach.moment import Moment
from bot.delivery.carrier import Carrier, complain, complaining
from bot.delivery.claims import Claims
from bot.delivery.endings import Endings
from bot.delivery.lane import Lane
from bot.delivery.outbox import Patience
from bot.delivery.pace import Pacing
from bot.delivery.posts import AnyPost
from bot.delivery.sender import Sender
from bot.delivery.sweep import NOTHING, Found, sweep
from bot.ledger.store import Ledger

Planner = Callable[[Ledger, Moment], Awaitable[int]]
"""Turns what is due by now into rows of deliveries, many in one transaction, and says how many."""


def nobody() -> None:
    """Whom to tell where nobody wants to know."""


class Workshop(Protocol):
    """Whoever does jobs."""

    def __call__(self, worker: str, now: Moment, /, taken: Callable[[], None] = nobody) -> Awaitable[str | None]:
        """Do one job that is due, for this worker, and give its workspace; None when there was none.

        `taken` is called when there is one, before it is done.
        """


class AtWork(Protocol):
    """An engine: whatever says when the duties are done, and by whom."""

    def start(self) -> None:
        """Begin to work."""

    async def close(self) -> None:
        """Finish what is in hand, or hand it back, in time."""

    def alive(self) -> bool:
        """Whether it works."""

    def ticking(self) -> bool:
        """Whether somebody has planned and swept lately."""

    def tick_age(self) -> float:
        """Seconds since then."""

    @property
    def outcomes(self) -> Endings:
        """How attempts ended since this process started."""

    @property
    def refusals(self) -> Mapping[str, int]:
        """How often Slack has asked for silence since this process started, by method."""


class Duties:
    """All that is done to the ledger's rows. Everything that must not be forgotten is in them."""

    def __init__(  # noqa: PLR0913  # all are named at the one place that makes it
        self,
        ledger: Ledger,
        sender: Sender,
        posts: Mapping[str, AnyPost],
        workshop: Workshop,
        clock: Callable[[], Moment],
        patience: Patience,
        *,
        planners: Sequence[Planner] = (),
        pacing: Pacing,
    ) -> None:
        self.patience = patience
        self._ledger = ledger
        self._carrier = Carrier(ledger, sender, posts, clock, patience)
        self._workshop = workshop
        self._clock = clock
        self._planners = planners
        self._pacing = pacing
        self._worker = uuid.uuid4().hex
        self._lanes: dict[str, Lane] = {}
        self._claims = Claims(ledger, self._worker, clock, patience.lease)

    async def plan(self) -> Found:
        """Plan what has become due, sweep, and say where something waits. One that fails stops no other."""
        now, found = self._clock(), NOTHING
        for planner in self._planners:
            with complaining():
                await planner(self._ledger, now)
        with complaining():
            found = await sweep(self._ledger, now=now, doubt=self.patience.doubt)
            self._carrier.note_swept(found)
        with complaining():
            await spoken.forget(self._ledger, now=now.due)
        with complaining():
            await forgetting.forget(self._ledger, now=now.due)
        return found

    def lane(self, workspace: str) -> Lane:
        """The lane of a workspace in this process."""
        if workspace not in self._lanes:
            pace = self._pacing.of(workspace)
            self._lanes[workspace] = Lane(workspace, self._claims, self._carrier, pace)
        return self._lanes[workspace]

    async def job(self, taken: Callable[[], None] = nobody) -> str | None:
        """Do one job, and give its workspace. Whatever goes wrong with it costs no other: its row comes up again."""
        try:
            return await self._workshop(self._worker, self._clock(), taken)
        except Exception as error:  # noqa: BLE001  # around one item of many
            complain(error)
            return None

    def stop(self) -> None:
        """Let every lane finish what it has begun, and begin nothing more."""
        self._claims.stop()
        for lane in self._lanes.values():
            lane.stop()

    @property
    def outcomes(self) -> Endings:
        """How attempts ended since this process started."""
        return self._carrier.outcomes

    @property
    def refusals(self) -> Counter[str]:
        """How often Slack has asked for silence since this process started, by method."""
        return self._pacing.refusals
