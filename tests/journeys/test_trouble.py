"""When something does not work: a clear sentence, the words back, nothing lost and nothing doubled."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.app import Bot
from playground import World
from playground.person import Person
from tests.ledger.disks import full
from tests.stage import texts

SAID = "Cut onboarding to 3 steps because people gave up on the fourth"


@contextmanager
def locked(migrated_sqlite: str) -> Iterator[None]:
    """Somebody else is writing to the database and does not stop."""
    other = sqlite3.connect(migrated_sqlite.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.hasty
async def test_a_win_that_cannot_be_saved_is_handed_back(bot: Bot, ana: Person, migrated_sqlite: str) -> None:
    with locked(migrated_sqlite):
        await ana.slash("/win", SAID)

    assert ana.sees("*Not saved.*")
    assert ana.sees(SAID)
    assert await texts(bot) == []
    await ana.slash("/win", SAID)
    assert await texts(bot) == [SAID]


async def test_a_win_that_finds_the_disk_full_is_handed_back_with_whom_to_tell(
    bot: Bot, ana: Person, migrated_sqlite: str
) -> None:
    said: list[str] = []
    with full(migrated_sqlite):
        while len(said) < 200 and not ana.sees("*Not saved.*"):
            said.append(f"{SAID}, {len(said)}")
            await ana.slash("/win", said[-1])

    assert ana.sees("I have no room left to keep anything. Please tell whoever runs me")
    assert await texts(bot) == said[:-1]
    await ana.slash("/win", said[-1])
    assert await texts(bot) == said


@pytest.mark.hasty
async def test_a_button_pressed_while_the_database_is_locked_says_so(
    bot: Bot, ana: Person, migrated_sqlite: str
) -> None:
    await ana.slash("/win", SAID)

    with locked(migrated_sqlite):
        await ana.click("Undo")
        await ana.eventually_sees("*Not done.*")

    assert await texts(bot) == [SAID]


@pytest.mark.hasty
async def test_a_form_that_cannot_be_saved_stays_open_with_its_words(
    bot: Bot, ana: Person, migrated_sqlite: str
) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Edit")
    await ana.fill({"Your words": "Something better"})

    with locked(migrated_sqlite):
        await ana.submit()

    assert "Not saved." in str(ana.modal_errors)
    await ana.submit()
    assert await texts(bot) == ["Something better"]


async def test_a_form_whose_entry_is_gone_hands_its_words_back(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Edit")
    await ana.fill({"Your words": "Something better"})
    await ana.slash("/win", "undo")

    await ana.submit()

    assert ana.sees("That entry is gone.")
    assert ana.sees("Something better")
    assert await texts(bot) == []


async def test_a_button_of_another_release_is_explained(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)

    await ana.forge_click("capture.of-yesterday", "anything")

    await ana.eventually_sees("I do not know this one.")
    assert await texts(bot) == [SAID]


async def test_a_form_of_another_release_hands_its_words_back(bot: Bot, ana: Person) -> None:
    values = {"field": {"text": {"type": "plain_text_input", "value": "What I had typed"}}}

    answer = await ana.forge_submission({"callback_id": "capture.of-yesterday", "state": {"values": values}})

    assert "What I had typed" in str(answer.body)


async def test_a_value_that_is_no_id_is_an_entry_that_is_gone(bot: Bot, ana: Person) -> None:
    await ana.forge_click("capture.undo", "'; DROP TABLE evidence; --")

    await ana.eventually_sees("That entry is gone.")


async def test_a_command_of_another_release_is_explained(bot: Bot, ana: Person) -> None:
    await ana.slash("/coach", "the new onboarding")

    assert ana.sees("*I do not have /coach yet.* /win help shows what I can do.")
    assert ana.sees("the new onboarding")


@pytest.mark.parametrize("transport", ["socket"])
async def test_a_cut_connection_loses_no_win(bot: Bot, world: World, ana: Person) -> None:
    await world.sockets.cut()
    await world.connected(1, timeout=15)

    await ana.slash("/win", SAID)

    assert ana.sees("Saved")
    assert await texts(bot) == [SAID]


@pytest.mark.parametrize("transport", ["socket"])
async def test_a_lost_acknowledgement_doubles_nothing_c8(bot: Bot, world: World, ana: Person) -> None:
    world.faults.drop_acknowledgement()

    await ana.slash("/win", SAID)
    assert not ana.sees("Saved")
    assert await world.eventually(lambda: world.recorded[-1].attempts == 2)
    await ana.slash("/win", SAID)

    assert ana.sees("Already saved")
    assert await texts(bot) == [SAID]


@pytest.mark.hasty
async def test_no_words_of_anybody_reach_the_log(
    bot: Bot, world: World, ana: Person, migrated_sqlite: str, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "the acquisition of Northwind"
    world.faults.status("chat.postMessage")
    await ana.slash("/win", f"Prepared {secret}")
    await ana.click("Reframe my update")
    await ana.eventually_sees("Your draft is in our direct messages.")
    with locked(migrated_sqlite):
        await ana.slash("/win", f"Closed {secret}")
    await ana.forge_click("capture.of-yesterday", secret)

    assert caplog.records != []
    assert secret not in caplog.text
