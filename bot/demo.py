"""The playground beside the bot: a local workspace in the browser, on SQLite and with the rule-based coach."""

import asyncio
import dataclasses
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.app import NotReady, assemble, opening
from bot.ledger import engines, migrate
from bot.manifest import manifest
from bot.settings import Settings
from playground import World

DATABASE: Final = Path("data/playground.db")  # its own, whatever DATABASE_URL says
DATABASE_URL: Final = f"sqlite:///{DATABASE}"
AHEAD: Final = Path("data/playground.clock")  # in seconds; counts while there is the database it was moved with


async def play(settings: Settings, stop: asyncio.Event, say: Callable[[str], None] = print) -> None:
    """Run the playground and the bot until told to stop. Raises `NotReady` when the port is taken or nothing gets through."""
    world = World(port=settings.port, manifest=manifest(settings.win_command))
    _wind(world)
    try:
        await world.__aenter__()
    except OSError as error:
        raise NotReady(f"Port {settings.port} is taken. Set PORT to another one.") from error
    try:
        ours = _settings(settings, world)
        await asyncio.to_thread(_prepare, ours)
        async with assemble(ours, clock=world.clock.now) as bot:
            if bot.engine:
                world.clock.on_jump(bot.engine.hurry)
            await _connected(world, settings.port)
            say(_welcome(world.page_url, ours.win_command))
            await stop.wait()
    finally:
        await world.__aexit__(None, None, None)


async def _connected(world: World, port: int) -> None:
    try:
        await world.connected()
    except TimeoutError as error:
        raise NotReady(f"The bot does not reach its playground on port {port}. Set PORT to another one.") from error


def _welcome(address: str, command: str) -> str:
    return (
        f"\nThe playground is open: {address}\n"
        f"Try there:  {command} Launched the new onboarding flow in Q2. We shipped on time.\n"
        "The clock in the sidebar moves time forward.\n(Ctrl+C ends it.)\n"
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
