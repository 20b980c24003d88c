"""Signed HTTP requests to the app's Request URL ("Verifying requests from Slack")."""

import asyncio
import hashlib
import hmac
import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp

from playground.acknowledgements import Acknowledgement, from_http, minded
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.world import World


def signature(secret: str, timestamp: str, body: str) -> str:
    """Sign a request as Slack does."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def encoded(kind: str, payload: Payload) -> tuple[str, str]:
    """Give the content type and the body of a payload."""
    if kind == "events_api":
        return "application/json", json.dumps(payload)
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(fields)


class HttpDelivery:
    """Sends payloads to the world's `request_url`."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._session: aiohttp.ClientSession | None = None

    async def send(self, kind: str, payload: Payload, attempt: int = 0, why: str = "") -> Acknowledgement:
        """Send one signed request and give what came back in time."""
        content_type, body = encoded(kind, payload)
        headers = {"Content-Type": content_type, **self.signed(body)}
        if attempt and kind == "events_api":
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": why or "http_timeout"}
        try:
            return minded(self._world, payload, await self._post(body, headers))
        except TimeoutError:
            self._world.recorder.violation("operation_timeout", kind)
            return Acknowledgement("operation_timeout")
        except (aiohttp.ClientError, OSError):
            return Acknowledgement("dispatch_failed", lost=True)

    def signed(self, body: str) -> dict[str, str]:
        """Give the headers that prove a request comes from Slack; signatures stay on real time."""
        timestamp = str(int(self._world.real_time()))
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._world.signing_secret, timestamp, body),
        }

    async def _post(self, body: str, headers: dict[str, str]) -> Acknowledgement:
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        async with (
            asyncio.timeout(self._world.ack_timeout),
            self._session.post(self._world.request_url, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            final = answer.headers.get("X-Slack-No-Retry") == "1"
            return from_http(answer.status, await answer.text(), answer.content_type, final=final)

    async def close(self) -> None:
        """Close the connections to the app."""
        if self._session is not None:
            await self._session.close()
