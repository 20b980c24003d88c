"""How long, how much and how often a model is asked, in one place."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Bounds:
    """Times in seconds. `write` and `repair` include waiting for a place and a second try.

    A person has an answer within 30 s of asking: both together leave two for everything else.
    """

    call: float = 20.0
    write: float = 20.0
    repair: float = 8.0
    pause: float = 0.3
    """Before the second try, where the server names no other."""
    at_once: int = 64
    """Calls in flight; who comes later waits."""
    failures: int = 4
    """In a row, after which the server is left alone."""
    rest: float = 30.0
    """For how long."""
    remember: float = 3600.0
    """How long a server that refused a form of asking is not asked in that form again."""
    tokens: int = 6_000
    """The longest answer, a model's thinking included."""
    body: int = 256 * 1024
    """Bytes of an answer that are read at most."""
    words: int = 40_000
    """Characters of it that are looked at."""

    @property
    def longest(self) -> timedelta:
        """How long a draft may wait for a model, all in all."""
        return timedelta(seconds=self.write + self.repair)
