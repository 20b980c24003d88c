"""Reading a Web API request: form or JSON, token in the header or as a field."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from playground import bodies
from playground.refusals import Refused
from playground.shapes import Payload

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
_YES, _NO = {"true", "1"}, {"false", "0"}


async def read(request: web.Request) -> Payload:
    """Give the arguments as they came, from the address and the body together."""
    arguments: Payload = dict(request.query)
    kind = request.content_type
    try:
        if kind == "application/json":
            arguments |= _object(await bodies.text(request))
        elif kind in FORMS:
            arguments |= await _form(request)
        elif request.can_read_body and kind != "text/plain":
            raise Refused("invalid_post_type")
    except bodies.Unreadable as error:
        raise Refused(str(error)) from error
    return arguments | _basic(request.headers.get("Authorization", ""))


def _basic(header: str) -> Payload:
    """Read the app's own id and secret, which come the way that HTTP has for them ("oauth.v2.access")."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": client_id, "client_secret": secret}


async def _form(request: web.Request) -> Payload:
    try:
        return dict(await request.post())
    except LookupError as error:
        raise bodies.Unreadable("invalid_charset") from error
    except (ValueError, AssertionError, HttpProcessingError) as error:  # as aiohttp says it of parts that are none
        raise bodies.Unreadable("invalid_form_data") from error


def _object(text: str) -> Payload:
    value: Any = bodies.parsed(text or "{}")
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value


def token(request: web.Request, arguments: Payload) -> str | None:
    """Take the token out of the request."""
    field = arguments.pop("token", None)
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value if scheme.lower() == "bearer" else field


def typed(arguments: Payload, kinds: Mapping[str, str], required: tuple[str, ...]) -> Payload:
    """Give the arguments in their types, or refuse what the method does not know."""
    problems = [f"[ERROR] unknown argument: {name}" for name in sorted(arguments.keys() - kinds.keys())]
    problems += [f"[ERROR] missing required field: {name}" for name in required if not _given(arguments, name)]
    read_values = {}
    for name, value in arguments.items():
        try:
            read_values[name] = _READERS[kinds.get(name, "string")](value)
        except (ValueError, TypeError):
            problems.append(f"[ERROR] must be a valid {kinds[name]} [json-pointer:/{name}]")
    if problems:
        raise Refused("invalid_arguments", problems)
    return {name: value for name, value in read_values.items() if value is not None}


def _string(value: Any) -> Any:
    return value if isinstance(value, str | None) else str(value)


def _boolean(value: Any) -> bool:
    word = str(value).lower()
    if word not in _YES | _NO:
        raise ValueError(word)
    return word in _YES


def _integer(value: Any) -> int:
    return int(value)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_READERS = {"string": _string, "boolean": _boolean, "integer": _integer, "json": _json}


def _given(arguments: dict[str, Any], name: str) -> bool:
    value = arguments.get(name)
    return value is not None and value != ""  # a dict cannot be looked up in a set
