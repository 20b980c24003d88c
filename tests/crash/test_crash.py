"""Promises 1 and 3, with signal 9: what was acknowledged is there, and a draft arrives once, whenever the bot dies."""

import asyncio
import dataclasses
import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import Settings
from playground import World
from playground.person import Person
from tests import stage

pytestmark = pytest.mark.crash

PATIENT = 60.0  # seconds: several of these stand beside one another on a machine that may stand still
SAID = "Launched the new onboarding flow in Q2. We shipped on time."
TITLE = "Your update, reframed"
COMMITS = {1: "entry", 2: "job", 3: "job claimed", 4: "draft made", 5: "delivery claimed", 6: "delivery settled"}
CALLS = ("conversations.open", "chat.postMessage")
OFFER = "What should I do with “"
OFFER_COMMITS = {1: "words and offer", 2: "delivery claimed", 3: "delivery settled"}
EXPORT_COMMITS = {1: "entry", 2: "export promised", 3: "claimed", 4: "ids noted", 5: "settled"}
UPLOADS = ("1", "2")  # how the addresses for uploads end
EXPORT_CALLS = ("conversations.open", "files.getUploadURLExternal", *UPLOADS, "files.completeUploadExternal")
ERASE_COMMITS = {1: "deleted", 2: "claimed", 3: "ids forgotten", 4: "row gone"}


def _both_sides(commits: Iterable[int], calls: Iterable[str]) -> list[str]:
    steps = [*(f"commit:{n}" for n in commits), *calls]
    return [f"{side}:{step}" for step in steps for side in ("before", "after")]


EXPORT_STEPS = _both_sides(EXPORT_COMMITS, EXPORT_CALLS)
STEPS = _both_sides(COMMITS, CALLS)
OFFER_STEPS = _both_sides(OFFER_COMMITS, ())
ERASE_STEPS = _both_sides(ERASE_COMMITS, ["files.delete"])


REVIEW_COMMITS = {1: "planned", 2: "claimed", 3: "zone noted", 4: "settled"}
REVIEW_STEPS = _both_sides(REVIEW_COMMITS, ["users.info", "chat.postMessage"])


class Stage:
    """A workspace, a database, and bots that come and go."""

    def __init__(self, world: World, transport: str, folder: Path) -> None:
        self.world = world
        self.ana = world.default.person("Ana")
        self.database = folder / "coach.db"
        self.settings = stage.settings(world, transport, f"sqlite:///{self.database}")

    @asynccontextmanager
    async def bot(self, step: str | None = None) -> AsyncIterator[asyncio.subprocess.Process]:
        """A bot in its own process, killed at the end if it still lives."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.crash.mortal", json.dumps(as_json(self.settings)), *([step] if step else []),
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            said = (await process.stdout.readline()).decode().strip()
            self.world.request_url = said if said.startswith("http") else ""
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            await self.world.eventually(lambda: len(self.world.sockets.open) == 0)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database holds, past the bot."""
        with sqlite3.connect(self.database) as connection:
            return connection.execute(query).fetchall()

    def texts(self) -> list[object]:
        return [text for (text,) in self.rows("SELECT text FROM evidence")]

    def drafts(self) -> int:
        return sum(message.text == TITLE for message in self.ana.dm())


def as_json(settings: Settings) -> dict[str, object]:
    return {field.name: getattr(settings, field.name) for field in dataclasses.fields(settings)}


@pytest.fixture
def theatre(world: World, transport: str, migrated_sqlite: str, tmp_path: Path) -> Stage:
    return Stage(world, transport, tmp_path)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """As strict as ever; but what a dying bot leaves unanswered is not the bot's breach of a rule."""
    async with World(rates="unlimited") as opened:
        yield opened
        assert opened.broadcasts == []


async def test_a_win_acknowledged_is_a_win_saved_c1(theatre: Stage, ana: Person) -> None:
    async with theatre.bot() as process:
        await ana.slash("/win", SAID)
        process.kill()

    assert ana.sees("Saved")
    assert theatre.texts() == [SAID]


@pytest.mark.parametrize("transport", ["socket"])
@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_any_step_the_draft_arrives_once_l6_c8(theatre: Stage, ana: Person, step: str) -> None:
    async with theatre.bot(step) as process:
        await say_and_ask(theatre, ana)
        await asyncio.wait_for(process.wait(), PATIENT)
        assert process.returncode == -9

    async with theatre.bot():
        await say_and_ask(theatre, ana)
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state = 'sent'") != [])
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state <> 'sent'") == [])

    assert theatre.texts() == [SAID]
    assert theatre.drafts() == 1


@pytest.mark.parametrize("transport", ["socket"])
@pytest.mark.parametrize("step", [*OFFER_STEPS, *(step for step in STEPS if "commit" not in step)])
async def test_killed_at_any_step_a_message_is_offered_once_c9(
    theatre: Stage, world: World, ana: Person, step: str
) -> None:
    async with theatre.bot(step) as process:
        await ana.says(SAID)
        await asyncio.wait_for(process.wait(), PATIENT)
        assert process.returncode == -9

    async with theatre.bot():
        await world.redeliver(next(entry for entry in world.recorded if entry.name == "message"))
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state = 'sent'") != [])
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state <> 'sent'") == [])

    assert theatre.texts() == [SAID]
    assert sum(message.text.startswith(OFFER) for message in ana.dm()) == 1


