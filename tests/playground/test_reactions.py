"""Reactions: who may, what is refused, and what the app hears."""

from collections.abc import AsyncIterator

import pytest

from playground import Message, Person, Workspace, World, reactions
from playground.world import SCOPES
from tests.playground.conftest import Api, ScriptedApp, until


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with World(rates="unlimited", scopes=(*SCOPES, "reactions:read", "reactions:write")) as opened:
        yield opened


@pytest.fixture
def message(acme: Workspace, ana: Person) -> Message:
    acme.invite_bot("general")
    return ana.writes("We shipped.", "general")


def item(message: Message) -> dict[str, str]:
    return {"channel": message.channel_id, "timestamp": message.ts}


async def test_a_reaction_is_added_shown_listed_and_taken_back(api: Api, acme: Workspace, message: Message) -> None:
    bot = acme.bot_user_id

    assert (await api("reactions.add", name="tada", **item(message)))["ok"]
    assert (await api("reactions.add", name="thumbsup::skin-tone-3", **item(message)))["ok"]

    shown = await api("reactions.get", **item(message))
    assert shown["message"]["reactions"][0] == {"name": "tada", "users": [bot], "count": 1}
    assert (shown["type"], shown["channel"]) == ("message", message.channel_id)
    listed = await api("reactions.list")
    assert [one["message"]["ts"] for one in listed["items"]] == [message.ts]
    assert (await api("reactions.list", user=acme.person("Ben").id))["items"] == []

    for name in ("tada", "thumbsup::skin-tone-3"):
        assert (await api("reactions.remove", name=name, **item(message)))["ok"]
    assert "reactions" not in (await api("reactions.get", **item(message)))["message"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"name": "tada"}, "already_reacted"),
        ({"name": ":tada:"}, "invalid_name"),
        ({"name": "x", "timestamp": "1"}, "bad_timestamp"),
        ({"name": "x", "timestamp": "1700000000.000001"}, "message_not_found"),
        ({"name": "x", "channel": "C0NONE"}, "channel_not_found"),
        ({"name": "x", "channel": None}, "no_item_specified"),
        ({"name": ""}, "invalid_arguments"),
    ],
)
async def test_each_wrong_reaction_is_refused(
    api: Api, message: Message, given: dict[str, str | None], error: str
) -> None:
    await api("reactions.add", name="tada", **item(message))

    assert (await api("reactions.add", **{**item(message), **given})).error == error


async def test_what_is_not_there_cannot_be_taken_back(api: Api, message: Message, ana: Person) -> None:
    reactions.add(ana.workspace, ana.place("general"), message, ana.id, "tada")

    assert (await api("reactions.remove", name="tada", **item(message))).error == "no_reaction"
    assert (await api("reactions.list", user="U0NOBODY")).error == "user_not_found"


async def test_the_bot_reacts_only_where_it_is(api: Api, ana: Person) -> None:
    elsewhere = ana.writes("Not here.", "general")

    assert (await api("reactions.add", name="tada", **item(elsewhere))).error == "not_in_channel"


async def test_there_are_limits_for_one_message(api: Api, message: Message, ana: Person) -> None:
    for number in range(23):
        await api("reactions.add", name=f"own_{number}", **item(message))
    assert (await api("reactions.add", name="more", **item(message))).error == "too_many_reactions"

    for number in range(27):
        reactions.add(ana.workspace, ana.place("general"), message, ana.id, f"hers_{number}")
    assert (await api("reactions.add", name="more", **item(message))).error == "too_many_emoji"


async def test_the_app_hears_of_reactions_it_subscribed_to(
    world: World, acme: Workspace, message: Message, app: ScriptedApp, ana: Person
) -> None:
    channel = acme.channel("general")
    reactions.add(acme, channel, message, ana.id, "eyes")
    world.subscriptions.state("reaction_added", "reaction_removed")

    reactions.add(acme, channel, message, ana.id, "tada")
    reactions.remove(acme, channel, message, ana.id, "tada")
    robot = acme.posts_as("Tracker", "Done.", "general", classic=True)
    reactions.add(acme, channel, robot, ana.id, "tada")
    await until(lambda: len(app.requests) == 3)

    events = sorted((p["event"] for p in app.payloads), key=lambda e: str(e["event_ts"]))
    place = {"type": "message", "channel": channel.id, "ts": message.ts}
    assert [e["type"] for e in events] == ["reaction_added", "reaction_removed", "reaction_added"]
    assert events[0] | {"event_ts": ""} == {
        "type": "reaction_added",
        "user": ana.id,
        "reaction": "tada",
        "item_user": ana.id,
        "item": place,
        "event_ts": "",
    }
    assert "item_user" not in events[2]


async def test_reactions_have_scopes_of_their_own(world: World, acme: Workspace, message: Message, api: Api) -> None:
    acme.scopes = frozenset(SCOPES)

    assert (await api("reactions.add", name="tada", **item(message)))["needed"] == "reactions:write"
    assert (await api("reactions.get", **item(message)))["needed"] == "reactions:read"
