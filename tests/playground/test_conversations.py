"""The list of conversations, as an app reads it with Slack's own client."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Person, Workspace, World


@pytest.fixture
def client(world: World, acme: Workspace) -> AsyncWebClient:
    acme.scopes |= {"channels:read", "im:read"}
    return AsyncWebClient(token=acme.bot_token, base_url=world.api_url)


async def test_public_channels_are_listed_in_pages_and_no_other_workspaces(
    client: AsyncWebClient, acme: Workspace, world: World, ana: Person
) -> None:
    acme.add_channel("launches", with_bot=True)
    world.add_workspace("Globex").add_channel("secret")
    ana.writes("hello", "dm")

    found = []
    async for answer in await client.conversations_list(limit=1, exclude_archived=True):
        found += answer["channels"]

    assert [(one["name"], one["is_member"]) for one in found] == [("general", False), ("launches", True)]
    assert found[0]["num_members"] == 3


async def test_direct_messages_are_listed_when_asked_for(client: AsyncWebClient, ana: Person) -> None:
    ana.writes("hello", "dm")

    both = await client.conversations_list(types=["public_channel", "im"])

    assert [one.get("name") or one["user"] for one in both["channels"]] == ["general", ana.id]


@pytest.mark.parametrize(
    ("types", "error"),
    [("private_channel", "missing_scope"), ("mpim,im", "missing_scope"), ("everything", "invalid_types")],
)
async def test_each_kind_takes_its_scope(client: AsyncWebClient, types: str, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        await client.conversations_list(types=types)


@pytest.mark.parametrize(("limit", "error"), [(0, "invalid_limit"), (1_001, "invalid_limit")])
async def test_a_page_has_its_bounds(client: AsyncWebClient, limit: int, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        await client.conversations_list(limit=limit)
