"""The editor that a model is: every call bounded in time, number and size, and every failure a word."""

import asyncio
import logging
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.coach.editor import Brief, Manuscript, NoManuscript, Rejected, Usage
from bot.llm import asking
from bot.llm.answers import Answer, proposal_in
from bot.llm.asking import Form, Message
from bot.llm.bounds import Bounds
from bot.llm.breaker import Breaker, Resting
from bot.llm.ladder import Ladder
from bot.llm.servers import Server
from bot.llm.trouble import SICK, Tokens, Trouble
from prompts.instructions import Instructions, instructions

LONGEST_REST = 60.0  # seconds that a server's Retry-After may keep everybody waiting

log = logging.getLogger(__name__)


class Asked(Protocol):
    """Whatever brings one request to a server; see `bot.llm.wire`."""

    async def ask(self, messages: Sequence[Message], form: Form | None) -> Answer:
        """The model's words. Raises `Trouble`."""

    async def close(self) -> None:
        """Let go of the connections."""


@dataclass(slots=True)
class _Tally:
    """What a manuscript has taken so far, over all its calls."""

    model: str
    prompt: str
    deadline: float
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    begun: float = field(default_factory=time.monotonic)
    tokens_in: int = 0
    tokens_out: int = 0
    asked: bool = False
    tried_again: bool = False

    def add(self, tokens: Tokens) -> None:
        self.tokens_in += tokens.into
        self.tokens_out += tokens.out

    @property
    def usage(self) -> Usage:
        seconds = time.monotonic() - self.begun
        return Usage(self.model, self.prompt, self.tokens_in, self.tokens_out, round(seconds, 3))


class ModelEditor:
    """Writes from facts on one server. What comes back is unverified."""

    def __init__(self, server: Server, wire: Asked, bounds: Bounds) -> None:
        self.model = server.model
        self.where = server.where
        self._wire = wire
        self._bounds = bounds
        self._places = asyncio.Semaphore(bounds.at_once)
        self._door = asyncio.Lock()
        self._breaker = Breaker(bounds.failures, bounds.rest, time.monotonic)
        self._ladder = Ladder(bounds.remember, time.monotonic)

    @property
    def form(self) -> str:
        """How the form of an answer is asked for at present: "json_schema", "json_object" or "plain"."""
        return self._ladder.rung()[1]

    async def write(self, brief: Brief) -> Manuscript:
        """Plan and write. Raises `NoManuscript`."""
        told = instructions("reframe")
        return await self._manuscript(brief, asking.written(brief, told), told, self._bounds.write)

    async def repair(self, brief: Brief, rejected: Sequence[Rejected]) -> Manuscript:
        """Write the rejected sentences once more. Raises `NoManuscript`."""
        told = instructions("repair")
        return await self._manuscript(brief, asking.repaired(brief, rejected, told), told, self._bounds.repair)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._wire.close()

    async def _manuscript(self, brief: Brief, messages: list[Message], told: Instructions, bound: float) -> Manuscript:
        tally = _Tally(self.model, told.version, time.monotonic() + bound)
        try:
            answer = await self._bounded(messages, tally, bound)
            said = proposal_in(answer.text, brief.facts)
        except Trouble as trouble:
            self._log(logging.WARNING, "A model gave nothing that can be used", trouble.reason, tally)
            raise NoManuscript(trouble.reason, tally.usage) from None
        self._log(logging.INFO, "A model wrote", "answered", tally)
        return Manuscript(said.sentences, said.asks, tally.usage, said.kind, said.metric)

    async def _bounded(self, messages: list[Message], tally: _Tally, bound: float) -> Answer:
        """One answer within this time, waiting for a place included. Raises `Trouble`."""
        try:
            async with asyncio.timeout(bound), self._places:
                with self._breaker.passage():
                    tally.asked = True
                    return await self._answer(messages, tally)
        except Resting:
            raise Trouble("resting") from None
        except TimeoutError:
            if not tally.asked:
                raise Trouble("busy") from None
            self._breaker.failed()
            raise Trouble("timeout") from None

    async def _answer(self, messages: list[Message], tally: _Tally) -> Answer:
        """Down the ladder as far as the server makes us, and once more after what may pass."""
        while True:
            rung, _, form = self._ladder.rung()
            try:
                answer = await self._once(messages, form)
            except Trouble as trouble:
                tally.add(trouble.tokens)
                if trouble.unknown_form and self._ladder.refused(rung):
                    continue
                pause = self._bounds.pause if trouble.wait is None else trouble.wait
                if not trouble.again or tally.tried_again or pause > (tally.deadline - time.monotonic()) / 2:
                    self._learn(trouble)
                    raise
                tally.tried_again = True
                await asyncio.sleep(pause)
            else:
                self._breaker.answered()
                tally.add(answer.tokens)
                return answer

    async def _once(self, messages: list[Message], form: Form | None) -> Answer:
        """One call. The library's time-outs are between bytes, so a server that drips would never end."""
        try:
            async with asyncio.timeout(self._bounds.call):
                async with self._door:  # many that begin at once would hold up whoever waits for an acknowledgement
                    await asyncio.sleep(0)
                return await self._wire.ask(messages, form)
        except TimeoutError:
            raise Trouble("timeout") from None
        except Trouble:
            raise
        except Exception as error:  # noqa: BLE001  # around the model: a key or an address that its library chokes on
            self._complain(error)
            raise Trouble("broken") from None

    def _complain(self, error: Exception) -> None:
        """Name what went wrong by its type alone: its text may quote what was sent."""
        fields = {"event": "model.broken", "where": self.where, "error": type(error).__name__}
        log.error("A model cannot be asked", extra=fields)

    def _learn(self, trouble: Trouble) -> None:
        """What a failure says about the server."""
        if trouble.reason not in SICK:
            self._breaker.answered()
            return
        self._breaker.failed()
        if trouble.wait:
            self._breaker.leave_alone(min(trouble.wait, LONGEST_REST))

    def _log(self, level: int, sentence: str, reason: str, tally: _Tally) -> None:
        usage = tally.usage
        fields = {
            "event": "model.call", "call": tally.id, "reason": reason, "where": self.where, "model": self.model,
            "prompt": usage.prompt, "form": self.form, "seconds": usage.seconds, "tokens_in": usage.tokens_in,
            "tokens_out": usage.tokens_out,
        }  # fmt: skip
        log.log(level, sentence, extra=fields)
