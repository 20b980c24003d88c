"""One request to a server and its answer: the only place that knows the client library.

The body is read to a bound, whatever was announced, and nothing is followed to another address: words go where people
were told that they go. Retries are ours, for the library's own know no bound in time.
"""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, cast

import httpx2
import openai

from bot.llm.answers import Answer, answer_in
from bot.llm.asking import Form, Message
from bot.llm.bounds import Bounds
from bot.llm.servers import Server
from bot.llm.trouble import Trouble

_CONNECT: Final = 5.0  # seconds
_FORM: Final = re.compile(
    r"response[ _.]?format|json[ _]?(?:schema|object|mode)|structured|grammar|guided", re.IGNORECASE
)
_CAP: Final = re.compile(r"max_(?:completion_)?tokens", re.IGNORECASE)
_CREDIT: Final = re.compile(r"insufficient_quota|credit|billing", re.IGNORECASE)
_REFUSALS: Final = frozenset({400, 405, 422, 501})  # how servers say that they do not know a parameter
_REASONS: Final = {
    401: "unauthorized", 402: "no_credit", 403: "unauthorized", 404: "not_found", 408: "server_error", 413: "too_long",
    429: "rate_limited",
}  # fmt: skip


class Wire:
    """An open client for one server."""

    def __init__(self, server: Server, bounds: Bounds) -> None:
        self._bounds = bounds
        self._model = server.model
        self._capped = True
        http = httpx2.AsyncClient(
            timeout=httpx2.Timeout(bounds.call, connect=min(_CONNECT, bounds.call)),
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=bounds.at_once),
            follow_redirects=False,
            event_hooks={"response": [self._bound]},
            headers={"Accept-Encoding": "identity"},  # what is small on the wire must be small in memory
        )
        self._client = openai.AsyncOpenAI(
            api_key=server.key, base_url=server.url, max_retries=0, http_client=http,
            default_headers={"Accept-Encoding": "identity"},
        )  # fmt: skip
        self._create = self._client.chat.completions.with_raw_response.create  # imported now, and not in the loop

    async def ask(self, messages: Sequence[Message], form: Form | None) -> Answer:
        """The model's words. Raises `Trouble`."""
        asked: dict[str, Any] = {"model": self._model, "messages": list(messages)}
        asked |= {"response_format": form} if form else {}
        asked |= {"max_completion_tokens": self._bounds.tokens} if self._capped else {}
        try:
            response = await self._create(**asked)
        except openai.APIStatusError as refusal:
            raise self._refused(refusal) from None  # it quotes what was sent
        except (openai.OpenAIError, httpx2.HTTPError, _Unbounded) as failure:
            raise _failed(failure) from None
        return answer_in(response.content, self._bounds.words)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()

    async def _bound(self, response: httpx2.Response) -> None:
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise _Unbounded
        response.stream = _Bounded(cast("httpx2.AsyncByteStream", response.stream), self._bounds.body)

    def _refused(self, refusal: openai.APIStatusError) -> Trouble:
        """What a status says, and the words beside it where they tell more."""
        status, said = refusal.status_code, refusal.response.text
        if status in _REFUSALS and self._capped and _CAP.search(said):
            self._capped = False  # an older server; its answers are bounded by time and size
            return Trouble("bad_request", again=True, wait=0.0)
        if status in _REFUSALS:
            return Trouble("bad_request", unknown_form=bool(_FORM.search(said)))
        if status == httpx2.codes.TOO_MANY_REQUESTS:
            return _too_many(refusal.response.headers, said)
        return _by_status(status)


class _Unbounded(Exception):
    """More came than is read."""


class _Bounded(httpx2.AsyncByteStream):
    """A body that ends in an error where it goes on too long."""

    def __init__(self, stream: httpx2.AsyncByteStream, most: int) -> None:
        self._stream = stream
        self._left = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._left -= len(chunk)
            if self._left < 0:
                raise _Unbounded
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


def _failed(failure: Exception) -> Trouble:
    """No answer at all, or not a whole one."""
    if isinstance(failure, _Unbounded):
        return Trouble("too_big")
    if isinstance(failure, openai.APITimeoutError):
        connecting = isinstance(failure.__cause__, httpx2.ConnectTimeout)
        return Trouble("unreachable" if connecting else "timeout", again=connecting)
    return Trouble("unreachable", again=True)


def _by_status(status: int) -> Trouble:
    if status >= httpx2.codes.INTERNAL_SERVER_ERROR:
        return Trouble("server_error", again=True)
    if status < httpx2.codes.BAD_REQUEST:
        return Trouble("redirected")
    return Trouble(_REASONS.get(status, "bad_request"))


def _too_many(headers: httpx2.Headers, said: str) -> Trouble:
    if _CREDIT.search(said):
        return Trouble("no_credit")
    return Trouble("rate_limited", again=True, wait=_seconds(headers.get("Retry-After", "")))


def _seconds(said: str) -> float | None:
    """How long to wait, from a number or a date; None where it is neither."""
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", said.strip()):
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
