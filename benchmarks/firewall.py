"""`python -m benchmarks.firewall`: verifying a draft against fifty facts, as a ratio to parsing the model's JSON for it twice over."""

import json
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.coach.facts.firewall import ground, judge
from bot.llm.answers import answer_in, proposal_in

ROUNDS: Final = 41
FACTS: Final = [
    f"{name} {verb} from {20 + place}% to {31 + place}% for {group} in week {place % 9 + 1}."
    for place, (name, verb, group) in enumerate(
        (name, verb, group)
        for name in ("Activation", "Retention", "Checkout conversion", "Search usage", "Reply rate")
        for verb, group in (("rose", "new accounts"), ("went", "teams on web"))
        for _ in range(5)
    )
]
SENTENCES: Final = [
    f"{FACTS[3 * place].removesuffix('.').replace(' rose ', ' went up ')}, and {FACTS[3 * place + 1][:1].lower()}{FACTS[3 * place + 1][1:]}"
    for place in range(15)
]


def main() -> None:
    """Measure in turns, and print the ratio of the medians."""
    update, notes = "\n".join(FACTS[:20]), tuple(FACTS[20:])
    ids = {f"f{place}": fact for place, fact in enumerate(FACTS, 1)}
    body = _answer()
    passed = [judge(ground(update, notes), sentence).supported for sentence in SENTENCES]
    verify: list[float] = []
    parse: list[float] = []
    first: list[float] = []
    for _ in range(ROUNDS):
        ground.cache_clear()
        first.append(_spent(lambda: ground(update, notes)))
        verify.append(_spent(lambda: [judge(ground(update, notes), sentence) for sentence in SENTENCES]))
        parse.append(_spent(lambda: [_parsed(body, ids) for _ in range(2)]))
    words = sum(len(sentence.split()) for sentence in SENTENCES)
    print(f"{len(SENTENCES)} sentences of {words} words, {sum(passed)} pass, against {len(FACTS)} facts")
    for name, taken in (("read the facts, once", first), ("verify", verify), ("parse and validate twice", parse)):
        print(f"{name:<26} {1e3 * statistics.median(taken):8.2f} ms of processor time")
    print(f"verify ÷ parse twice       {statistics.median(verify) / statistics.median(parse):8.2f}")


def _spent(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _answer() -> bytes:
    """What a server would send for the draft."""
    said = [{"heading": "outcome", "text": text, "cites": ["f1", "f2"]} for text in SENTENCES]
    content = json.dumps({"sentences": said, "asks": ["baseline", "target"]})
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    return json.dumps({"choices": [choice], "usage": {"prompt_tokens": 900, "completion_tokens": 700}}).encode()


def _parsed(body: bytes, facts: Mapping[str, str]) -> object:
    answer = answer_in(body, words=100_000)
    return proposal_in(answer.text, facts)


if __name__ == "__main__":
    main()
