"""Reactions to messages, and what an app hears of them ("reaction_added", "reaction_removed")."""

import re
from typing import TYPE_CHECKING

from playground.conversations import Conversation, Message
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.workspace import Workspace

NAME = re.compile(r"[a-z0-9_+'-]{1,100}(?:::skin-tone-[2-6])?")
"""How the name of an emoji is written; which of them exist is not looked up."""


def add(workspace: "Workspace", channel: Conversation, message: Message, user_id: str, name: str) -> None:
    """Put a reaction to a message and tell the app."""
    message.reactions.setdefault(name, []).append(user_id)
    _tell(workspace, channel, message, _event("reaction_added", message, user_id, name))


def remove(workspace: "Workspace", channel: Conversation, message: Message, user_id: str, name: str) -> None:
    """Take a reaction from a message and tell the app."""
    message.reactions[name].remove(user_id)
    if not message.reactions[name]:
        del message.reactions[name]
    _tell(workspace, channel, message, _event("reaction_removed", message, user_id, name))


def as_payload(message: Message) -> list[Payload]:
    """Give the reactions as messages carry them."""
    return [{"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()]


def _event(kind: str, message: Message, user_id: str, name: str) -> Payload:
    item = {"type": "message", "channel": message.channel_id, "ts": message.ts}
    return {"type": kind, "user": user_id, "reaction": name, "item_user": message.author, "item": item}


def _tell(workspace: "Workspace", channel: Conversation, message: Message, event: Payload) -> None:
    """Let the app hear of it in the background, where the bot is a member and anybody wrote the message."""
    world = workspace.world
    world.changed()
    if not message.author:
        del event["item_user"]  # a classic integration has no user
    hears = workspace.bot_user_id in channel.members and world.subscriptions.hears(workspace, str(event["type"]))
    if hears and world.deliveries.reaches_the_app:
        world.background(world.event(workspace, event))
