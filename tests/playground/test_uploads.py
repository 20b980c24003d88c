"""Files that people bring in the page: into a message, and into the field of a form."""

from typing import Any

import aiohttp
import pytest

from playground import NothingToClick, Person, World
from playground.inputs import NoSuchOptionError
from playground.snapshot import snapshot
from playground.uploads import NoSuchFile
from tests.playground.conftest import Api, ScriptedApp
from tests.playground.forms import open_form
from tests.playground.test_blocks import actions, asked, modal, plain

FIELD = {"type": "file_input", "action_id": "a", "filetypes": ["md", ".PNG"], "max_files": 2}
FORM = modal(submit=plain("Save"), blocks=[asked(FIELD, block_id="proof", label=plain("Proof"))])


@pytest.fixture(autouse=True)
def may_read(world: World) -> None:
    world.default.scopes |= {"files:read"}


@pytest.fixture
def bring(world: World, session: aiohttp.ClientSession) -> Any:
    async def do(name: str, content: bytes = b"x", person: str = "Ana") -> tuple[int, Any]:
        who = {"workspace": "Acme", "person": person, "name": name}
        async with session.post(world.page_url + "upload", params=who, data=content) as response:
            return response.status, await response.json()

    return do


@pytest.fixture
def act(world: World, session: aiohttp.ClientSession) -> Any:
    async def do(**what: Any) -> tuple[int, Any]:
        asked_for = {"workspace": "Acme", "person": "Ana", **what}
        async with session.post(world.page_url + "act", json=asked_for) as response:
            return response.status, await response.json()

    return do


async def test_files_of_a_form_are_handed_over_and_read_by_the_app(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana, FORM)
    await ana.fill({"Proof": {"a.md": b"# A", "b.png": b"png"}})
    assert ana.sees("Proof [a.md, b.png]")

    await ana.submit()

    held = app.payloads[-1]["view"]["state"]["values"]["proof"]["a"]
    assert held["type"] == "file_input"
    assert [(file["name"], file["size"]) for file in held["files"]] == [("a.md", 3), ("b.png", 3)]
    assert (await api("files.info", file=held["files"][0]["id"]))["file"]["name"] == "a.md"


async def test_what_was_not_handed_over_is_not_for_the_app(bring: Any, api: Api) -> None:
    _, brought = await bring("a.md")

    assert (await api("files.info", file=brought["id"])).error == "file_not_found"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.md": b"1", "b.md": b"2", "c.md": b"3"}, "No more than 2"),
        ({"a.exe": b"1"}, "a.exe is none of: md, png"),
        ({"a": b"1"}, "a is none of"),
        ({"a.md": b"1" * 10_000_001}, "larger than 10 MB"),
    ],
)
async def test_what_the_field_does_not_take_is_refused(
    ana: Person, app: ScriptedApp, api: Api, files: dict[str, bytes], said: str
) -> None:
    await open_form(api, app, ana, FORM)

    with pytest.raises(NoSuchOptionError, match=said):
        await ana.fill({"Proof": files})


async def test_an_empty_file_field_is_named(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana, FORM)

    await ana.submit()

    assert ana.modal_errors == {"Proof": "Please complete this required field."}


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([asked({**FIELD, "max_files": 11})], "must be between 1 and 10"),
        ([asked({**FIELD, "filetypes": "md"})], "must be an array"),
        ([asked({**FIELD, "confirm": {}})], "unknown key: confirm"),
        ([actions(FIELD)], "unsupported type: file_input"),
    ],
)
async def test_a_file_field_beyond_the_limits_is_named(
    ana: Person, app: ScriptedApp, api: Api, blocks: Any, said: str
) -> None:
    await ana.shortcut("x")

    view = modal(submit=plain("Save"), blocks=blocks)
    answer = await api("views.open", trigger_id=app.payloads[-1]["trigger_id"], view=view)

    assert said in str(answer["response_metadata"])


