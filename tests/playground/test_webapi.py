"""Tokens, scopes, arguments and the methods themselves."""

import json
from typing import Any

import aiohttp
import pytest

from playground import Person, Workspace, World
from tests.playground.conftest import Api, Clock


async def test_a_token_is_needed_and_known(world: World, session: aiohttp.ClientSession, api: Api) -> None:
    async with session.post(world.api_url + "auth.test") as response:
        assert (await response.json())["error"] == "not_authed"
    assert (await api("auth.test", token="xoxb-other")).error == "invalid_auth"
    assert (await api("auth.test", token=world.app_token)).error == "not_allowed_token_type"
    assert (await api("apps.connections.open")).error == "not_allowed_token_type"


async def test_an_unknown_method_is_a_violation(api: Api, world: World) -> None:
    assert (await api("chat.shout")).error == "unknown_method"
    assert world.violations[0].where == "chat.shout"


async def test_unknown_missing_and_malformed_arguments_are_refused(api: Api, dm: str) -> None:
    unknown = await api("chat.postMessage", channel=dm, text="x", colour="red")
    missing = await api("chat.update", channel=dm)
    malformed = await api("conversations.history", channel=dm, limit="many", inclusive="perhaps")

    assert unknown["response_metadata"]["messages"] == ["[ERROR] unknown argument: colour"]
    assert "ts" in missing["response_metadata"]["messages"][0]
    assert len(malformed["response_metadata"]["messages"]) == 2


async def test_a_form_with_the_token_as_a_field_is_read(
    world: World,
    session: aiohttp.ClientSession,
    dm: str,
    acme: Workspace,
) -> None:
    blocks = [{"type": "divider"}]
    form = {"token": acme.bot_token, "channel": dm, "text": "x", "blocks": json.dumps(blocks), "mrkdwn": "false"}

    async with session.post(world.api_url + "chat.postMessage", data=form) as response:
        body = await response.json()

    assert body["message"]["blocks"][0]["type"] == "divider"


