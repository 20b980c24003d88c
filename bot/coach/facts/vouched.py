"""Words that may be shown as somebody's claims: their own, or a sentence that passed the firewall. Nothing else has this type.

What is laid out by rules, such as a retrospective, is such words in frames: a few of ours that claim nothing.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NewType

Vouched = NewType("Vouched", str)


class Frame(StrEnum):
    """Our words around somebody's, with {} where theirs stand. They are written in code alone, and a test lists them."""


def own_words(clause: str) -> Vouched:
    """A clause as the person wrote it."""
    return Vouched(clause)


def as_kept(text: str) -> Vouched:
    """What was vouched for when it was kept."""
    return Vouched(text)


def framed(frame: Frame, *words: Vouched) -> Vouched:
    """Somebody's words, in a frame."""
    return Vouched(frame.format(*words))


def dated(day: date, *, year: bool = True) -> Vouched:
    """A day that a person chose, or that is reckoned from the calendar: 3 May 2026."""
    return Vouched(f"{day.day} {day:%b %Y}" if year else f"{day.day} {day:%B}")


def one_below_another(lines: Iterable[Vouched], *, apart: bool = False) -> Vouched:
    """Lines as a text; `apart` leaves an empty one between them."""
    return Vouched(("\n\n" if apart else "\n").join(lines))
