"""Who is here: people, guests, the deactivated, bots."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Person, Workspace, World
from tests.playground.conftest import Api, Clock


@pytest.fixture
def client(world: World, acme: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token=acme.bot_token, base_url=world.api_url)


async def test_a_person_has_a_name_a_clock_and_no_display_name_of_their_own(
    client: AsyncWebClient, acme: Workspace, ana: Person
) -> None:
    acme.person("Ana", tz="Europe/Berlin")

    user = (await client.users_info(user=ana.id))["user"]

    assert (user["real_name"], user["profile"]["display_name"]) == ("Ana", "")
    assert (user["tz"], user["tz_offset"], user["tz_label"]) == ("Europe/Berlin", 3600, "CET")
    assert [user[key] for key in ("deleted", "is_bot", "is_restricted")] == [False, False, False]
    ana.display_name = "ana.b"
    assert (await client.users_info(user=ana.id))["user"]["profile"]["display_name"] == "ana.b"


async def test_the_offset_follows_daylight_saving(client: AsyncWebClient, acme: Workspace, clock: Clock) -> None:
    clock.at = 1_811_000_000.0  # in May 2027

    assert (await client.users_info(user=acme.person("Ben").id))["user"]["tz_offset"] == 7200


async def test_a_guest_is_restricted(client: AsyncWebClient, ana: Person) -> None:
    ana.guest = True

    user = (await client.users_info(user=ana.id))["user"]

    assert (user["is_restricted"], user["is_ultra_restricted"]) == (True, False)


async def test_who_left_has_no_clock_and_takes_no_messages(client: AsyncWebClient, ana: Person, dm: str) -> None:
    ana.deactivated = True

    user = (await client.users_info(user=ana.id))["user"]

    assert user["deleted"]
    assert not user.keys() & {"tz", "tz_offset", "tz_label", "is_restricted"}
    with pytest.raises(SlackApiError, match="user_disabled"):
        await client.conversations_open(users=ana.id)
    for channel in (ana.id, dm):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await client.chat_postMessage(channel=channel, text="x")
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.files_upload_v2(channel=dm, content="x", filename="x.txt")
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.views_publish(user_id=ana.id, view={"type": "home", "blocks": []})


async def test_the_list_has_everybody_in_pages(client: AsyncWebClient, acme: Workspace) -> None:
    acme.app("Deploys")
    acme.person("Ben").deactivated = True

    names = []
    async for answer in await client.users_list(limit=2):
        names += [(m["name"], m["is_bot"], m["deleted"]) for m in answer["members"]]

    assert names == [
        ("slackbot", False, False),
        ("pm_coach", True, False),
        ("deploys", True, False),
        ("ana", False, False),
        ("ben", False, True),
        ("chris", False, False),
    ]


async def test_a_list_minds_its_limits(api: Api) -> None:
    assert (await api("users.list", limit=0)).error == "invalid_limit"
    for cursor in ("?", "bmV4dDo5OTk=", "bmV4dDph"):
        assert (await api("users.list", cursor=cursor)).error == "invalid_cursor"


async def test_the_scope_is_needed(session: aiohttp.ClientSession) -> None:
    async with World(scopes=("commands",)) as world:
        headers = {"Authorization": f"Bearer {world.default.bot_token}"}
        for method in ("users.info", "users.list"):
            async with session.post(world.api_url + method, headers=headers, json={}) as response:
                assert (await response.json())["needed"] == "users:read"
