"""What is kept of a person, as they and the ledger see it."""

from collections.abc import Callable

from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Audit, Base, Delivery
from bot.ledger.scope import EVERYONE, ScopedSession
from playground import File
from playground.person import Person

WORDS = "Cut sign-up from 5 fields to 2 for R&D <b>; ```not code``` # not a heading"


async def log(person: Person, *said: str) -> None:
    for words in said:
        await person.slash("/win", words)
    await person.reloads()


async def export(person: Person, files: int = 2) -> list[File]:
    """Ask for an export, and give its files when they are there."""
    before = len(person.files())
    await person.slash("/win", "data")
    await person.click("Export everything")
    await person.close()
    assert await person.eventually(lambda: len(person.files()) == before + files)
    return person.files()[before:]


async def rows(bot: Bot, person: Person) -> dict[str, int]:
    """How many rows of each table name this person, past every scope."""

    def look(session: ScopedSession) -> dict[str, int]:
        owned = [table for table in Base.metadata.sorted_tables if "member_id" in table.columns]
        found = {
            table.name: len(session.connection().execute(select(table).where(table.c.member_id == person.id)).all())
            for table in owned
        }
        return {name: number for name, number in found.items() if number}

    return await bot.ledger.read(EVERYONE, look)


async def audit(bot: Bot) -> list[tuple[str, dict[str, int]]]:
    lines = select(Audit.action, Audit.counts).order_by(Audit.created_at)
    return await bot.ledger.read(EVERYONE, lambda session: [(row.action, row.counts) for row in session.execute(lines)])


async def until(person: Person, condition: Callable[[], bool]) -> None:
    """Wait for what changes nothing on anybody's screen, and so tells nobody."""
    for _ in range(200):
        if condition():
            return
        await person.eventually(lambda: False, 0.05)
    assert condition()


async def settled(bot: Bot, person: Person, expected: dict[str, int]) -> None:
    """Wait until the workers have done what follows."""
    for _ in range(200):
        if await rows(bot, person) == expected:
            return
        await person.eventually(lambda: False, 0.05)
    assert await rows(bot, person) == expected


async def unsent(bot: Bot) -> int:
    """How many deliveries are still on their way."""
    states = select(Delivery.state).where(Delivery.state != "sent")
    return await bot.ledger.read(EVERYONE, lambda session: len(session.scalars(states).all()))
