"""Lists in pages, with a cursor for the next one ("Pagination")."""

import base64
import binascii
from typing import TypeVar

from playground.refusals import Refused
from playground.shapes import Payload

T = TypeVar("T")


def page(items: list[T], given: Payload, usual: int, most: int) -> tuple[list[T], str]:
    """Give the asked page of a list, and the cursor of the next one or nothing."""
    limit = given.get("limit", usual)
    if not 1 <= limit <= most:
        raise Refused("invalid_limit")
    start = _start(given.get("cursor"), len(items))
    end = start + limit
    return items[start:end], base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""


def _start(cursor: str | None, length: int) -> int:
    if not cursor:
        return 0
    try:
        start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError) as error:
        raise Refused("invalid_cursor") from error
    if not 0 < start < length:
        raise Refused("invalid_cursor")
    return start
