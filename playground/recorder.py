"""Everything that crossed the wire, in the order it happened."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from playground.shapes import Payload

ROOM = 1.25
"""How far the record may outgrow its size before it is cut."""


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
    took: float | None = None
    """Seconds until the answer."""
    number: int = 0
    """Its place in the record, which stays when older ones are dropped."""


@dataclass(frozen=True)
class Violation:
    """Something that an app must not do, and what was said about it."""

    error: str
    where: str
    detail: tuple[str, ...] = ()
    after: int = 0
    """The number of the entry that was the newest one then."""


@dataclass
class Recorder:
    """The list of entries, the violations and the calls that alert a channel."""

    entries: list[Entry] = field(default_factory=list)
    most: int = 0
    """How many entries are kept; 0 is all of them. The oldest go first."""
    _numbers: int = 0
    violations: list[Violation] = field(default_factory=list)
    broadcasts: list[str] = field(default_factory=list)

    def write(self, entry: Entry) -> Entry:
        """Keep the entry and hand it back, so that the answer can be added."""
        self._numbers += 1
        entry.number = self._numbers
        self.entries.append(entry)
        if self.most and len(self.entries) > self.most * ROOM:
            del self.entries[: -self.most]
        return entry

    def calls(self, name: str) -> list[Entry]:
        """Give the app's calls of one Web API method."""
        return [e for e in self.entries if e.kind == "api" and e.name == name]

    def violation(self, error: str, where: str, detail: tuple[str, ...] = ()) -> None:
        """Remember that the app broke a rule."""
        self.violations.append(Violation(error, where, detail, self._numbers))

    def as_text(self) -> str:
        """Give all that was recorded as one text to search in."""
        return "\n".join(json.dumps(asdict(e), ensure_ascii=False, default=str) for e in self.entries)
