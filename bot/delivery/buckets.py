"""Token buckets: how often a method may be called, and whose turn it is when many wait.

Kept in memory: after a restart the first calls may be a burst too many, and Slack's 429 says so.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

FORGOTTEN: Final = 600.0  # seconds after which a turn that nobody came for is given up
MANY: Final = 10_000  # turns, before those are looked for


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls a minute on average, and this many at once."""

    a_minute: float
    burst: int

    @property
    def every(self) -> float:
        """Seconds from one call to the next."""
        return 60.0 / self.a_minute


class Bucket:
    """One limit, counted. Times are seconds on any clock that never goes back.

    `_next` is when the call after the next whole burst would be due: one number holds the state of a token bucket.
    """

    def __init__(self, limit: Limit) -> None:
        self._every = limit.every
        self._slack = limit.every * (limit.burst - 1)
        self._burst = limit.burst
        self._next = 0.0
        self._blocked_until = 0.0
        self._turns: dict[Hashable, float] = {}

    def free(self, now: float) -> int:
        """How many calls may be made at once, now."""
        if self.wait(now) > 0:
            return 0
        if not self._every:
            return self._burst
        return min(self._burst, int((now + self._slack - max(self._next, now)) / self._every + 1e-9) + 1)

    def wait(self, now: float) -> float:
        """Seconds until a call may be made; 0 when it may be made now."""
        return max(0.0, self._blocked_until - now, self._next - self._slack - now)

    def take(self, now: float, calls: int = 1) -> None:
        """Count calls."""
        self._next = max(self._next, now) + calls * self._every

    def give_back(self, calls: int = 1) -> None:
        """Count calls out again that were not made."""
        self._next -= calls * self._every

    def turn(self, who: Hashable, now: float) -> float:
        """Count a call and give 0; or the seconds until it is this one's turn, which is kept for it."""
        at = self._turns.get(who)
        if at is None:
            at = max(now + self.wait(now), self._next - self._slack)
            self.take(now)
        wait = max(at, self._blocked_until) - now
        if wait <= 0:
            self._turns.pop(who, None)
            return 0.0
        self._remember(who, at, now)
        return wait

    def block(self, seconds: float, now: float) -> None:
        """Slack has asked for silence: nothing until then, and no burst after it."""
        self._blocked_until = max(self._blocked_until, now + seconds)
        self._next = max(self._next, self._blocked_until + self._slack)

    def is_idle(self, now: float) -> bool:
        """Whether a new bucket would do as well."""
        return not self._turns and max(self._next, self._blocked_until) <= now

    def _remember(self, who: Hashable, at: float, now: float) -> None:
        if len(self._turns) >= MANY:
            self._turns = {each: turn for each, turn in self._turns.items() if turn > now - FORGOTTEN}
        self._turns[who] = at
