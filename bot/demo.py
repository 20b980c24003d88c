"""The playground beside the bot: a local workspace in the browser, on SQLite and with the rule-based coach."""

import asyncio
import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot import tour
from bot.app import assemble
from bot.coach.coming import comes_next
from bot.delivery.engine import Engine
from bot.ledger import engines, migrate
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from bot.manifest import manifest
from bot.ready import NotReady, opening
from bot.settings import Settings
from playground import Host, Person, World

DATABASE: Final = Path("data/playground.db")  # its own, whatever DATABASE_URL says
DATABASE_URL: Final = f"sqlite:///{DATABASE}"
KEPT: Final = 2_000  # payloads that the inspector can go back to
SECOND: Final = "Globex"  # beside the first, so that one sees that nothing crosses over
AHEAD: Final = Path("data/playground.clock")  # in seconds; counts while there is the database it was moved with


async def play(settings: Settings, stop: asyncio.Event, say: Callable[[str], None] = print) -> None:
    """Run the playground and the bot until told to stop. Raises `NotReady` when the port is taken or nothing gets through."""
    while not stop.is_set():
        again = asyncio.Event()
        await _once(settings, stop, again, say)
        if again.is_set():
            _forget()


async def _once(settings: Settings, stop: asyncio.Event, again: asyncio.Event, say: Callable[[str], None]) -> None:
    """One life of the playground, until it is told to stop or to begin again."""
    world = World(port=settings.port, manifest=manifest(settings.win_command), keep=KEPT)
    second = world.add_workspace(SECOND)
    _wind(world)
    try:
        await world.__aenter__()
    except OSError as error:
        raise NotReady(f"Port {settings.port} is taken. Set PORT to another one.") from error
    try:
        ours = _settings(settings, world)
        await asyncio.to_thread(_prepare, ours)
        async with assemble(ours, clock=world.clock.now, elsewhere={second.id: second.bot_token}) as bot:
            if isinstance(bot.engine, Engine):
                world.clock.on_jump(bot.engine.hurry)
            await _connected(world, settings.port)
            world.host = _host(world, bot.ledger, ours.win_command, again)
            world.changed()
            say(_welcome(world.page_url, ours.win_command))
            await _first(stop, again)
    finally:
        await world.__aexit__(None, None, None)


def _host(world: World, ledger: Ledger, command: str, again: asyncio.Event) -> Host:
    """What the page offers on top, because the bot is here."""

    async def upcoming(person: Person) -> datetime | None:
        return await comes_next(ledger, Owner(person.workspace.id, person.id), world.clock.now())

    return Host(tour=tour.steps(command), upcoming=upcoming, reset=again.set)


async def _first(*events: asyncio.Event) -> None:
    """Wait for the first of these."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()


def _forget() -> None:
    """Throw away what was saved here, and the time that was shown."""
    for file in (AHEAD, *(DATABASE.with_name(DATABASE.name + end) for end in ("", "-wal", "-shm"))):
        file.unlink(missing_ok=True)


async def _connected(world: World, port: int) -> None:
    try:
        await world.connected()
    except TimeoutError as error:
        raise NotReady(f"The bot does not reach its playground on port {port}. Set PORT to another one.") from error


def _welcome(address: str, command: str) -> str:
    return (
        f"\nThe playground is open: {address}\n"
        f"Try there:  {command} Launched the new onboarding flow in Q2. We shipped on time.\n"
        "The tour there takes two minutes. The clock in the sidebar moves time forward.\n"
        "Be anybody in both workspaces, each tab for itself.\n(Ctrl+C ends it.)\n"
    )


def _wind(world: World) -> None:
    """Go on from the time that was last shown here: nothing saved then may lie in the future now. Raises `NotReady`."""
    try:
        if AHEAD.exists() and not DATABASE.exists():
            AHEAD.unlink()
        if AHEAD.exists():
            world.clock.forward(timedelta(seconds=float(AHEAD.read_text("utf-8"))))
    except (OSError, ValueError, OverflowError) as error:
        raise NotReady(f"The playground's clock cannot be read. Delete {AHEAD}.") from error
    world.clock.on_jump(lambda: _keep(world.clock.offset))


def _keep(offset: timedelta) -> None:
    AHEAD.parent.mkdir(exist_ok=True)
    AHEAD.write_text(f"{offset.total_seconds()}\n", "utf-8")


def _settings(settings: Settings, world: World) -> Settings:
    return dataclasses.replace(
        settings,
        slack_bot_token=world.default.bot_token,
        slack_app_token=world.app_token,
        slack_signing_secret=world.signing_secret,
        slack_api_url=world.api_url,
        database_url=DATABASE_URL,
    )


def _prepare(settings: Settings) -> None:
    with opening(), engines.opened(settings.database_url) as engine:
        migrate.upgrade(engine)
        engines.mark_as_playground(engine)
