"""A server that fails again and again is left alone for a while, then tried with a single call."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Resting(Exception):
    """The server is not asked now."""


class Breaker:
    """Counts failures in a row. Open: nobody is let through. Half open: one is, and decides for all."""

    def __init__(self, failures: int, rest: float, clock: Callable[[], float]) -> None:
        self._allowed = failures
        self._rest = rest
        self._clock = clock
        self._failed = 0
        self._until: float | None = None
        self._probing = False

    @contextmanager
    def passage(self) -> Iterator[None]:
        """Let one call through. Raises `Resting`."""
        probe = self._until is not None
        if self._until is not None and (self._probing or self._clock() < self._until):
            raise Resting
        self._probing = self._probing or probe
        try:
            yield
        finally:
            if probe:
                self._probing = False

    def answered(self) -> None:
        """It works."""
        self._failed, self._until = 0, None

    def failed(self) -> None:
        """It did not work, once more."""
        self._failed += 1
        if self._failed >= self._allowed or self._until is not None:
            self.leave_alone(self._rest)

    def leave_alone(self, seconds: float) -> None:
        """Ask nothing for so long: the server itself has said so, or too much failed."""
        self._until = max(self._until or 0.0, self._clock() + seconds)
