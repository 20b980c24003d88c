"""Reading what a server answered, leniently: fenced, wrapped in prose, half wrong. What cannot be used is left out."""

import json
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot.coach.editor import Sentence
from bot.coach.gaps import SLOTS
from bot.coach.placing import Heading
from bot.coach.proposal import Kind, Metric
from bot.llm.trouble import Tokens, Trouble

SENTENCES: Final = 40  # of one answer
CITED: Final = 12  # facts of one sentence
LENGTH: Final = 600  # characters of a sentence; no fact worth pasting is longer
_STARTS: Final = 20  # places where an object may begin
_TOKENS: Final = 10_000_000
_PART: Final = 80  # characters of a metric's name or of one of its readings
_KINDS: Final = {kind.value: kind for kind in Kind}

_THOUGHT: Final = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_TRAILING: Final = re.compile(r'("(?:[^"\\]|\\.)*+"?)|,(?=\s*[}\]])', re.DOTALL)
_UNWRITTEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_HEADINGS: Final = {heading.value: heading for heading in Heading} | {
    "trade_off": Heading.TRADEOFF,
    "next_steps": Heading.NEXT_STEP,
    "next": Heading.NEXT_STEP,
    "credits": Heading.CREDIT,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said, and what it took."""

    text: str
    tokens: Tokens


def answer_in(body: bytes, words: int) -> Answer:
    """The model's words in a completion. Raises `Trouble`, with the tokens that were spent nevertheless."""
    envelope = _object(body)
    tokens = _tokens(envelope.get("usage"))
    choices = envelope.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise Trouble("no_choices", tokens=tokens)
    text = _words(message.get("content"))
    if reason := _unfit(choice, message, text, words):
        raise Trouble(reason, tokens=tokens)
    return Answer(text, tokens)


def _object(body: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        raise Trouble("not_json") from None  # the error quotes the answer
    if not isinstance(envelope, dict):
        raise Trouble("not_json")
    return envelope


def _unfit(choice: dict[str, Any], message: dict[str, Any], text: str, words: int) -> str | None:
    """Why these words are of no use."""
    finish = choice.get("finish_reason")
    if message.get("refusal") or finish == "content_filter":
        return "refused"
    if finish == "length":
        return "truncated"
    if len(text) > words:
        return "too_big"
    return None if text.strip() else "empty"


def _words(content: Any) -> str:
    """A text, or the texts among its parts."""
    if isinstance(content, list):
        return "".join(_words(part.get("text")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _tokens(usage: Any) -> Tokens:
    counts = usage if isinstance(usage, dict) else {}
    return Tokens(*(_count(counts.get(name)) for name in ("prompt_tokens", "completion_tokens")))


def _count(said: Any) -> int:
    whole = isinstance(said, int) and not isinstance(said, bool)
    return said if whole and 0 <= said <= _TOKENS else 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """What of an answer has its shape: sentences, slots to ask for, and how the facts would be sorted."""

    sentences: tuple[Sentence, ...]
    asks: tuple[str, ...]
    kind: Kind | None
    metric: Metric | None


def proposal_in(text: str, known: Container[str]) -> Proposed:
    """The sentences that have a heading, words, and facts that exist, and what else can be used. Raises `Trouble`."""
    said = _proposal(text)
    if said is None:
        raise Trouble("unreadable")
    listed = said.get("sentences", said.get("plan"))
    rows = listed if isinstance(listed, list) else []
    sentences = tuple(sentence for row in rows[:SENTENCES] if (sentence := _sentence(row, known)))
    if not sentences:
        raise Trouble("nothing_usable")
    asked = said.get("asks")
    slots = (_name(slot) for slot in asked if isinstance(slot, str)) if isinstance(asked, list) else ()
    kind = said.get("kind")
    return Proposed(
        sentences,
        _once(slot for slot in slots if slot in SLOTS),
        _KINDS.get(_name(kind)) if isinstance(kind, str) else None,
        _metric(said.get("metric")),
    )


def _metric(said: Any) -> Metric | None:
    if not isinstance(said, dict):
        return None
    parts = [said.get(part) for part in ("name", "before", "after")]
    read = [part.strip() or None if isinstance(part, str) and len(part) <= _PART else None for part in parts]
    return Metric(*read) if any(read) else None


def _proposal(text: str) -> dict[str, Any] | None:
    """The first object in the text that looks like an answer."""
    text = _THOUGHT.sub("", text, count=1)
    for said in _objects(text):
        if "sentences" in said or "plan" in said:
            return said
    return None


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """What can be read as an object, as it stands and then without commas before a closing bracket."""
    decoder = json.JSONDecoder(strict=False)
    for tried in (text, _TRAILING.sub(lambda found: found[1] or "", text)):
        for begin in _beginnings(tried):
            try:
                said, _ = decoder.raw_decode(tried, begin)
            except (ValueError, RecursionError):
                continue
            if isinstance(said, dict):
                yield said


def _beginnings(text: str) -> Iterator[int]:
    at = -1
    for _ in range(_STARTS):
        at = text.find("{", at + 1)
        if at < 0:
            return
        yield at


def _sentence(row: Any, known: Container[str]) -> Sentence | None:
    """The sentence in a row; None where anything about it is not as it must be."""
    if not isinstance(row, dict):
        return None
    heading, text, cites = row.get("heading"), row.get("text"), row.get("cites")
    if not isinstance(heading, str) or not isinstance(text, str) or not isinstance(cites, list):
        return None
    placed, words = _HEADINGS.get(_name(heading)), " ".join(_UNWRITTEN.sub(" ", text).split())
    if placed is None or not 0 < len(words) <= LENGTH or not _are_known(cites, known):
        return None
    return Sentence(placed, words, _once(cites))


def _are_known(cites: list[Any], known: Container[str]) -> bool:
    return 0 < len(cites) <= CITED and all(isinstance(cited, str) and cited in known for cited in cites)


def _name(said: str) -> str:
    return re.sub(r"[\s-]+", "_", said.strip().lower())


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
