"""The pace of each lane: what a workspace may be asked and told, by Slack's limits for each method and channel."""

import math
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from slack_sdk.errors import SlackApiError

from bot.delivery.buckets import Bucket, Limit
from bot.delivery.refusals import Refusal

POST: Final = "chat.postMessage"
ABOUT: Final = "users.info"
MANY: Final = 1_000  # channels, before those are forgotten in which all is quiet

TOGETHER: Final = 0.1  # seconds: lanes whose turns come within them go on at once, and claim and settle together

TIER_3: Final = Limit(50, burst=10)
TIER_4: Final = Limit(100, burst=20)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one workspace allows: messages in all, messages in one channel, and calls of the other methods."""

    posts: Limit = Limit(300, burst=10)  # noqa: RUF009  # frozen
    posts_in_channel: Limit = Limit(60, burst=3)  # noqa: RUF009  # frozen
    methods: Mapping[str, Limit] = field(
        default_factory=lambda: {
            "conversations.open": TIER_3,
            "conversations.history": TIER_3,
            "files.delete": TIER_3,
            "files.getUploadURLExternal": TIER_4,
            "files.completeUploadExternal": TIER_4,
            ABOUT: TIER_4,
        }
    )


class TooSoon(Exception):
    """It is not this delivery's turn; its turn is kept until then."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = timedelta(seconds=wait)


class Pace:
    """The buckets of one workspace."""

    def __init__(self, limits: Limits, clock: Callable[[], float], refusals: Counter[str]) -> None:
        self._limits = limits
        self._clock = clock
        self._refusals = refusals
        self._posts = Bucket(limits.posts)
        self._methods = {method: Bucket(limit) for method, limit in limits.methods.items()}
        self._channels: dict[str, Bucket] = {}

    def free(self) -> int:
        """How many messages the lane may begin now."""
        return self._posts.free(self._clock())

    def wait(self) -> float:
        """Seconds until the lane goes on; 0 for now. Turns are kept, so that one taken late costs no message its time."""
        now = self._clock()
        wait = self._posts.wait(now)
        return math.ceil((now + wait) / TOGETHER) * TOGETHER - now if wait else 0.0

    def begin(self, messages: int) -> None:
        """Count messages that the lane has begun."""
        self._posts.take(self._clock(), messages)

    def give_back(self) -> None:
        """Count a message out again that was begun and not sent."""
        self._posts.give_back()

    @contextmanager
    def calling(self, method: str, delivery: uuid.UUID, channel: str | None = None) -> Iterator[None]:
        """Around one call: wait for the turn of the delivery, and keep to what Slack's answer asks for.

        Raises `TooSoon` before the call. A message's own turn is that of its channel: the lane has counted it.
        """
        bucket = self._channel(channel) if channel else self._methods[method]
        wait = bucket.turn(delivery, self._clock())
        if wait:
            raise TooSoon(wait)
        with self.heeding(method):
            yield

    def soon(self, method: str, within: float) -> float:
        """Seconds until a call that may be left out can be made: its turn is counted.

        Raises `TooSoon`, and counts none, when it would have to wait longer than `within`.
        """
        bucket, now = self._methods[method], self._clock()
        wait = bucket.wait(now)
        if wait > within:
            raise TooSoon(wait)
        bucket.take(now)
        return wait

    @contextmanager
    def heeding(self, method: str) -> Iterator[None]:
        """Around a call whose turn has come: keep to the silence that Slack's answer asks for."""
        try:
            yield
        except SlackApiError as error:
            refusal = Refusal.of(error)
            if refusal.not_now:
                self._refused(method, refusal.retry_after)
            raise

    def _refused(self, method: str, after: timedelta | None) -> None:
        self._refusals[method] += 1
        bucket = self._posts if method == POST else self._methods[method]
        if after:
            bucket.block(after.total_seconds(), self._clock())

    def _channel(self, channel: str) -> Bucket:
        now = self._clock()
        if len(self._channels) >= MANY:
            self._channels = {name: bucket for name, bucket in self._channels.items() if not bucket.is_idle(now)}
        return self._channels.setdefault(channel, Bucket(self._limits.posts_in_channel))


class Pacing:
    """The pace of every workspace. `refusals` counts Slack's answers 429, by method."""

    def __init__(self, limits: Limits = Limits(), clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._paces: dict[str, Pace] = {}
        self.refusals: Counter[str] = Counter()

    def of(self, workspace: str) -> Pace:
        """The pace of one workspace."""
        if workspace not in self._paces:
            self._paces[workspace] = Pace(self._limits, self._clock, self.refusals)
        return self._paces[workspace]
