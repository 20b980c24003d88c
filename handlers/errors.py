"""The one place where what went wrong becomes a sentence, in the way that each kind of payload can be answered."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot import views
from bot.coach.evidence import Gone, NothingSaid
from bot.ledger.errors import LedgerError, NoRoom, NotWritten, Unconfirmed
from bot.views.kit import Said
from handlers.door import Desk, NotOpened, Payload, Window, words_in

log = logging.getLogger(__name__)

Translator = Callable[..., Awaitable[BoltResponse]]


class Unknown(Exception):
    """A button, form or command that this release does not have."""


async def unknown(ack: AsyncAck) -> None:  # noqa: ARG001  # Bolt wants to see a listener's first argument
    """Stand behind the table: nobody knows this one."""
    raise Unknown


async def nothing_to_do(ack: AsyncAck) -> None:
    """Stand behind the table for what is only told: Slack need not tell it again."""
    await ack()


def translator(desk: Desk) -> Translator:
    """Bolt's error listener: a sentence to the person, one line in the log, and no exception's own text in either."""

    async def translate(error: Exception, body: Payload, client: AsyncWebClient) -> BoltResponse:
        said = _sentence(error, body, desk.win_command)
        if "command" in body:
            return BoltResponse(status=200, body={"response_type": "ephemeral", **said})
        match body.get("type"):
            case "view_submission":
                return BoltResponse(status=200, body=_to_form(error, body, said))
            case "block_actions":
                await _to_click(body, client, desk, said)
                return BoltResponse(status=200, body="")
            case "message_action" | "shortcut":
                await _to_shortcut(error, body, client, desk, said)
                return BoltResponse(status=200, body="")
        return BoltResponse(status=500, body="")  # an event: Slack tells it again

    return translate


async def _to_click(body: Payload, client: AsyncWebClient, desk: Desk, said: Said) -> None:
    if not body.get("view"):
        desk.whisper(body.get("response_url"), views.kit.beside(said))
    else:
        await _to_window(body, client, said)


async def _to_window(body: Payload, client: AsyncWebClient, said: Said) -> None:
    try:
        await Window.of(body, client).show(views.trouble.view(said))
    except NotOpened:
        log.warning("A form could not be replaced", extra={"event": "view.lost"})


async def _to_shortcut(error: Exception, body: Payload, client: AsyncWebClient, desk: Desk, said: Said) -> None:
    """A form is seen best; where time has run out already, or Slack opens none, a line beside the message."""
    url = body.get("response_url")
    if url and isinstance(error, LedgerError | NotOpened):
        desk.whisper(url, views.kit.beside(said))
        return
    try:
        await Window.of(body, client).show(views.trouble.view(said))
    except NotOpened:
        log.warning("A form could not be opened", extra={"event": "view.lost"})
        desk.whisper(url, views.kit.beside(said))


def _sentence(error: Exception, body: Payload, known: str) -> Said:
    words = words_in(body)
    match error:
        case Gone():
            said = views.trouble.gone(words)
        case NothingSaid():
            said = views.capture.nothing_said(body["command"]) if "command" in body else views.capture.no_words()
        case NoRoom():
            said = views.trouble.no_room(words)
        case NotWritten():
            said = views.trouble.not_saved(words) if words else views.trouble.not_done()
        case Unconfirmed():
            said = views.trouble.unconfirmed(words) if words else views.trouble.perhaps_done()
        case NotOpened():
            said = views.trouble.not_opened()
        case Unknown() if "command" in body:
            said = views.trouble.unknown_command(body["command"], known, words)
        case Unknown():
            said = views.trouble.unknown(words)
        case _:
            said = views.trouble.unwell(words)
    _note(error)
    return said


def _note(error: Exception) -> None:
    """A line in the log for what the operator should know, with the kind of error and never its text."""
    if not isinstance(error, Gone | NothingSaid):
        kinds = {"error": type(error).__name__, "cause": type(error.__cause__).__name__}
        log.error("A listener could not do what was asked", extra={"event": "listener.failed", **kinds})


def _to_form(error: Exception, body: Payload, said: Said) -> dict[str, Any]:
    """At the first field where the form can be sent again as it is; otherwise in the form's place."""
    first = next(iter(body["view"].get("state", {}).get("values", {})), None)
    if first is None or isinstance(error, Gone | Unknown):
        return {"response_action": "update", "view": views.trouble.view(said)}
    return {"response_action": "errors", "errors": {first: said["text"]}}
