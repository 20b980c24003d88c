"""The bot put into the local workspace, as its own process would be, but in this one."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from bot.app import Bot, assemble
from bot.delivery.outbox import Patience
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE
from bot.llm import Bounds
from bot.ready import Roles, migrate_database, prepare
from bot.settings import Settings
from bot.web import Server, Web
from playground import World

HASTY = Patience(
    call=timedelta(seconds=0.5),
    lease=timedelta(seconds=1),
    doubt=timedelta(seconds=1),  # counted from the beginning of the call: it must outlast what Slack accepts late
    pause=timedelta(seconds=0.2),
    tick=timedelta(seconds=0.05),
)

CALM = replace(HASTY, call=timedelta(seconds=15), lease=timedelta(seconds=30), doubt=timedelta(seconds=30))
"""For what nobody cuts short: a loaded machine stands still for longer than a hasty worker waits."""

EVERYTHING = Roles()
NO_MODEL: Final[Mapping[str, str]] = MappingProxyType({})


def settings(world: World, transport: str, database_url: str, model: Mapping[str, str] = NO_MODEL) -> Settings:
    """What the environment would say for this workspace; `model` says what it does of a model."""
    return Settings(
        openai_base_url=model.get("openai_base_url"),
        openai_model=model.get("openai_model"),
        slack_bot_token=world.default.bot_token,
        slack_app_token=world.app_token if transport == "socket" else None,
        slack_signing_secret=world.signing_secret,
        slack_api_url=world.api_url,
        database_url=database_url,
    )


@asynccontextmanager
async def playing(  # each is named where it is not the usual
    world: World,
    transport: str,
    database_url: str,
    patience: Patience = CALM,
    roles: Roles = EVERYTHING,
    *,
    model: Mapping[str, str] = NO_MODEL,
    bounds: Bounds = Bounds(),  # noqa: B008  # frozen
) -> AsyncIterator[Bot]:
    """The bot at work in every workspace where it is installed by now, reached by Socket Mode or by signed HTTP."""
    ours = settings(world, transport, database_url, model)
    await asyncio.to_thread(prepare if roles.alone else migrate_to, ours, roles)
    elsewhere = {w.id: w.bot_token for w in world.workspaces.values() if w.installed and w is not world.default}
    async with assemble(
        ours, roles, patience=patience, clock=world.clock.now, bounds=bounds, elsewhere=elsewhere
    ) as bot:
        if transport == "socket":
            await world.connected(2)
            yield bot
        else:
            async with served(bot) as address:
                world.request_url = f"{address}/slack/events"
                yield bot


def migrate_to(settings: Settings, roles: Roles) -> None:
    """Refuse what cannot work in these roles, and bring the database to this release, as a host does before it starts them."""
    prepare(settings, roles)
    migrate_database(settings)


@asynccontextmanager
async def served(bot: Bot) -> AsyncIterator[str]:
    """The bot's HTTP side on a free port; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        server = Server(Web(bot.app, bot))
        running = asyncio.create_task(server.serve([opened]))
        try:
            yield f"http://127.0.0.1:{opened.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running


async def texts(bot: Bot) -> list[str]:
    """The words of every entry in the ledger, oldest first."""
    oldest_first = select(Evidence.text).where(Evidence.kept).order_by(Evidence.created_at)
    return await bot.ledger.read(EVERYONE, lambda session: list(session.scalars(oldest_first)))
