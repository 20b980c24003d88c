"""What tests stand on: a database of each kind, the local workspace, and the bot in it over either transport."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

from bot.app import Bot
from bot.delivery.outbox import Patience
from bot.ledger import engines, store
from playground import World, limits
from playground.person import Person
from tests import postgres, stage
from tests.databases import *  # noqa: F403  # fixtures
from tests.llm.liar import Liar

settings.register_profile("patient", deadline=None)  # a loaded machine is no bug
settings.load_profile("patient")


PATIENT: Final = 15.0  # seconds: a loaded machine stands still for longer than a person may wait


def is_hasty(request: pytest.FixtureRequest) -> bool:
    """Whether the test is about what does not answer, and wants it given up soon."""
    return request.node.get_closest_marker("hasty") is not None


def patience_of(request: pytest.FixtureRequest) -> Patience:
    """How long the bot of this test waits."""
    return stage.HASTY if is_hasty(request) else stage.CALM


@pytest.fixture(autouse=True)
def patient_ledger(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the database as long as a loaded machine may stand still; what is tested with a slow one says so."""
    monkeypatch.setattr(store, "BUDGET_SECONDS", PATIENT)
    if not is_hasty(request):
        monkeypatch.setattr(engines, "BUSY_MS", round(PATIENT * 1_000))


@pytest.fixture(autouse=True)
def patient_triggers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a form be opened as late. The playground's own tests, which move its clock, keep the three seconds."""
    monkeypatch.setattr(limits, "TRIGGER_SECONDS", PATIENT)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server whose databases are ours to make: one that runs, or one started for us."""
    with postgres.server() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite database that is not there yet."""
    return f"sqlite:///{tmp_path / 'coach.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    with postgres.database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A strict local Slack. A rule broken or a channel alerted fails the test that did it."""
    async with World(rates="unlimited", ack_timeout=PATIENT) as opened:
        yield opened
        assert opened.violations == []
        assert opened.broadcasts == []


@pytest.fixture
async def liar() -> AsyncIterator[Liar]:
    """A model server, honest until told otherwise; `liar.settings()` makes it the bot's."""
    async with Liar() as opened:
        yield opened


@pytest.fixture(params=[pytest.param("socket", marks=pytest.mark.no_cover), "http"])  # one of the two is traced
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def bot(request: pytest.FixtureRequest, world: World, transport: str, migrated_sqlite: str) -> AsyncIterator[Bot]:
    """The bot at work in the local workspace, over Socket Mode and over HTTP; marked `hasty`, it waits for nobody long."""
    async with stage.playing(world, transport, migrated_sqlite, patience_of(request)) as assembled:
        yield assembled


@pytest.fixture
def ana(world: World) -> Person:
    return world.default.person("Ana")


@pytest.fixture
def ben(world: World) -> Person:
    return world.default.person("Ben")
