"""Signed `/win` requests, made ahead: 200 members, texts of about 100 characters, the same ones in every run."""

import hashlib
import hmac
import itertools
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

MEMBERS: Final = 200
NOBODY_THERE: Final = tuple(f"U0BENCH{number:04}" for number in range(MEMBERS))  # for whom Slack is not asked
PATH: Final = "/slack/events"

_TEXTS: Final = (
    "Cut the {thing} to one page because people gave up on the second; activation went from {low}% to {high}% in {n} weeks",
    "Decided to postpone the {thing} to the next half: only {low} of {high} customers asked for it, and sales agreed ({n})",
    "Shipped the {thing} on time with the whole squad, release {n}. Docs and the support macros went out the same day",
    "Noticed that {low}% of churned accounts never opened the {thing}, so I asked for an experiment before we build ({n})",
    "Our finance director asked me to present the {thing} to the executive team instead of her own analyst, page {n}",
    "The {thing} now loads in {low} seconds after we moved the images; support tickets about it are down, week {n}",
    "Die Conversion im {thing} stieg nach dem Relaunch von {low} % auf {high} %. Der Launch kam {n} Wochen zu spät",
)
_THINGS: Final = ("sign-up form", "checkout", "CSV export", "billing page", "search index", "permissions model")


@dataclass(frozen=True, slots=True)
class Workspace:
    """The workspace that the requests come from, as the playground names it."""

    id: str
    app_id: str
    signing_secret: str
    api_url: str
    bot_token: str


class Commands:
    """A stream of requests that never repeats itself: every text and every trigger id is new."""

    def __init__(self, workspace: Workspace, members: Sequence[str] = NOBODY_THERE) -> None:
        self._workspace = workspace
        self._members = members
        self._chance = random.Random(20)  # noqa: S311  # not for secrets: the same texts in every run
        self._numbers = itertools.count(1)

    def take(self, count: int) -> list[bytes]:
        """Whole HTTP requests, signed now: Slack's signature is good for five minutes."""
        return [self._signed(body) for body in itertools.islice(self._bodies(), count)]

    def clicks(self, receipts: Iterable[tuple[str, str]], lines_to: str) -> list[bytes]:
        """Presses of *Reframe my update*: whose receipt it stands on, and the entry that its button carries.

        `lines_to` is where the lines go that a click may say, on this machine.
        """
        return [self._signed(urlencode({"payload": json.dumps(self._click(*each, lines_to))})) for each in receipts]

    def _click(self, member: str, entry: str, lines_to: str) -> dict[str, Any]:
        number = next(self._numbers)
        channel = f"D{member[1:]}"
        return {
            "type": "block_actions",
            "team": {"id": self._workspace.id, "domain": "benchmark"},
            "user": {"id": member, "username": member.lower(), "team_id": self._workspace.id},
            "api_app_id": self._workspace.app_id,
            "trigger_id": f"{time.time_ns()}.{number}.{number:032x}",
            "container": {
                "type": "message",
                "message_ts": f"{number}.000100",
                "channel_id": channel,
                "is_ephemeral": True,
            },
            "channel": {"id": channel, "name": "directmessage"},
            "response_url": lines_to,
            "state": {"values": {}},
            "actions": [
                {
                    "type": "button",
                    "block_id": "b",
                    "action_id": "capture.reframe",
                    "value": entry,
                    "action_ts": f"{number}.000200",
                }
            ],
        }

    def _bodies(self) -> Iterator[str]:
        for number in self._numbers:
            yield urlencode(self._fields(number))

    def _fields(self, number: int) -> dict[str, str]:
        member = self._members[number % len(self._members)]
        return {
            "token": "benchmark",
            "team_id": self._workspace.id,
            "team_domain": "benchmark",
            "channel_id": f"D{member[1:]}",
            "channel_name": "directmessage",
            "user_id": member,
            "user_name": member.lower(),
            "command": "/win",
            "text": self._text(number),
            "api_app_id": self._workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": f"https://hooks.slack.invalid/commands/{self._workspace.id}/{number}/{number:032x}",
            "trigger_id": f"{time.time_ns()}.{number}.{number:032x}",
        }

    def _text(self, number: int) -> str:
        low = self._chance.randint(2, 48)
        high = low + self._chance.randint(1, 40)
        return self._chance.choice(_TEXTS).format(thing=self._chance.choice(_THINGS), low=low, high=high, n=number)

    def _signed(self, body: str) -> bytes:
        sent_at = int(time.time())
        secret = self._workspace.signing_secret.encode()
        signature = hmac.new(secret, f"v0:{sent_at}:{body}".encode(), hashlib.sha256).hexdigest()
        head = (
            f"POST {PATH} HTTP/1.1",
            "Host: 127.0.0.1",
            "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept: application/json,*/*",
            "Accept-Encoding: gzip,deflate",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            f"X-Slack-Request-Timestamp: {sent_at}",
            f"X-Slack-Signature: v0={signature}",
        )
        return "\r\n".join((*head, "", body)).encode()
