"""`files.getUploadURLExternal`, `completeUploadExternal`, `info` and `delete`."""

import asyncio
from typing import Any

from playground import limits, message_events
from playground.conversations import Conversation, Message
from playground.files import File
from playground.refusals import Refused
from playground.response_urls import check_content, named
from playground.shapes import Payload
from playground.webapi import Call, Method

_FILE_KEYS = {"id", "title", "highlight_type"}


def upload_url(call: Call) -> Payload:
    """Announce a file and give the address for its content."""
    given = call.arguments
    length, alt_txt = given["length"], given.get("alt_txt", "")
    if length < 1:
        raise Refused("invalid_arguments", ["[ERROR] must be more than 0 [json-pointer:/length]"])
    if length > limits.FILE_BYTES:
        raise Refused("file_upload_size_restricted")
    if len(alt_txt) > limits.FILE_ALT_TEXT:
        raise Refused("alt_txt_too_large")
    if not given["filename"].strip() or "/" in given["filename"]:
        raise Refused("invalid_arguments", ["[ERROR] must be the name of a file [json-pointer:/filename]"])
    file, address = call.workspace.files.announce(call.workspace.bot_user_id, given["filename"], length, alt_txt)
    return {"upload_url": address, "file_id": file.id}


def complete(call: Call) -> Payload:
    """Finish uploads; the message that shares them follows when Slack has looked them over."""
    given, files = call.arguments, call.workspace.files
    channels = _channels(call)
    thread = _thread(channels, given.get("thread_ts"))
    if given.get("initial_comment") and given.get("blocks"):
        raise Refused("invalid_arguments", ["[ERROR] blocks are ignored beside initial_comment"])
    check_content(call.workspace, given.get("initial_comment"), given.get("blocks"), limits.FILE_COMMENT)
    wanted = _wanted(given["files"])
    for each in wanted:
        files.pending(each["id"])  # all or none
    done = [files.complete(each["id"], each.get("title")) for each in wanted]
    call.world.background(_share(call, channels, done, thread))
    return {"files": [{"id": file.id, "title": file.title} for file in done]}


async def _share(call: Call, channels: list[Conversation], files: list[File], thread: str | None) -> None:
    await asyncio.sleep(call.world.scan_seconds)
    for file in files:
        file.ready = True
    given = call.arguments
    for channel in channels:
        message = Message(
            ts=call.world.next_ts(),
            channel_id=channel.id,
            author=call.workspace.bot_user_id,
            text=given.get("initial_comment", ""),
            blocks=named(given.get("blocks", [])),
            thread_ts=thread,
            files=list(files),
        )
        call.workspace.post(channel, message)
        call.workspace.tell(channel, message_events.posted(call.workspace, message), own=True)


def about(call: Call) -> Payload:
    """Describe a file and where it was shared."""
    files = call.workspace.files
    file = files.find(call.arguments["file"], call.workspace.bot_user_id)
    return {"file": files.described(file), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(call: Call) -> Payload:
    """Delete one of the bot's own files."""
    files, own = call.workspace.files, call.workspace.bot_user_id
    file = files.find(call.arguments["file"], own)
    if file.owner != own:
        raise Refused("cant_delete_file")
    files.delete(file)
    return {}


def _wanted(given: Any) -> list[Payload]:
    wrong = (
        not isinstance(given, list)
        or not given
        or any(not isinstance(f, dict) or f.keys() - _FILE_KEYS or not isinstance(f.get("id"), str) for f in given)
        or len({f["id"] for f in given}) < len(given)
    )
    if wrong:
        raise Refused("invalid_arguments", ["[ERROR] must be a list of ids and titles [json-pointer:/files]"])
    wanted: list[Payload] = given
    return wanted


def _channels(call: Call) -> list[Conversation]:
    """Give where to share; only ids of conversations count, and never those of people."""
    given = call.arguments
    if given.get("channel_id") and given.get("channels"):
        raise Refused("invalid_arguments", ["[ERROR] give either channel_id or channels"])
    ids = [given["channel_id"]] if given.get("channel_id") else (given.get("channels") or "").split(",")
    wanted = [channel_id.strip() for channel_id in ids if channel_id.strip()]
    if len(wanted) > limits.FILE_CHANNELS:
        raise Refused("channels_limit_exceeded")
    return [_writable(call, channel_id) for channel_id in wanted]


def _writable(call: Call, channel_id: str) -> Conversation:
    channel = call.workspace.conversations.get(channel_id)
    if channel is None or call.workspace.is_closed(channel):
        raise Refused("channel_not_found")
    if call.workspace.bot_user_id not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _thread(channels: list[Conversation], thread: str | None) -> str | None:
    if not thread:
        return None
    if len(channels) != 1:
        raise Refused("invalid_arguments", ["[ERROR] a thread needs exactly one channel [json-pointer:/thread_ts]"])
    root = channels[0].find(thread)
    if root is None:
        raise Refused("thread_not_found")
    if root.is_reply:
        raise Refused("invalid_arguments", ["[ERROR] must be a parent, not a reply [json-pointer:/thread_ts]"])
    return thread


_UPLOAD = {"filename": "string", "length": "integer", "alt_txt": "string", "snippet_type": "string"}
_COMPLETE = {
    "files": "json",
    "channel_id": "string",
    "channels": "string",
    "thread_ts": "string",
    "initial_comment": "string",
    "blocks": "json",
}
_INFO = {"file": "string"}
METHODS = {
    "files.getUploadURLExternal": Method(upload_url, _UPLOAD, ("filename", "length"), "files:write", 4),
    "files.completeUploadExternal": Method(complete, _COMPLETE, ("files",), "files:write", 4),
    "files.info": Method(about, _INFO, ("file",), "files:read", 4),
    "files.delete": Method(delete, _INFO, ("file",), "files:write", 3),
}
