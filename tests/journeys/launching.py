"""A launch as a person plans it, and the days until they are asked about it."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from bot.app import Bot
from bot.coach import reviews, slots
from bot.ledger.models import Owned
from bot.ledger.scope import EVERYONE
from playground import World
from playground.person import Person

NAME = "Onboarding two"
PROMISE: dict[str, Any] = {
    "What do you launch?": NAME,
    "Which problem does it solve?": "People give up on step four",
    "Who has it?": "new teams",
    "Which number should move?": "Completion",
    "Where does it stand now?": "61%",
    "Where should it get to?": "75%",
    "Which business lever does it pull?": "Growth",
}


async def rows(bot: Bot, table: type[Owned]) -> list[Any]:
    return await bot.ledger.read(EVERYONE, lambda session: list(session.scalars(select(table))))


def soon(world: World) -> date:
    return world.clock.now().date() + timedelta(days=1)


async def plan(ana: Person, on: date | None = None, further: dict[str, Any] | None = None) -> None:
    await ana.slash("/launch")
    await ana.fill(PROMISE | {"On which day?": (on or soon(ana.workspace.world)).isoformat()} | (further or {}))
    await ana.submit()


async def asked(world: World, ana: Person) -> date:
    """The days pass until the first review, whose message comes. Gives the day of the launch."""
    on = soon(world)
    await plan(ana, on)
    await ana.close()
    await later(world, ana, on + timedelta(days=30))
    return on


async def later(world: World, ana: Person, on: date) -> None:
    """To the hour of what is due on this day."""
    world.clock.to(slots.instant(slots.working_day(on), reviews.HOUR, slots.zone(ana.tz)))
    await ana.eventually_sees("Looking back.")


def in_days(world: World, ana: Person, days: int) -> date:
    return slots.local_date(world.clock.now(), slots.zone(ana.tz)) + timedelta(days=days)
