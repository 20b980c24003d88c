"""What Slack says when it does not do what was asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from slack_sdk.errors import SlackApiError

TOO_MANY: Final = 429
SERVER_FAULT: Final = 500
UNSURE: Final = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
_WORD: Final = re.compile("[a-z][a-z0-9_]{0,79}")
NOT_NOW: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """The status, Slack's own word for what is wrong (None when the answer was not Slack's), and when to come again."""

    status: int
    reason: str | None
    retry_after: timedelta | None

    @classmethod
    def of(cls, error: SlackApiError) -> "Refusal":
        """Read it off the error of the SDK."""
        answer: Any = error.response
        status = getattr(answer, "status_code", 0) or getattr(answer, "status", 0)
        data = getattr(answer, "data", None)
        reason = data.get("error") if isinstance(data, dict) else None
        return cls(status, _word(reason), _retry_after(getattr(answer, "headers", {})))

    @property
    def not_now(self) -> bool:
        """Whether it was certainly not done, and may be later."""
        return self.status == TOO_MANY or self.reason in NOT_NOW

    @property
    def unsure(self) -> bool:
        """Whether it may have been done all the same."""
        return not self.reason or self.status >= SERVER_FAULT or self.reason in UNSURE


def _word(said: object) -> str | None:
    """A word as Slack has them. A gateway may say an object there, or quote what was sent: that is repeated nowhere."""
    return said if isinstance(said, str) and _WORD.fullmatch(said) else None


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return timedelta(seconds=int(asked)) if asked.isdigit() else None
