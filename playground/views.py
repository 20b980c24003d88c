"""Modals and Homes as they stand open in front of a person."""

import copy
import hashlib
import json
from dataclasses import dataclass, field

from playground import inputs
from playground.shapes import Payload, State


@dataclass
class View:
    """An open modal or a published Home, with what the person has entered so far."""

    id: str
    person_id: str
    body: Payload
    root_id: str
    previous_id: str | None = None
    state: State = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    """Block id to the sentence shown at that field."""
    revision: int = 1

    def __post_init__(self) -> None:
        self.body = copy.deepcopy(self.body)
        name_everything(self.body["blocks"])
        self.state = inputs.initial_state(self.body["blocks"])

    @property
    def hash(self) -> str:
        """Change whenever the view changes."""
        words = json.dumps([self.id, self.revision], ensure_ascii=False)
        return f"{self.revision}.{hashlib.sha256(words.encode()).hexdigest()[:8]}"

    def replace(self, body: Payload) -> None:
        """Show another content, keeping what was entered in fields that stay."""
        body, kept = copy.deepcopy(body), self.state
        name_everything(body["blocks"])
        self.body, self.errors, self.revision = body, {}, self.revision + 1
        self.state = inputs.initial_state(body["blocks"])
        for block_id, actions in self.state.items():
            for action_id, value in actions.items():
                before = kept.get(block_id, {}).get(action_id)
                if before and before["type"] == value["type"]:
                    actions[action_id] = before

    def as_payload(self, *, team_id: str, app_id: str, bot_id: str) -> Payload:
        """Give the view object that the Web API and interactions carry."""
        blank = {"callback_id": "", "private_metadata": "", "external_id": ""}
        modal = {"submit": None, "close": None, "clear_on_close": False, "notify_on_close": False}
        return {
            **blank,
            **(modal if self.body["type"] == "modal" else {}),
            **self.body,
            "id": self.id,
            "team_id": team_id,
            "app_id": app_id,
            "app_installed_team_id": team_id,
            "bot_id": bot_id,
            "hash": self.hash,
            "state": {"values": self.state},
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
        }


def name_everything(blocks: list[Payload]) -> None:
    """Give ids to the blocks and elements that came without, as Slack does."""
    for number, block in enumerate(blocks):
        block.setdefault("block_id", f"b{number:03d}")
        for place, element in enumerate(elements_of(block)):
            if element.get("type") not in {"image", "plain_text", "mrkdwn"}:
                element.setdefault("action_id", f"a{number:03d}{place}")


def elements_of(block: Payload) -> list[Payload]:
    """Give the elements of a block that a person can act on, and the pictures among them."""
    if block["type"] == "actions":
        return list(block["elements"])
    return [block[key] for key in ("accessory", "element") if key in block]
