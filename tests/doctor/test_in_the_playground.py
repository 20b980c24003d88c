"""The doctor against the strict local workspace: every check passes, and its message leaves no trace (P6)."""

import asyncio

import pytest

from bot import doctor
from bot.checkup import database_finding
from bot.ledger import engines
from bot.modelcheck import model_finding
from bot.ready import Roles, prepare
from playground import World
from playground.person import Person
from tests import stage


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_good_set_up_is_found_good_p6(world: World, ana: Person, transport: str, sqlite_url: str) -> None:
    settings = stage.settings(world, transport, sqlite_url)
    await asyncio.to_thread(prepare, settings, Roles())

    findings = await doctor.examine(
        settings, database=database_finding(settings), model=model_finding(settings), member=ana.id
    )

    assert [finding for finding in findings if finding.ok is False] == []
    assert doctor.exit_code(findings) == 0
    assert world.calls("chat.delete") != []
    assert ana.dm() == []


async def test_a_database_that_cannot_be_opened_is_named_p6(world: World) -> None:
    settings = stage.settings(world, "socket", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    findings = await doctor.examine(settings, database=database_finding(settings), model=model_finding(settings))

    broken = [finding for finding in findings if finding.ok is False]
    assert [finding.name for finding in broken] == ["database"]
    assert "DATABASE_URL" in str(broken[0].mend)


async def test_the_playground_s_own_database_is_refused_with_the_mend_p6(world: World, sqlite_url: str) -> None:
    settings = stage.settings(world, "socket", sqlite_url)
    with engines.opened(sqlite_url) as engine:
        engines.mark_as_playground(engine)

    found = await database_finding(settings)()

    assert (found.ok, found.said) == (False, "This database belongs to the playground.")
    assert "DATABASE_URL" in str(found.mend)
