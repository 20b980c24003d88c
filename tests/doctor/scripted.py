"""A Slack on loopback that answers each method as it is told, and remembers what it was asked."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from bot.manifest import SCOPES

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SCOPES_HEADER = {"x-oauth-scopes": ",".join(SCOPES)}
Reply = Callable[[dict[str, Any]], web.Response]


def says(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """Answer every call with this JSON."""
    return lambda _: web.json_response(body, status=status, headers=headers)


def refuses(error: str, **more: str) -> Reply:
    """Answer as Slack refuses: status 200, not ok."""
    return says({"ok": False, "error": error, **more})


def shows(text: str, status: int = 200, content_type: str = "text/html") -> Reply:
    """Answer with something that is not Slack's JSON."""
    return lambda _: web.Response(text=text, status=status, content_type=content_type)


class ScriptedSlack:
    """Answers well unless told otherwise."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.silent: set[str] = set()
        self.dropped: set[str] = set()
        self.keeps_metadata = True
        self.date = format_datetime(NOON, usegmt=True)
        self.replies: dict[str, Reply] = {
            "auth.test": says(
                {"ok": True, "user_id": "UBOT", "user": "pm_coach", "team": "Acme"}, headers=SCOPES_HEADER
            ),
            "apps.connections.open": says({"ok": True, "url": "wss://slack.test/link?ticket=1"}),
            "conversations.open": says({"ok": True, "channel": {"id": "D1"}}),
            "chat.postMessage": says({"ok": True, "channel": "D1", "ts": "1.2"}),
            "conversations.history": self._history,
            "chat.delete": says({"ok": True}),
        }

    def methods(self) -> list[str]:
        """Name what was asked, in order."""
        return [method for method, _ in self.asked]

    async def answer(self, request: web.Request) -> web.Response:
        """Serve `/api/METHOD`."""
        method = request.match_info["method"]
        body = await _body(request)
        self.asked.append((method, {**body, "token": request.headers.get("Authorization", "")}))
        if method in self.silent:
            await asyncio.Event().wait()
        if method in self.dropped and request.transport is not None:
            request.transport.close()
        response = self.replies[method](body)
        response.headers["Date"] = self.date
        return response

    def _history(self, asked: dict[str, Any]) -> web.Response:
        """Give back what was posted; the metadata only where it is asked for, as Slack does."""
        assert str(asked["include_all_metadata"]).lower() in {"1", "true"}
        posted = next(body for method, body in self.asked if method == "chat.postMessage")
        shown = {"metadata": posted["metadata"]} if self.keeps_metadata else {}
        messages = ["not a message", {"ts": "1.1", "text": "earlier"}, {"ts": "1.2", "text": posted["text"], **shown}]
        return web.json_response({"ok": True, "messages": messages})


async def _body(request: web.Request) -> dict[str, Any]:
    """Read the arguments: the SDK reads history by GET, posts messages as JSON, and all else as a form."""
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(request.query or await request.post())
