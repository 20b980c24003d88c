"""The ways in which a server answers badly, or not at all."""

import asyncio
import json
from collections.abc import Callable

from aiohttp import web

from tests.llm.liar import Asked, Behaviour, Row, completion, honest, verbatim

MEGABYTES = 5
HTML = "<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"


def worded(put: Callable[[str], str]) -> Behaviour:
    """An honest answer, put differently."""

    async def behave(asked: Asked) -> web.StreamResponse:
        return completion(put(asked.liar.says(asked, verbatim(asked))))

    return behave


fenced = worded(lambda said: f"Here is your update:\n```json\n{said}\n```\nAnything else?")
in_prose = worded(lambda said: f"Sure. {{braces}} help, so: {said} I hope that {{helps}}.")
thinking = worded(lambda said: f'<think>{{"sentences": "hm"}} no</think>\n{said}')
with_commas = worded(lambda said: said.replace("}]", "},]").replace('"]', '",]'))
in_french = worded(lambda said: said.replace('"outcome"', '"Résultat"'))
unreadable = worded(lambda _: "I have written a nice update for you.")
cut_off = worded(lambda said: said[: len(said) // 2])


def rows(*listed: object, asks: object = ()) -> Behaviour:
    """An answer with these rows, whatever they are."""

    async def behave(_: Asked) -> web.StreamResponse:
        return completion(json.dumps({"sentences": listed, "asks": asks}))

    return behave


def half_right(spoil: Callable[[Row], object]) -> Behaviour:
    """The first sentence as it should be, the others spoiled."""

    async def behave(asked: Asked) -> web.StreamResponse:
        first, *others = verbatim(asked)
        return completion(json.dumps({"sentences": [first, *map(spoil, others)], "asks": []}))

    return behave


async def truncated(asked: Asked) -> web.StreamResponse:
    """The answer was longer than allowed."""
    said = asked.liar.says(asked, verbatim(asked))
    return completion(said[: len(said) // 2], "length")


async def refusal(_: Asked) -> web.StreamResponse:
    """A model that will not."""
    return completion(None, refusal="I cannot help with that.")


async def filtered(_: Asked) -> web.StreamResponse:
    """A filter that will not let it."""
    return completion("", "content_filter")


async def empty(_: Asked) -> web.StreamResponse:
    """Nothing said."""
    return completion("  ")


async def html(_: Asked) -> web.StreamResponse:
    """A gateway's page, with status 200."""
    return web.Response(text=HTML, content_type="text/html")


def body(said: object) -> Behaviour:
    """This JSON, whatever it is."""

    async def behave(_: Asked) -> web.StreamResponse:
        return web.json_response(said)

    return behave


no_choices = body({"id": "c-1", "choices": []})


def status(code: int, said: str = "", **headers: str) -> Behaviour:
    """This status, with these words."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def behave(_: Asked) -> web.StreamResponse:
        return web.json_response({"error": {"message": said}}, status=code, headers=named)

    return behave


def rate_limited(seconds: float = 30) -> Behaviour:
    """Too many requests."""
    return status(429, "Slow down.", Retry_After=f"{seconds:g}")


def broken() -> Behaviour:
    """An error inside."""
    return status(500, "Internal error.")


def refuses(*forms: str) -> Behaviour:
    """Honest, where the form of the answer is not asked for in one of these ways."""

    async def behave(asked: Asked) -> web.StreamResponse:
        if asked.form in forms:
            said = f"'response_format' of type '{asked.form}' is not supported with this model."
            return web.json_response({"error": {"message": said, "param": "response_format"}}, status=400)
        return await honest(asked)

    return behave


async def knows_no_cap(asked: Asked) -> web.StreamResponse:
    """An older server: honest, where the length of the answer is not limited by the newer name."""
    if "max_completion_tokens" in asked.body:
        return web.json_response({"detail": [{"loc": ["body", "max_completion_tokens"]}]}, status=422)
    return await honest(asked)


async def hangs(asked: Asked) -> web.StreamResponse:
    """Never answer."""
    await asked.liar.over.wait()
    return web.Response()


async def disconnects(asked: Asked) -> web.StreamResponse:
    """Close the connection without a word."""
    assert asked.request.transport is not None
    asked.request.transport.close()
    return web.Response()


def drips(seconds: float = 0.02) -> Behaviour:
    """A byte now and then, without an end."""

    async def behave(asked: Asked) -> web.StreamResponse:
        response = await _begun(asked)
        while not asked.liar.over.is_set():
            await response.write(b" ")
            await asyncio.sleep(seconds)
        return response

    return behave


def floods(code: int = 200, megabytes: int = MEGABYTES) -> Behaviour:
    """Far more than anybody asked for."""

    async def behave(asked: Asked) -> web.StreamResponse:
        response = await _begun(asked, code)
        for _ in range(megabytes * 16):
            await response.write(b"x" * 65_536)
        return response

    return behave


async def bomb(asked: Asked) -> web.StreamResponse:
    """Small on the wire, large in memory, whatever was asked for."""
    response = web.Response(body=b" " * 5_000_000, content_type="application/json")
    response.enable_compression(web.ContentCoding.gzip)
    del asked
    return response


def redirects(url: str) -> Behaviour:
    """Send the words elsewhere."""
    return status(307, Location=url)


async def _begun(asked: Asked, code: int = 200) -> web.StreamResponse:
    response = web.StreamResponse(status=code, headers={"Content-Type": "application/json"})
    await response.prepare(asked.request)
    return response
