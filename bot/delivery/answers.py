"""What Slack's answer, or its silence, means for the promise "never lost, never twice"."""

from datetime import datetime
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.delivery.outbox import Claimed, Doubt, Failed, Later, Patience
from bot.delivery.refusals import Refusal

TROUBLE: Final = (SlackApiError, aiohttp.ClientError, TimeoutError, AttributeError)
"""What a call can raise; the SDK stumbles over a page with 200 by an AttributeError."""

Trouble = Later | Doubt | Failed


def of_sending(error: Exception, patience: Patience, now: datetime) -> Trouble:
    """What it means that the call which sends went wrong: not sent, never to be sent, or in doubt."""
    if isinstance(error, SlackApiError):
        return _refused(error, patience, now)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Later(now + patience.pause, "no_connection")
    return Doubt(now + patience.doubt, type(error).__name__)


def before_sending(item: Claimed, error: Exception, patience: Patience, now: datetime) -> Trouble:
    """What it means for a call that sends nothing: nothing was sent by this attempt; an earlier one stays in doubt."""
    outcome: Trouble = Later(now + patience.pause, "no_answer")
    if isinstance(error, SlackApiError):
        outcome = _refused(error, patience, now)
    if isinstance(outcome, Doubt):
        outcome = Later(now + patience.pause, outcome.reason)
    return Doubt(outcome.at, outcome.reason) if item.doubted and isinstance(outcome, Later) else outcome


def word_of(error: Exception) -> str | None:
    """Slack's own word for what is wrong; None when the answer was not Slack's."""
    return Refusal.of(error).reason if isinstance(error, SlackApiError) else None


def _refused(error: SlackApiError, patience: Patience, now: datetime) -> Trouble:
    refusal = Refusal.of(error)
    if refusal.not_now:
        return Later(now + (refusal.retry_after or patience.pause), "rate_limited")
    if refusal.unsure:
        return Doubt(now + patience.doubt, refusal.reason or f"status_{refusal.status}")
    return Failed(str(refusal.reason))
