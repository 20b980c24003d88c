"""The best-effort line to a click: said if it can be, and never more than a line in the log if not."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.delivery import whisper as whispers
from bot.delivery.whisper import Whisper
from bot.views import kit
from playground import World
from playground.person import Person
from tests.conftest import PATIENT

SECRET = "words nobody may read"  # a person's, not a password
LINE = kit.whispered(SECRET)


@pytest.fixture
async def whisper(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Whisper]:
    monkeypatch.setattr(whispers, "GRACE", PATIENT)
    monkeypatch.setattr(whispers, "SECONDS", PATIENT)
    async with aiohttp.ClientSession() as session:
        yield Whisper(session)


def url_for(ana: Person) -> str:
    return ana.workspace.world.response_urls.issue(ana, ana.place("general"))


async def test_a_line_is_said_before_closing_ends(ana: Person, whisper: Whisper) -> None:
    whisper(url_for(ana), LINE)
    assert not ana.sees(SECRET)

    await whisper.close()

    assert ana.sees(SECRET)


async def test_without_a_url_nothing_is_said(world: World, whisper: Whisper) -> None:
    whisper(None, LINE)
    await whisper.close()

    assert world.recorded == []


@pytest.mark.parametrize("fault", ["reset", "ratelimited", "status"])
async def test_a_line_that_was_lost_is_noted_without_its_words(
    world: World, ana: Person, whisper: Whisper, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    getattr(world.faults, fault)("response_url")
    url = url_for(ana)

    whisper(url, LINE)
    await whisper.close()

    [record] = caplog.records
    assert vars(record)["event"] in {"whisper.lost", "whisper.refused"}
    assert SECRET not in str(vars(record))
    assert url not in str(vars(record))
    assert not ana.sees(SECRET)


async def test_a_url_that_is_none_costs_nothing_else(
    ana: Person, whisper: Whisper, caplog: pytest.LogCaptureFixture
) -> None:
    whisper("not a url at all", LINE)
    whisper(url_for(ana), LINE)
    await whisper.close()

    assert ana.sees(SECRET)
    assert [vars(record)["event"] for record in caplog.records] == ["whisper.lost"]
