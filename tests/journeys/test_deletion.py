"""My data, deleted: counted first, gone truly, and the files in Slack as well, over both transports (P2, P5)."""

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.app import Bot
from bot.coach import exports
from bot.coach.exports import Archive
from playground import World
from playground.person import Person
from tests.journeys.keeping import WORDS, audit, export, log, rows, settled, until
from tests.journeys.test_trouble import locked
from tests.stage import texts


async def about_to_delete(person: Person) -> None:
    """Ask for everything to go, and type the word; only the button is left to press."""
    await person.slash("/win", "data")
    await person.click("Delete everything")
    await person.fill({"Type delete to go on": "delete"})


async def test_one_entry_deleted_is_noted_without_its_words_p5(bot: Bot, ana: Person) -> None:
    await log(ana, WORDS)
    await ana.slash("/win", "list")
    await ana.click("Open")

    await ana.click("Delete")

    assert ana.sees("Deleted for good.")
    assert await rows(bot, ana) == {"audit": 1}
    assert [(action, counts["entries"]) for action, counts in await audit(bot)] == [("deleted_entry", 1)]


async def test_a_period_is_counted_first_and_deleted_then_p2(bot: Bot, world: World, ana: Person) -> None:
    await log(ana, WORDS)
    await export(ana)
    await ana.slash("/win", "data")
    await ana.click("Delete a period")
    await ana.fill({"First day": "2026-01-01", "Last day": "2999-12-31"})
    await ana.submit()
    for said in (
        "What you have from 1 Jan 2026 to 31 Dec 2999 goes for good",
        "1 entry",
        "1 export",
        "Messages that I sent you stay",
    ):
        assert ana.sees(said)
    assert await texts(bot) == [WORDS]

    await ana.submit()

    assert ana.sees("Deleted for good:")
    assert await texts(bot) == []
    await ana.close()
    await settled(bot, ana, {"audit": 2})
    assert ana.files() == []


async def test_the_days_of_a_period_are_those_of_the_list_where_the_person_is_p2(
    bot: Bot, world: World, ana: Person
) -> None:
    ana.tz = "Pacific/Honolulu"
    await ana.opens_home()
    await ana.eventually_sees("Pacific/Honolulu")
    world.clock.to(datetime(2027, 3, 9, 20, 0, tzinfo=ZoneInfo(ana.tz)))  # the next day in UTC
    await log(ana, WORDS)

    await ana.slash("/win", "data")
    await ana.click("Delete a period")
    assert ana.sees("from midnight to midnight (Pacific/Honolulu)")
    await ana.fill({"First day": "2027-03-10", "Last day": "2027-03-10"})
    await ana.submit()
    assert "You have nothing from 10 Mar 2027" in str(ana.modal_errors)
    await ana.fill({"First day": "2027-03-09", "Last day": "2027-03-09"})
    await ana.submit()

    assert ana.sees("What you have from 9 Mar 2027 goes for good")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2999-01-02", "1970-01-01"), "The last day comes before the first."),
        (("1970-01-01", "1970-01-01"), "You have nothing from 1 Jan 1970."),
        (("2999-01-01", "2999-12-31"), "You have nothing from 1 Jan 2999 to 31 Dec 2999"),
    ],
)
async def test_days_that_cannot_be_meant_are_said_at_the_field(
    bot: Bot, ana: Person, days: tuple[str, str], said: str
) -> None:
    await log(ana, WORDS)
    await ana.slash("/win", "data")
    await ana.click("Delete a period")

    await ana.fill(dict(zip(("First day", "Last day"), days, strict=True)))
    await ana.submit()

    assert said in ana.modal_errors["Last day"]
    assert await texts(bot) == [WORDS]


async def test_everything_goes_truly_and_the_files_too_p2(bot: Bot, world: World, ana: Person, ben: Person) -> None:
    await log(ben, "Bens own words")
    await log(ana, WORDS)
    await ana.slash("/win", "Another one")
    await ana.click("Reframe my update")
    await ana.eventually_sees("Your update, reframed")
    await export(ana)
    await export(ben)
    await ana.slash("/win", "data")
    await ana.click("Delete everything")
    assert ana.sees("2 entries, with their answers")
    assert ana.sees("1 export")

    await ana.fill({"Type delete to go on": "Delete"})
    await ana.submit()

    assert ana.sees("Deleted for good:")
    await ana.close()
    await settled(bot, ana, {"audit": 2})
    assert ana.files() == []
    assert len(ben.files()) == 2
    assert await texts(bot) == ["Bens own words"]
    assert ana.sees("Your update, reframed")  # as it said: messages stay in Slack
    assert WORDS not in str(await audit(bot))


