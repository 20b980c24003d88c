"""Messages as the Web API, events and interactions carry them ("message event", "Retrieving messages")."""

from typing import TYPE_CHECKING

from playground import reactions
from playground.conversations import Message
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.workspace import Workspace


def as_payload(workspace: "Workspace", message: Message, *, metadata: bool = False) -> Payload:
    """Give a message; the payload of its metadata on request only."""
    body: Payload = {"type": "message", "ts": message.ts, "text": message.text}
    body |= _author(workspace, message) | _thread(workspace, message)
    if message.files:
        body["files"] = [workspace.files.as_payload(file) for file in message.files]
        body |= {"upload": False, "display_as_bot": False}
    else:
        body["team"] = workspace.id  # missing beside files: slack-api-specs issue 62
    if message.blocks:
        body["blocks"] = message.blocks
    if message.subtype:
        body["subtype"] = message.subtype
    if message.reactions:
        body["reactions"] = reactions.as_payload(message)
    if message.edited_ts:
        body["edited"] = {"user": message.author, "ts": message.edited_ts}
    if message.metadata:
        body["metadata"] = message.metadata if metadata else {"event_type": message.metadata["event_type"]}
    return body


def _author(workspace: "Workspace", message: Message) -> Payload:
    if message.username:
        return {"username": message.username, "bot_id": message.bot_id}
    if not message.bot_id:
        return {"user": message.author}
    app_id = workspace.world.app_id if message.app is None else f"A0{message.bot_id[2:]}"
    profile = {
        "id": message.bot_id,
        "deleted": False,
        "name": message.app or workspace.world.bot_name,
        "updated": 0,
        "app_id": app_id,
        "icons": {"image_36": "", "image_48": "", "image_72": ""},
        "team_id": workspace.id,
    }
    return {"user": message.author, "bot_id": message.bot_id, "app_id": app_id, "bot_profile": profile}


def _thread(workspace: "Workspace", message: Message) -> Payload:
    """Give what a message says about its thread: a reply names the parent, a parent counts the replies."""
    channel = workspace.conversations[message.channel_id]
    if message.is_reply and message.thread_ts:
        parent = channel.find(message.thread_ts)
        return {"thread_ts": message.thread_ts, **({"parent_user_id": parent.author} if parent else {})}
    replies = channel.replies_to(message.ts)
    if not replies:
        return {}
    people = list(dict.fromkeys(m.author for m in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "reply_users": people,
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }
