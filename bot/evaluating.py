"""`python -m bot eval`: updates run through coaches side by side, and what came of it as a table.

Which rows there are, and what they hold, stands in `bot.examples`.
"""

import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Final

from bot import llm
from bot.coach.composing import composed
from bot.coach.editor import Editor
from bot.coach.facts.firewall import check
from bot.coach.gaps import SLOTS
from bot.coach.making import RULES, Maker, Material
from bot.coach.reframing import Reframed, Stored
from bot.examples import CATEGORIES, NotEvaluated, Row, corrected, row_of, rows_in
from bot.settings import Settings
from prompts.words import words

_DATED: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?[ :,-]+(?:/[a-z]+[ :]+)?")
_ENOUGH: Final = 2  # of the slots to ask for, as many as a person answers


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in and out, in whatever currency; without them no cost is shown."""

    tokens_in: float | None = None
    tokens_out: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a coach made of one row, in how many seconds."""

    row: Row
    draft: Reframed
    by: Maker
    seconds: float


@dataclass(frozen=True, slots=True)
class Contender:
    """A coach: its name, and the model that it asks; none is the rules alone."""

    name: str
    editor: Editor | None = None
    results: list[Result] = field(default_factory=list)


async def evaluate(settings: Settings, rows: Sequence[Row], models: Sequence[str]) -> list[Contender]:
    """Run all rows through the configured coach, or through these models side by side ("rules" is the one without).

    Raises `NotEvaluated`.
    """
    async with AsyncExitStack() as stack:
        contenders = [await _contender(settings, name, stack) for name in models or [""]]
        for place, row in enumerate(rows, 1):
            for one in contenders:
                one.results.append(await _run(one, row))
            print(f"\r{place} of {len(rows)}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return contenders


async def _contender(settings: Settings, name: str, stack: AsyncExitStack) -> Contender:
    server = llm.server_in(settings)
    if name == RULES or (not name and server is None):
        return Contender(RULES)
    if server is None:
        raise NotEvaluated("No model is set: put OPENAI_API_KEY or OPENAI_BASE_URL into .env, or leave --model out.")
    named = llm.Server(name or server.model, server.url, server.key)
    return Contender(named.model, await stack.enter_async_context(llm.editing(named)))


async def _run(one: Contender, row: Row) -> Result:
    begun = time.monotonic()
    stored = [noted(fact) for fact in row.get("context_facts", ())]
    draft, by = await composed(Material(row["text"], row.get("answers", {}), stored=stored), one.editor)
    return Result(row, draft, by, time.monotonic() - begun)


def noted(fact: Row) -> Stored:
    """A stored fact of a row; a day in front of it is when it was noted."""
    dated = _DATED.match(fact["text"])
    said_on = date(*(int(part or 1) for part in dated.groups())) if dated else datetime.now(UTC).date()
    return Stored(str(fact["id"]), said_on, fact["text"][dated.end() :] if dated else fact["text"])


def output(row: Row, draft: Reframed) -> Row:
    """A draft as the scorer of the evaluation set reads it."""
    shown = {blank for section in draft.sections for blank in section.blanks}
    blanks = words(draft.language).blanks
    metric = {"baseline": draft.metric and draft.metric.before, "current": draft.metric and draft.metric.after}
    return {
        "id": row["id"],
        "reframed": draft.paste(),
        "questions": [{"slot": question.slot, "text": question.text} for question in draft.questions],
        "placeholders": [slot for slot in SLOTS if blanks[slot] in shown],
        "category": CATEGORIES.get(draft.kind, str(draft.kind)),
        "metric": metric,
    }


def faithful(result: Result) -> bool:
    """Whether each claim shown is the person's own words or passes the firewall, and nothing forbidden stands there."""
    row, claims = result.row, [claim for section in result.draft.sections for claim in section.claims]
    given = " ".join(
        [row["text"], *row.get("answers", {}).values(), *(fact["text"] for fact in row.get("context_facts", ()))]
    )
    stored = [fact["text"] for fact in row.get("context_facts", ())]
    source = "\n".join([row["text"], *row.get("answers", {}).values()])
    stands = all(
        not claim.rests_on or claim.text in given or check(source, stored, claim.text).supported for claim in claims
    )
    paste = result.draft.paste(blanks=False)
    return stands and not any(re.search(pattern, paste, re.IGNORECASE) for pattern in row.get("forbidden", ()))


def table(contenders: Sequence[Contender], prices: Prices) -> str:
    """Figures in rows, coaches in columns; what the rows say nothing about is a dash."""
    figures = [_figures(one.results, prices) for one in contenders]
    wide = max(12, *(len(one.name) for one in contenders)) + 2
    head = f"{'':24}" + "".join(f"{one.name:>{wide}}" for one in contenders)
    lines = [f"{name:24}" + "".join(f"{each[name]:>{wide}}" for each in figures) for name in figures[0]]
    return "\n".join([head, *lines])


def _figures(results: Sequence[Result], prices: Prices) -> dict[str, str]:
    seconds = sorted(result.seconds for result in results)
    into, out = (sum(getattr(result.by, name) or 0 for result in results) for name in ("tokens_in", "tokens_out"))
    counts = [result.by.firewall or {} for result in results]
    return {
        "updates": str(len(results)),
        "faithful": _share([faithful(result) for result in results]),
        "facts kept": _share([share for result in results if (share := _kept(result)) is not None]),
        "right questions": _share([share for result in results if (share := _asked(result)) is not None]),
        "category": _share([_category(result) for result in results if "expected_category" in result.row]),
        "metric": _share([_metric(result) for result in results if "metric" in result.row]),
        "written by the model": str(sum(result.by.coach != RULES for result in results)),
        "sentences refused": str(sum(int(count.get("refused", 0)) for count in counts)),
        "sentences repaired": str(sum(int(count.get("repaired", 0)) for count in counts)),
        "no usable answer": str(sum("failed" in count for count in counts)),
        "seconds, median": f"{median(seconds):.2f}",
        "seconds, 95 of 100": f"{seconds[int(0.95 * (len(seconds) - 1))]:.2f}",
        "tokens in": str(into),
        "tokens out": str(out),
        "cost": _cost(into, out, prices),
    }


def _share(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):.2f}" if values else "-"


