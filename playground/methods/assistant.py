"""`assistant.threads.setStatus`, `setTitle` and `setSuggestedPrompts`."""

from typing import Any

from playground import limits
from playground.assistants import STATUS_SECONDS, AssistantThread
from playground.conversations import Conversation
from playground.refusals import Refused
from playground.shapes import Payload
from playground.webapi import Call, Method


def set_status(call: Call) -> Payload:
    """Say what the bot is doing, until it posts in the thread, for two minutes at most."""
    given, world = call.arguments, call.world
    if "status" not in given:  # an empty one is an answer too
        raise Refused("invalid_arguments", ["[ERROR] missing required field: status"])
    thread = _thread(call, given["thread_ts"])
    thread.think(given["status"], _texts(given.get("loading_messages", [])), world.now() + STATUS_SECONDS)
    world.changed()
    return {}


def set_title(call: Call) -> Payload:
    """Name a thread for the person's list of them."""
    _thread(call, call.arguments["thread_ts"]).title = call.arguments["title"]
    call.world.changed()
    return {}


def set_prompts(call: Call) -> Payload:
    """Offer up to four things to say."""
    given = call.arguments
    prompts = given["prompts"]
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= limits.PROMPTS or not all(map(_is_prompt, prompts)):
        wrong = f"[ERROR] must be 1 to {limits.PROMPTS} objects with a title and a message [json-pointer:/prompts]"
        raise Refused("invalid_arguments", [wrong])
    thread = _thread(call, given.get("thread_ts"))
    thread.prompts, thread.prompts_title = prompts, given.get("title", "")
    call.world.changed()
    return {}


def _thread(call: Call, ts: str | None) -> AssistantThread:
    channel = _direct_message(call)
    if ts is not None and channel.find(ts) is None:
        raise Refused("invalid_thread_ts", detail="Thread not found")
    return channel.assistant.setdefault(ts or "", AssistantThread())


def _direct_message(call: Call) -> Conversation:
    channel = call.workspace.conversations.get(call.arguments["channel_id"])
    if channel is None or call.workspace.bot_user_id not in channel.members:
        raise Refused("channel_not_found", detail="Invalid channel_id")
    return channel


def _texts(value: Any) -> list[str]:
    if (
        not isinstance(value, list)
        or len(value) > limits.LOADING_MESSAGES
        or any(not isinstance(v, str) for v in value)
    ):
        wrong = f"[ERROR] must be at most {limits.LOADING_MESSAGES} texts [json-pointer:/loading_messages]"
        raise Refused("invalid_arguments", [wrong])
    return value


def _is_prompt(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"title", "message"}
        and all(isinstance(words, str) and words.strip() for words in value.values())
    )


_THREAD = {"channel_id": "string", "thread_ts": "string"}
METHODS = {
    "assistant.threads.setStatus": Method(
        set_status,
        {**_THREAD, "status": "string", "loading_messages": "json"},
        ("channel_id", "thread_ts"),
        "chat:write",
        4,
    ),
    "assistant.threads.setTitle": Method(
        set_title, {**_THREAD, "title": "string"}, ("channel_id", "thread_ts", "title"), "assistant:write", 4
    ),
    "assistant.threads.setSuggestedPrompts": Method(
        set_prompts,
        {**_THREAD, "title": "string", "prompts": "json"},
        ("channel_id", "prompts"),
        "assistant:write",
        4,
    ),
}
