"""The manifest: one paste creates the Slack app, with no more rights than this release uses."""

import ast
import json
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.manifest import SCOPES, as_json, manifest
from bot.settings import SettingsError
from handlers.door import Command, MessageShortcut, Shortcut

ROOT = Path(__file__).parents[1]


def test_the_file_in_the_root_is_the_default() -> None:
    assert (ROOT / "manifest.json").read_text(encoding="utf-8") == as_json()


def test_without_an_address_it_is_socket_mode_and_names_no_url() -> None:
    app = manifest()

    assert app["settings"]["socket_mode_enabled"] is True
    assert "https://" not in json.dumps(app)


@pytest.mark.parametrize(
    "url", ["https://coach.example.com", "https://coach.example.com/", "https://coach.example.com/slack/events"]
)
def test_with_an_address_commands_buttons_and_events_go_to_one_path(url: str) -> None:
    app = manifest(url=url)

    assert app["settings"]["socket_mode_enabled"] is False
    assert app["settings"]["interactivity"]["request_url"] == "https://coach.example.com/slack/events"
    assert app["features"]["slash_commands"][0]["url"] == "https://coach.example.com/slack/events"
    assert app["settings"]["event_subscriptions"]["request_url"] == "https://coach.example.com/slack/events"


@pytest.mark.parametrize("url", ["", "coach.example.com", "http://coach.example.com", "https://"])
def test_an_address_that_slack_would_refuse_is_named_with_its_mend(url: str) -> None:
    with pytest.raises(SettingsError, match="--url must be the public address"):
        manifest(url=url)


def test_the_command_has_the_configured_name() -> None:
    commands = manifest("/shipped")["features"]["slash_commands"]

    assert [command["command"] for command in commands] == ["/shipped", "/launch"]


def test_every_command_is_answered_and_offered() -> None:
    answered = {route.identifier for route in handlers.table("/win") if route.read_as is Command}

    assert {command["command"] for command in manifest()["features"]["slash_commands"]} == answered


def test_it_asks_for_what_it_uses_and_nothing_more() -> None:
    app = manifest()

    assert app["oauth_config"]["scopes"] == {"bot": list(SCOPES)}
    assert set(SCOPES) == {"chat:write", "commands", "files:write", "im:history", "im:write", "users:read"}
    assert app["settings"]["event_subscriptions"] == {"bot_events": ["app_home_opened", "message.im"]}
    assert app["features"]["app_home"]["messages_tab_read_only_enabled"] is False
    assert app["features"]["app_home"]["home_tab_enabled"] is True
    assert app["settings"]["token_rotation_enabled"] is False
    assert app["settings"]["org_deploy_enabled"] is False


# What each thing needs, from its page of Slack's reference. "" is nothing beyond a token.
NEEDS = {
    "apps_connections_open": "",  # with the app-level token
    "auth_test": "",
    "chat_delete": "chat:write",
    "chat_postMessage": "chat:write",
    "conversations_history": "im:history",
    "conversations_open": "im:write",
    "files_completeUploadExternal": "files:write",
    "files_delete": "files:write",
    "files_getUploadURLExternal": "files:write",
    "users_info": "users:read",
    "views_open": "",
    "views_publish": "",
    "views_update": "",
    "event app_home_opened": "",
    "event message.im": "im:history",
    "command": "commands",
    "shortcut": "commands",
}
EVENTS = {"message": "message.im"}  # what an event is called where it is subscribed to, if not the same


def called() -> set[str]:
    """Every method of the Web API that the bot's own code names."""
    sources = [path for room in ("bot", "handlers") for path in (ROOT / room).rglob("*.py")]
    trees = (ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in sources)
    named = {node.attr for tree in trees for node in tree if isinstance(node, ast.Attribute)}
    return {name for name in named if "_" in name and not name.startswith("_") and hasattr(AsyncWebClient, name)}


def answered(door: str) -> set[str]:
    return {route.identifier for route in handlers.table("/win") if route.read_as.door == door}


def test_the_scopes_are_those_that_the_code_needs_and_no_other() -> None:
    events = {f"event {EVENTS.get(name, name)}" for name in answered("event")}

    needed = {NEEDS[name] for name in called() | events | {"command", "shortcut"}} - {""}

    assert "chat_postMessage" in called()
    assert set(SCOPES) == needed


def test_commands_and_events_are_those_of_the_table_and_no_other() -> None:
    app = manifest()

    assert {one["command"] for one in app["features"]["slash_commands"]} == answered("command")
    events = {EVENTS.get(name, name) for name in answered("event")}
    assert set(app["settings"]["event_subscriptions"]["bot_events"]) == events


@pytest.mark.parametrize(("kind", "reader"), [("message", MessageShortcut), ("global", Shortcut)])
def test_every_shortcut_is_answered_and_offered_c3(kind: str, reader: type) -> None:
    listened_for = {route.identifier for route in handlers.table("/win") if route.read_as is reader}

    shortcuts = [one for one in manifest()["features"]["shortcuts"] if one["type"] == kind]

    assert {one["callback_id"] for one in shortcuts} == listened_for


def test_names_keep_to_the_lengths_that_slack_allows() -> None:
    app = manifest()

    assert len(app["display_information"]["name"]) <= 35
    assert len(app["display_information"]["description"]) <= 140
    assert len(app["features"]["bot_user"]["display_name"]) <= 80
    for command in app["features"]["slash_commands"]:
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
        assert command["should_escape"] is False
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in app["features"]["shortcuts"])


def test_the_pasted_text_is_json_and_ends_its_last_line() -> None:
    text = as_json("/shipped", "https://coach.example.com")

    assert json.loads(text) == manifest("/shipped", "https://coach.example.com")
    assert text.endswith("}\n")
