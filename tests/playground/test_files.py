"""Files as an app shares them with Slack's own client, and as people find them."""

import asyncio
import logging
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Person, Workspace, World
from tests.playground.conftest import Api, until

CASE = "# My case\nNet revenue retention 101 → 104 %"


@pytest.fixture
def client(world: World, acme: Workspace) -> AsyncWebClient:
    acme.scopes |= {"files:read"}
    return AsyncWebClient(token=acme.bot_token, base_url=world.api_url)


async def shared(client: AsyncWebClient, dm: str, **more: Any) -> str:
    """Share the case in a conversation, and give the file's id."""
    answer = await client.files_upload_v2(channel=dm, content=CASE, filename="case.md", title="My case", **more)
    return str(answer["file"]["id"])


async def test_the_sdk_shares_a_file_as_it_is(client: AsyncWebClient, dm: str, ana: Person, world: World) -> None:
    answer = await client.files_upload_v2(channel=dm, content=CASE, filename="case.md", title="My case")
    await ana.eventually_sees("[file: My case]")

    file = ana.files()[0]
    assert (file.name, file.title, file.text, file.mimetype) == ("case.md", "My case", CASE, "text/markdown")
    assert answer["files"] == [{"id": file.id, "title": "My case"}]
    assert world.violations == []


async def test_several_files_and_words_are_one_message(client: AsyncWebClient, dm: str, ana: Person) -> None:
    uploads: list[dict[str, Any]] = [
        {"content": "a", "filename": "a.txt"},
        {"file": b"%PDF", "filename": "b.pdf", "alt_txt": "A page"},
    ]

    await client.files_upload_v2(channel=dm, file_uploads=uploads, initial_comment="Both &amp; all")
    await ana.eventually_sees("PM Coach: Both & all [file: a.txt] [file: b.pdf]")

    assert len(ana.dm()) == 1
    assert [file.content for file in ana.files()] == [b"a", b"%PDF"]


async def test_history_carries_the_file_without_metadata_or_subtype(
    client: AsyncWebClient, dm: str, ana: Person
) -> None:
    await shared(client, dm)
    await ana.eventually_sees("My case")

    message = (await client.conversations_history(channel=dm, include_all_metadata=True))["messages"][0]

    assert message["files"][0]["size"] == len(CASE.encode())
    assert message["user"] == ana.workspace.bot_user_id
    assert not message.keys() & {"metadata", "subtype", "bot_id", "team"}


async def test_metadata_cannot_go_with_a_file(client: AsyncWebClient, dm: str) -> None:
    with pytest.raises(SlackApiError, match="unknown argument: metadata"):
        await shared(client, dm, metadata='{"event_type": "case", "event_payload": {}}')


async def test_a_file_in_a_thread_stands_under_its_parent(client: AsyncWebClient, dm: str, ana: Person) -> None:
    parent = (await client.chat_postMessage(channel=dm, text="Your case"))["ts"]

    await shared(client, dm, thread_ts=parent)
    await ana.eventually_sees("My case")

    thread = (await client.conversations_replies(channel=dm, ts=parent))["messages"]
    assert (thread[0]["reply_count"], thread[1]["thread_ts"]) == (1, parent)
    assert thread[1]["files"][0]["title"] == "My case"
    with pytest.raises(SlackApiError, match="not a reply"):
        await shared(client, dm, thread_ts=thread[1]["ts"])
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await shared(client, dm, thread_ts="1.000000")


async def test_the_message_comes_after_the_answer(client: AsyncWebClient, dm: str, ana: Person, world: World) -> None:
    world.scan_seconds = 3600

    file_id = await shared(client, dm)

    assert (await client.files_info(file=file_id))["file"]["shares"] == {}
    assert ana.dm() == []


async def test_info_says_where_a_file_is(client: AsyncWebClient, dm: str, ana: Person) -> None:
    file_id = await shared(client, dm)
    await ana.eventually_sees("My case")

    file = (await client.files_info(file=file_id))["file"]

    assert file["ims"] == [dm]
    assert file["shares"]["private"][dm][0]["ts"] == ana.dm()[0].ts
    assert (file["is_public"], file["channels"], file["filetype"]) == (False, [], "md")


async def test_it_is_shared_only_where_the_bot_is_a_member(
    client: AsyncWebClient, ana: Person, acme: Workspace
) -> None:
    general = acme.channel("general").id

    for channel, error in ((general, "not_in_channel"), ("C0NONE", "channel_not_found"), (ana.id, "channel_not_found")):
        with pytest.raises(SlackApiError, match=error):
            await shared(client, channel)
    assert ana.files() == []

    acme.invite_bot("general")
    await client.files_upload_v2(channels=[general], content=CASE, filename="case.md")
    await acme.person("Ben").eventually_sees("case.md")


