"""What people do with messages on the page: answer in a thread, change, delete, and get what is attached."""

from typing import Any

import aiohttp
import pytest

from playground import Person, World
from playground.response_urls import show
from playground.snapshot import snapshot
from tests.playground.conftest import ScriptedApp
from tests.playground.test_blocks import modal

ME = {"workspace": "Acme", "person": "Ana"}


@pytest.fixture
def act(world: World, session: aiohttp.ClientSession) -> Any:
    async def do(**what: Any) -> tuple[int, str]:
        async with session.post(world.page_url + "act", json={**ME, **what}) as response:
            return response.status, str((await response.json()).get("error", ""))

    return do


async def test_a_reply_stands_in_its_thread(app: ScriptedApp, ana: Person, act: Any) -> None:
    root = ana.writes("How did it go?", "general")

    await act(act="write", text="Well.", place="general", thread=root.ts)
    await act(act="write", text="A note.", place="dm", thread=None)

    reply = ana.lines()[1]
    assert (reply.thread_ts, reply.text) == (root.ts, "Well.")
    assert app.payloads[0]["event"].get("thread_ts") is None


async def test_the_app_hears_of_a_reply_in_the_direct_message(app: ScriptedApp, ana: Person, act: Any) -> None:
    await act(act="write", text="First.", place="dm")
    root = app.payloads[0]["event"]["ts"]

    await act(act="write", text="Second.", place="dm", thread=root)

    assert app.payloads[1]["event"]["thread_ts"] == root
    shown = [m for place in snapshot(ana)["places"] for m in place["messages"]]
    assert [m["thread"] for m in shown] == [None, root]


async def test_a_command_in_a_thread_is_refused(app: ScriptedApp, ana: Person, act: Any) -> None:
    root = ana.writes("How did it go?", "general")

    status, error = await act(act="write", text="/win It worked.", place="general", thread=root.ts)

    assert (status, app.requests) == (409, [])
    assert error.startswith("/win is not supported in threads.")


async def test_people_change_and_delete_their_own_messages_only(app: ScriptedApp, ana: Person, act: Any) -> None:
    mine = ana.writes("A tpyo.", "general")
    other = ana.workspace.person("Ben").writes("Mine.", "general")
    alone = show(ana, ana.place("general"), {"text": "only you"})

    assert await act(act="edit", surface=mine.ts, text="A typo.") == (200, "")
    assert ana.sees("Ana (edited): A typo.")
    assert [(await act(act="delete", surface=ts))[0] for ts in (mine.ts, other.ts, alone.ts)] == [200, 409, 409]
    assert ana.lines() == [other, alone]


async def test_a_file_is_shown_and_handed_to_those_who_see_it(
    world: World, session: aiohttp.ClientSession, ana: Person
) -> None:
    ana.writes("The case.", "dm", files={"case.md": b"# Case"})

    [file] = snapshot(ana)["places"][-1]["messages"][0]["files"]

    assert {key: file[key] for key in ("name", "title", "size")} == {"name": "case.md", "title": "case.md", "size": 6}
    async with session.get(world.base_url.rstrip("/") + file["url"]) as response:
        assert await response.text() == "# Case"
    async with session.get(world.base_url.rstrip("/") + file["url"].replace("Ana", "Ben")) as response:
        assert response.status == 404


@pytest.mark.parametrize("reference", ["id", "url"])
@pytest.mark.parametrize("where", ["block", "accessory", "element"])
async def test_a_picture_in_a_block_is_handed_to_those_who_have_it_before_them(
    world: World, session: aiohttp.ClientSession, ana: Person, reference: str, where: str
) -> None:
    workspace = ana.workspace
    file = workspace.files.add(workspace.bot_user_id, "chart.png", b"PNG")
    shown = {"id": file.id, "url": workspace.files.as_payload(file)["url_private"]}
    image = {"type": "image", "slack_file": {reference: shown[reference]}, "alt_text": "a chart"}
    blocks = {
        "block": image,
        "accessory": {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": image},
        "element": {"type": "context", "elements": [image]},
    }
    ana.open_modal(modal(blocks=[blocks[where]]))
    address = f"{world.page_url}file/{file.id}?workspace=Acme&person="

    async with session.get(address + "Ana") as response:
        assert (response.content_type, await response.read()) == ("image/png", b"PNG")
    async with session.get(address + "Ben") as response:
        assert response.status == 404
    workspace.files.delete(file)
    async with session.get(address + "Ana") as response:
        assert response.status == 404


async def test_another_apps_name_is_shown_and_who_left_is_not_offered(ana: Person) -> None:
    ana.workspace.posts_as("Tracker", "Done.", "general", classic=True)
    ana.workspace.person("Chris").deactivated = True

    shown = snapshot(ana)

    assert shown["places"][0]["messages"][0]["name"] == "Tracker"
    assert [member["name"] for member in shown["members"]] == ["Ana", "Ben"]
