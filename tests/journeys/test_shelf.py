"""Looking at one's own entries: list, find, open, correct, delete (C4, C6), over both transports."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.app import Bot
from playground import World
from playground.person import Person
from tests.stage import texts


async def log(person: Person, *said: str) -> None:
    for words in said:
        await person.slash("/win", words)
    await person.reloads()


async def test_the_list_turns_its_pages_c6(bot: Bot, ana: Person) -> None:
    await log(ana, *(f"Entry number {n}" for n in range(10)))

    await ana.slash("/win", "list")
    assert ana.sees("Your entries: 10")
    assert ana.sees("Entry number 9")
    assert not ana.sees("Entry number 1")

    await ana.click("Older")
    await ana.eventually_sees("Entry number 1")
    assert not ana.sees("Entry number 9")

    await ana.click("Newer")
    await ana.eventually_sees("Entry number 9")


async def late(world: World, person: Person) -> None:
    """Somebody in Honolulu writes down what happened, on an evening that is the next day in UTC."""
    person.tz = "Pacific/Honolulu"
    await person.opens_home()
    await person.eventually_sees("Pacific/Honolulu")
    world.clock.to(datetime(2027, 3, 9, 20, 0, tzinfo=ZoneInfo(person.tz)))
    await person.slash("/win", "Cut the form to one page")


async def test_the_days_of_the_list_are_those_where_the_person_is_c6(bot: Bot, world: World, ana: Person) -> None:
    await late(world, ana)

    await ana.slash("/win", "list")

    assert ana.sees("9 Mar 2027 · ")
    assert not ana.sees("10 Mar 2027")
    await ana.click("Open")
    assert ana.modal
    assert "9 Mar 2027 · " in str(ana.modal.body)


async def test_a_day_that_is_not_the_one_of_saving_shows_both_c6(bot: Bot, world: World, ana: Person) -> None:
    await late(world, ana)
    await ana.click("Edit")
    await ana.click("Add date, link, people and more")
    await ana.fill({"When did it happen?": "2027-01-04"})
    await ana.submit()
    await ana.close()

    await ana.slash("/win", "list")

    assert ana.sees("4 Jan 2027, saved 9 Mar 2027 · ")


async def test_an_empty_list_says_how_to_begin(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "list")

    assert ana.sees("You have no entries yet. Save the first:  /win what happened")


async def test_a_part_of_a_word_is_found_without_its_accents_c6(bot: Bot, ana: Person) -> None:
    await log(ana, "Le résultat est là", "Shipped onboarding")

    await ana.slash("/win", "find resul")

    assert ana.sees("Found: 1  for “resul”")
    assert ana.sees("Le résultat est là")
    assert not ana.sees("Shipped onboarding")


async def test_no_win_is_eaten_by_find_c6(bot: Bot, world: World, ana: Person) -> None:
    await ana.slash("/win", "find the leak in <billing> & fix it")
    assert ana.sees("Nothing found")
    assert await texts(bot) == []

    await ana.click("Save this as a win instead")

    await ana.eventually_sees("Saved  ·  ")
    assert await texts(bot) == ["find the leak in <billing> & fix it"]
    assert "leak" not in str([button for entry in world.recorded for button in entry.payload.get("actions", [])])


async def test_an_entry_opens_whole_and_can_be_deleted_c6(bot: Bot, ana: Person) -> None:
    words = "It began. " + "a long story " * 60 + "the end"
    await log(ana, words, "Another one")
    await ana.slash("/win", "find story")
    await ana.click("Open")
    assert ana.sees("the end")

    await ana.click("Delete")

    assert ana.sees("Deleted for good.")
    assert ana.sees("the end")
    assert await texts(bot) == ["Another one"]


@pytest.mark.parametrize("where", ["receipt", "entry"])
async def test_the_kind_is_corrected_in_one_tap_and_stands_c4(bot: Bot, ana: Person, where: str) -> None:
    await ana.slash("/win", "Shipped onboarding")
    if where == "entry":
        await log(ana)
        await ana.slash("/win", "list")
        await ana.click("Open")

    await ana.select("Kind", "Decision")
    await ana.eventually_sees("Saved  ·  Decision")
    await ana.click("Edit")
    await ana.fill({"Your words": "Shipped onboarding, and activation went from 20% to 31%"})
    await ana.submit()

    assert ana.sees("Changed  ·  Decision")


async def test_an_opened_entry_is_reframed_and_edited_from_there(bot: Bot, ana: Person) -> None:
    await log(ana, "Shipped onboarding")
    await ana.slash("/win", "list")
    await ana.click("Open")

    await ana.click("Reframe my update")

    await ana.eventually_sees("It stands in our direct messages as well")
    await ana.close()
    await ana.eventually_sees("Your update, reframed")
