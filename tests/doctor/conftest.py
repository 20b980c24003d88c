"""A doctor's visit against a scripted Slack."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.doctor import Finding, examine
from bot.modelcheck import model_finding
from bot.settings import Settings
from tests.doctor.scripted import NOON, ScriptedSlack
from tests.llm.conftest import QUICK

Visit = Callable[..., Awaitable[dict[str, Finding]]]


async def healthy() -> Finding:
    """Find a database that is well."""
    return Finding("database", True, "SQLite, migrated.")


@pytest.fixture
def slack() -> ScriptedSlack:
    return ScriptedSlack()


@pytest.fixture
async def api_url(slack: ScriptedSlack) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/api/"))


@pytest.fixture
def visit(api_url: str) -> Visit:
    async def visited(
        *,
        member: str | None = None,
        now: datetime = NOON,
        database: Callable[[], Awaitable[Finding]] = healthy,
        patience: float = 5.0,
        **changed: str | None,
    ) -> dict[str, Finding]:
        told = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1", "slack_api_url": api_url} | changed
        findings = await examine(
            Settings(**told),  # type: ignore[arg-type]
            database=database,
            model=model_finding(Settings(**told), QUICK),  # type: ignore[arg-type]
            member=member,
            now=lambda: now,
            patience=patience,
        )
        return {finding.name: finding for finding in findings}

    return visited
