"""The workspace's clock: real time, and as much as people have moved it forward."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)  # time stamps keep their ten digits, which clients sort as text
EPOCH: Final = datetime.fromtimestamp(0, UTC)


class NoSuchMoment(ValueError):
    """The clock does not go there; the message says why."""


class Clock:
    """Real time plus an offset that only grows.

    Time stamps, event times and what people see of time follow it. What protects a protocol (signatures, triggers,
    response URLs, rate limits, time-outs) stays on real time.
    """

    def __init__(self, real: Callable[[], float]) -> None:
        self._real = real
        self._to_tell: list[Callable[[], None]] = []
        self.offset = timedelta()

    def now(self) -> datetime:
        """Give the time here, aware and in UTC."""
        return datetime.fromtimestamp(self._real(), UTC) + self.offset

    def seconds(self) -> int:
        """Give the time here in whole seconds, as event times and the ages of things have it."""
        return int(self.now().timestamp())

    def microseconds(self) -> int:
        """Give the time here as exactly as time stamps have it."""
        return (self.now() - EPOCH) // timedelta(microseconds=1)

    def on_jump(self, tell: Callable[[], None]) -> None:
        """Call this after each jump."""
        self._to_tell.append(tell)

    def forward(self, by: timedelta) -> None:
        """Jump ahead. Raises `NoSuchMoment`."""
        if by < timedelta():
            raise NoSuchMoment("The clock only goes forward.")
        if by > LATEST - self.now():
            raise NoSuchMoment(f"The clock goes no further than the year {LATEST.year - 1}.")
        self.offset += by
        for tell in self._to_tell:
            tell()

    def to(self, moment: datetime) -> None:
        """Jump to an aware moment. Raises `NoSuchMoment`."""
        self.forward(moment - self.now())
