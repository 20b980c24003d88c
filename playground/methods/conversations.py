"""`conversations.open`, `info`, `list`, `history`, `replies` and `members`."""

import base64
import binascii

from playground.conversations import Conversation, Message
from playground.methods.pages import page
from playground.refusals import Refused
from playground.shapes import Payload
from playground.webapi import Call, Method

DEFAULT_PAGE = 100
LARGEST_PAGE = 999
LARGEST_LIST = 1_000
_KINDS = {"public_channel": "channels:read", "private_channel": "groups:read", "mpim": "mpim:read", "im": "im:read"}


def open_im(call: Call) -> Payload:
    """Open the direct message with one person."""
    given = call.arguments
    if "channel" in given:
        channel = _known(call)
    else:
        if not given.get("users"):
            raise Refused("users_list_not_supplied")
        person = call.workspace.member(given["users"])
        if person is None:
            raise Refused("user_not_found")
        if person.deactivated:
            raise Refused("user_disabled")
        channel = call.workspace.direct_message(given["users"])
    shown = channel.as_payload() if given.get("return_im") else {"id": channel.id}
    return {"channel": shown}


def about(call: Call) -> Payload:
    """Describe a conversation."""
    channel = _known(call)
    call.need("im:read" if channel.is_im else "channels:read")
    shown = channel.as_payload()
    if call.arguments.get("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": {**shown, "is_member": call.workspace.bot_user_id in channel.members}}


def everywhere(call: Call) -> Payload:
    """List the channels of the workspace, and the bot's direct messages when asked for those."""
    kinds = [kind.strip() for kind in str(call.arguments.get("types") or "public_channel").split(",")]
    for kind in kinds:
        if kind not in _KINDS:
            raise Refused("invalid_types")
        call.need(_KINDS[kind])
    found = [c for c in call.workspace.conversations.values() if ("im" if c.is_im else "public_channel") in kinds]
    channels, cursor = page(found, call.arguments, DEFAULT_PAGE, LARGEST_LIST)
    return {"channels": [_listed(call, c) for c in channels], "response_metadata": {"next_cursor": cursor}}


def _listed(call: Call, channel: Conversation) -> Payload:
    if channel.is_im:
        return channel.as_payload()
    is_member = call.workspace.bot_user_id in channel.members
    return {**channel.as_payload(), "is_member": is_member, "num_members": len(channel.members)}


def history(call: Call) -> Payload:
    """Read a conversation, newest first, without what stands in threads."""
    channel = _readable(call)
    messages = [m for m in channel.messages if m.thread_ts in {None, m.ts}]
    return _page(call, sorted(messages, key=lambda m: m.ts, reverse=True))


def replies(call: Call) -> Payload:
    """Read a thread, oldest first."""
    channel, root = _readable(call), call.arguments["ts"]
    if channel.find(root) is None:
        raise Refused("thread_not_found")
    return _page(call, [m for m in channel.messages if root in {m.ts, m.thread_ts}])


def members(call: Call) -> Payload:
    """List who is in a conversation, in pages."""
    channel, given = _known(call), call.arguments
    call.need("im:read" if channel.is_im else "channels:read")
    left = {p.id for p in call.workspace.people.values() if p.deactivated}
    ids, cursor = page(sorted(channel.members - left), given, DEFAULT_PAGE, LARGEST_PAGE)
    return {"members": ids, "response_metadata": {"next_cursor": cursor}}


def _known(call: Call) -> Conversation:
    channel = call.workspace.conversations.get(call.arguments["channel"])
    if channel is None:
        raise Refused("channel_not_found")
    return channel


def _readable(call: Call) -> Conversation:
    channel = _known(call)
    call.need("im:history" if channel.is_im else "channels:history")
    if call.workspace.bot_user_id not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _page(call: Call, messages: list[Message]) -> Payload:
    given = call.arguments
    limit = given.get("limit", DEFAULT_PAGE)
    if not 1 <= limit <= LARGEST_PAGE:
        raise Refused("invalid_limit")
    wanted = [m for m in messages if _within(m.ts, given)]
    start = _start(given.get("cursor"), wanted)
    page, rest = wanted[start : start + limit], wanted[start + limit :]
    metadata = given.get("include_all_metadata", False)
    body: Payload = {
        "messages": [call.workspace.message_payload(m, metadata=metadata) for m in page],
        "has_more": bool(rest),
    }
    if rest:
        body["response_metadata"] = {"next_cursor": _cursor(rest[0])}
    return body


def _within(ts: str, given: Payload) -> bool:
    at, oldest, latest = float(ts), float(given.get("oldest") or 0), float(given.get("latest") or "inf")
    if given.get("inclusive"):
        return oldest <= at <= latest
    return oldest < at < latest


def _cursor(message: Message) -> str:
    return base64.b64encode(f"next_ts:{message.ts}".encode()).decode()


def _start(cursor: str | None, wanted: list[Message]) -> int:
    if not cursor:
        return 0
    try:
        ts = base64.b64decode(cursor, validate=True).decode().removeprefix("next_ts:")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Refused("invalid_cursor") from error
    stamps = [m.ts for m in wanted]
    if ts not in stamps:
        raise Refused("invalid_cursor")
    return stamps.index(ts)


_PAGE = {
    "channel": "string",
    "cursor": "string",
    "limit": "integer",
    "oldest": "string",
    "latest": "string",
    "inclusive": "boolean",
    "include_all_metadata": "boolean",
}
_OPEN = {"channel": "string", "users": "string", "return_im": "boolean"}
_INFO = {"channel": "string", "include_locale": "boolean", "include_num_members": "boolean"}
_LIST = {"cursor": "string", "limit": "integer", "exclude_archived": "boolean", "types": "string"}
_MEMBERS = {"channel": "string", "cursor": "string", "limit": "integer"}
METHODS = {
    "conversations.open": Method(open_im, _OPEN, (), "im:write", 3),
    "conversations.info": Method(about, _INFO, ("channel",), None, 3),
    "conversations.list": Method(everywhere, _LIST, (), None, 2, needs_team=True),
    "conversations.members": Method(members, _MEMBERS, ("channel",), None, 4),
    "conversations.history": Method(history, _PAGE, ("channel",), None, 3),
    "conversations.replies": Method(replies, {**_PAGE, "ts": "string"}, ("channel", "ts"), None, 3),
}