@pytest.mark.parametrize("transport", ["socket"])
async def test_killed_while_slack_has_it_but_has_not_answered(theatre: Stage, world: World, ana: Person) -> None:
    world.faults.accept_then_hang("chat.postMessage")
    async with theatre.bot() as process:
        await say_and_ask(theatre, ana)
        await ana.eventually_sees(TITLE)
        process.kill()

    async with theatre.bot():
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state = 'sent'") != [])

    assert theatre.drafts() == 1
    assert len(world.calls("conversations.history")) == 1


@pytest.mark.parametrize("transport", ["socket"])
@pytest.mark.parametrize("step", EXPORT_STEPS)
async def test_killed_at_any_step_the_export_arrives_once_p2_l6(theatre: Stage, ana: Person, step: str) -> None:
    async with theatre.bot(step) as process:
        await say_and_export(theatre, ana)
        await asyncio.wait_for(process.wait(), PATIENT)
        assert process.returncode == -9

    async with theatre.bot():
        await say_and_export(theatre, ana)
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state = 'sent'") != [])
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state <> 'sent'") == [])

    assert await ana.eventually(lambda: len(ana.files()) == 2)
    assert len(ana.dm()) == 1
    assert all(SAID in file.text for file in ana.files())


@pytest.mark.parametrize("transport", ["socket"])
async def test_killed_while_slack_has_the_files_but_has_not_answered(theatre: Stage, world: World, ana: Person) -> None:
    world.faults.accept_then_hang("files.completeUploadExternal")
    async with theatre.bot() as process:
        await say_and_export(theatre, ana)
        await ana.eventually(lambda: len(ana.files()) == 2)
        process.kill()

    async with theatre.bot():
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state = 'sent'") != [])

    assert len(ana.dm()) == 1
    assert len(world.calls("conversations.history")) == 1


@pytest.mark.parametrize("transport", ["socket"])
@pytest.mark.parametrize("step", ERASE_STEPS)
async def test_killed_at_any_step_what_was_deleted_is_deleted_p2(theatre: Stage, ana: Person, step: str) -> None:
    async with theatre.bot():
        await say_and_export(theatre, ana)
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state = 'sent'") != [])

    async with theatre.bot(step) as process:
        await delete_everything(theatre, ana)
        await asyncio.wait_for(process.wait(), PATIENT)
        assert process.returncode == -9

    async with theatre.bot():
        await delete_everything(theatre, ana)
        await until(lambda: theatre.rows("SELECT 1 FROM delivery") == [])

    assert theatre.texts() == theatre.rows("SELECT 1 FROM document") == []
    assert ana.files() == []


async def say_and_export(theatre: Stage, ana: Person) -> None:
    """As below, with everything that is kept instead of a draft."""
    if not theatre.texts():
        await ana.slash("/win", SAID)
    if theatre.texts() and not theatre.rows("SELECT 1 FROM document"):
        await ana.slash("/win", "data")
        if ana.modal:
            await ana.click("Export everything")


async def delete_everything(theatre: Stage, ana: Person) -> None:
    """Delete it, unless that is done already."""
    if theatre.texts():
        await ana.slash("/win", "data")
        await ana.click("Delete everything")
        await ana.fill({"Type delete to go on": "delete"})
        await ana.submit()


async def say_and_ask(theatre: Stage, ana: Person) -> None:
    """Say it and ask for the draft, as far as the bot lives and it has not been done: people try again."""
    if not ana.sees("[Reframe my update]"):
        await ana.slash("/win", SAID)
    if ana.sees("[Reframe my update]") and not theatre.rows("SELECT 1 FROM job"):
        await ana.click("Reframe my update")


async def until(condition: Callable[[], bool], seconds: float = PATIENT) -> None:
    """Poll the database from outside."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  # a database of another process tells nobody
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("transport", ["socket"])
@pytest.mark.parametrize("step", REVIEW_STEPS)
async def test_killed_at_any_step_a_review_is_asked_once_l6(theatre: Stage, ana: Person, step: str) -> None:
    async with theatre.bot():
        await ana.slash("/launch", "Onboarding two")
        await ana.fill({"On which day?": "2026-01-05"})
        await ana.submit()
        await ana.close()
        await until(lambda: theatre.rows("SELECT 1 FROM profile WHERE zone IS NOT NULL") != [])
        await until(lambda: theatre.rows("SELECT 1 FROM delivery") == [])
    with sqlite3.connect(theatre.database) as connection:  # the hour has come
        just_now = datetime.now(UTC) - timedelta(minutes=1)
        connection.execute("UPDATE review SET due_at = ?", [f"{just_now:%Y-%m-%d %H:%M:%S.%f}"])

    async with theatre.bot(step) as process:
        await asyncio.wait_for(process.wait(), PATIENT)
        assert process.returncode == -9
    async with theatre.bot():
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state = 'sent'") != [])
        await until(lambda: theatre.rows("SELECT 1 FROM delivery WHERE state <> 'sent'") == [])

    assert sum("Onboarding two" in str(message.blocks) for message in ana.dm()) == 1
    assert theatre.rows("SELECT DISTINCT state FROM review") == [("asked",)]