async def test_a_file_without_a_channel_is_nobodys_to_see(client: AsyncWebClient, ana: Person) -> None:
    answer = await client.files_upload_v2(content=CASE, filename="case.md")

    assert (await client.files_info(file=answer["file"]["id"]))["file"]["name"] == "case.md"
    assert ana.files() == []


async def test_only_who_is_in_the_conversation_finds_the_file(client: AsyncWebClient, dm: str, ana: Person) -> None:
    await shared(client, dm)
    await ana.eventually_sees("My case")

    assert ana.workspace.person("Ben").files() == []


async def announced(api: Api, length: int = 3, **more: Any) -> dict[str, Any]:
    return (await api("files.getUploadURLExternal", filename="a.txt", length=length, **more)).body


async def test_an_address_takes_the_content_once(
    api: Api, session: aiohttp.ClientSession, dm: str, world: World
) -> None:
    ticket = await announced(api)

    statuses = []
    for _ in range(2):
        async with session.post(ticket["upload_url"], data=b"abc") as answer:
            statuses.append((answer.status, await answer.text()))

    assert statuses == [(200, "OK - 3"), (404, "invalid_upload_url")]
    assert [v.error for v in world.violations] == ["invalid_upload_url"]
    files = [{"id": ticket["file_id"]}]
    assert (await api("files.completeUploadExternal", files=files, channel_id=dm))["files"][0]["title"] == "a.txt"
    assert (await api("files.completeUploadExternal", files=files, channel_id=dm)).error == "file_not_found"


async def test_a_form_with_one_file_is_an_upload_too(api: Api, session: aiohttp.ClientSession, dm: str) -> None:
    ticket = await announced(api)
    form = aiohttp.FormData()
    form.add_field("file", b"abc", filename="a.txt")

    async with session.post(ticket["upload_url"], data=form) as answer:
        assert answer.status == 200
    async with session.post((await announced(api))["upload_url"], data={"words": "abc"}) as answer:
        assert answer.status == 400  # a form without a file is eight bytes too many
    empty = aiohttp.FormData()
    empty.add_field("words", "abc", content_type="text/plain")
    async with session.post((await announced(api))["upload_url"], data=empty) as answer:
        assert await answer.text() == "no_file_data"


async def test_the_length_must_be_the_announced_one(
    api: Api, session: aiohttp.ClientSession, dm: str, world: World
) -> None:
    ticket = await announced(api, length=4)

    async with session.post(ticket["upload_url"], data=b"abc") as answer:
        assert (answer.status, await answer.text()) == (400, "length_mismatch")

    assert world.violations[0].detail == ("[ERROR] announced 4 bytes, received 3",)
    never = await api("files.completeUploadExternal", files=[{"id": ticket["file_id"]}], channel_id=dm)
    assert never.error == "file_not_found"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"length": 0}, "invalid_arguments"),
        ({"length": 10**9}, "file_upload_size_restricted"),
        ({"filename": "../a"}, "invalid_arguments"),
        ({"filename": " "}, "invalid_arguments"),
        ({"alt_txt": "x" * 1_001}, "alt_txt_too_large"),
    ],
)
async def test_an_announcement_is_checked(api: Api, arguments: dict[str, Any], error: str) -> None:
    assert (await api("files.getUploadURLExternal", **{"filename": "a.txt", "length": 3, **arguments})).error == error


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"files": []}, "invalid_arguments"),
        ({"files": ["F1"]}, "invalid_arguments"),
        ({"files": [{"id": "F1", "name": "x"}]}, "invalid_arguments"),
        ({"files": [{"id": "F1"}, {"id": "F1"}]}, "invalid_arguments"),
        ({"files": [{"id": "F0NONE"}]}, "file_not_found"),
        ({"channels": "C1"}, "invalid_arguments"),
        ({"initial_comment": "x", "blocks": [{"type": "divider"}]}, "invalid_arguments"),
        ({"initial_comment": "x" * 4_001}, "msg_too_long"),
        ({"blocks": [{"type": "card"}]}, "invalid_blocks"),
        ({"channel_id": "", "channels": ",".join(["C1"] * 101)}, "channels_limit_exceeded"),
        ({"channel_id": "", "thread_ts": "1.000000"}, "invalid_arguments"),
    ],
)
async def test_a_completion_is_checked(api: Api, dm: str, arguments: dict[str, Any], error: str) -> None:
    given = {"files": [{"id": "F1"}], "channel_id": dm, **arguments}
    assert (await api("files.completeUploadExternal", **given)).error == error


async def test_words_that_alert_a_channel_are_noticed(client: AsyncWebClient, dm: str, world: World) -> None:
    await shared(client, dm, initial_comment="<!channel> look")

    assert world.broadcasts == ["<!channel>"]


