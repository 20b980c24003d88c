"""The playground beside the bot: a local workspace in the browser, on SQLite and with the rule-based coach."""

import asyncio
import dataclasses
from collections.abc import Callable
from typing import Final

from bot.app import NotReady, assemble, opening
from bot.ledger import engines, migrate
from bot.settings import Settings
from playground import World

DATABASE_URL: Final = "sqlite:///data/playground.db"  # its own, whatever DATABASE_URL says


async def play(settings: Settings, stop: asyncio.Event, say: Callable[[str], None] = print) -> None:
    """Run the playground and the bot until told to stop. Raises `NotReady` when the port is taken or nothing gets through."""
    world = World(port=settings.port)
    try:
        await world.__aenter__()
    except OSError as error:
        raise NotReady(f"Port {settings.port} is taken. Set PORT to another one.") from error
    try:
        ours = _settings(settings, world)
        await asyncio.to_thread(_prepare, ours)
        async with assemble(ours):
            await _connected(world, settings.port)
            say(f"\nThe playground is open: {world.page_url}\nTry there:  {ours.win_command} Launched the new onboarding flow in Q2. We shipped on time.\n(Ctrl+C ends it.)\n")  # fmt: skip
            await stop.wait()
    finally:
        await world.__aexit__(None, None, None)


async def _connected(world: World, port: int) -> None:
    try:
        await world.connected()
    except TimeoutError as error:
        raise NotReady(f"The bot does not reach its playground on port {port}. Set PORT to another one.") from error


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
