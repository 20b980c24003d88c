"""Rows of the evaluation sets, run through the rule-based coach and graded by the scorer as it was handed over."""

import importlib.util
import json
import re
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.coach.gaps import SLOTS
from bot.coach.reframing import Reframed, Stored, reframe
from prompts.words import words

Row = dict[str, Any]
HERE = Path(__file__).parent
UPDATES, FRESH = HERE / "updates.jsonl", HERE / "fresh.jsonl"
_NOTED = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))? ([^:]*):? ?(.*)", re.DOTALL)
_CATEGORIES = {"problem": "problem-spotted", "output": "output-only"}


def read(path: Path) -> list[Row]:
    """Give the rows of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def drafted(row: Row) -> Reframed:
    """Give what the coach makes of a row."""
    return reframe(row["text"], stored=[_stored(fact) for fact in row["context_facts"]], answers=row.get("answers", {}))


def output(row: Row) -> Row:
    """Give the coach's draft in the scorer's form."""
    draft = drafted(row)
    shown = {blank for section in draft.sections for blank in section.blanks}
    blanks = words(draft.language).blanks
    return {
        "id": row["id"],
        "reframed": draft.paste(),
        "questions": [{"slot": question.slot, "text": question.text} for question in draft.questions],
        "placeholders": [slot for slot in SLOTS if blanks[slot] in shown],
        "category": _CATEGORIES.get(draft.kind, str(draft.kind)),
        "metric": {"baseline": draft.metric and draft.metric.before, "current": draft.metric and draft.metric.after},
    }


def graded(row: Row) -> Row:
    """Give the scorer's grade of a row."""
    grade: Row = scorer().grade(row, output(row))
    return grade


def scorer() -> ModuleType:
    """Load the scorer by its path: it is kept as it was handed over, outside our gates."""
    spec = importlib.util.spec_from_file_location("score", HERE / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _stored(fact: Row) -> Stored:
    noted = _NOTED.match(fact["text"])
    assert noted, fact["text"]
    year, month, day, _, text = noted.groups()
    return Stored(fact["id"], date(int(year), int(month), int(day or 1)), text)