async def test_a_file_field_takes_a_scope(ana: Person, app: ScriptedApp, api: Api, world: World) -> None:
    world.default.scopes -= {"files:read"}
    await ana.shortcut("x")

    answer = await api("views.open", trigger_id=app.payloads[-1]["trigger_id"], view=FORM)

    assert answer.error == "invalid_arguments"
    assert "requires the scope files:read" in str(answer["response_metadata"])


async def test_the_page_fills_the_field_with_what_was_brought(
    ana: Person, app: ScriptedApp, api: Api, bring: Any, act: Any
) -> None:
    await open_form(api, app, ana, FORM)
    (_, mine), (_, bens) = await bring("../a.md"), await bring("b.md", person="Ben")

    assert await act(act="submit", values={"proof": {"a": [bens]}}) == (
        409,
        {"ok": False, "error": "This file is gone."},
    )
    assert (await act(act="submit", values={"proof": {"a": [mine]}}))[0] == 200

    [file] = app.payloads[-1]["view"]["state"]["values"]["proof"]["a"]["files"]
    assert file["name"] == "a.md"


@pytest.mark.parametrize("answer", ["F0", {"a.md": "text"}, [[]], [{"id": None}], 7, {"a.md": None}])
async def test_what_is_no_file_is_refused(ana: Person, app: ScriptedApp, api: Api, act: Any, answer: Any) -> None:
    await open_form(api, app, ana, FORM)

    assert (await act(act="submit", values={"proof": {"a": answer}}))[0] == 409
    assert len(app.requests) == 1


async def test_a_file_stays_in_its_workspace(world: World, bring: Any, act: Any) -> None:
    globex = world.add_workspace("Globex")
    _, mine = await bring("a.md")

    status, _ = await act(act="write", workspace="Globex", text="x", place="general", files=[mine["id"]])

    assert status == 409
    assert globex.person("Ana").lines() == []
    assert "a.md" not in str(snapshot(globex.person("Ana")))


async def test_a_message_with_files_is_sent_and_the_app_hears_of_them(
    ana: Person, app: ScriptedApp, bring: Any, act: Any
) -> None:
    _, brought = await bring("case.md", b"# Case")

    assert await act(act="write", text="", place="dm", files=[brought["id"]]) == (200, {"ok": True})

    [file] = app.payloads[0]["event"]["files"]
    assert (app.payloads[0]["event"]["subtype"], file["name"]) == ("file_share", "case.md")
    assert ana.dm()[0].files[0].content == b"# Case"


async def test_only_ones_own_files_go_along_and_none_with_a_command(
    ana: Person, app: ScriptedApp, bring: Any, act: Any
) -> None:
    _, bens = await bring("b.md", person="Ben")
    _, mine = await bring("a.md")

    refused: tuple[Any, ...] = ([bens["id"]], ["F0"], "F0", [7], [{}], {"a.md": "x"})
    for files in refused:
        assert (await act(act="write", text="x", place="general", files=files))[0] == 409
    status, said = await act(act="write", text="/win x", place="general", files=[mine["id"]])

    assert (status, said["error"].startswith("A command takes no files.")) == (409, True)
    assert (ana.lines(), app.requests) == ([], [])


@pytest.mark.parametrize(
    ("name", "content", "said"), [("", b"x", "needs a name"), ("/", b"x", "needs a name"), ("a.md", b"", "empty")]
)
async def test_a_file_has_a_name_and_a_content(bring: Any, name: str, content: bytes, said: str) -> None:
    status, answer = await bring(name, content)

    assert (status, said in answer["error"]) == (409, True)


async def test_a_file_is_gone_from_a_form_when_it_was_deleted(
    ana: Person, app: ScriptedApp, api: Api, bring: Any
) -> None:
    await open_form(api, app, ana, FORM)
    _, brought = await bring("a.md")
    ana.workspace.files.delete(ana.workspace.files.by_id[brought["id"]])

    with pytest.raises(NoSuchFile):
        await ana.fill({"Proof": [brought["id"]]})
    with pytest.raises(NothingToClick):
        await ana.click("Proof")
