"""Messages of people, bots and integrations: what an app hears of them, and what a shortcut hands over."""

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import NothingToClick, Person, Workspace, World
from playground.person import NotTheirs
from tests.playground.conftest import Api, ScriptedApp, until

COMMON = {"type", "token", "action_ts", "team", "user", "channel", "callback_id", "trigger_id", "message_ts"}
"""The keys of a message shortcut in the samples of Bolt for JavaScript and Python, with message and response_url."""


@pytest.fixture
def client(world: World, acme: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token=acme.bot_token, base_url=world.api_url)


def events(app: ScriptedApp) -> list[dict[str, Any]]:
    return [p["event"] for p in app.payloads if p["type"] == "event_callback"]


async def shortcut(ana: Person, app: ScriptedApp, message: Any) -> dict[str, Any]:
    await ana.message_shortcut("save", message)
    return dict(app.payloads[-1]["message"])


async def test_a_shortcut_on_somebody_elses_message(ana: Person, app: ScriptedApp, acme: Workspace) -> None:
    bens = acme.person("Ben").writes("Retention <up> 3 %", "general")

    await ana.message_shortcut("save", bens)

    payload = app.payloads[0]
    assert payload.keys() >= COMMON | {"message", "response_url"}
    assert payload["team"] == {"id": acme.id, "domain": "acme"}
    assert (payload["user"]["id"], payload["message"]["user"]) == (ana.id, acme.person("Ben").id)
    assert payload["message_ts"] == payload["message"]["ts"]
    assert payload["message"]["text"] == "Retention &lt;up&gt; 3 %"
    assert payload["message"]["team"] == acme.id
    assert payload["channel"]["name"] == "general"


async def test_a_shortcut_on_a_message_of_another_app(ana: Person, app: ScriptedApp, acme: Workspace) -> None:
    message = await shortcut(ana, app, acme.posts_as("Deploys", "Deployed", "general"))

    assert message["user"] == acme.app("Deploys")[0]
    assert (message["bot_id"], message["bot_profile"]["name"]) == (acme.app("Deploys")[1], "Deploys")
    assert message["app_id"] != acme.world.app_id
    assert "subtype" not in message
    assert ana.sees("Deploys: Deployed")


async def test_a_classic_integration_has_no_user(ana: Person, app: ScriptedApp, acme: Workspace) -> None:
    message = await shortcut(ana, app, acme.posts_as("Alerts", "Down", "general", classic=True))

    assert (message["subtype"], message["username"]) == ("bot_message", "Alerts")
    assert not message.keys() & {"user", "bot_profile", "blocks"}
    assert ana.sees("Alerts: Down")


async def test_a_shortcut_on_the_bots_own_message(ana: Person, app: ScriptedApp, api: Api) -> None:
    metadata = {"event_type": "draft", "event_payload": {"id": "7"}}
    await api("chat.postMessage", channel=ana.id, text="Your draft", metadata=metadata)

    message = await shortcut(ana, app, ana.dm()[0])

    assert message["app_id"] == app.payloads[0]["api_app_id"]
    assert message["metadata"] == {"event_type": "draft"}


async def test_a_shortcut_on_a_reply_names_its_parent(ana: Person, app: ScriptedApp, acme: Workspace) -> None:
    parent = acme.person("Ben").writes("Launched", "general")
    reply = ana.writes("Well done", "general", thread=parent)

    message = await shortcut(ana, app, reply)
    root = await shortcut(ana, app, parent)

    assert (message["thread_ts"], message["parent_user_id"]) == (parent.ts, acme.person("Ben").id)
    assert (root["thread_ts"], root["reply_count"], root["reply_users"]) == (parent.ts, 1, [ana.id])
    assert ana.writes("And more", "general", thread=reply).thread_ts == parent.ts


async def test_a_shortcut_on_a_file_alone_has_no_words(ana: Person, app: ScriptedApp) -> None:
    message = await shortcut(ana, app, ana.writes("", "general", files={"chart.png": b"\x89PNG"}))

    assert (message["text"], message["files"][0]["name"]) == ("", "chart.png")
    assert not message.keys() & {"blocks", "team", "subtype"}


