"""Writes docs/evaluation.md: the evaluation set by rules, by an honest model, and by one that lies in each of its ways.

    python -m tests.eval.modes             # the page
    python -m tests.eval.modes --drafts    # prints every draft, for reading; one that several modes make stands once

The model is the tests' server on loopback, asked over HTTP like any other; the coach is that of `python -m bot eval`.
"""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Final

from bot.coach.making import RULES
from bot.evaluating import Result, evaluate, faithful, output
from bot.settings import Settings
from tests.eval.rows import UPDATES, Row, read, scorer
from tests.llm.liar import MODEL, Behaviour, Liar, honest, lies, obedient
from tests.llm.lies import LIES

PAGE: Final = Path(__file__).parents[2] / "docs" / "evaluation.md"
MODELS: Final[dict[str, Behaviour]] = {"honest": honest, "obedient": obedient} | {kind: lies(kind) for kind in LIES}
MODES: Final = (RULES, *MODELS)
HEAD: Final = """# The evaluation set, mode by mode

The {rows} updates of `tests/eval/updates.jsonl` through the coach: by rules alone, with a model that writes every fact in its own words (*honest*), one
that does what a text in the facts tells it (*obedient*), and one that twists every fact, and twists it again when it is asked to mend it
(`tests/llm/lies.py` says how). Written by `python -m tests.eval.modes`; a test holds all of it but the seconds to what the coach makes
(`tests/eval/test_modes.py`), and every mode to faithful 1.00.

- **Faithful**: no figure, name or cause that the source does not have (`tests/eval/score.py`), each claim the person's own words or vouched for
  by the firewall, and no sentence shown that the model had twisted.
- **Total**, facts kept, right questions and category are the scorer's. **Sentences**: shown as the model wrote them / refused.
- **Tokens** are the 120 and 45 that the server says of each call; a second call is the repair, and what is already senior is not sent at all. **Seconds** are the coach's own, with a server that answers at
  once; they are of one shared machine and say only that a model's time is its own.

| mode | faithful | total | facts kept | right questions | category | sentences | tokens in, out an update | seconds, median |
|---|---|---|---|---|---|---|---|---|
"""
FOOT: Final = """
A lie costs nothing but the model's style: the person's own words stand where it was refused, so every liar scores what the rules score. Tried first with a
liar that turned *dropped* into *went*, this table found *We went the loyalty badge idea*, a fact lost where its sentence had been refused, and plain launches
under *Outcome* because a model wanted them there. Each is mended and has its test.

`python -m tests.eval.modes --drafts` prints every draft in every mode. What the score cannot see (a dropped qualifier, a goal told as a result) is what
`tests/firewall` is for.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """All rows in one mode: the scorer's grades, and the sentences that the model had twisted."""

    results: Sequence[Result]
    grades: Sequence[Row]
    untrue: frozenset[str]

    def lies_shown(self) -> list[str]:
        """Give the twisted sentences that stand in a draft."""
        claims = (claim for one in self.results for section in one.draft.sections for claim in section.claims)
        return [claim.text for claim in claims if claim.text in self.untrue]

    def faithful(self) -> float:
        """Give the share of drafts in which nothing stands that was not said."""
        lied = {*self.lies_shown()}
        return mean(
            grade["faithful"] and faithful(one) and not any(lie in one.draft.paste() for lie in lied)
            for one, grade in zip(self.results, self.grades, strict=True)
        )


async def run(mode: str, rows: Sequence[Row]) -> Run:
    """Put the rows through the coach in a mode."""
    async with Liar() as liar:
        liar.behaves(MODELS.get(mode, honest))
        (coach,) = await evaluate(
            Settings(openai_base_url=liar.url, openai_model=MODEL), rows, [RULES] if mode == RULES else []
        )
    grades = [scorer().grade(one.row, output(one.row, one.draft)) for one in coach.results]
    return Run(coach.results, grades, frozenset(liar.untrue))


def line(mode: str, told: Run) -> str:
    """Give a mode's line of the table; its seconds stand last."""
    counts = [one.by.firewall or {} for one in told.results]
    shown = sum(count.get("passed", 0) + count.get("repaired", 0) for count in counts)
    refused = sum(count.get("refused", 0) for count in counts)
    into, out = (mean(getattr(one.by, name) or 0 for one in told.results) for name in ("tokens_in", "tokens_out"))
    shares = [told.faithful(), *(mean(grade[name] for grade in told.grades) for name in ("score", "facts", "slots"))]
    shares.append(mean(grade["category"] for grade in told.grades))
    cells = [mode, *(f"{share:.2f}" for share in shares), f"{shown} / {refused}", f"{into:.0f}, {out:.0f}"]
    return f"| {' | '.join(cells)} | {median(one.seconds for one in told.results):.3f} |"


async def main(arguments: Sequence[str]) -> None:
    """Write the page, or print the drafts."""
    rows = read(UPDATES)
    told = {mode: await run(mode, rows) for mode in MODES}
    if "--drafts" in arguments:
        for place, row in enumerate(rows):
            _show(row, {mode: one.results[place] for mode, one in told.items()})
        return
    lines = "\n".join(line(mode, one) for mode, one in told.items())
    PAGE.write_text(f"{HEAD.format(rows=len(rows))}{lines}\n{FOOT}", encoding="utf-8")


def _show(row: Row, results: dict[str, Result]) -> None:
    made = defaultdict(list)
    for mode, one in results.items():
        made[one.draft.paste(), *(question.text for question in one.draft.questions)].append(mode)
    said = "\n".join([row["text"], *(fact["text"] for fact in row["context_facts"])])
    drafts = (f"--- {', '.join(modes)}\n" + "\n".join(parts) for parts, modes in made.items())
    sys.stdout.write("\n".join([f"===== {row['id']}", said, *drafts, "", ""]))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