def _kept(result: Result) -> float | None:
    wanted = result.row.get("must_keep")
    paste = " ".join(result.draft.paste().lower().split())
    return _part([any(form.lower() in paste for form in forms) for forms in wanted]) if wanted else None


def _asked(result: Result) -> float | None:
    wanted = result.row.get("missing_slots")
    said = output(result.row, result.draft)
    asked = {*(question["slot"] for question in said["questions"]), *said["placeholders"]}
    return min(1.0, len(asked & {*wanted}) / min(_ENOUGH, len(wanted))) if wanted else None


def _category(result: Result) -> bool:
    return output(result.row, result.draft)["category"] in {
        result.row["expected_category"],
        *result.row.get("also_ok", ()),
    }


def _metric(result: Result) -> bool:
    wanted, said = result.row["metric"], output(result.row, result.draft)["metric"]
    return all(_flat(said[name]) == _flat(wanted.get(name)) for name in ("baseline", "current"))


def _flat(said: str | None) -> str:
    return "".join((said or "").casefold().split())


def _part(values: Sequence[bool]) -> float:
    return sum(values) / len(values)


def _cost(into: int, out: int, prices: Prices) -> str:
    if prices.tokens_in is None or prices.tokens_out is None:
        return "-"
    return f"{(into * prices.tokens_in + out * prices.tokens_out) / 1e6:.4f}"


def run(settings: Settings, path: Path, models: Sequence[str], out: Path | None, prices: Prices) -> str:
    """Evaluate a file and give the table. Raises `NotEvaluated`."""
    if out and len(models) > 1:
        raise NotEvaluated("--out takes the results of one coach. Name one --model, or leave --out away.")
    contenders = asyncio.run(evaluate(settings, rows_in(path), models))
    if out:
        lines = [json.dumps(output(result.row, result.draft), ensure_ascii=False) for result in contenders[0].results]
        out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return table(contenders, prices)


def run_corrections(settings: Settings, models: Sequence[str], out: Path | None) -> str:
    """How the rules do on what people corrected: counts alone, and none of their words. Raises `NotReady`."""
    if models or out:
        raise NotEvaluated(
            "--corrections counts, with the rules alone: these are people's own words. Leave --model and --out away. "
            "Whoever hands over the JSON of Export everything can have that file run through a model."
        )
    found = asyncio.run(corrected(settings))
    if not found.corrections:
        return f"No corrections yet. Entries: {found.entries}."
    rows = [row_of(each) for each in found.corrections]
    (rules,) = asyncio.run(evaluate(settings, rows, [RULES]))
    told = {"kind": [_category(one) for one in rules.results if "expected_category" in one.row]}
    told["metric"] = [_metric(one) for one in rules.results if "metric" in one.row]
    lines = [f"Corrected: {len(rows)} of {found.entries} entries. What the rules make of them now:"]
    lines += [f"{name:8} {sum(right)} of {len(right)} as corrected" for name, right in told.items() if right]
    wrong = Counter(_mistaken(one) for one in rules.results if "expected_category" in one.row and not _category(one))
    return "\n".join([*lines, *(f"  {count} x {mistake}" for mistake, count in wrong.most_common())])


def _mistaken(result: Result) -> str:
    return f"{output(result.row, result.draft)['category']}, corrected to {result.row['expected_category']}"
