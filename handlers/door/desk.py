"""The desk: what the handlers work with, and how they answer a click or a shortcut."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import views
from bot.coach import consent, home
from bot.coach.consent import Model
from bot.coach.requests import Purpose
from bot.delivery.whisper import Whisper
from bot.ledger.errors import LedgerError
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from bot.views.kit import Block, Said
from handlers.door.messages import MessageShortcut
from handlers.door.payloads import Click
from handlers.door.window import NotOpened

SECONDS_FOR_HOME: Final = 0.5  # behind what was asked for, of the three that Slack waits

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the handlers work with. `model` is the one that is set, if any."""

    ledger: Ledger
    whisper: Whisper
    clock: Callable[[], datetime]
    wake: Callable[[str], None]
    win_command: str
    model: Model | None = None


async def asked_model(desk: Desk, owner: Owner, purpose: Purpose | None = None) -> Model | None:
    """The model that a press sends this person's words to; None where the rules work alone, as on feature requests."""
    if desk.model is None or purpose is Purpose.REQUEST:
        return None
    standing = await consent.standing(desk.ledger, owner)
    return desk.model if consent.may_go(standing, desk.model.where, pressed=True) else None


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


async def refresh(desk: Desk, owner: Owner) -> None:
    """Have a Home that was shown before shown anew. What was asked for is done, whether or not this can be noted.

    Before the answer is shown: Slack may not take that, and Home must not go on showing what is gone.
    """
    try:
        await home.want(desk.ledger, owner, now=desk.clock(), within=SECONDS_FOR_HOME)
    except LedgerError as error:
        fields = {"event": "home.not_wanted", "error": type(error).__name__}
        log.warning("Home stays as it is until it is opened", extra=fields)
    desk.wake(owner.workspace)