async def test_a_deleted_file_leaves_a_tombstone(client: AsyncWebClient, dm: str, ana: Person) -> None:
    file_id = await shared(client, dm)
    await ana.eventually_sees("My case")

    await client.files_delete(file=file_id)

    assert ana.sees("[file: This file was deleted.]")
    assert ana.files() == []
    message = (await client.conversations_history(channel=dm))["messages"][0]
    assert message["files"] == [{"id": file_id, "mode": "tombstone"}]
    for method in (client.files_delete, client.files_info):
        with pytest.raises(SlackApiError, match="file_deleted"):
            await method(file=file_id)


async def test_other_peoples_files_stay(client: AsyncWebClient, ana: Person) -> None:
    file = ana.writes("mine", "dm", files={"notes.txt": b"mine"}).files[0]
    hidden = ana.writes("hers", "general", files={"hidden.txt": b"x"}).files[0]

    with pytest.raises(SlackApiError, match="cant_delete_file"):
        await client.files_delete(file=file.id)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_info(file=hidden.id)
    assert [f.name for f in ana.files()] == ["notes.txt", "hidden.txt"]


async def test_scopes_are_needed(api: Api, acme: Workspace) -> None:
    assert (await api("files.info", file="F1"))["needed"] == "files:read"
    acme.scopes -= {"files:write"}
    for method in ("files.getUploadURLExternal", "files.completeUploadExternal", "files.delete"):
        assert (await api(method))["needed"] == "files:write"


async def test_the_private_address_needs_the_token(
    client: AsyncWebClient, dm: str, ana: Person, session: aiohttp.ClientSession, world: World
) -> None:
    file_id = await shared(client, dm)
    await ana.eventually_sees("My case")
    address = (await client.files_info(file=file_id))["file"]["url_private_download"]
    good = {"Authorization": f"Bearer {ana.workspace.bot_token}"}

    async with session.get(address, headers=good) as answer:
        assert (await answer.text(), answer.headers["X-Content-Type-Options"]) == (CASE, "nosniff")
    async with session.get(address, allow_redirects=False) as answer:
        assert (answer.status, "redir" in answer.headers["Location"]) == (302, True)
    assert [v.error for v in world.violations] == ["file_without_permission"]
    await client.files_delete(file=file_id)
    async with session.get(address, headers=good) as answer:
        assert answer.status == 404


async def test_without_files_read_there_is_no_download(
    api: Api, dm: str, ana: Person, session: aiohttp.ClientSession
) -> None:
    file = ana.writes("", "dm", files={"a.txt": b"abc"})
    message = (await api("conversations.history", channel=dm))["messages"][0]
    headers = {"Authorization": f"Bearer {ana.workspace.bot_token}"}

    async with session.get(message["files"][0]["url_private"], headers=headers, allow_redirects=False) as answer:
        assert answer.status == 302
    assert (file.text, message["text"]) == ("", "")


async def test_a_person_gets_their_file_in_the_browser(
    client: AsyncWebClient, dm: str, ana: Person, session: aiohttp.ClientSession, world: World
) -> None:
    file_id = await shared(client, dm)
    await ana.eventually_sees("My case")
    address = f"{world.page_url}file/{file_id}?workspace=Acme&person="

    async with session.get(address + "Ana") as answer:
        assert (await answer.text(), answer.headers["Content-Disposition"][:10]) == (CASE, "attachment")
    async with session.get(address + "Ben") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("method", ["upload", "files.completeUploadExternal"])
async def test_faults_meet_each_step(client: AsyncWebClient, dm: str, ana: Person, world: World, method: str) -> None:
    world.faults.status(method, 503)

    with pytest.raises((SlackApiError, SlackRequestError)):
        await shared(client, dm)

    assert ana.files() == []
    assert [e.fault for e in world.recorded if e.fault] == ["status"]


async def test_a_share_may_happen_although_nobody_answers(
    client: AsyncWebClient, dm: str, ana: Person, world: World
) -> None:
    world.faults.accept_then_hang("files.completeUploadExternal")

    sharing = asyncio.create_task(shared(client, dm))
    await ana.eventually_sees("My case")
    sharing.cancel()

    assert len(ana.files()) == 1


async def test_an_upload_that_is_limited_says_when(api: Api, session: aiohttp.ClientSession, world: World) -> None:
    ticket = await announced(api)
    world.faults.ratelimited("upload", retry_after=7)

    async with session.post(ticket["upload_url"], data=b"abc") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    async with session.post(ticket["upload_url"], data=b"abc") as answer:
        assert answer.status == 200


async def test_the_record_knows_uploads_but_not_their_words(client: AsyncWebClient, dm: str, world: World) -> None:
    logging.getLogger("slack_sdk").setLevel(logging.ERROR)
    await shared(client, dm)
    await until(lambda: bool(world.default.direct_message("U" + dm[1:]).lines))

    upload = next(e for e in world.recorded if e.kind == "upload")
    assert (upload.payload["length"], upload.status) == (len(CASE.encode()), 200)
    assert "retention" not in world.everything_as_text()
