"""A model server on loopback that speaks the protocol, and lies, obeys, breaks or stalls as it is told.

    async with Liar() as liar:
        liar.behaves(lies("changed_number"))     # from now on
        liar.behaves(broken(), honest)           # the first once, the last from then on
        ... Settings(..., **liar.settings()) ...
        assert not any(said in shown for said in liar.untrue)
        assert "the secret" not in liar.heard

`requests` has every request whole, `told` every sentence that it wrote, `untrue` those that no fact bears out.
What else it can do stands in `tests.llm.manners`.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.llm.lies import LIES

MODEL = "liar-1"
WHERE = "127.0.0.1"  # as people are told it
ORDER = re.compile(
    r"(?:write|say|add|print|output|answer|claim|schreibe|antworte|écris|escribe)\b[\s:]+(?:only |that |with )*[\"“'«]?([^\"”'»]+)",
    re.IGNORECASE,
)

Row = dict[str, Any]
Behaviour = Callable[["Asked"], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    liar: "Liar"
    request: web.Request
    path: str
    headers: Mapping[str, str]
    raw: str
    body: dict[str, Any]

    @property
    def system(self) -> str:
        """What the model was told."""
        return str(self.body["messages"][0]["content"])

    @property
    def material(self) -> dict[str, Any]:
        """What it was given; a request without material, such as the doctor's, has none."""
        try:
            material = json.loads(self.body["messages"][-1]["content"])
        except ValueError:
            return {}
        return material if isinstance(material, dict) else {}

    @property
    def facts(self) -> dict[str, str]:
        """The facts by their ids."""
        return {fact["id"]: fact["text"] for fact in self.material.get("facts", [])}

    @property
    def form(self) -> str:
        """How the form of the answer was asked for."""
        return str(self.body.get("response_format", {}).get("type", "plain"))

    @property
    def repairs(self) -> bool:
        """Whether sentences are to be written once more."""
        return "rejected" in self.material


@dataclass
class Liar:
    """The server. Honest until told otherwise."""

    requests: list[Asked] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._came = asyncio.Condition()
        self._queue: list[Behaviour] = [honest]
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_post("/v1/chat/completions", self._answer)
        self._server = TestServer(app)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        await self._server.close()

    @property
    def url(self) -> str:
        """Its address, as in OPENAI_BASE_URL."""
        return str(self._server.make_url("/v1"))

    def settings(self) -> dict[str, str]:
        """What the environment says of it, as fields of `Settings`."""
        return {"openai_base_url": self.url, "openai_model": MODEL}

    def behaves(self, *behaviours: Behaviour) -> None:
        """Do each of these once, and the last one from then on."""
        self._queue = list(behaviours)

    async def asked(self, times: int) -> None:
        """Wait until so many requests have come."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.requests) >= times)

    @property
    def heard(self) -> str:
        """Everything that was ever sent to it, as it came and as it reads without JSON's escapes."""
        return "\n".join([*(asked.raw for asked in self.requests), *(_spoken(asked) for asked in self.requests)])

    def says(self, asked: Asked, rows: Iterable[Row], asks: Iterable[str] = ()) -> str:
        """Note what it writes, and give the answer in the shape that was asked for."""
        listed = list(rows)
        self.told += [row["text"] for row in listed]
        facts = set(asked.facts.values())
        self.untrue += [row["text"] for row in listed if row["text"] not in facts]
        return json.dumps({"sentences": listed, "asks": list(asks)}, ensure_ascii=False)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        raw = await request.text()
        asked = Asked(self, request, request.path, dict(request.headers), raw, json.loads(raw))
        async with self._came:
            self.requests.append(asked)
            self._came.notify_all()
        behave = self._queue.pop(0) if len(self._queue) > 1 else self._queue[0]
        return await behave(asked)


def _spoken(asked: Asked) -> str:
    return "\n".join([asked.system, *_texts(asked.material)])


def _texts(said: Any) -> Iterator[str]:
    """Every text in a piece of JSON."""
    if isinstance(said, str):
        yield said
    for part in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        yield from _texts(part)


def completion(content: str | None, finish: str = "stop", **more: Any) -> web.Response:
    """A completion as servers give it."""
    message = {"role": "assistant", "content": content} | more
    choices = [{"index": 0, "message": message, "finish_reason": finish}]
    usage = {"prompt_tokens": 120, "completion_tokens": 45, "total_tokens": 165}
    return web.json_response(
        {"id": "c-1", "object": "chat.completion", "model": MODEL, "choices": choices, "usage": usage}
    )


def verbatim(asked: Asked) -> list[Row]:
    """Every fact in its own words; in a repair, the facts of the rejected sentences."""
    wanted = [fact for row in asked.material.get("rejected", []) for fact in row["cites"]] or list(asked.facts)
    return [row(asked.facts[name], [name]) for name in dict.fromkeys(wanted) if name in asked.facts]


def row(text: str, cites: list[str], heading: str = "outcome") -> Row:
    """A sentence as a model writes it."""
    return {"heading": heading, "cites": cites, "text": text}


async def honest(asked: Asked) -> web.StreamResponse:
    """Every fact, in its own words."""
    return completion(asked.liar.says(asked, verbatim(asked)))


def lies(kind: str, *, repents: bool = False) -> Behaviour:
    """Twist every fact in this way (a name in `LIES`); in a repair again, unless it repents."""

    async def behave(asked: Asked) -> web.StreamResponse:
        twist = (lambda text: text) if repents and asked.repairs else LIES[kind]
        rows = [each | {"text": twist(each["text"])} for each in verbatim(asked)]
        return completion(asked.liar.says(asked, rows))

    return behave


async def obedient(asked: Asked) -> web.StreamResponse:
    """Do what a text in the facts says: write it as a sentence, and cite the text for it."""
    rows = [
        row(found[1].strip(), [name]) if (found := ORDER.search(text)) else row(text, [name])
        for name, text in asked.facts.items()
    ]
    return completion(asked.liar.says(asked, rows))


def stitches(text: str, heading: str = "outcome") -> Behaviour:
    """Write this one sentence and cite all facts for it, whatever they say."""

    async def behave(asked: Asked) -> web.StreamResponse:
        return completion(asked.liar.says(asked, [row(text, list(asked.facts)[:10], heading)]))

    return behave
