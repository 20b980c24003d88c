"""What the inspector shows: each payload in one line, whole when asked for, and what was refused and why."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from playground.recorder import Entry, Violation
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.world import World

SHOWN = 300
"""So many lines the inspector goes back."""


def lines(world: "World") -> list[Payload]:
    """Give the newest lines, oldest first: payloads, and after each the rules that were broken by then."""
    recorder = world.recorder
    entries = recorder.entries[-SHOWN:]
    first = entries[0].number if entries else 0
    shown = [_line(world, entry) for entry in entries]
    shown += [_broken(index, v) for index, v in enumerate(recorder.violations) if v.after >= first]
    return sorted(shown, key=lambda line: (line["after"], line["kind"] == "broken"))


def _line(world: "World", entry: Entry) -> Payload:
    workspace = world.workspace_of_id(entry.workspace_id)
    return {
        "key": str(entry.number),
        "after": entry.number,
        "at": entry.at,
        "to_app": entry.direction == "out",
        "kind": entry.kind,
        "name": entry.name,
        "workspace": workspace.name if workspace else "",
        "took": None if entry.took is None else round(entry.took * 1000, 1),
        "status": entry.status,
        "error": entry.error,
        "why": _why(entry.response),
        "attempts": entry.attempts,
        "fault": entry.fault,
    }


def _why(response: Any) -> list[str]:
    """Give Slack's own words about a refusal."""
    metadata = response.get("response_metadata", {}) if isinstance(response, dict) else {}
    return [str(words) for words in metadata.get("messages", [])]


def _broken(index: int, violation: Violation) -> Payload:
    return {
        "key": f"broken {index}",
        "after": violation.after,
        "kind": "broken",
        "to_app": False,
        "name": violation.where,
        "error": violation.error,
        "why": list(violation.detail),
    }


def whole(world: "World", number: int) -> Payload | None:
    """Give everything that is known of one payload."""
    entry = next((e for e in world.recorder.entries if e.number == number), None)
    return asdict(entry) if entry else None


def ways(world: "World") -> Payload:
    """Tell how the app is reached, and which faults are still to come."""
    faults = world.faults
    waiting = [[f.kind, f.method, f.times] for f in faults.calls if f.times > 0]
    waiting += [[kind, "", times] for kind, times in faults.of_deliveries().items() if times]
    return {"sockets": len(world.sockets.open), "request_url": world.request_url, "faults": waiting}
