"""The keys of payloads, against the samples that Slack's SDKs publish; the keys only, none of their content.

From bolt-python's tests/scenario_tests (test_block_actions, test_events_org_apps) and java-slack-sdk's json-logs/samples
(ReactionAddedPayload, AppUninstalledPayload, TokensRevokedPayload).
"""

from typing import Any

from playground import Person, World, reactions
from playground.response_urls import show
from tests.playground.conftest import Api, ScriptedApp, until
from tests.playground.test_blocks import actions, button

CLICK = {
    *("type", "user", "api_app_id", "token", "container", "trigger_id", "team", "channel", "response_url", "actions"),
}
EVENT = {
    *("token", "team_id", "enterprise_id", "api_app_id", "event", "type", "event_id", "event_time", "authorizations"),
    *("is_ext_shared_channel", "event_context"),
}
END = EVENT - {"authorizations"}


def missing(sample: set[str], payload: dict[str, Any]) -> set[str]:
    return sample - payload.keys()


async def test_a_click_has_what_the_sample_has(world: World, app: ScriptedApp) -> None:
    world.add_organisation("Big Group", "North")
    ana = world.workspace("North").person("Ana")
    show(ana, ana.place("dm"), {"text": "x", "blocks": [actions(button(action_id="go", value="1"))]})

    await ana.click("Go")

    [click] = app.payloads
    assert missing(CLICK, click) == set()
    assert missing({"id", "username", "name", "team_id"}, click["user"]) == set()
    assert missing({"id", "domain", "enterprise_id", "enterprise_name"}, click["team"]) == set()
    assert missing({"type", "message_ts", "channel_id", "is_ephemeral"}, click["container"]) == set()
    assert missing({"id", "name"}, click["channel"]) == set()
    assert missing({"action_id", "block_id", "text", "value", "type", "action_ts"}, click["actions"][0]) == set()


async def test_events_of_an_organization_have_what_the_samples_have(world: World, app: ScriptedApp) -> None:
    group = world.add_organisation("Big Group", "North")
    ana = world.workspace("North").person("Ana")

    await ana.opens_home("messages")
    await ana.says("Hello")
    await group.workspaces[0].uninstall()

    opened, message, *ends = app.payloads
    assert missing({"type", "user", "channel", "tab", "event_ts"}, opened["event"]) == set()
    words = {"client_msg_id", "type", "text", "user", "ts", "team", "channel", "event_ts", "channel_type"}
    assert missing(words, message["event"]) == set()
    assert [missing(EVENT, event) for event in (opened, message)] == [set(), set()]
    assert [missing(END, event) for event in ends] == [set(), set()]
    assert "authorizations" not in ends[0]
    assert ends[0]["event"]["tokens"].keys() == {"oauth", "bot"}


async def test_a_reaction_has_what_the_sample_has(world: World, app: ScriptedApp, ana: Person, api: Api) -> None:
    ana.workspace.scopes |= {"reactions:read"}
    ana.workspace.invite_bot("general")
    message = ana.writes("We shipped.", "general")
    world.subscriptions.state("reaction_added")

    reactions.add(ana.workspace, ana.place("general"), message, ana.id, "tada")
    await until(lambda: bool(app.requests))

    [added] = app.payloads
    assert missing({"type", "user", "reaction", "item", "item_user", "event_ts"}, added["event"]) == set()
    assert added["event"]["item"].keys() == {"type", "channel", "ts"}
    shown = (await api("reactions.get", channel=message.channel_id, timestamp=message.ts))["message"]["reactions"]
    assert shown[0].keys() == {"name", "users", "count"}
