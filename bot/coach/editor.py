"""What the coach asks of a model: sentences made of numbered facts. The model proposes, `bot.coach.facts` decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.coach.placing import Heading
from bot.coach.proposal import Kind, Metric


class Tone(StrEnum):
    """For whom a draft is written."""

    MANAGER = "manager"
    TEAM = "team"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Brief:
    """What a model is given: clean facts by a short id ("f1"), each with the words for what the rules see in it.

    `marks` has the ids of `facts` and words such as "target", "hedge" or "another's credit". Nothing else of a person
    is handed over: no name of the member, no entry that was not chosen, nothing that was masked or withheld.
    """

    language: str
    kind: Kind
    tone: Tone
    facts: Mapping[str, str]
    marks: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence that a model wrote, the heading it wants it under, and the ids of the facts it says it rests on."""

    heading: Heading
    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that did not pass, and why, in words that a model can work with."""

    sentence: Sentence
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """What one or more calls took: the model, the prompt by name and hash, tokens in and out, seconds."""

    model: str
    prompt: str
    tokens_in: int
    tokens_out: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What a model proposes: sentences, and the slots it would ask for (names of `bot.coach.gaps.SLOTS`, best first).

    `kind` and `metric` are how it would sort the facts, where it says so; a metric's parts are not yet held against them.
    """

    sentences: tuple[Sentence, ...]
    asks: tuple[str, ...]
    usage: Usage
    kind: Kind | None = None
    metric: Metric | None = None


class NoManuscript(Exception):
    """No usable answer came: the message is one word for logs and metrics ("timeout", "rate_limited", "refused" …).

    `usage` is what it took all the same, such as the tokens of an answer that was cut off.
    """

    def __init__(self, reason: str, usage: Usage | None = None) -> None:
        super().__init__(reason)
        self.usage = usage


class Editor(Protocol):
    """Whoever can write from facts. What comes back is unverified and must never be shown as it is."""

    model: str
    where: str
    """The server's name as people are told it, such as "api.openai.com"; no path, no credentials."""

    async def write(self, brief: Brief) -> Manuscript:
        """Plan and write. Raises `NoManuscript`."""

    async def repair(self, brief: Brief, rejected: Sequence[Rejected]) -> Manuscript:
        """Write the rejected sentences once more, from the same facts. Raises `NoManuscript`."""
