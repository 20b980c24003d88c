"""Half a year lived through: the real planners, rendering and delivery on a ledger, tick by tick, in simulated time."""

import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import func, select, union_all

from bot import outgoing
from bot.coach.moment import Moment
from bot.delivery.buckets import Limit
from bot.delivery.duties import Duties
from bot.delivery.engine import Engine
from bot.delivery.outbox import Patience
from bot.delivery.pace import Limits, Pacing
from bot.delivery.sender import Sender
from bot.ledger.models import Delivery, Profile
from bot.ledger.plans import Review
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger
from bot.outgoing.whereabouts import SlackZones
from tests.halfyear import oracle as o
from tests.halfyear.people import Person
from tests.halfyear.slack import OURS, Slack

TICK: Final = timedelta(minutes=15)
"""How often the clock looks: slots are on quarters of an hour, and nobody acts nearer to a message than five minutes."""
FREELY: Final = Limit(1_000_000, burst=1_000)


@dataclass
class Clock:
    """Time that passes when it is told to."""

    now: datetime

    def moment(self) -> Moment:
        """It is the same on both clocks."""
        return Moment(self.now, self.now)


@dataclass
class Life:
    """The coach at work, and the people it writes to."""

    ledger: Ledger
    clock: Clock
    slack: Slack
    engine: Engine
    people: dict[str, Person] = field(default_factory=dict)
    got: list[o.Expected] = field(default_factory=list)
    ticks: int = 0
    read: int = 0

    async def through(self, members: Sequence[o.Member], acts: Sequence[o.Act], end: datetime) -> list[o.Expected]:
        """Everything that the coach says until then."""
        joining = [(member.enrolled_at, member.id, member) for member in members]
        happening = [*joining, *((act.at, act.member, act) for act in acts)]
        for at, who, what in sorted(happening, key=lambda each: each[:2]):
            await self.until(at)
            self.clock.now = at
            if isinstance(what, o.Member):
                self.people[who] = Person(what, self.ledger, self.slack)
                await self.people[who].enrol()
            else:
                await self.people[who].do(what)
        await self.until(end)
        return self.got

    async def until(self, end: datetime) -> None:
        """Tick at each instant at which a clock that looks four times an hour finds something due."""
        while (at := await self._next()) is not None and (tick := _tick_after(max(at, self.clock.now))) < end:
            self.clock.now = tick
            await self.tick()

    async def tick(self) -> None:
        """Plan, sweep and send what is due now, and let people read it."""
        self.ticks += 1
        await self.engine.tick()
        await self.engine.drain(OURS)
        for said in self.slack.said[self.read :]:
            message = await self.people[said.member].read(said)
            self.got += [message] if message else []
        self.read = len(self.slack.said)

    async def _next(self) -> datetime | None:
        """When the next row is due; the rows are the schedule."""
        columns = (
            select(func.min(Profile.nudge_at)),
            select(func.min(Review.due_at)).where(Review.state == "waiting"),
            select(func.min(Delivery.due_at)).where(Delivery.state.in_(("ready", "sending", "doubt"))),
        )

        def look(session: ScopedSession) -> datetime | None:
            found = session.connection().execute(union_all(*columns)).scalars()
            return min((at for at in found if at), default=None)

        return await self.ledger.read(EVERYONE, look)


def _tick_after(at: datetime) -> datetime:
    """The first tick that is not before this instant."""
    return at + (datetime.min.replace(tzinfo=UTC) - at) % TICK


@asynccontextmanager
async def life(ledger: Ledger, begin: datetime) -> AsyncIterator[Life]:
    """The engine as the bot has it, but for its clock and for Slack."""
    clock = Clock(begin)
    slack = Slack(lambda: clock.now)
    pacing = Pacing(Limits(FREELY, FREELY, dict.fromkeys(Limits().methods, FREELY)))
    patience = Patience()
    posts = outgoing.posts(
        ledger,
        lambda _: slack,
        SlackZones(lambda _: slack, pacing),
        cast("Any", None),
        cast("Any", None),
        lambda: clock.now,
    )
    sender = Sender(lambda _: slack, patience, pacing, lambda: clock.now)
    duties = Duties(ledger, sender, posts, _no_jobs, clock.moment, patience, planners=outgoing.PLANNERS, pacing=pacing)
    engine = Engine(duties)
    gc.collect()
    yield Life(ledger, clock, slack, engine)
    await engine.close(within=1)


async def _no_jobs(*_: object, **__: object) -> str | None:
    """Home and drafts are made by workers; here nobody looks at them."""
    return None


async def lived(
    ledger: Ledger, members: Sequence[o.Member], acts: Sequence[o.Act], end: datetime = o.END
) -> list[o.Expected]:
    """Everything that the coach says to these people until then, when they do this."""
    async with life(ledger, o.START) as living:
        return await living.through(
            [member for member in members if member.enrolled_at < end], [act for act in acts if act.at < end], end
        )
