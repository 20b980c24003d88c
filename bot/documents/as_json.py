"""Everything of a person as JSON: each row with every column, so that nothing is lost on the way (docs/export.md).

A row is a line of its own. That is good to read, and it keeps each call of the encoder short: it holds the
interpreter's lock, and the bot answers people meanwhile.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from bot.coach.exports import Archive
from bot.documents.parts import ROOM, Part, Piece, divided, file_name

FORMAT: Final = "pm-coach-export"
VERSION: Final = 1


def files(archive: Archive, room: int = ROOM) -> list[Part]:
    """The export; every part is a whole JSON document that says which part it is."""
    parts = divided(_pieces(archive), room)
    day = f"{archive.made_at:%Y-%m-%d}"
    return [
        Part(file_name(day, number, len(parts), "json"), _document(archive, part, number, len(parts)))
        for number, part in enumerate(parts, 1)
    ]


def _pieces(archive: Archive) -> Iterator[Piece[str]]:
    for name, rows in archive.tables.items():
        yield from (Piece(name, _bytes(row)) for row in rows)


def _document(archive: Archive, pieces: Sequence[Piece[str]], number: int, of: int) -> bytes:
    head = {
        "format": FORMAT,
        "version": VERSION,
        "part": number,
        "parts": of,
        "made_at": archive.made_at,
        "workspace": archive.owner.workspace,
        "member": archive.owner.member,
    }
    fields = [_bytes(key) + b": " + _bytes(value) for key, value in head.items()]
    by_table: dict[str, list[bytes]] = {name: [] for name in archive.tables}
    for piece in pieces:
        by_table[piece.of].append(piece.content)
    fields += [_bytes(name) + b": [" + b",".join(b"\n" + row for row in rows) + b"]" for name, rows in by_table.items()]
    return b"{\n" + b",\n".join(fields) + b"\n}\n"


def _bytes(value: Any) -> bytes:
    """As UTF-8; half a surrogate pair, which UTF-8 has no form for, becomes JSON's own escape."""
    return json.dumps(value, ensure_ascii=False, default=_plain).encode("utf-8", "backslashreplace")


def _plain(value: object) -> str:
    """Times in UTC, days, ids."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
    raise TypeError(type(value).__name__)
