"""People with an hour of the week, and what is said to them at it."""

import random
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.coach import asking, nudges, profile
from bot.coach.asking import Asked, Postponed, Rendered
from bot.coach.situations import Turn
from bot.ledger.models import Delivery, Profile
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, NOON, at, evidence, stored

BERLIN = "Europe/Berlin"
FRIDAY = datetime(2026, 5, 8, 13, tzinfo=UTC)  # 15:00 in Berlin, in the week of NOON
WEEK = timedelta(weeks=1)
HOUR = timedelta(hours=1)
QUIET, NEW = Owner(ANA.workspace, "U0QUIET"), Owner(ANA.workspace, "U0NEW")
LONG_AGO = NOON - timedelta(weeks=8)


async def rows(ledger: Ledger, *columns: Any, owner: Owner | None = None) -> list[Any]:
    def look(session: Any) -> list[Any]:
        found = session.execute(select(*columns).order_by(columns[0]))
        return [row[0] if len(columns) == 1 else tuple(row) for row in found]

    return await ledger.read(owner or EVERYONE, look)


async def profile_of(ledger: Ledger, owner: Owner = ANA) -> Profile:
    return await ledger.read(owner, lambda session: session.scalars(select(Profile)).one())


async def enrolled(ledger: Ledger, owner: Owner = ANA, *, used: bool = True, now: datetime = NOON) -> None:
    """Somebody in Berlin who used the coach long ago, and saw the hour now."""
    if used:
        words = {"text": "Shipped onboarding", "created_at": LONG_AGO}
        await stored(ledger, evidence(owner, **words))
    await profile.note_zone(ledger, owner, BERLIN, now)
    await profile.settle(ledger, owner, weekday=4, hour=15, metrics=[], now=now)


async def planned(ledger: Ledger, now: datetime) -> list[uuid.UUID]:
    """The deliveries that are there after a tick of the clock."""
    await nudges.plan(ledger, at(now))
    return await rows(ledger, Delivery.id)


async def said(ledger: Ledger, now: datetime, owner: Owner = ANA) -> Rendered | None:
    """What the delivery of the week says, sent within its hour; None when the clock has planned none."""
    await nudges.plan(ledger, at(now))
    waiting = select(Delivery.id).where(Delivery.state == "ready", Delivery.due_at <= now + HOUR)
    ids = await ledger.read(owner, lambda session: list(session.scalars(waiting)))
    if not ids:
        return None
    (delivery,) = ids
    rendered = await render(ledger, owner, delivery, now=now + HOUR)
    if not isinstance(rendered, Postponed):
        state = "sent" if isinstance(rendered, Asked) else "skipped"
        await _settle(ledger, delivery, state, now + HOUR)
    return rendered


async def _settle(ledger: Ledger, delivery: uuid.UUID, state: str, now: datetime) -> None:
    def settle(session: Any) -> None:
        row = session.get_one(Delivery, delivery)
        row.state, row.sent_at = state, now if state == "sent" else None

    await ledger.write(EVERYONE, settle)


async def render(ledger: Ledger, owner: Owner, delivery: uuid.UUID, *, now: datetime) -> Rendered:
    """What one delivery says."""
    turn = Turn(owner, delivery)
    return (await asking.render(ledger, [turn], now=now))[turn]


async def change(ledger: Ledger, work: Callable[[Profile], None], owner: Owner = ANA) -> None:
    await ledger.write(owner, lambda session: work(session.scalars(select(Profile)).one()))


class Life:
    """Half a year of somebody whose machine, zone, hour and mood change at random; it notes when a question came."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        self.ledger = ledger
        self.chance = random.Random(seed)  # noqa: S311  # no secret
        self.now = NOON
        self.asked: list[tuple[str, datetime]] = []

    async def goes_on(self) -> None:
        """Some time passes, something happens, and the clock ticks."""
        self.now += timedelta(hours=self.chance.choice([1, 5, 11, 23, 24, 30, 77, 200]))
        usual = [self._nothing] * 9 + [self._resumes] * 3
        happens = self.chance.choice([*usual, self._moves, self._changes_the_hour, self._pauses])
        await happens()
        await nudges.plan(self.ledger, at(self.now))
        waiting = select(Delivery.id, Delivery.expires_at).where(Delivery.state == "ready")
        for delivery, expires in await self.ledger.read(ANA, lambda session: session.execute(waiting).all()):
            if expires and expires <= self.now:
                await _settle(self.ledger, delivery, "skipped", self.now)
                continue
            rendered = await render(self.ledger, ANA, delivery, now=self.now)
            if isinstance(rendered, Asked):
                self.asked.append((rendered.week, self.now))
            if not isinstance(rendered, Postponed):
                await _settle(self.ledger, delivery, "sent" if isinstance(rendered, Asked) else "skipped", self.now)

    async def _moves(self) -> None:
        where = self.chance.choice(["Pacific/Kiritimati", "Pacific/Pago_Pago", BERLIN, "America/New_York"])
        await profile.note_zone(self.ledger, ANA, where, self.now)

    async def _changes_the_hour(self) -> None:
        weekday, hour = self.chance.randrange(7), self.chance.randrange(24)
        await profile.settle(self.ledger, ANA, weekday=weekday, hour=hour, metrics=["activation"], now=self.now)

    async def _resumes(self) -> None:
        await nudges.resume(self.ledger, ANA, now=self.now)

    async def _pauses(self) -> None:
        until = self.now.date() + timedelta(days=self.chance.randint(3, 12))
        await nudges.pause(self.ledger, ANA, until, now=self.now)

    async def _nothing(self) -> None:
        """Nothing."""
