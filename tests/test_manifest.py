"""The manifest: one paste creates the Slack app, with no more rights than this release uses."""

import json
from pathlib import Path

import pytest

import handlers
from bot.manifest import SCOPES, as_json, manifest
from bot.settings import SettingsError
from handlers.door import MessageShortcut, Shortcut

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
    (command,) = manifest("/shipped")["features"]["slash_commands"]

    assert command["command"] == "/shipped"


def test_it_asks_for_what_it_uses_and_nothing_more() -> None:
    app = manifest()

    assert app["oauth_config"]["scopes"] == {"bot": list(SCOPES)}
    assert set(SCOPES) == {"chat:write", "commands", "files:write", "im:history", "im:write", "users:read"}
    assert app["settings"]["event_subscriptions"] == {"bot_events": ["app_home_opened", "message.im"]}
    assert app["features"]["app_home"]["messages_tab_read_only_enabled"] is False
    assert app["features"]["app_home"]["home_tab_enabled"] is True
    assert app["settings"]["token_rotation_enabled"] is False
    assert app["settings"]["org_deploy_enabled"] is False


@pytest.mark.parametrize(("kind", "reader"), [("message", MessageShortcut), ("global", Shortcut)])
def test_every_shortcut_is_answered_and_offered_c3(kind: str, reader: type) -> None:
    answered = {route.identifier for route in handlers.table("/win") if route.read_as is reader}

    shortcuts = [one for one in manifest()["features"]["shortcuts"] if one["type"] == kind]

    assert {one["callback_id"] for one in shortcuts} == answered


def test_names_keep_to_the_lengths_that_slack_allows() -> None:
    app = manifest()
    (command,) = app["features"]["slash_commands"]

    assert len(app["display_information"]["name"]) <= 35
    assert len(app["display_information"]["description"]) <= 140
    assert len(app["features"]["bot_user"]["display_name"]) <= 80
    assert len(command["description"]) <= 2000
    assert len(command["usage_hint"]) <= 1000
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in app["features"]["shortcuts"])


def test_the_pasted_text_is_json_and_ends_its_last_line() -> None:
    text = as_json("/shipped", "https://coach.example.com")

    assert json.loads(text) == manifest("/shipped", "https://coach.example.com")
    assert text.endswith("}\n")
