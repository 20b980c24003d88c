"""One best-effort line through the URL that came with a click. Nothing rests on it: what must arrive goes by outbox."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

import aiohttp

SECONDS: Final = 5.0
GRACE: Final = 1.0  # of the ten seconds between SIGTERM and SIGKILL

log = logging.getLogger(__name__)


class Whisper:
    """Says a line to one person where they clicked, after the click has been acknowledged."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._under_way: set[asyncio.Task[None]] = set()

    def __call__(self, url: str | None, line: Mapping[str, Any]) -> None:
        """Begin to say it, and return at once. Without a URL (a click in a modal) there is nowhere to say it."""
        if url is None:
            return
        task = asyncio.create_task(self._say(url, line))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Wait a moment for the lines that are under way, and let go of the others."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _say(self, url: str, line: Mapping[str, Any]) -> None:
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with self._session.post(url, json=line, timeout=timeout) as answer:
                said = answer.ok
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning(
                "A line to a click was not said", extra={"event": "whisper.lost", "error": type(error).__name__}
            )
        else:
            if not said:
                log.warning(
                    "Slack refused a line to a click", extra={"event": "whisper.refused", "status": answer.status}
                )
