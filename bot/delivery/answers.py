"""What Slack's answer, or its silence, means for the promise "never lost, never twice"."""

from datetime import timedelta
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.delivery.outbox import Claimed, Doubt, Failed, Later, Patience
from bot.delivery.refusals import Refusal

TROUBLE: Final = (SlackApiError, aiohttp.ClientError, TimeoutError, AttributeError)
"""What a call can raise; the SDK stumbles over a page with 200 by an AttributeError."""

Trouble = Later | Doubt | Failed


def of_sending(error: Exception, patience: Patience) -> Trouble:
    """What it means that the call which sends went wrong: not sent, never to be sent, or in doubt."""
    if isinstance(error, SlackApiError):
        return _refused(error, patience)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Later(patience.pause, "no_connection")
    return Doubt(patience.doubt, type(error).__name__)


def before_sending(item: Claimed, error: Exception, patience: Patience) -> Trouble:
    """What it means for a call that sends nothing: nothing was sent by this attempt; an earlier one stays in doubt."""
    outcome: Trouble = Later(patience.pause, "no_answer")
    if isinstance(error, SlackApiError):
        outcome = _refused(error, patience)
    if isinstance(outcome, Doubt):
        outcome = Later(patience.pause, outcome.reason)
    return again(item, outcome.after, outcome.reason) if isinstance(outcome, Later) else outcome


def again(item: Claimed, after: timedelta, reason: str) -> Later | Doubt:
    """This attempt sent nothing: the delivery is as it was before it, after this time."""
    return Doubt(after, reason) if item.doubted else Later(after, reason)


def word_of(error: Exception) -> str | None:
    """Slack's own word for what is wrong; None when the answer was not Slack's."""
    return Refusal.of(error).reason if isinstance(error, SlackApiError) else None


def _refused(error: SlackApiError, patience: Patience) -> Trouble:
    refusal = Refusal.of(error)
    if refusal.not_now:
        return Later(refusal.retry_after or patience.pause, "rate_limited")
    if refusal.unsure:
        return Doubt(patience.doubt, refusal.reason or f"status_{refusal.status}")
    return Failed(str(refusal.reason))
