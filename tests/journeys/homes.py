"""What the journeys through Home share."""

from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Job
from bot.ledger.scope import EVERYONE
from playground.person import Person


async def at_home(person: Person, words: str = "Your last 10 weeks") -> None:
    await person.opens_home()
    await person.eventually_sees(words)


async def jobs_left(bot: Bot) -> int:
    rows = select(Job.id).where(Job.kind == "home")
    return len(await bot.ledger.read(EVERYONE, lambda session: session.scalars(rows).all()))


async def ended(bot: Bot, person: Person) -> None:
    """Wait until every Home that was wanted is shown."""
    for _ in range(500):
        if not await jobs_left(bot):
            return
        await person.workspace.world.any_change(0.02)
    raise AssertionError("Home is still under way")


def home_of(person: Person) -> str:
    return str(person.home and person.home.body)