async def test_a_shortcut_on_an_edited_message_has_the_new_words(ana: Person, app: ScriptedApp) -> None:
    message = ana.writes("Shiped", "general")
    await ana.edits(message, "Shipped")

    carried = await shortcut(ana, app, message)

    assert (carried["text"], carried["edited"]["user"]) == ("Shipped", ana.id)
    assert carried["edited"]["ts"].endswith(".000000")


async def test_a_message_may_be_gone_before_the_shortcut_arrives(ana: Person, app: ScriptedApp, api: Api) -> None:
    message = ana.writes("Never mind", "dm")
    await asyncio.gather(ana.deletes(message), ana.message_shortcut("save", message))

    carried = next(p["message"] for p in app.payloads if p["type"] == "message_action")
    assert carried["text"] == "Never mind"
    history = await api("conversations.history", channel=message.channel_id)
    assert history["messages"] == []


async def test_what_only_one_sees_has_no_shortcuts(ana: Person, app: ScriptedApp) -> None:
    app.answers_json({"text": "Saved"})
    await ana.slash("/win", "it")

    with pytest.raises(NothingToClick):
        await ana.message_shortcut("save", ana.lines()[0])


async def test_a_global_shortcut_names_its_user_by_username_only(ana: Person, app: ScriptedApp) -> None:
    await ana.shortcut("log_win")

    assert app.payloads[0]["user"].keys() == {"id", "username", "team_id"}
    assert "channel" not in app.payloads[0]


async def test_a_file_in_the_direct_message_is_a_file_share(ana: Person, app: ScriptedApp) -> None:
    await ana.says("Look", files={"notes.txt": b"x"})

    event = events(app)[0]
    assert (event["subtype"], event["channel_type"], event["text"]) == ("file_share", "im", "Look")
    assert event["files"][0]["user"] == ana.id
    assert "team" not in event


async def test_a_reply_to_the_bot_carries_its_thread(ana: Person, app: ScriptedApp, api: Api) -> None:
    ts = (await api("chat.postMessage", channel=ana.id, text="Did it move?"))["ts"]

    await ana.says("Yes, to 40 %", thread=ana.dm()[0])

    assert (events(app)[0]["thread_ts"], events(app)[0]["parent_user_id"]) == (ts, ana.workspace.bot_user_id)


async def test_an_edit_is_an_event_with_both_versions(ana: Person, app: ScriptedApp) -> None:
    await ana.says("Shiped")
    message = ana.dm()[0]

    await ana.edits(message, "Shipped")

    event = events(app)[1]
    assert (event["subtype"], event["hidden"], event["channel_type"]) == ("message_changed", True, "im")
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("Shipped", "Shiped")
    assert (event["message"]["ts"], event["previous_message"]["ts"]) == (message.ts, message.ts)
    assert event["ts"] != message.ts
    assert not event.keys() & {"user", "text"}


async def test_a_deletion_is_an_event_with_the_old_words(ana: Person, app: ScriptedApp) -> None:
    await ana.says("Never mind")
    message = ana.dm()[0]

    await ana.deletes(message)

    event = events(app)[1]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", message.ts)
    assert event["previous_message"]["text"] == "Never mind"
    assert app.payloads[0]["event_id"] != app.payloads[1]["event_id"]
    assert ana.dm() == []


async def test_a_deleted_parent_leaves_a_tombstone(ana: Person, app: ScriptedApp) -> None:
    parent = ana.writes("Parent", "general")
    ana.writes("Reply", "general", thread=parent)

    await ana.deletes(parent)

    assert ana.screen() == "#general\nSlackbot: This message was deleted.\nAna: Reply"
    assert (await shortcut(ana, app, parent))["subtype"] == "tombstone"


async def test_the_bots_own_parent_leaves_a_tombstone_too(client: AsyncWebClient, ana: Person) -> None:
    posted = await client.chat_postMessage(channel=ana.id, text="Parent")
    ana.writes("Reply", "dm", thread=ana.dm()[0])

    await client.chat_delete(channel=posted["channel"], ts=posted["ts"])

    messages = (await client.conversations_history(channel=posted["channel"]))["messages"]
    assert [m["subtype"] for m in messages] == ["tombstone"]


async def test_people_change_their_own_messages_only(ana: Person, acme: Workspace) -> None:
    bens = acme.person("Ben").writes("mine", "general")

    with pytest.raises(NotTheirs):
        await ana.edits(bens, "hers")
    with pytest.raises(NotTheirs):
        await ana.deletes(bens)


