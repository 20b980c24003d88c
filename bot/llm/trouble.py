"""Why there is no answer, in one word for logs, metrics and the doctor, and what may be done about it."""

from dataclasses import dataclass
from typing import Final

SICK: Final = frozenset({
    "timeout", "unreachable", "server_error", "rate_limited", "no_credit", "unauthorized", "not_found", "redirected", "not_json",
    "broken",
})  # fmt: skip
"""What says that the server is not fit to be asked; anything else says something about one answer."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """As the server counted them; 0 where it does not say."""

    into: int = 0
    out: int = 0


@dataclass(eq=False, slots=True)
class Trouble(Exception):
    """No usable answer. `again` after `wait` seconds it may be another matter; `unknown_form`: a lower rung may do."""

    reason: str
    again: bool = False
    wait: float | None = None
    unknown_form: bool = False
    tokens: Tokens = Tokens()
