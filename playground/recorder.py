"""Everything that crossed the wire, in the order it happened."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from playground.shapes import Payload


@dataclass
class Entry:
    """One thing that the app said to the workspace, or the workspace to the app."""

    at: float
    direction: str
    """`in`: from the app. `out`: to the app."""
    kind: str
    """`api`, `response_url`, `slash_commands`, `interactive`, `events_api`."""
    name: str
    payload: Payload
    workspace_id: str = ""
    response: Any = None
    error: str | None = None
    status: int = 0
    attempts: int = 0
    fault: str | None = None


@dataclass(frozen=True)
class Violation:
    """Something that an app must not do, and what was said about it."""

    error: str
    where: str
    detail: tuple[str, ...] = ()


@dataclass
class Recorder:
    """The list of entries, the violations and the calls that alert a channel."""

    entries: list[Entry] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    broadcasts: list[str] = field(default_factory=list)

    def write(self, entry: Entry) -> Entry:
        """Keep the entry and hand it back, so that the answer can be added."""
        self.entries.append(entry)
        return entry

    def calls(self, name: str) -> list[Entry]:
        """Give the app's calls of one Web API method."""
        return [e for e in self.entries if e.kind == "api" and e.name == name]

    def violation(self, error: str, where: str, detail: tuple[str, ...] = ()) -> None:
        """Remember that the app broke a rule."""
        self.violations.append(Violation(error, where, detail))

    def as_text(self) -> str:
        """Give all that was recorded as one text to search in."""
        return "\n".join(json.dumps(asdict(e), ensure_ascii=False, default=str) for e in self.entries)
