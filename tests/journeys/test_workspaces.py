"""Two people in two workspaces at once, on one database: a bot for each token, until one serves many (P1, C1, C2, C6)."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.app import Bot
from playground import World
from playground.person import Person
from tests import stage
from tests.conftest import PATIENT
from tests.stage import texts


@pytest.fixture
async def eve(transport: str, migrated_sqlite: str) -> AsyncIterator[Person]:
    """Somebody in another workspace, whose bot keeps its entries in the same database."""
    async with World(rates="unlimited", ack_timeout=PATIENT) as elsewhere:
        elsewhere.default = elsewhere.add_workspace("Globex")
        async with stage.playing(elsewhere, transport, migrated_sqlite):
            yield elsewhere.default.person("Eve")
        assert elsewhere.violations == []


async def test_two_people_in_two_workspaces_at_once_keep_their_own_words_p1(bot: Bot, ana: Person, eve: Person) -> None:
    said = [(who, f"{who.name} did {number}") for number in range(5) for who in (ana, eve)]
    await asyncio.gather(*(who.slash("/win", words) for who, words in said))
    assert sorted(await texts(bot)) == sorted(words for _, words in said)

    await asyncio.gather(*(who.slash("/win") for who in (ana, eve)))
    await ana.fill({"What happened?": "Ana by form"})
    await eve.fill({"What happened?": "Eve by form"})
    await asyncio.gather(ana.submit(), eve.submit())

    for who, other in ((ana, "Eve"), (eve, "Ana")):
        await who.reloads()
        await who.slash("/win", "list")
        assert who.sees("Your entries: 6")
        assert who.sees(f"{who.name} by form")
        assert not who.sees(f"{other} did")
        await who.slash("/win", f"find {other}")
        assert who.sees("Nothing found")
