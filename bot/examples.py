"""What `python -m bot eval` runs: rows of a file, of a person's own export, or the corrections in the database.

A row needs `id` and `text`, and may bring `context_facts` (the person's stored evidence), `answers`, and what the drafts
are held to: `must_keep` (lists of accepted spellings), `missing_slots`, `expected_category` and `also_ok`, `metric`,
`forbidden`.
"""

import json
from pathlib import Path
from typing import Any, Final

from bot.coach import corrections
from bot.coach.corrections import Corrected, Correction
from bot.documents.as_json import FORMAT
from bot.ledger.errors import LedgerError
from bot.ledger.store import Ledger
from bot.ready import NotReady, check_tables, refuse_to_make_one
from bot.settings import Settings

Row = dict[str, Any]
CATEGORIES: Final = {"problem": "problem-spotted", "output": "output-only"}


class NotEvaluated(NotReady):
    """What was asked for cannot be run; the message says what to do."""


def rows_in(path: Path) -> list[Row]:
    """The rows of a JSONL file, or the corrections in an export. Raises `NotEvaluated`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotEvaluated(f"{path.name} cannot be read. Name a file of UTF-8 text, one JSON object a line.") from error
    export = _export(text)
    if export is not None:
        return _handed_over(export, path)
    rows = [_row(line, number, path) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not rows:
        raise NotEvaluated(f"{path.name} holds no updates: one JSON object a line, with id and text.")
    return rows


def _row(line: str, number: int, path: Path) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise NotEvaluated(f"{path.name}, line {number}: this is not JSON.") from error
    if not (isinstance(row, dict) and isinstance(row.get("text"), str) and "id" in row):
        raise NotEvaluated(f"{path.name}, line {number}: an object with id and text is needed.")
    return row


def _export(text: str) -> Row | None:
    """A file as what *Export everything* sends; None where it is something else."""
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict) and document.get("format") == FORMAT else None


def _handed_over(export: Row, path: Path) -> list[Row]:
    reviewed = {str(review["evidence_id"]) for review in export.get("review", ())}
    found = corrections.of_rows(export.get("evidence", ()), reviewed)
    if not found:
        raise NotEvaluated(f"{path.name} holds no corrections: no kind and no metric was changed by hand.")
    return [row_of(each) for each in found]


def row_of(correction: Correction) -> Row:
    """A correction as a row: what its author chose is what a draft is held to."""
    row: Row = {"id": correction.id, "text": correction.text, "answers": dict(correction.answers)}
    if correction.kind:
        row["expected_category"] = CATEGORIES.get(correction.kind, str(correction.kind))
    if correction.metric:
        row["metric"] = {"baseline": correction.metric.before, "current": correction.metric.after}
    return row


async def corrected(settings: Settings) -> Corrected:
    """The corrections in the database, for counting. Raises `NotReady`."""
    refuse_to_make_one(settings.database_url)
    ledger = Ledger.open(settings.database_url)
    try:
        check_tables(ledger)
        return await corrections.of_everybody(ledger)
    except LedgerError as error:
        raise NotReady("The database does not answer. Try again when it is less busy.") from error
    finally:
        await ledger.close()
