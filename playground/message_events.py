"""What an app hears of messages: posted, changed, deleted ("message event" and its subtypes)."""

from typing import TYPE_CHECKING

from playground.conversations import Conversation, Message
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.workspace import Workspace


def posted(workspace: "Workspace", message: Message) -> Payload:
    """Give the event of a new message; `file_share` stands only here, not in the history."""
    event = workspace.message_payload(message) | _where(workspace, message)
    if workspace.member(message.author):
        event["client_msg_id"] = f"00000000-0000-4000-8000-{int(message.ts.replace('.', '')) % 10**12:012d}"
    if message.files:
        event["subtype"] = "file_share"
    return {**event, "event_ts": message.ts}


def changed(workspace: "Workspace", message: Message, before: Payload) -> Payload:
    """Give the event of a changed message, with what it was before."""
    now = workspace.message_payload(message)
    return {**_hidden(workspace, message, "message_changed"), "message": now, "previous_message": before}


def deleted(workspace: "Workspace", message: Message, before: Payload) -> Payload:
    """Give the event of a deleted message, with what it was."""
    return {
        **_hidden(workspace, message, "message_deleted"),
        "deleted_ts": message.ts,
        "previous_message": before,
    }


def _hidden(workspace: "Workspace", message: Message, subtype: str) -> Payload:
    ts = workspace.world.next_ts()
    where = _where(workspace, message)
    return {"type": "message", "subtype": subtype, "hidden": True, "ts": ts, "event_ts": ts, **where}


def _where(workspace: "Workspace", message: Message) -> Payload:
    channel: Conversation = workspace.conversations[message.channel_id]
    return {"channel": channel.id, "channel_type": "im" if channel.is_im else "channel"}
