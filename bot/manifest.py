"""The Slack app as one paste: what it is called, what it answers, and what it may do."""

import json
from typing import Any

from bot.settings import WIN_COMMAND, SettingsError

EVENTS_PATH = "/slack/events"
LAUNCH_COMMAND = "/launch"

# Only what this release uses. `metadata.message:read` is left out on purpose: its reference page ties it to the
# message_metadata_* events and to no Web API method, the page of conversations.history asks for the history scopes alone,
# and a project that tried it live read its own metadata back with `include_all_metadata` and without that scope.
# `python -m bot doctor --member U...` settles it on the workspace at hand.
SCOPES = (
    "chat:write",  # drafts, and later nudges, in the direct message
    "commands",  # the slash command and the shortcuts
    "files:write",  # a person's export, as files in the direct message; and deletes them again
    "im:history",  # what is written to the bot; and a message in doubt is looked up before it is sent again
    "im:write",  # opens the direct message
    "users:read",  # the time zone, so that a week is the person's own
)

# What Slack tells the bot of by itself: Home is made when somebody looks at it; `message.im` is covered by `im:history`.
EVENTS = ("app_home_opened", "message.im")

# The ids are those of `handlers.table`. No right to read channels is asked for: a message's menu hands over the one message.
SHORTCUTS = (
    (
        "message",
        "save_as_evidence",
        "Save as evidence",
        "Keep this message, with your part in it, in your own notebook",
    ),
    ("message", "reframe_update", "Reframe my update", "Sort this message into outcome, evidence and next step"),
    ("global", "log_win", "Log a win", "Save a win, privately, with room for the number and the people"),
)


def manifest(win_command: str = WIN_COMMAND, url: str | None = None) -> dict[str, Any]:
    """Describe the Slack app: for Socket Mode, or for HTTP at this public address."""
    request_url = None if url is None else _request_url(url)
    return {
        "display_information": {
            "name": "PM Coach",
            "description": "Turns what you shipped into evidence of what it changed.",
            "background_color": "#1f3a4d",
        },
        "features": _features(win_command, request_url),
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**_at("request_url", request_url), "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **_at("request_url", request_url)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def as_json(win_command: str = WIN_COMMAND, url: str | None = None) -> str:
    """Give the manifest as text to paste, ending with a line break."""
    return json.dumps(manifest(win_command, url), indent=2, ensure_ascii=False) + "\n"


def _features(win_command: str, request_url: str | None) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,  # the bot answers what is written to it
        },
        "bot_user": {"display_name": "PM Coach", "always_online": True},
        "shortcuts": [
            {"name": name, "type": kind, "callback_id": callback_id, "description": description}
            for kind, callback_id, name, description in SHORTCUTS
        ],
        "slash_commands": [
            _command(
                win_command,
                "Save a win, privately, the moment it happens",
                "what you shipped, and what it changed",
                request_url,
            ),
            _command(
                LAUNCH_COMMAND,
                "Say before it ships what a launch is to change; I come back and ask",
                "name, or: list",
                request_url,
            ),
        ],
    }


def _command(name: str, description: str, hint: str, request_url: str | None) -> dict[str, Any]:
    """Names and channels in what is typed after it stay readable as they were typed."""
    said = {"command": name, "description": description, "usage_hint": hint, "should_escape": False}
    return {**said, **_at("url", request_url)}


def _at(key: str, request_url: str | None) -> dict[str, str]:
    """Give the address under this key; Socket Mode has none."""
    return {} if request_url is None else {key: request_url}


def _request_url(url: str) -> str:
    """Slack posts to https only; the path may be there already."""
    if not url.startswith("https://") or url == "https://":
        raise SettingsError(("--url must be the public address of the bot and begin with https://.",))
    return url.rstrip("/").removesuffix(EVENTS_PATH) + EVENTS_PATH
