"""A model as an editor: the one package that knows how a model is asked. What it gives is unverified.

`opened` gives the editor for a set-up, or None where there is no model. Its library takes a second of processor time to
import, and the firewall behind it two mebibytes: that happens in a thread, and only where a model is set.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.llm.bounds import Bounds
from bot.llm.servers import Server, server_in
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.llm.editor import ModelEditor

__all__ = ["Bounds", "Server", "editing", "opened", "server_in"]


@asynccontextmanager
async def opened(
    settings: Settings,
    bounds: Bounds = Bounds(),  # noqa: B008  # frozen
) -> AsyncIterator["ModelEditor | None"]:
    """The editor that these settings name, while it is needed."""
    server = server_in(settings)
    if server is None:
        yield None
        return
    async with editing(server, bounds) as editor:
        yield editor


@asynccontextmanager
async def editing(server: Server, bounds: Bounds = Bounds()) -> AsyncIterator["ModelEditor"]:  # noqa: B008  # frozen
    """An editor on this server, while it is needed."""

    def prepared() -> "ModelEditor":
        import bot.coach.writing  # noqa: F401, PLC0415  # what will hold its sentences against the facts: now, not at a draft
        from bot.llm.editor import ModelEditor  # noqa: PLC0415  # with them
        from bot.llm.wire import Wire  # noqa: PLC0415  # a second of processor time, and 50 MiB

        return ModelEditor(server, Wire(server, bounds), bounds)

    editor = await asyncio.to_thread(prepared)
    try:
        yield editor
    finally:
        await editor.close()
