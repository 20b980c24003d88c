"""A model that takes its time, as a process of its own: `python -m benchmarks.model SECONDS`.

It prints the port that it listens on. `/told` says how many calls were under way at once, and how many it has answered;
whatever is posted to `/line` is heard.
"""

import argparse
import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web


class Slow:
    """Says one fact in its own words, after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._now = 0
        self._most = 0
        self._answered = 0

    async def answer(self, request: web.Request) -> web.Response:
        """One completion."""
        asked = await request.json()
        self._now += 1
        self._most = max(self._most, self._now)
        await asyncio.sleep(self._seconds)
        self._now -= 1
        self._answered += 1
        fact = json.loads(asked["messages"][-1]["content"])["facts"][0]
        said = {"sentences": [{"heading": "outcome", "cites": [fact["id"]], "text": fact["text"]}], "asks": []}
        message = {"role": "assistant", "content": json.dumps(said)}
        return web.json_response({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})

    async def told(self, _: web.Request) -> web.Response:
        """What it has had to do."""
        return web.json_response({"most": self._most, "answered": self._answered})


async def _heard(_: web.Request) -> web.Response:
    return web.Response(text="ok")


async def serve(seconds: float) -> None:
    """Serve until a signal ends it."""
    slow, app = Slow(seconds), web.Application()
    app.router.add_post("/v1/chat/completions", slow.answer)
    app.router.add_post("/line", _heard)
    app.router.add_get("/told", slow.told)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


@asynccontextmanager
async def slow_model(seconds: float) -> AsyncIterator[str]:
    """The address of such a model."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.model", str(seconds), stdout=PIPE)
    try:
        assert process.stdout  # noqa: S101  # asked for above
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}"
    finally:
        process.kill()
        await process.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.model", description=__doc__)
    parser.add_argument("seconds", type=float)
    asyncio.run(serve(parser.parse_args().seconds))
