"""The weekly question as it comes to a person."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Delivery, Profile
from bot.ledger.plans import Nudge
from bot.ledger.scope import EVERYONE
from playground import World
from playground.person import Person

GOAL = "Cut the form to one page. We expect activation to reach 40%"
QUESTION = "you wrote: “We expect activation to reach 40%”. Did it move?"
OFFER = "What should I do with this?"
WEEK = timedelta(weeks=1)


async def rows(bot: Bot, *columns: Any) -> list[Any]:
    return await bot.ledger.read(EVERYONE, lambda session: [tuple(row) for row in session.execute(select(*columns))])


def friday(world: World, person: Person, weeks: int) -> datetime:
    """Five in the afternoon, two hours after the slot, on a Friday some weeks from now."""
    here = world.clock.now().astimezone(ZoneInfo(person.tz))
    day = here + timedelta(days=4 - here.weekday(), weeks=weeks)
    return day.replace(hour=17, minute=0, second=0, microsecond=0)


async def starts(bot: Bot, world: World, person: Person, words: str = GOAL) -> None:
    """Somebody who on a Monday saw the hour on Home and saved something, now that this week's slot has found it."""
    here = world.clock.now().astimezone(ZoneInfo(person.tz))
    world.clock.to((here + timedelta(days=7 - here.weekday())).replace(hour=9, minute=0))
    await person.opens_home()
    assert await person.eventually(lambda: person.home is not None)
    await person.eventually_sees("*Weekly question:*")
    await person.slash("/win", words)
    world.clock.to(friday(world, person, 0))
    await ends(bot, "nudge", "skipped", "logged")


async def is_asked(bot: Bot, world: World, person: Person, words: str = GOAL) -> None:
    """The same, a week later: with a question."""
    await starts(bot, world, person, words)
    world.clock.to(friday(world, person, 1))
    await person.eventually_sees("One line is enough.")
    await ends(bot, "nudge", "sent")


def questions(person: Person) -> int:
    return str([message.blocks for message in person.dm()]).count("One line is enough.")


async def profile(bot: Bot) -> tuple[int, int, datetime | None]:
    ((every, unanswered, at),) = await rows(bot, Profile.every, Profile.unanswered, Profile.nudge_at)
    return every, unanswered, at


async def ends(bot: Bot, kind: str, state: str, reason: str | None = None, many: int = 1) -> None:
    """Wait until so many deliveries have ended like this."""
    seen: list[Any] = []
    for _ in range(400):
        seen = await rows(bot, Delivery.kind, Delivery.state, Delivery.reason)
        if seen.count((kind, state, reason)) == many:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(seen)


def _about_nothing(session: Any) -> None:
    row = session.scalars(select(Nudge)).one()
    row.template, row.sentence, row.evidence_id = "alone.decision.1", "What did you say no to this month?", None
