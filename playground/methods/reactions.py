"""`reactions.add`, `remove`, `get` and `list`."""

import re

from playground import limits, reactions
from playground.conversations import Conversation, Message
from playground.methods.pages import page
from playground.refusals import Refused
from playground.shapes import Payload
from playground.webapi import Call, Method

USUAL_PAGE, LARGEST_PAGE = 100, 1_000
_TIMESTAMP = re.compile(r"\d{10}\.\d{6}")


def add(call: Call) -> Payload:
    """React to a message as the bot."""
    channel, message = _message(call)
    bot, name = call.workspace.bot_user_id, _name(call)
    if bot in message.reactions.get(name, ()):
        raise Refused("already_reacted")
    if name not in message.reactions and len(message.reactions) >= limits.EMOJI:
        raise Refused("too_many_emoji")
    if sum(bot in users for users in message.reactions.values()) >= limits.EMOJI_OF_ONE:
        raise Refused("too_many_reactions")
    reactions.add(call.workspace, channel, message, bot, name)
    return {}


def remove(call: Call) -> Payload:
    """Take a reaction of the bot back."""
    channel, message = _message(call)
    bot, name = call.workspace.bot_user_id, _name(call)
    if bot not in message.reactions.get(name, ()):
        raise Refused("no_reaction")
    reactions.remove(call.workspace, channel, message, bot, name)
    return {}


def get(call: Call) -> Payload:
    """Show a message with its reactions."""
    channel, message = _message(call)
    return {"type": "message", "channel": channel.id, "message": call.workspace.message_payload(message)}


def reacted(call: Call) -> Payload:
    """List the messages that somebody reacted to, newest first; the bot itself when nobody is named."""
    workspace = call.workspace
    user = call.arguments.get("user", workspace.bot_user_id)
    if user != workspace.bot_user_id and workspace.member(user) is None:
        raise Refused("user_not_found")
    inside = [c for c in workspace.conversations.values() if workspace.bot_user_id in c.members]
    found = [m for c in inside for m in c.messages if any(user in users for users in m.reactions.values())]
    found.sort(key=lambda m: m.ts, reverse=True)
    shown, cursor = page(found, call.arguments, USUAL_PAGE, LARGEST_PAGE)
    items = [{"type": "message", "channel": m.channel_id, "message": workspace.message_payload(m)} for m in shown]
    return {"items": items, "response_metadata": {"next_cursor": cursor}}


def _message(call: Call) -> tuple[Conversation, Message]:
    given, workspace = call.arguments, call.workspace
    if "channel" not in given or "timestamp" not in given:
        raise Refused("no_item_specified")
    channel = workspace.conversations.get(given["channel"])
    if channel is None or (channel.is_im and workspace.bot_user_id not in channel.members):
        raise Refused("channel_not_found")
    if not _TIMESTAMP.fullmatch(given["timestamp"]):
        raise Refused("bad_timestamp")
    if workspace.bot_user_id not in channel.members:
        raise Refused("not_in_channel")
    message = channel.find(given["timestamp"])
    if message is None:
        raise Refused("message_not_found")
    return channel, message


def _name(call: Call) -> str:
    name: str = call.arguments["name"]
    if not reactions.NAME.fullmatch(name):
        raise Refused("invalid_name")
    return name


_ITEM = {"channel": "string", "timestamp": "string"}
_LIST = {"user": "string", "cursor": "string", "limit": "integer", "full": "boolean"}
METHODS = {
    "reactions.add": Method(add, {**_ITEM, "name": "string"}, ("name",), "reactions:write", 3),
    "reactions.remove": Method(remove, {**_ITEM, "name": "string"}, ("name",), "reactions:write", 2),
    "reactions.get": Method(get, {**_ITEM, "full": "boolean"}, (), "reactions:read", 3),
    "reactions.list": Method(reacted, _LIST, (), "reactions:read", 2),
}
