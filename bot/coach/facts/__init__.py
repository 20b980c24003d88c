"""Facts: a person's words as clauses that tell something, and the door of the firewall, `check`.

What a model writes from them is held against them in `bot.coach.facts.firewall`. A bot without a model never needs it: it
is loaded with the first look at `check` or `Verdict`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bot.coach.facts.marks import Fact, Mark, marks_of, read
from bot.coach.facts.vouched import Frame, Vouched, as_kept, dated, framed, one_below_another, own_words

if TYPE_CHECKING:
    from bot.coach.facts.firewall import Verdict, check

__all__ = [
    "Fact",
    "Frame",
    "Mark",
    "Verdict",
    "Vouched",
    "as_kept",
    "check",
    "dated",
    "framed",
    "marks_of",
    "one_below_another",
    "own_words",
    "read",
]


def __getattr__(name: str) -> Any:
    """Give what stands in the firewall. Raises `AttributeError`."""
    if name in {"Verdict", "check"}:
        return getattr(import_module("bot.coach.facts.firewall"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
