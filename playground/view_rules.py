"""What a modal or a Home may look like ("Modal views", "Home tab views")."""

import json
from typing import Any

from playground import limits
from playground.blocks import inspect_blocks
from playground.checks import Check, Inspection, Shape, anything, boolean, kinds, one_of, plain, string
from playground.shapes import Payload

_COMMON: dict[str, Check] = {
    "private_metadata": string(limits.PRIVATE_METADATA, 0),
    "callback_id": string(limits.CALLBACK_ID, 0),
    "external_id": string(limits.EXTERNAL_ID, 0),
}
_modal = Shape(
    {"type": one_of("modal"), "title": plain(limits.VIEW_TITLE), "blocks": anything},
    {
        "submit": plain(limits.VIEW_TITLE),
        "close": plain(limits.VIEW_TITLE),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
        **_COMMON,
    },
)
_home = Shape({"type": one_of("home"), "blocks": anything}, _COMMON)
_view = kinds({"modal": _modal, "home": _home})


def inspect_view(view: Any, kind: str) -> Inspection:
    """Look over a view that should be of this kind, `modal` or `home`."""
    blocks = view.get("blocks", []) if isinstance(view, dict) else []
    seen = inspect_blocks(blocks, kind, "/view/blocks")
    _view(view, "/view", seen)
    if isinstance(view, dict):
        _as_a_whole(view, kind, seen)
    return seen


def _as_a_whole(view: Payload, kind: str, seen: Inspection) -> None:
    if view.get("type") != kind:
        seen.refuse("/view/type", f"must be {kind}")
    if kind == "modal" and seen.inputs and "submit" not in view:
        seen.refuse("/view", "missing required field: submit")


def too_large(view: Any) -> bool:
    """Tell whether Slack answers `view_too_large`."""
    return len(json.dumps(view, separators=(",", ":"), ensure_ascii=False).encode()) > limits.VIEW_BYTES
