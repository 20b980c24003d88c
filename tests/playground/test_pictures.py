"""Pictures in blocks that lie in Slack itself."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Person, Workspace, World
from tests.playground.conftest import ScriptedApp

PNG = b"\x89PNG"


@pytest.fixture
def client(world: World, acme: Workspace) -> AsyncWebClient:
    acme.scopes |= {"files:read"}
    return AsyncWebClient(token=acme.bot_token, base_url=world.api_url)


async def uploaded(client: AsyncWebClient, name: str = "chart.png") -> str:
    return str((await client.files_upload_v2(content=PNG, filename=name))["file"]["id"])


def picture(**reference: str) -> list[dict[str, Any]]:
    return [{"type": "image", "slack_file": reference, "alt_text": "evidence by week"}]


async def test_an_uploaded_picture_stands_in_messages_and_on_home(client: AsyncWebClient, ana: Person, dm: str) -> None:
    file_id = await uploaded(client)
    address = (await client.files_info(file=file_id))["file"]["url_private"]

    await client.chat_postMessage(channel=dm, text="x", blocks=picture(id=file_id))
    await client.views_publish(user_id=ana.id, view={"type": "home", "blocks": picture(url=address)})

    assert ana.screen().count("[image: evidence by week]") == 2


async def test_what_is_no_picture_or_not_there_is_refused(client: AsyncWebClient, ana: Person, dm: str) -> None:
    text, gone = await uploaded(client, "notes.txt"), await uploaded(client)
    await client.files_delete(file=gone)
    hidden = ana.writes("", "general", files={"hers.png": PNG}).files[0].id

    for wanted in (text, gone, hidden, "F0NONE"):
        with pytest.raises(SlackApiError, match="invalid slack file"):
            await client.chat_postMessage(channel=dm, text="x", blocks=picture(id=wanted))
    with pytest.raises(SlackApiError, match="invalid slack file"):
        await client.views_publish(user_id=ana.id, view={"type": "home", "blocks": picture(url="https://e.x/a.png")})


async def test_a_picture_is_not_there_before_slack_looked_it_over(
    client: AsyncWebClient, world: World, dm: str
) -> None:
    world.scan_seconds = 3600
    file_id = await uploaded(client)

    with pytest.raises(SlackApiError, match="invalid slack file"):
        await client.chat_postMessage(channel=dm, text="x", blocks=picture(id=file_id))


async def test_a_receipt_minds_pictures_too(ana: Person, app: ScriptedApp) -> None:
    app.answers_json({"blocks": picture(id="F0NONE")})

    await ana.slash("/win")

    assert ana.sees('failed with the error "invalid_blocks"')