@pytest.mark.parametrize(("text", "error"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_a_body_that_is_no_object_is_refused(
    world: World,
    session: aiohttp.ClientSession,
    text: str,
    error: str,
) -> None:
    headers = {"Content-Type": "application/json"}
    async with session.post(world.api_url + "auth.test", data=text, headers=headers) as response:
        assert (await response.json())["error"] == error


async def test_another_workspaces_team_id_is_refused(api: Api, acme: Workspace) -> None:
    assert (await api("auth.test", team_id=acme.id))["ok"]
    assert (await api("auth.test", team_id="T0OTHER")).error == "invalid_arguments"


async def test_scopes_are_told_and_needed(api: Api, acme: Workspace, dm: str) -> None:
    refused = await api("conversations.info", channel=dm)
    granted = await api("chat.postMessage", channel=dm, text="x")

    assert (refused.error, refused["needed"]) == ("missing_scope", "im:read")
    assert refused["provided"] == granted.headers["x-oauth-scopes"] == ",".join(sorted(acme.scopes))
    assert granted.headers["x-accepted-oauth-scopes"] == "chat:write"
    assert (await api("conversations.history", channel=acme.channel("general").id)).error == "missing_scope"


async def test_a_missing_scope_stops_a_post(session: aiohttp.ClientSession) -> None:
    async with World(scopes=("commands",)) as world:
        headers = {"Authorization": f"Bearer {world.default.bot_token}"}
        async with session.post(world.api_url + "chat.postMessage", headers=headers, json={}) as response:
            assert (await response.json())["needed"] == "chat:write"


async def test_the_bot_knows_itself_and_the_people(api: Api, acme: Workspace, ana: Person) -> None:
    me = await api("auth.test")
    user = (await api("users.info", user=ana.id, include_locale=True))["user"]
    bot = (await api("users.info", user=me["user_id"]))["user"]

    assert (me["team_id"], me["bot_id"]) == (acme.id, acme.bot_id)
    assert (user["tz"], user["tz_offset"], user["locale"]) == ("America/New_York", -18000, "en-US")
    assert bot["is_bot"]
    assert (await api("users.info", user="U0NOBODY")).error == "user_not_found"


async def test_it_posts_only_where_it_is_a_member(api: Api, acme: Workspace, ana: Person) -> None:
    general = acme.channel("general").id

    assert (await api("chat.postMessage", channel=general, text="x")).error == "not_in_channel"
    acme.invite_bot("general")
    assert (await api("chat.postMessage", channel=general, text="x"))["ok"]
    assert (await api("chat.postMessage", channel="C0NONE", text="x")).error == "channel_not_found"
    assert (await api("chat.postMessage", channel=ana.id, text="to you"))["channel"].startswith("D")
    assert ana.dm()[0].text == "to you"


async def test_conversations_open_gives_the_same_direct_message(api: Api, ana: Person, dm: str) -> None:
    again = await api("conversations.open", users=ana.id, return_im=True)

    assert again["channel"] == {"id": dm, "is_im": True, "user": ana.id, "is_archived": False}
    assert (await api("conversations.open", channel=dm))["channel"]["id"] == dm
    assert (await api("conversations.open", users="U0NOBODY")).error == "user_not_found"
    assert (await api("conversations.open")).error == "users_list_not_supplied"
    assert (await api("conversations.open", channel="D0NONE")).error == "channel_not_found"


async def test_a_message_is_changed_and_deleted_by_its_author_only(api: Api, dm: str, ana: Person) -> None:
    blocks = [{"type": "divider"}]
    ts = (await api("chat.postMessage", channel=dm, text="one", blocks=blocks))["ts"]
    hers = ana.writes("mine", "dm").ts

    changed = await api("chat.update", channel=dm, ts=ts, text="two")

    assert (changed["text"], "blocks" in changed["message"]) == ("two", False)
    assert (await api("chat.update", channel=dm, ts=ts, text="x" * 4001)).error == "msg_too_long"
    assert (await api("chat.update", channel=dm, ts="1.0", text="x")).error == "message_not_found"
    assert (await api("chat.update", channel="D0NONE", ts=ts, text="x")).error == "channel_not_found"
    assert (await api("chat.update", channel=dm, ts=hers, text="x")).error == "cant_update_message"
    assert (await api("chat.delete", channel=dm, ts=hers)).error == "cant_delete_message"
    assert (await api("chat.delete", channel=dm, ts=ts))["ok"]
    assert [m.text for m in ana.dm()] == ["mine"]


METADATA = {"event_type": "coach_delivery", "event_payload": {"id": "d1"}}


async def test_a_metadata_payload_comes_only_on_request(api: Api, dm: str) -> None:
    await api("chat.postMessage", channel=dm, text="x", metadata=METADATA)

    plain = (await api("conversations.history", channel=dm))["messages"][0]
    asked = (await api("conversations.history", channel=dm, include_all_metadata=True))["messages"][0]

    assert plain["metadata"] == {"event_type": "coach_delivery"}
    assert asked["metadata"] == METADATA


async def test_metadata_can_change_alone(api: Api, dm: str) -> None:
    ts = (await api("chat.postMessage", channel=dm, text="x"))["ts"]

    changed = await api("chat.update", channel=dm, ts=ts, metadata=METADATA)

    assert (changed["text"], changed["message"]["metadata"]) == ("x", METADATA)


@pytest.mark.parametrize(
    "metadata",
    [
        "words",
        {"event_type": "x"},
        {"event_type": "", "event_payload": {}},
        {"event_type": "x", "event_payload": []},
        {"event_type": "x", "event_payload": {"nested": {}}},
        {"event_type": "x", "event_payload": {}, "more": 1},
    ],
)
async def test_metadata_is_an_event_type_and_plain_values(api: Api, dm: str, metadata: Any) -> None:
    answer = await api("chat.postMessage", channel=dm, text="x", metadata=metadata)

    assert answer.error in {"invalid_metadata_format", "invalid_arguments"}


async def test_too_much_metadata_is_refused(api: Api, dm: str) -> None:
    large = {"event_type": "x", "event_payload": {"id": "x" * 8_000}}

    assert (await api("chat.postMessage", channel=dm, text="x", metadata=large)).error == "metadata_too_large"


async def test_history_pages_newest_first(api: Api, dm: str) -> None:
    stamps = [(await api("chat.postMessage", channel=dm, text=str(n)))["ts"] for n in range(5)]

    first = await api("conversations.history", channel=dm, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await api("conversations.history", channel=dm, limit=3, cursor=cursor)

    assert [m["text"] for m in first["messages"]] == ["4", "3"]
    assert [m["text"] for m in second["messages"]] == ["2", "1", "0"]
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert (await api("conversations.history", channel=dm, limit=0)).error == "invalid_limit"
    assert (await api("conversations.history", channel=dm, cursor="?")).error == "invalid_cursor"
    assert (await api("conversations.history", channel=dm, cursor="bm9uZQ==")).error == "invalid_cursor"

    between = await api("conversations.history", channel=dm, oldest=stamps[1], latest=stamps[3])
    inclusive = await api("conversations.history", channel=dm, oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [m["ts"] for m in between["messages"]] == [stamps[2]]
    assert len(inclusive["messages"]) == 3


async def test_a_thread_is_in_its_replies_and_not_in_the_history(api: Api, dm: str) -> None:
    root = (await api("chat.postMessage", channel=dm, text="root"))["ts"]
    await api("chat.postMessage", channel=dm, text="reply", thread_ts=root)

    replies = await api("conversations.replies", channel=dm, ts=root)
    history = await api("conversations.history", channel=dm)

    assert [m["text"] for m in replies["messages"]] == ["root", "reply"]
    assert [m["text"] for m in history["messages"]] == ["root"]
    assert (await api("conversations.replies", channel=dm, ts="1.0")).error == "thread_not_found"
    assert (await api("chat.postMessage", channel=dm, text="x", thread_ts="1.0")).error == "thread_not_found"


async def test_a_channel_is_described_to_who_may_read_it(session: aiohttp.ClientSession) -> None:
    async with World(scopes=("channels:read", "channels:history")) as world:
        general = world.default.channel("general").id
        headers = {"Authorization": f"Bearer {world.default.bot_token}"}
        query = {"channel": general, "include_num_members": "true"}
        async with session.get(world.api_url + "conversations.info", params=query, headers=headers) as response:
            channel = (await response.json())["channel"]
        async with session.get(
            world.api_url + "conversations.history",
            params={"channel": general},
            headers=headers,
        ) as response:
            assert (await response.json())["error"] == "not_in_channel"

    assert (channel["name"], channel["num_members"], channel["is_member"]) == ("general", 3, False)


async def test_posts_are_limited_per_channel_and_say_when_to_come_back(
    session: aiohttp.ClientSession,
    clock: Clock,
) -> None:
    async with World(now=clock) as world:
        headers = {"Authorization": f"Bearer {world.default.bot_token}"}

        async def post() -> tuple[int, str | None]:
            ana = world.default.person("Ana").id
            arguments = {"channel": ana, "text": "x"}
            async with session.post(world.api_url + "chat.postMessage", headers=headers, json=arguments) as response:
                return response.status, response.headers.get("Retry-After")

        answers = [await post() for _ in range(5)]
        clock.pass_(1)
        later = await post()

    assert [status for status, _ in answers] == [200, 200, 200, 200, 429]
    assert answers[-1][1] == "1"
    assert later[0] == 200


async def test_methods_have_their_tier(session: aiohttp.ClientSession, clock: Clock) -> None:
    async with World(now=clock) as world:
        statuses = []
        for _ in range(101):
            headers = {"Authorization": f"Bearer {world.default.bot_token}"}
            async with session.post(world.api_url + "views.open", headers=headers) as response:
                statuses.append(response.status)

    assert statuses.count(429) == 1


async def test_a_limit_can_be_stated(api: Api, world: World, dm: str) -> None:
    world.rates.state("chat.postMessage", per_second=0.1, burst=2)

    answers = [await api("chat.postMessage", channel=dm, text="x") for _ in range(3)]

    assert [a.status for a in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "10"


async def test_an_uninstalled_app_has_no_account(api: Api, acme: Workspace, world: World) -> None:
    await acme.revoke_tokens()
    assert (await api("auth.test")).error == "token_revoked"

    await acme.uninstall(revoked_first=False)
    assert (await api("auth.test")).error == "account_inactive"
    assert [e.name for e in world.recorded if e.direction == "out"] == [
        "tokens_revoked",
        "app_uninstalled",
        "tokens_revoked",
    ]


async def test_workspaces_do_not_see_each_other(api: Api, world: World, dm: str) -> None:
    globex = world.add_workspace("Globex")

    assert globex is world.workspace("Globex") is world.add_workspace("Globex")
    assert (await api("chat.postMessage", token=globex.bot_token, channel=dm, text="x")).error == "channel_not_found"
    assert globex.person("Ana").id != world.default.person("Ana").id
    assert len({globex.person(name).id for name in ("Zoë", "Zo", "Žo")}) == 3
    assert globex.person("Ana", tz="Asia/Tokyo").tz == "Asia/Tokyo"
    assert (await api("auth.test", token=globex.bot_token))["team_id"] == globex.id


async def test_all_is_recorded(api: Api, world: World, dm: str) -> None:
    await api("chat.postMessage", channel=dm, text="a marker")

    entry = world.calls("chat.postMessage")[0]
    assert (entry.payload["text"], entry.status, entry.workspace_id) == ("a marker", 200, world.default.id)
    assert "a marker" in world.everything_as_text()
