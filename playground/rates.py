"""Rate limits: tiers per method and workspace, one message a second and channel ("Rate limits")."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from playground.limits import SOCKETS

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute; Slack writes "1+", "20+" and so on."""
POSTS_A_MINUTE = 300
POST_BURST = 4


@dataclass(frozen=True)
class Limit:
    """So many calls a second on average, this many at once."""

    per_second: float
    burst: int


@dataclass
class _Bucket:
    left: float
    at: float


@dataclass
class Rates:
    """Counts the calls; a world with `rates="unlimited"` only minds the limits that a test stated."""

    now: Callable[[], float]
    unlimited: bool = False
    _stated: dict[tuple[str, str], Limit] = field(default_factory=dict)
    _buckets: dict[tuple[str, ...], _Bucket] = field(default_factory=dict)

    def state(self, method: str, *, per_second: float, burst: int = 1, per: str = "workspace") -> None:
        """State a limit for a method, per `workspace` or per `channel`; it replaces Slack's own there."""
        self._stated[method, per] = Limit(per_second, burst)

    def wait(self, method: str, tier: int, workspace_id: str, channel_id: str | None) -> int:
        """Count one call and give 0, or the whole seconds until the next is welcome."""
        asked = [(method, workspace_id)]
        limits = [self._limit(method, "workspace", tier)]
        if channel_id is not None:
            asked.append((method, f"{workspace_id}/{channel_id}"))
            limits.append(self._limit(method, "channel", tier))
        pairs = [(self._filled(key, limit), limit) for key, limit in zip(asked, limits, strict=True) if limit]
        short = [(1 - bucket.left) / limit.per_second for bucket, limit in pairs if bucket.left < 1]
        if short:
            return max(1, math.ceil(max(short)))
        for bucket, _ in pairs:
            bucket.left -= 1
        return 0

    def _limit(self, method: str, per: str, tier: int) -> Limit | None:
        if (method, per) in self._stated or self.unlimited:
            return self._stated.get((method, per))
        if method == "chat.postMessage":
            return Limit(1.0, POST_BURST) if per == "channel" else Limit(POSTS_A_MINUTE / 60, POSTS_A_MINUTE)
        if method == "apps.connections.open":  # tier 1, with room for as many sockets as an app may have
            return Limit(TIERS[1] / 60, SOCKETS) if per == "workspace" else None
        return Limit(TIERS[tier] / 60, TIERS[tier]) if per == "workspace" else None

    def _filled(self, key: tuple[str, ...], limit: Limit) -> _Bucket:
        now = self.now()
        bucket = self._buckets.setdefault(key, _Bucket(limit.burst, now))
        bucket.left = min(limit.burst, bucket.left + (now - bucket.at) * limit.per_second)
        bucket.at = now
        return bucket
