"""Response URLs: five uses, thirty minutes, and what each kind of them may touch.

Only the URL that came with a click replaces or deletes its message; any other posts a new one
(bolt-python issue 1268, bolt-js issue 2287).
"""

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground import limits
from playground.blocks import inspect_blocks
from playground.conversations import Conversation, Message
from playground.refusals import Refused
from playground.shapes import Payload
from playground.views import name_everything

if TYPE_CHECKING:
    from playground.person import Person
    from playground.workspace import Workspace
    from playground.world import World

KEYS = frozenset(
    {
        "text",
        "blocks",
        "response_type",
        "replace_original",
        "delete_original",
        "mrkdwn",
        "unfurl_links",
        "unfurl_media",
    },
)


@dataclass
class ResponseUrl:
    """The right to answer one act of one person a few times."""

    person: "Person"
    channel: Conversation
    original: Message | None
    """The message whose button was clicked; None for commands and shortcuts."""
    issued: float
    uses: int = 0


@dataclass
class ResponseUrls:
    """Issues the response URLs of a world and carries out what is posted to them."""

    world: "World"
    _issued: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(self, person: "Person", channel: Conversation, original: Message | None = None) -> str:
        """Give a new URL for something that a person just did."""
        path = f"response/{person.workspace.id}/{len(self._issued) + 1}"
        self._issued[path] = ResponseUrl(person, channel, original, self.world.now())
        return f"{self.world.base_url}{path}"

    def workspace_of(self, path: str) -> str:
        """Give the workspace that a URL belongs to, for the record."""
        known = self._issued.get(path)
        return known.person.workspace.id if known else ""

    def use(self, path: str, body: Any) -> None:
        """Carry out one post to a URL, or refuse it."""
        target = self._issued.get(path)
        if target is None or not target.person.workspace.installed:
            raise Refused("invalid_url")
        if self.world.now() - target.issued > limits.RESPONSE_URL_SECONDS:
            raise Refused("expired_url")
        if target.uses >= limits.RESPONSE_URL_USES:
            raise Refused("used_url")
        check_reply(target.person.workspace, body)
        target.uses += 1
        self._carry_out(target, body)

    def _carry_out(self, target: ResponseUrl, body: Payload) -> None:
        original = target.original
        if original and body.get("delete_original"):
            target.channel.remove(original)
            self.world.changed()
        elif original and body.get("replace_original"):
            original.show(body.get("text", ""), named(body.get("blocks", [])))
            original.edited_ts = self.world.edit_ts() if original.only_for is None else None
            self.world.changed()
        else:
            show(target.person, target.channel, body)


def check_reply(workspace: "Workspace", body: Any) -> None:
    """Refuse what Slack would not show: unknown keys, no content, bad blocks."""
    if not isinstance(body, dict):
        raise Refused("invalid_payload")
    unknown = sorted(body.keys() - KEYS)
    if unknown:
        raise Refused("invalid_arguments", [f"[ERROR] unknown key: {key}" for key in unknown])
    if body.get("response_type", "ephemeral") not in {"ephemeral", "in_channel"}:
        raise Refused("invalid_arguments", ["[ERROR] response_type must be ephemeral or in_channel"])
    if not body.get("text") and not body.get("blocks") and not body.get("delete_original"):
        raise Refused("no_text")
    check_content(workspace, body.get("text"), body.get("blocks"), limits.MESSAGE_TEXT)


def check_content(workspace: "Workspace", text: Any, blocks: Any, most: int) -> None:
    """Refuse text and blocks that break a limit, and note words that alert a channel."""
    if text is not None and not isinstance(text, str):
        raise Refused("invalid_arguments", ["[ERROR] must be a string [json-pointer:/text]"])
    if text and len(text) > most:
        raise Refused("msg_too_long")
    seen = inspect_blocks(blocks or [])
    seen.read(text or "")
    workspace.files.look_for_pictures(seen)
    workspace.world.recorder.broadcasts.extend(seen.broadcasts)
    if seen.problems:
        raise Refused("invalid_blocks", seen.problems)
    if seen.characters > limits.BLOCK_CHARACTERS:
        raise Refused("msg_blocks_too_long")


def named(blocks: list[Payload]) -> list[Payload]:
    """Give a copy of the blocks with ids for those that came without."""
    own = copy.deepcopy(blocks or [])
    name_everything(own)
    return own


def show(person: "Person", channel: Conversation, body: Payload, thread: str | None = None) -> Message:
    """Post what an app answered to a person, to them alone unless it says otherwise."""
    workspace = person.workspace
    message = Message(
        ts=workspace.world.next_ts(),
        channel_id=channel.id,
        author=workspace.bot_user_id,
        text=body.get("text", ""),
        blocks=named(body.get("blocks", [])),
        bot_id=workspace.bot_id,
        thread_ts=thread,
        only_for=None if body.get("response_type") == "in_channel" else person.id,
    )
    return workspace.post(channel, message)
