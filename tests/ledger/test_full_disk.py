"""Promise 1 on a full disk: what was confirmed stays, the rest is plainly not saved, and all goes on when there is room."""

import pytest
from slack_bolt.async_app import AsyncApp
from sqlalchemy import select

from bot.app import Bot
from bot.checkup import database_finding
from bot.coach import evidence as coach
from bot.doctor import Finding
from bot.ledger.errors import NoRoom
from bot.ledger.models import Evidence
from bot.ledger.store import Ledger
from bot.settings import Settings
from tests.ledger.disks import full
from tests.ledger.rows import ANA, NOON

MANY = 500


async def captured_until_it_is_full(ledger: Ledger) -> list[str]:
    """What was confirmed before somebody was told that there is no room."""
    for number in range(MANY):
        try:
            await coach.capture(ledger, ANA, f"Win {number}", key=f"{number}", now=NOON)
        except NoRoom:
            return [f"Win {before}" for before in range(number)]
    pytest.fail("There was room for everybody.")


async def texts(ledger: Ledger) -> list[str]:
    rows = await ledger.read(ANA, lambda session: list(session.scalars(select(Evidence.text))))
    return sorted(rows, key=lambda text: int(text.split()[1]))


async def looked_at(url: str) -> Finding:
    return await database_finding(Settings(database_url=url))()


async def test_on_a_full_disk_nothing_confirmed_is_lost_and_all_goes_on_when_there_is_room_c1(
    ledger: Ledger, migrated_url: str
) -> None:
    await coach.capture(ledger, ANA, "Win 9999", key="before", now=NOON)

    with full(migrated_url):
        confirmed = await captured_until_it_is_full(ledger)
        assert await texts(ledger) == [*confirmed, "Win 9999"]

    await coach.capture(ledger, ANA, "Win 10000", key="after", now=NOON)
    assert await texts(ledger) == [*confirmed, "Win 9999", "Win 10000"]


async def test_who_asks_whether_it_is_ready_hears_of_a_full_disk_until_there_is_room_p7(
    ledger: Ledger, migrated_url: str
) -> None:
    bot = Bot(ledger, AsyncApp(signing_secret="hush", token="xoxb-1"), None, None)

    assert "coach_no_room 0" in (await bot.metrics()).splitlines()
    with full(migrated_url):
        await captured_until_it_is_full(ledger)
        assert await bot.readiness() == {"database": False}
        assert "coach_no_room 1" in (await bot.metrics()).splitlines()
        found = await looked_at(migrated_url)

    assert (found.ok, found.said.partition(":")[0].split(maxsplit=1)[1]) == (False, "has no room left")
    assert await bot.readiness() == {"database": True}
    assert (await looked_at(migrated_url)).ok
    told = (await bot.metrics()).splitlines()
    assert {"coach_no_room 0", 'coach_unwritten_total{outcome="no_room"} 1'} <= set(told)