async def test_channels_are_heard_only_when_asked_for_and_joined(
    ana: Person, app: ScriptedApp, acme: Workspace, world: World
) -> None:
    acme.scopes |= {"channels:history"}
    ana.writes("before", "general")
    world.subscriptions.state("message.channels")
    ana.writes("the bot is not here", "general")
    acme.invite_bot("general")
    ana.writes("heard", "general")
    acme.posts_as("Alerts", "Down", "general", classic=True)

    await until(lambda: len(app.requests) == 2)
    assert [e["text"] for e in events(app)] == ["heard", "Down"]
    assert (events(app)[1]["subtype"], events(app)[1]["channel_type"]) == ("bot_message", "channel")
    assert (await ana.says("not subscribed")).ok
    assert len(app.requests) == 2


async def test_without_the_scope_nothing_is_heard(ana: Person, app: ScriptedApp, acme: Workspace) -> None:
    acme.scopes -= {"im:history"}

    assert (await ana.says("hello")).ok
    assert app.requests == []


async def test_a_subscribed_app_hears_itself(
    ana: Person, app: ScriptedApp, client: AsyncWebClient, world: World, dm: str
) -> None:
    world.subscriptions.state("message.im")

    ts = (await client.chat_postMessage(channel=dm, text="one"))["ts"]
    await client.chat_update(channel=dm, ts=ts, text="two")
    await client.chat_delete(channel=dm, ts=ts)
    await client.files_upload_v2(channel=dm, content="x", filename="x.txt")
    await until(lambda: len(app.requests) == 4)

    subtypes = {e.get("subtype") for e in events(app)}
    assert subtypes == {None, "message_changed", "message_deleted", "file_share"}
    assert {e.get("bot_id") for e in events(app) if "subtype" not in e} == {ana.workspace.bot_id}


async def test_events_that_nobody_subscribed_to_are_not_sent(ana: Person, app: ScriptedApp, world: World) -> None:
    world.subscriptions.state()

    assert (await ana.opens_home()).ok
    await ana.workspace.uninstall()

    assert app.requests == []


async def test_a_permalink_leads_to_a_message_that_the_bot_sees(
    client: AsyncWebClient, ana: Person, acme: Workspace, dm: str
) -> None:
    parent = ana.writes("Parent", "dm")
    reply = ana.writes("Reply", "dm", thread=parent)
    elsewhere = ana.writes("Elsewhere", "general")

    links = [(await client.chat_getPermalink(channel=dm, message_ts=m.ts))["permalink"] for m in (parent, reply)]

    assert links[0] == f"https://acme.slack.com/archives/{dm}/p{parent.ts.replace('.', '')}"
    assert links[1].endswith(f"?thread_ts={parent.ts}&cid={dm}")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_getPermalink(channel=dm, message_ts="1.000000")
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_getPermalink(channel=elsewhere.channel_id, message_ts=elsewhere.ts)


async def test_a_line_for_one_is_for_members_of_the_channel(
    client: AsyncWebClient, ana: Person, acme: Workspace, dm: str
) -> None:
    acme.invite_bot("general")
    general, ben = acme.channel("general"), acme.person("Ben")

    await client.chat_postEphemeral(channel=general.id, user=ana.id, text="For you")

    assert ana.sees("PM Coach (only visible to you): For you")
    parent = ana.writes("Parent", "general")
    await client.chat_postEphemeral(channel=general.id, user=ana.id, text="In the thread", thread_ts=parent.ts)
    assert ana.lines()[-1].thread_ts == parent.ts
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await client.chat_postEphemeral(channel=general.id, user=ana.id, text="x", thread_ts="1.000000")
    assert not ben.sees("For you")
    assert general.messages == [parent]
    for channel, user in ((dm, ben.id), (general.id, "U0NOBODY")):
        with pytest.raises(SlackApiError, match="user_not_in_channel"):
            await client.chat_postEphemeral(channel=channel, user=user, text="x")


async def test_members_are_listed_in_pages_without_who_left(client: AsyncWebClient, acme: Workspace) -> None:
    general = acme.channel("general").id
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.conversations_members(channel=general)
    acme.scopes |= {"channels:read"}
    acme.person("Ben").deactivated = True

    found: list[str] = []
    async for answer in await client.conversations_members(channel=general, limit=1):
        found += answer["members"]

    assert found == [acme.person("Ana").id, acme.person("Chris").id]
