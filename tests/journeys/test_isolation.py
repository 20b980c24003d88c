"""Promise 4: nobody reaches another person's things, whatever ids they put into a payload (P1)."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

import handlers
from bot.app import Bot, utc_now
from bot.coach import drafts, evidence, jobs, spoken
from bot.ledger.models import Audit, Base, Document, Evidence, Owned, Profile
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from handlers.door import Click, Closed, Command, Shortcut, Submission
from playground import World
from playground.person import Person
from tests.ledger.rows import belongings, stored

MARKER = "the-victims-secret-words"
ROUTES = {f"{route.read_as.door} {route.identifier}": route for route in handlers.table("/win")}
VICTIMS = {"a colleague": Owner("T0ACME", "U0VICTIM"), "somebody in another workspace": Owner("T0OTHER", "U0BEN")}


@dataclass(frozen=True)
class Victim:
    """Somebody with one thing of each kind."""

    owner: Owner
    ids: dict[str, uuid.UUID]


async def _settle(bot: Bot, owner: Owner) -> Victim:
    """Tomorrow's, so that the workers of the bot leave it alone."""
    now = utc_now() + timedelta(days=1)
    saved = await evidence.capture(bot.ledger, owner, f"Shipped {MARKER}", key="theirs", now=now)
    await evidence.answer(bot.ledger, owner, saved.entry.id, {"baseline": MARKER})
    await drafts.ask(bot.ledger, owner, saved.entry.id, key="theirs", respond_url=None, now=now)
    task = await jobs.claim(bot.ledger, "somebody", now=now, lease=timedelta(days=1))
    assert task is not None
    await drafts.make(bot.ledger, task, *await drafts.work(bot.ledger, task), now)
    loose = await spoken.keep(bot.ledger, owner, f"find {MARKER}", key="spoken", now=now)
    further = [row for row in belongings(owner) if isinstance(row, Profile | Document | Audit)]
    await stored(bot.ledger, *further)

    def first(session: ScopedSession) -> dict[str, uuid.UUID]:
        return {table.__name__: session.scalars(select(table.id)).first() or uuid.UUID(int=0) for table in tables}

    tables = Owned.__subclasses__()
    return Victim(owner, await bot.ledger.read(owner, first) | {"Evidence": saved.entry.id, "loose": loose.id})


async def _rows(bot: Bot, owner: Owner) -> list[Any]:
    """Everything that belongs to this member, as it stands in the database, past every scope."""

    def all_of_them(session: ScopedSession) -> list[Any]:
        owned = [table for table in Base.metadata.sorted_tables if "member_id" in table.columns]
        return [
            tuple(row)
            for table in owned
            for row in session.connection().execute(
                select(table).where(table.c.workspace_id == owner.workspace, table.c.member_id == owner.member)
            )
        ]

    return await bot.ledger.read(EVERYONE, all_of_them)


async def _attack(attacker: Person, route: handlers.Route, stolen: uuid.UUID) -> None:
    identifier = route.identifier
    if route.read_as is Command:
        for text in (stolen.hex, f"undo {stolen.hex}", "undo", "list", "find secret", f"find {stolen.hex}"):
            await attacker.slash(identifier, text)
    elif route.read_as is Click:
        for choice in ("", ":trust", ":0"):
            await attacker.forge_click(identifier, f"{stolen.hex}{choice}")
        await attacker.forge_click(
            identifier, stolen.hex, state={"values": {stolen.hex: {"id": {"value": stolen.hex}}}}
        )
    elif route.read_as is Shortcut:
        await attacker.shortcut(identifier)
    else:
        assert issubclass(route.read_as, Submission)
        values = {name: {"text": {"type": "plain_text_input", "value": stolen.hex}} for name in _fields(stolen)}
        view = {"callback_id": identifier, "private_metadata": stolen.hex, "state": {"values": values}}
        kind = "view_closed" if route.read_as is Closed else "view_submission"
        await attacker.forge_submission(view, type=kind)


def _fields(stolen: uuid.UUID) -> Iterator[str]:
    yield from ("part-0", "baseline", "current", stolen.hex)


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES.keys())
@pytest.mark.parametrize("whose", VICTIMS)
async def test_forged_ids_reach_nothing_of_anybody_else(
    bot: Bot, world: World, ben: Person, route: handlers.Route, whose: str
) -> None:
    victim = await _settle(bot, VICTIMS[whose])
    before = await _rows(bot, victim.owner)
    seen = len(world.recorded)

    for stolen in victim.ids.values():
        await _attack(ben, route, stolen)

    assert await _rows(bot, victim.owner) == before
    assert MARKER not in str(world.recorded[seen:])
    assert not ben.sees(MARKER)


async def test_the_owner_of_the_same_ids_does_reach_them(bot: Bot, world: World, ben: Person) -> None:
    """The test above could not fail if the forged payloads reached nothing at all."""
    own = await _settle(bot, Owner(ben.workspace.id, ben.id))

    await ben.forge_click("capture.edit", own.ids["Evidence"].hex)
    assert MARKER in str(world.calls("views.open"))

    await ben.slash("/win", "find secret")
    assert ben.sees("Found: 1")
    await ben.reloads()
    await ben.slash("/win", "list")
    assert ben.sees(MARKER)

    await ben.forge_click("capture.kind", f"{own.ids['Evidence'].hex}:trust")
    await ben.forge_click("shelf.save_instead", own.ids["loose"].hex)
    rows = str(await _rows(bot, own.owner))
    assert "'trust'" in rows
    assert (await evidence.find(bot.ledger, own.owner, own.ids["loose"])).kept


async def test_a_workspace_without_the_app_gets_nothing(bot: Bot, world: World) -> None:
    stranger = world.add_workspace("Globex").person("Eve")

    await stranger.slash("/win", "Shipped it")

    assert not stranger.sees("Saved")
    assert await bot.ledger.read(EVERYONE, lambda session: session.scalars(select(Evidence)).all()) == []