async def test_home_does_not_go_on_showing_what_is_gone_p2(bot: Bot, ana: Person) -> None:
    await log(ana, WORDS)
    await ana.opens_home()
    await ana.eventually_sees("Cut sign-up")
    await ana.click("My data")
    await ana.click("Delete everything")
    await ana.fill({"Type delete to go on": "delete"})

    await ana.submit()
    await ana.close()

    assert await ana.eventually(lambda: not ana.sees("Cut sign-up"))


@pytest.mark.parametrize("typed", ["no", "delete it"])
async def test_without_the_word_nothing_goes(bot: Bot, ana: Person, typed: str) -> None:
    await log(ana, WORDS)
    await ana.slash("/win", "data")
    await ana.click("Delete everything")

    await ana.fill({"Type delete to go on": typed})
    await ana.submit()

    assert "Nothing is deleted yet." in str(ana.modal_errors)
    assert await texts(bot) == [WORDS]


async def test_where_there_is_nothing_there_is_nothing_to_delete(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "data")
    assert ana.sees("Nothing yet")

    await ana.click("Delete everything")

    assert ana.sees("There is nothing of yours to delete.")


@pytest.mark.hasty
@pytest.mark.parametrize("fault", ["duplicate_delivery", "drop_acknowledgement"])
async def test_a_deletion_that_comes_twice_deletes_once_and_says_the_same(
    bot: Bot, world: World, ana: Person, fault: str
) -> None:
    await log(ana, WORDS)
    await about_to_delete(ana)
    getattr(world.faults, fault)()

    await ana.submit()
    if fault == "drop_acknowledgement" and not ana.sees("Deleted for good"):
        await ana.submit()

    assert ana.sees("Deleted for good:")
    assert ana.sees("1 entry")
    assert [action for action, _ in await audit(bot)] == ["deleted_all"]


@pytest.mark.hasty
@pytest.mark.parametrize("fault", ["ratelimited", "status", "reset", "accept_then_abort"])
async def test_files_are_deleted_in_slack_whatever_it_takes(bot: Bot, world: World, ana: Person, fault: str) -> None:
    await log(ana, WORDS)
    await export(ana)
    told: dict[str, tuple[Any, ...]] = {"ratelimited": (0,), "status": (500,)}
    getattr(world.faults, fault)("files.delete", *told.get(fault, ()))
    await about_to_delete(ana)

    await ana.submit()
    await ana.close()

    await settled(bot, ana, {"audit": 2})
    assert ana.files() == []


@pytest.mark.hasty
async def test_an_export_under_way_when_everything_goes_leaves_nothing_behind(
    bot: Bot, world: World, ana: Person
) -> None:
    """The worst moment: Slack has the files and is about to show them, and the worker does not know it yet."""
    await log(ana, WORDS)
    world.scan_seconds = 0.3
    world.faults.accept_then_hang("files.completeUploadExternal")
    await ana.slash("/win", "data")
    await ana.click("Export everything")
    await ana.close()
    await until(ana, lambda: bool(world.calls("files.completeUploadExternal")))

    await about_to_delete(ana)
    await ana.submit()
    await ana.close()

    await settled(bot, ana, {"audit": 2})
    await ana.eventually_sees("This file was deleted.")
    assert ana.files() == []


async def test_an_export_caught_while_it_is_made_is_never_shared(
    bot: Bot, world: World, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    gather, gathered, go_on = exports.gather, asyncio.Event(), asyncio.Event()

    async def held(*told: Any, **named: Any) -> Archive:
        archive = await gather(*told, **named)
        gathered.set()
        await go_on.wait()
        return archive

    monkeypatch.setattr(exports, "gather", held)
    await log(ana, WORDS)
    await ana.slash("/win", "data")
    await ana.click("Export everything")
    await ana.close()
    await gathered.wait()

    await about_to_delete(ana)
    await ana.submit()
    await ana.close()
    go_on.set()

    await until(ana, lambda: sum(entry.kind == "upload" for entry in world.recorded) == 2)
    assert await rows(bot, ana) == {"audit": 2}
    await export(ana)  # another one goes through, so the worker is done with the first
    assert len(world.calls("files.completeUploadExternal")) == 1


@pytest.mark.hasty
async def test_a_deletion_that_cannot_be_done_says_so_and_keeps_everything(
    bot: Bot, ana: Person, migrated_sqlite: str
) -> None:
    await log(ana, WORDS)
    await about_to_delete(ana)

    with locked(migrated_sqlite):
        await ana.submit()

    assert "Not done." in str(ana.modal_errors)
    assert await texts(bot) == [WORDS]
    await ana.submit()
    assert await texts(bot) == []
