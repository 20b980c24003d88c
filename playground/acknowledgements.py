"""What an app may say in an acknowledgement, and what counts as none."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.world import World

OK = range(200, 300)


@dataclass(frozen=True)
class Acknowledgement:
    """What came back for one delivery."""

    error: str | None = None
    body: Payload | None = None
    lost: bool = False
    """The connection broke before an answer came."""
    final: bool = False
    """The app asked for no retry."""

    @property
    def ok(self) -> bool:
        """Tell whether the app took the payload in time."""
        return self.error is None


def takes_a_body(payload: Payload) -> bool:
    """Tell whether Slack reads the body of this payload's acknowledgement."""
    return "command" in payload or payload.get("type") in {"view_submission", "block_suggestion"}


def from_http(status: int, text: str, content_type: str, *, final: bool = False) -> Acknowledgement:
    """Read an HTTP answer."""
    if status not in OK:
        return Acknowledgement("dispatch_failed", final=final)
    if not text.strip():
        return Acknowledgement(final=final)
    body: Any = {"text": text}
    if content_type == "application/json":
        try:
            body = json.loads(text)
        except ValueError:
            return Acknowledgement("invalid_json", final=final)
    return Acknowledgement(body=body if isinstance(body, dict) else {"text": text}, final=final)


def minded(world: "World", payload: Payload, acknowledgement: Acknowledgement) -> Acknowledgement:
    """Note a body where Slack reads none."""
    if acknowledgement.body and not takes_a_body(payload):
        world.recorder.violation("unexpected_ack_body", str(payload.get("type")))
    return acknowledgement
