"""The desk: what the handlers work with, and how they answer a click or a shortcut."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot import views
from bot.delivery.whisper import Whisper
from bot.ledger.store import Ledger
from bot.views.kit import Block, Said
from handlers.door.messages import MessageShortcut
from handlers.door.payloads import Click
from handlers.door.window import NotOpened


@dataclass(frozen=True, slots=True)
class Desk:
    """What the handlers work with."""

    ledger: Ledger
    whisper: Whisper
    clock: Callable[[], datetime]
    wake: Callable[[], None]
    win_command: str


async def tell(click: Click, desk: Desk, said: Said, view: Block) -> None:
    """Put something in place of the message or the form that was clicked."""
    if click.in_form:
        await click.window.show(view)
    else:
        desk.whisper(click.respond_url, views.kit.replacing(said))


async def answer(shortcut: MessageShortcut, desk: Desk, view: Block, said: Said) -> None:
    """Show a form; where Slack does not open it, say the same beside the message."""
    try:
        await shortcut.window.show(view)
    except NotOpened:
        desk.whisper(shortcut.respond_url, views.kit.beside(said))
