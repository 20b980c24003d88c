"""My data: seen and exported, over both transports (P1, P2)."""

import json
from typing import Any

import pytest

from bot.app import Bot
from playground import World
from playground.person import Person
from tests.journeys.keeping import WORDS, audit, export, log, unsent
from tests.stage import texts


async def test_it_says_what_is_kept_and_who_can_see_it_p1(bot: Bot, ana: Person) -> None:
    await log(ana, WORDS, "Another one")
    await ana.slash("/win", "find me this")
    await ana.reloads()

    await ana.slash("/win", "data")

    for said in ("2 entries", "1 unsaved text", "I show it to nobody but you.",
                 "whoever runs me can read my database", "your employer can export Slack messages"):  # fmt: skip
        assert ana.sees(said)
    assert await texts(bot) == [WORDS, "Another one"]


async def test_no_win_is_eaten_by_data_c6(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "Data shows that nobody reads the second page")
    await ana.reloads()
    await ana.slash("/win", " DATA ")

    assert ana.sees("What I keep about you")
    assert await texts(bot) == ["Data shows that nobody reads the second page"]


async def test_the_button_of_home_opens_the_same(bot: Bot, ana: Person) -> None:
    await ana.opens_home()
    await ana.eventually_sees("[My data]")

    await ana.click("My data")

    assert ana.sees("What I keep about you")


async def test_everything_comes_as_markdown_and_json_p2(bot: Bot, ana: Person, ben: Person) -> None:
    await log(ben, "Bens own words")
    await log(ana, WORDS)
    await ana.slash("/win", "find me this")

    read, parsed = await export(ana)

    assert WORDS in read.text
    assert "## Not saved" in read.text
    document: dict[str, Any] = json.loads(parsed.text)
    assert {(row["text"], row["kept"]) for row in document["evidence"]} == {(WORDS, True), ("find me this", False)}
    assert "Bens" not in read.text + parsed.text
    assert ben.files() == []
    assert [action for action, _ in await audit(bot)] == ["exported"]


async def test_an_export_of_nothing_says_so(bot: Bot, ana: Person) -> None:
    read, parsed = await export(ana)

    assert "There are no entries." in read.text
    assert json.loads(parsed.text)["evidence"] == []


async def test_a_double_click_exports_once(bot: Bot, world: World, ana: Person) -> None:
    await log(ana, WORDS)
    await ana.slash("/win", "data")

    world.faults.duplicate_delivery()
    await ana.click("Export everything")
    assert ana.sees("comes to our direct messages") or ana.sees("on its way")
    await ana.eventually(lambda: len(ana.files()) == 2)
    await ana.close()

    assert [action for action, _ in await audit(bot)] == ["exported"]
    assert len(world.calls("files.completeUploadExternal")) == 1


@pytest.mark.hasty
@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("ratelimited", ("files.getUploadURLExternal", 0)),
        ("status", ("upload", 500)),
        ("ratelimited", ("files.completeUploadExternal", 0)),
        ("status", ("files.completeUploadExternal", 500)),
        ("hang", ("files.completeUploadExternal",)),
        ("accept_then_hang", ("files.completeUploadExternal",)),
        ("accept_then_abort", ("files.completeUploadExternal",)),
    ],
)
async def test_an_export_comes_once_through_every_trouble_l6(
    bot: Bot, world: World, ana: Person, fault: str, told: tuple[Any, ...]
) -> None:
    await log(ana, WORDS)
    getattr(world.faults, fault)(*told)

    await export(ana)
    while await unsent(bot):
        await ana.eventually(lambda: False, 0.05)
    assert world.faults.take(told[0]) is None

    assert len(ana.files()) == 2
    assert len(ana.dm()) == 1


async def test_an_export_that_slack_refuses_is_told_of(bot: Bot, world: World, ana: Person) -> None:
    await log(ana, WORDS)
    world.faults.error("files.getUploadURLExternal", "missing_scope")
    await ana.slash("/win", "data")

    await ana.click("Export everything")
    await ana.close()

    await ana.eventually_sees("I could not send you your export.")
    assert len(await export(ana)) == 2
