"""What is no answer of Slack's: a gateway between us may say anything, and the message may have arrived all the same."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.files import Files
from bot.delivery.outbox import Claimed, Doubt, Patience
from bot.delivery.pace import Limits, Pacing
from bot.delivery.posts import Message
from bot.delivery.sender import Sender
from bot.ledger.scope import Owner
from tests.delivery.gateway import ANSWERS, Answer, gateway
from tests.ledger.rows import NOON

ITEM = Claimed(
    uuid.uuid4(), Owner("T1", "U1"), "draft", uuid.uuid4(), "one", 1, False, "D1", NOON, NOON + timedelta(seconds=30)
)


class Uploaded:
    """Files that Slack has already, and that are now to be shared."""

    comment = "Everything I keep about you"
    ids: Sequence[str] = ("F1",)

    async def pack(self) -> Sequence[object]:
        raise AssertionError("They are uploaded already.")

    async def note(self, ids: Sequence[str]) -> bool:
        return bool(ids)


@pytest.mark.parametrize("said", ANSWERS.values(), ids=ANSWERS.keys())
async def test_whatever_answers_in_slacks_place_leaves_the_message_in_doubt(said: Answer) -> None:
    async with gateway(said) as url, aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-1", url, session=session, retry_handlers=[])
        sender = Sender(lambda _: client, Patience(), Pacing(Limits()), lambda: NOON)

        outcome = await sender.deliver(ITEM, Message("Your draft", []))

    assert isinstance(outcome, Doubt)
    assert "draft" not in outcome.reason


@pytest.mark.parametrize("name", sorted(ANSWERS.keys() - {"an archive"}))  # which its client takes for Slack's
async def test_and_so_with_files(name: str) -> None:
    async with gateway(ANSWERS[name]) as url, aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-1", url, session=session, retry_handlers=[])
        files = Files(lambda _: client, session, Patience(), Pacing(Limits()), lambda: NOON)

        outcome = await files.share(ITEM, Uploaded())  # type: ignore[arg-type]  # nothing is packed

    assert isinstance(outcome, Doubt)
