"""Promise 4: nobody reaches another person's things, whatever ids they put into a payload (P1)."""

import uuid
from collections.abc import Callable, Iterator
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
from handlers.door import Click, Command, DirectMessage, HomeOpened, MessageShortcut, Shortcut, Submission
from playground import World, payloads
from playground.person import Person
from tests.ledger.rows import at, belongings, plans, stored

MARKER = "the-victims-secret-words"
PAST, FUTURE, SOON = "1970-01-01", "2999-12-31", "2027-01-15"
ROUTES = {f"{route.read_as.door} {route.identifier}": route for route in handlers.table("/win")}
ONE_OF_EACH_DOOR = {route.read_as: entry for entry, route in ROUTES.items()}.values()
ATTACKED = [*(("http", entry) for entry in ROUTES), *(("socket", entry) for entry in ONE_OF_EACH_DOOR)]
VICTIMS: dict[str, Callable[[Person], Owner]] = {
    "a colleague": lambda attacker: Owner(attacker.workspace.id, "U0VICTIM"),
    "the same member id in another workspace": lambda attacker: Owner("T0OTHER", attacker.id),
}


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
    task = await jobs.claim(bot.ledger, "somebody", now=at(now), lease=timedelta(days=1))
    assert task is not None
    await drafts.make(bot.ledger, task, await drafts.work(bot.ledger, task), now)
    loose = await spoken.keep(bot.ledger, owner, f"find {MARKER}", key="said:D0VICTIM:1700000000.000100", now=now)
    further = [row for row in belongings(owner) if isinstance(row, Profile | Document | Audit)]
    await stored(bot.ledger, *further, *plans(owner, name=f"Launch {MARKER}", problem=MARKER))

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
    identifier, read_as = route.identifier, route.read_as
    if read_as is Command:
        for text in (stolen.hex, f"undo {stolen.hex}", "undo", "list", "data", "find secret", f"find {stolen.hex}"):
            await attacker.slash(identifier, text)
    elif read_as is Click:
        for choice in ("", ":trust", ":0", ":week", ":move", ":cancel", ":team"):
            await attacker.forge_click(identifier, f"{stolen.hex}{choice}")
        await attacker.forge_click(
            identifier, stolen.hex, state={"values": {stolen.hex: {"id": {"value": stolen.hex}}}}
        )
    elif read_as is Shortcut:
        await attacker.shortcut(identifier)
    elif read_as is DirectMessage:
        await _tell_what_was_never_said(attacker, stolen)
    elif read_as is MessageShortcut:
        await _hand_over_what_stands_nowhere(attacker, identifier, stolen)
    elif read_as is HomeOpened:
        await _open_a_home_that_is_theirs(attacker, identifier, stolen)
    else:
        await _send_a_form(attacker, route, stolen)


async def _open_a_home_that_is_theirs(attacker: Person, identifier: str, stolen: uuid.UUID) -> None:
    home = {"id": stolen.hex, "hash": stolen.hex, "callback_id": stolen.hex, "private_metadata": stolen.hex}
    event = {"type": identifier, "user": attacker.id, "channel": stolen.hex, "tab": "home", "view": home}
    await attacker.workspace.world.event(attacker.workspace, event)
    assert await attacker.eventually(lambda: attacker.home is not None)


async def _send_a_form(attacker: Person, route: handlers.Route, stolen: uuid.UUID) -> None:
    identifier, read_as = route.identifier, route.read_as
    assert issubclass(read_as, Submission)
    values = _values(identifier, stolen)
    days = [f"{PAST}{FUTURE}".replace("-", "")] if identifier.startswith("mydata.") else []
    for carried in (stolen.hex, *days):
        view = {"callback_id": identifier, "private_metadata": carried, "state": {"values": values}}
        await attacker.forge_submission(view, type="view_submission" if read_as is Submission else "view_closed")


def _values(identifier: str, stolen: uuid.UUID) -> dict[str, Any]:
    """What a form of any kind may hold."""
    values: dict[str, Any] = {
        name: {"text": {"type": "plain_text_input", "value": stolen.hex}} for name in _fields(stolen)
    }
    if identifier == "settings.saved":
        values |= {name: {"choice": {"selected_option": {"value": "1"}}} for name in ("weekday", "hour")}
    if identifier.startswith("mydata."):
        values |= {block: {"date": {"selected_date": day}} for block, day in (("first", PAST), ("last", FUTURE))}
        values["word"] = {"text": {"value": "delete"}}
    if identifier == "launch.filled":
        values["ships_on"] = {"day": {"selected_date": SOON}}
    if identifier == "review.finished":
        values["outcome"] = {"choice": {"selected_option": {"value": "moved"}}}
    if identifier in {"share.submitted", "share.posted"}:
        values["channel"] = {"place": {"selected_conversation": "C0GENERAL"}}
    return values


