"""Rows of the evaluation sets, run through the rule-based coach and graded by the scorer as it was handed over."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.coach.reframing import Reframed, reframe
from bot.evaluating import noted, output

Row = dict[str, Any]
HERE = Path(__file__).parent
UPDATES, FRESH = HERE / "updates.jsonl", HERE / "fresh.jsonl"


def read(path: Path) -> list[Row]:
    """Give the rows of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def drafted(row: Row) -> Reframed:
    """Give what the coach makes of a row."""
    return reframe(row["text"], stored=[noted(fact) for fact in row["context_facts"]], answers=row.get("answers", {}))


def graded(row: Row) -> Row:
    """Give the scorer's grade of a row."""
    grade: Row = scorer().grade(row, output(row, drafted(row)))
    return grade


def scorer() -> ModuleType:
    """Load the scorer by its path: it is kept as it was handed over, outside our gates."""
    spec = importlib.util.spec_from_file_location("score", HERE / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
