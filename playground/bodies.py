"""Reading what came in: a JSON object, or a clear word about what it is instead."""

import json
from typing import Any

from aiohttp import web

from playground.shapes import Payload


class Unreadable(ValueError):
    """The body is not what it says it is; the message is Slack's name for that."""


async def text(request: web.Request, otherwise: str = "invalid_json") -> str:
    """Read the body as text. Raises `Unreadable`."""
    try:
        return await request.text()
    except UnicodeDecodeError as error:
        raise Unreadable(otherwise) from error
    except LookupError as error:
        raise Unreadable("invalid_charset") from error


def parsed(words: str) -> Any:
    """Read JSON, however deep. Raises `Unreadable`."""
    try:
        return json.loads(words)
    except (ValueError, RecursionError) as error:
        raise Unreadable("invalid_json") from error


async def of_page(request: web.Request) -> Payload:
    """Read a JSON object that the page sent, or refuse the request."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Only JSON.")
    try:
        value = parsed(await text(request))
    except Unreadable as error:
        raise _refused("This is no JSON.") from error
    if not isinstance(value, dict):
        raise _refused("This is no JSON object.")
    return value


def _refused(words: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"ok": False, "error": words}), content_type="application/json")