async def _tell_what_was_never_said(attacker: Person, stolen: uuid.UUID) -> None:
    """Messages, new and changed, under the victims' own keys."""
    for channel, ts in (("D0VICTIM", "1700000000.000100"), ("spoken", stolen.hex), ("", "")):
        said = {"type": "message", "channel_type": "im", "channel": channel, "text": stolen.hex, "ts": ts}
        message = {"user": attacker.id, "text": f"changed {stolen.hex}", "ts": ts}
        for event in ({"user": attacker.id}, {"subtype": "message_changed", "message": message}):
            await attacker.workspace.world.event(attacker.workspace, {**said, **event})


async def _hand_over_what_stands_nowhere(attacker: Person, identifier: str, stolen: uuid.UUID) -> None:
    payload = payloads.message_shortcut(attacker, identifier, attacker.writes(stolen.hex, "general"))
    for author in (attacker.id, "U0VICTIM"):
        payload["message"]["user"] = author
        await attacker.workspace.world.deliver(
            {**payload, "private_metadata": stolen.hex, "trigger_id": payload["trigger_id"] + author}
        )


def _fields(stolen: uuid.UUID) -> Iterator[str]:
    yield from (
        "name",
        "problem",
        "text",
        "lesson",
        "part-0",
        "baseline",
        "current",
        "own_role",
        "update",
        "metric-0",
        stolen.hex,
    )


@pytest.mark.no_cover  # thousands of times what the journeys show once
@pytest.mark.parametrize(("transport", "entry"), ATTACKED)
@pytest.mark.parametrize("whose", VICTIMS)
async def test_forged_ids_reach_nothing_of_anybody_else(
    bot: Bot, world: World, ben: Person, entry: str, whose: str
) -> None:
    route, victim = ROUTES[entry], await _settle(bot, VICTIMS[whose](ben))
    before = await _rows(bot, victim.owner)
    seen = len(world.recorded)

    for stolen in victim.ids.values():
        await _attack(ben, route, stolen)

    assert await _rows(bot, victim.owner) == before
    assert MARKER not in str(world.recorded[seen:])
    assert not ben.sees(MARKER)
    if route.identifier == "mydata.export":
        assert await ben.eventually(lambda: len(ben.files()) >= 2)
    assert not any(MARKER in file.text for file in ben.files())


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

    await ben.reloads()
    await ben.opens_home()
    await ben.eventually_sees(MARKER)

    await ben.forge_click("launch.open", own.ids["Launch"].hex)
    assert ben.sees(f"Launch {MARKER}")
    await ben.forge_click("review.early", own.ids["Review"].hex)
    await ben.forge_click("launch.cancel", own.ids["Launch"].hex)
    assert str(await _rows(bot, own.owner)).count("cancelled") >= 2  # the launch, and its next round

    await ben.forge_click("capture.kind", f"{own.ids['Evidence'].hex}:trust")
    await ben.forge_click("asides.ask_to_save", own.ids["Evidence"].hex)
    assert MARKER in str(world.calls("views.open")[-1].payload)
    said = {"type": "message", "channel_type": "im", "channel": "D0VICTIM", "ts": "1700000000.000100"}
    edited = {"user": ben.id, "text": "changed by its owner", "ts": said["ts"]}
    await world.event(ben.workspace, {**said, "subtype": "message_changed", "message": edited})
    rows = str(await _rows(bot, own.owner))
    assert "'trust'" in rows
    assert "changed by its owner" in rows
    await ben.forge_click("shelf.save_instead", own.ids["loose"].hex)
    assert (await evidence.find(bot.ledger, own.owner, own.ids["loose"])).kept

    await ben.forge_click("draft.use", own.ids["Draft"].hex)
    await ben.forge_click("draft.good", own.ids["Draft"].hex)
    assert "'good'" in str(await _rows(bot, own.owner))
    await ben.forge_click("shelf.open", own.ids["Evidence"].hex)
    assert ben.sees("Your draft, beside your words since")
    await ben.forge_click("draft.sources", own.ids["Draft"].hex)
    assert MARKER in str(world.calls("views.open")[-1].payload)
    await ben.forge_click("draft.post", own.ids["Draft"].hex)
    assert MARKER in str(world.calls("views.open")[-1].payload)

    await ben.forge_click("mydata.export", own.ids["Evidence"].hex)
    assert await ben.eventually(lambda: len(ben.files()) == 2)
    assert all(MARKER in file.text for file in ben.files())
    await _attack(ben, ROUTES["view mydata.delete_all"], own.ids["Evidence"])
    assert MARKER not in str(await _rows(bot, own.owner))


async def test_a_workspace_without_the_app_gets_nothing(bot: Bot, world: World) -> None:
    stranger = world.add_workspace("Globex").person("Eve")

    await stranger.slash("/win", "Shipped it")

    assert not stranger.sees("Saved")
    assert await bot.ledger.read(EVERYONE, lambda session: session.scalars(select(Evidence)).all()) == []
