"""A document in as many files as it needs: one, unless somebody wrote more than a file can hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")
ROOM: Final = 16_000_000  # bytes; it is uploaded in one go, and opened in an editor


@dataclass(frozen=True, slots=True)
class Part:
    """One file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """What is not cut in two, and what it belongs to."""

    of: T
    content: bytes


def divided(pieces: Iterable[Piece[T]], room: int) -> Sequence[Sequence[Piece[T]]]:
    """The pieces in order, as many to a part as it has room for; a piece that is longer has a part to itself."""
    parts: list[list[Piece[T]]] = [[]]
    left = room
    for piece in pieces:
        if parts[-1] and len(piece.content) > left:
            parts.append([])
            left = room
        parts[-1].append(piece)
        left -= len(piece.content)
    return parts


def file_name(day: str, number: int, of: int, suffix: str) -> str:
    """What a part is called."""
    return f"pm-coach-{day}{f'-{number}' if of > 1 else ''}.{suffix}"
