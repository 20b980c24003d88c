"""`chat.postMessage`, `chat.update`, `chat.delete`."""

from typing import Any

from playground import limits, message_events
from playground.conversations import Conversation, Message
from playground.refusals import Refused
from playground.response_urls import check_content, named, show
from playground.shapes import Payload
from playground.webapi import Call, Method

METADATA_BYTES = 8_000


def post(call: Call) -> Payload:
    """Post a message as the bot."""
    given = call.arguments
    channel = _writable(call, given["channel"])
    blocks = _content(call, limits.MESSAGE_TEXT)
    thread = given.get("thread_ts")
    if thread and channel.find(thread) is None:
        raise Refused("thread_not_found")
    message = Message(
        ts=call.world.next_ts(),
        channel_id=channel.id,
        author=call.workspace.bot_user_id,
        text=given.get("text", ""),
        blocks=named(blocks),
        bot_id=call.workspace.bot_id,
        metadata=_metadata(given.get("metadata")),
        thread_ts=thread,
    )
    call.workspace.post(channel, message)
    call.workspace.tell(channel, message_events.posted(call.workspace, message), own=True)
    shown = call.workspace.message_payload(message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_for_one(call: Call) -> Payload:
    """Post a line that one person sees until they reload."""
    given, workspace = call.arguments, call.workspace
    channel = _writable(call, given["channel"])
    blocks = _content(call, limits.MESSAGE_TEXT)
    person = workspace.member(given["user"])
    if person is None or person.deactivated or person.id not in channel.members:
        raise Refused("user_not_in_channel")
    thread = given.get("thread_ts")
    if thread and channel.find(thread) is None:
        raise Refused("thread_not_found")
    line = show(person, channel, {**given, "blocks": blocks, "response_type": "ephemeral"}, thread)
    return {"message_ts": line.ts}


def permalink(call: Call) -> Payload:
    """Give the address of a message where the bot can see it."""
    given, workspace = call.arguments, call.workspace
    channel = workspace.conversations.get(given["channel"])
    if channel is None or workspace.bot_user_id not in channel.members:
        raise Refused("channel_not_found")
    message = channel.find(given["message_ts"])
    if message is None:
        raise Refused("message_not_found")
    address = f"https://{workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    return {"channel": channel.id, "permalink": address + thread}


def update(call: Call) -> Payload:
    """Change one of the bot's own messages."""
    given = call.arguments
    channel, message = _own(call, "cant_update_message")
    blocks = _content(call, limits.UPDATE_TEXT)
    before = call.workspace.message_payload(message)
    if "text" in given or "blocks" in given:  # text without blocks removes the blocks
        message.show(given.get("text", ""), named(blocks))
    if "metadata" in given:
        message.metadata = _metadata(given["metadata"])
    message.edited_ts = call.world.edit_ts()
    call.world.changed()
    call.workspace.tell(channel, message_events.changed(call.workspace, message, before), own=True)
    shown = call.workspace.message_payload(message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> Payload:
    """Delete one of the bot's own messages."""
    channel, message = _own(call, "cant_delete_message")
    call.workspace.tell(channel, call.workspace.remove(message), own=True)
    return {"channel": channel.id, "ts": message.ts}


def _writable(call: Call, named_channel: str) -> Conversation:
    workspace = call.workspace
    if workspace.member(named_channel):
        named_channel = workspace.direct_message(named_channel).id
    channel = workspace.conversations.get(named_channel)
    if channel is None or workspace.is_closed(channel):
        raise Refused("channel_not_found")
    if workspace.bot_user_id not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _own(call: Call, otherwise: str) -> tuple[Conversation, Message]:
    channel = call.workspace.conversations.get(call.arguments["channel"])
    if channel is None:
        raise Refused("channel_not_found")
    message = channel.find(call.arguments["ts"])
    if message is None:
        raise Refused("message_not_found")
    if message.author != call.workspace.bot_user_id:
        raise Refused(otherwise)
    return channel, message


def _content(call: Call, most: int) -> list[Payload]:
    given = call.arguments
    if not given.get("text") and not given.get("blocks") and "metadata" not in given:
        raise Refused("no_text")
    check_content(call.workspace, given.get("text"), given.get("blocks"), most)
    blocks: list[Payload] = given.get("blocks") or []
    return blocks


def _metadata(value: Any) -> Payload | None:
    """Read message metadata: an event type, and a payload of plain values ("Message metadata")."""
    if value in (None, {}):
        return None
    wrong = (
        not isinstance(value, dict)
        or value.keys() != {"event_type", "event_payload"}
        or not isinstance(value["event_type"], str)
        or not value["event_type"].strip()
        or not isinstance(value["event_payload"], dict)
        or any(isinstance(v, dict | list) for v in value["event_payload"].values())
    )
    if wrong:
        raise Refused("invalid_metadata_format")
    if len(str(value)) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    checked: Payload = value
    return checked


_CONTENT = {"channel": "string", "text": "string", "blocks": "json", "metadata": "json"}
_POST = {
    **_CONTENT,
    "thread_ts": "string",
    "mrkdwn": "boolean",
    "unfurl_links": "boolean",
    "unfurl_media": "boolean",
}
_POST_FOR_ONE = {"channel": "string", "user": "string", "text": "string", "blocks": "json", "thread_ts": "string"}
_PERMALINK = {"channel": "string", "message_ts": "string"}
METHODS = {
    "chat.postMessage": Method(post, _POST, ("channel",), "chat:write", 4),
    "chat.postEphemeral": Method(post_for_one, _POST_FOR_ONE, ("channel", "user"), "chat:write", 4),
    "chat.getPermalink": Method(permalink, _PERMALINK, ("channel", "message_ts"), None, 4),
    "chat.update": Method(update, {**_CONTENT, "ts": "string"}, ("channel", "ts"), "chat:write", 3),
    "chat.delete": Method(delete, {"channel": "string", "ts": "string"}, ("channel", "ts"), "chat:write", 3),
}
