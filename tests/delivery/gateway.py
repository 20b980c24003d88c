"""What stands between us and Slack, and answers in its place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, NamedTuple

from aiohttp import web
from aiohttp.test_utils import TestServer


class Answer(NamedTuple):
    """What comes back, whatever was asked."""

    status: int
    body: bytes
    kind: str = "application/json"


ANSWERS: Final = {
    "an error that is no word": Answer(502, b'{"error": {"code": 502, "message": "upstream"}}'),
    "the same with a status of 200": Answer(200, b'{"error": {"code": 502}}'),
    "a sentence that quotes what was sent": Answer(200, b'{"error": "Blocked: Your draft"}'),
    "letters that are no UTF-8": Answer(200, b'{"error": "\xff\xfe"}'),
    "an archive": Answer(200, b"\x1f\x8b\x08", "application/gzip"),
    "a list": Answer(200, b'["ok"]'),
}


@asynccontextmanager
async def gateway(said: Answer) -> AsyncIterator[str]:
    """The address of one that always says this."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=said.status, body=said.body, content_type=said.kind)

    there = web.Application()
    there.router.add_post("/api/{method}", answer)
    async with TestServer(there) as server:
        yield str(server.make_url("/api/"))
