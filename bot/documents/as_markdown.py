"""Everything of a person as Markdown, to read: by month and kind, each text as it was typed.

People's words stand in fences that are longer than any in them. Nothing in them can be Markdown, and not a character
changes.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.coach.consent import Help
from bot.coach.exports import Archive, Row, day_of
from bot.coach.proposal import Kind
from bot.coach.questions import kind_name, question
from bot.coach.slots import local_date
from bot.documents.parts import ROOM, Part, Piece, divided, file_name

_TICKS: Final = re.compile("`+")
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HELP: Final = {"rules": "none, rules alone", "always": "also to sort what is saved"}
_DEEDS: Final = {
    "exported": "exported",
    "deleted_entry": "one entry deleted",
    "deleted_period": "a period deleted",
    "deleted_all": "everything deleted",
}


def files(archive: Archive, room: int = ROOM) -> list[Part]:
    """The export, in one file or several."""
    parts = divided((Piece(None, said.encode("utf-8", "replace")) for said in _said(archive)), room)
    return [
        Part(
            file_name(f"{archive.made_at:%Y-%m-%d}", number, len(parts), "md"),
            _head(archive, number, len(parts)) + b"".join(piece.content for piece in part),
        )
        for number, part in enumerate(parts, 1)
    ]


def _head(archive: Archive, number: int, of: int) -> bytes:
    which = f", part {number} of {of}" if of > 1 else ""
    made = f"{archive.made_at:%d %B %Y, %H:%M} UTC"
    days = f"Days are those in {archive.zone.key}, times are in UTC."
    note = f"Your words stand as you typed them. {days} The JSON file beside this one holds every detail."
    return f"# Everything I keep about you{which}\n\nMade on {made}. {note}\n".encode()


def _said(archive: Archive) -> Iterator[str]:
    tables, where = archive.tables, archive.zone
    drafts: dict[Any, list[Row]] = {}
    for draft in tables["draft"]:
        drafts.setdefault(draft["evidence_id"], []).append(draft)
    kept = [row for row in tables["evidence"] if row["kept"]]
    loose = [row for row in tables["evidence"] if not row["kept"]]
    yield from _entries(kept, drafts, where)
    if loose:
        yield "\n## Not saved\n\nYou wrote this to me and did not save it. I forget it a day after you wrote it.\n"
        yield from (_entry(row, drafts, where) for row in loose)
    if not tables["evidence"]:
        yield "\nThere are no entries.\n"
    yield from (_settings(row) for row in tables["profile"])
    if tables["audit"]:
        yield "\n## Exports and deletions\n\n"
        yield from (_deed(row) for row in tables["audit"])


def _entries(rows: list[Row], drafts: Mapping[Any, list[Row]], where: ZoneInfo) -> Iterator[str]:
    kinds, month = list(Kind), partial(_month, where=where)
    ordered = sorted(rows, key=lambda row: (month(row), kinds.index(Kind(row["kind"])), day_of(row, where)))
    for _, of_month in groupby(ordered, key=month):
        listed = list(of_month)
        yield f"\n## {day_of(listed[0], where):%B %Y}\n"
        for kind, of_kind in groupby(listed, key=lambda row: str(row["kind"])):
            yield f"\n### {kind_name(Kind(kind), 'en')}\n"
            yield from (_entry(row, drafts, where) for row in of_kind)


def _month(row: Row, where: ZoneInfo) -> tuple[int, int]:
    day = day_of(row, where)
    return day.year, day.month


def _entry(row: Row, drafts: Mapping[Any, list[Row]], where: ZoneInfo) -> str:
    said = [f"\n#### {day_of(row, where):%d %B %Y}\n", words(row["text"])]
    metric = {name: row[f"metric_{name}"] for name in ("name", "before", "after")}
    if any(metric.values()):
        said.append(
            _told("Metric", f"{metric['name'] or 'Number'}: {metric['before'] or '?'} → {metric['after'] or '?'}")
        )
    for slot, answer in row["answers"].items():
        said.append(_answer(row, slot, answer))
    for label, key in (("Said by", "author"), ("Link", "link")):
        if row[key]:
            said.append(_told(label, row[key]))
    for name, value in row["details"].items():
        said.append(_told("Noted", f"{name}: {value if isinstance(value, str) else json.dumps(value, default=str)}"))
    for draft in drafts.get(row["id"], ()):
        said.extend(_reframed(draft, where))
    return "".join(said)


def _reframed(draft: Row, where: ZoneInfo) -> Iterator[str]:
    """A draft, whether it stands beside its entry, and what was said of it."""
    beside = ", and used beside the entry" if draft.get("used_at") else ""
    yield _told(f"Reframed on {local_date(draft['created_at'], where):%d %B %Y}{beside}", _draft(draft))
    if draft.get("remark"):
        yield _told("What you said of this draft", draft["remark"])


def _answer(row: Row, slot: str, answer: str) -> str:
    """An answer under its question; under none where this release does not ask for it."""
    try:
        return _told(question(slot, row["language"], Kind(row["kind"])), answer)
    except KeyError:
        return _told("Noted", f"{slot}: {answer}")


def _draft(row: Row) -> str:
    """A draft as it was kept, whichever release kept it."""
    lines = []
    for section in row["body"].get("sections", ()):
        lines.append(str(section.get("title", "")))
        lines += [f"- {_claim(claim)}" for claim in section.get("claims", ())]
        lines += [str(gap) for gap in section.get("blanks", ())]
    return "\n".join(lines)


def _claim(claim: Mapping[str, str]) -> str:
    lead = f"{claim['lead']}: " if claim.get("lead") else ""
    return f"{lead}{claim.get('text', '')} {claim.get('tag', '')}".rstrip()


def _settings(row: Row) -> str:
    hour = f"{_DAYS[row['weekday'] % 7]}, {row['hour']:02}:00"
    told = [f"\n## Your settings\n\nYour hour of the week: {hour}\n"]
    if row["zone"]:
        told.append(_told("Time zone", row["zone"]))
    if row["metrics"]:
        told.append(_told("Your metrics", "\n".join(map(str, row["metrics"]))))
    if row["help"] != Help.REFRAME:
        told.append(_told("Help from an AI model", _HELP.get(str(row["help"]), "as another release says it")))
    return "".join(told)


def _deed(row: Row) -> str:
    counted = ", ".join(f"{name} {number}" for name, number in row["counts"].items() if number) or "there was nothing"
    return f"- {row['created_at']:%d %B %Y, %H:%M}: {_DEEDS.get(row['action'], 'noted')} ({counted})\n"


def _told(label: str, said: str) -> str:
    return f"\n{label}\n{words(said)}"


def words(said: str) -> str:
    """People's words, fenced: as they were typed, and nothing in them is a command."""
    longest = max((len(run) for run in _TICKS.findall(said)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"\n{fence}text\n{said}\n{fence}\n"
