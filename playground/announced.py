"""What an app announces to people in its manifest: its name, commands, shortcuts and tabs ("App manifest reference")."""

from playground.shapes import Payload

NAME = "PM Coach"
"""The app's name when no manifest gives another."""


def name(manifest: Payload) -> str:
    """Give the app's name as people see it."""
    features = manifest.get("features", {})
    shown = features.get("bot_user", {}).get("display_name") or manifest.get("display_information", {}).get("name")
    return str(shown or NAME)


def announced(manifest: Payload) -> Payload:
    """Give what people are offered. Without a manifest: both tabs, any command, no shortcut."""
    features = manifest.get("features", {})
    home = features.get("app_home", {})
    shortcuts = features.get("shortcuts", [])
    return {
        "all_commands": not manifest,  # nobody knows which ones there are
        "commands": [_command(command) for command in features.get("slash_commands", [])],
        "message_shortcuts": [_shortcut(s) for s in shortcuts if s.get("type") == "message"],
        "global_shortcuts": [_shortcut(s) for s in shortcuts if s.get("type") == "global"],
        "home_tab": bool(home.get("home_tab_enabled", not manifest)),
        "messages_tab": bool(home.get("messages_tab_enabled", True)),
        "read_only": bool(home.get("messages_tab_read_only_enabled", False)),
    }


def _command(command: Payload) -> Payload:
    return {
        "command": command["command"],
        "description": command.get("description", ""),
        "usage_hint": command.get("usage_hint", ""),
    }


def _shortcut(shortcut: Payload) -> Payload:
    return {
        "name": shortcut["name"],
        "callback_id": shortcut["callback_id"],
        "description": shortcut.get("description", ""),
    }
