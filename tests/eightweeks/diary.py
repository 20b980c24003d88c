"""One person's weeks in the local workspace: what they do on which day, and all that they read, in order."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.app import Bot
from bot.delivery.engine import Engine
from bot.ledger.models import Delivery, Job, Profile
from bot.ledger.plans import Review
from bot.ledger.scope import EVERYONE, ScopedSession
from playground import World
from playground.conversations import Message
from playground.person import Person
from tests import stage
from tests.eightweeks import aloud
from tests.stage import HASTY

BEGINS: Final = datetime(2026, 2, 2, 9, 0)  # noqa: DTZ001  # on the person's wall
SOON: Final = timedelta(seconds=5)  # a lane waits a second between two messages to one person
UNHURRIED: Final = replace(HASTY, call=timedelta(seconds=20), lease=timedelta(seconds=60), doubt=timedelta(seconds=60))
CALM: Final = 0.3  # seconds in which nothing has changed
PATIENCE: Final = 30.0


@dataclass(frozen=True, slots=True)
class Read:
    """Something that was read: where, what a locked phone showed of it, and its lines."""

    where: str
    lock: str
    lines: tuple[str, ...]


@dataclass(slots=True)
class Happening:
    """One thing that happened: the local moment, what the person did, what they read.

    Of a message that came by itself they did nothing; `silence` is why none came at the hour of the week.
    """

    at: datetime
    did: str
    read: list[Read]
    silence: str = ""


class Diary:
    """Lives one life, and writes it down."""

    def __init__(self, world: World, bot: Bot, person: Person) -> None:
        self.world, self.bot, self.person = world, bot, person
        self.happened: list[Happening] = []
        self._seen: dict[str, tuple[str, ...]] = {}

    @property
    def here(self) -> datetime:
        """The moment on the person's wall."""
        return self.world.clock.now().astimezone(ZoneInfo(self.person.tz))

    async def until(self, moment: str) -> None:
        """Let time pass until this local moment of 2026, such as "02-06 16:30", and note what came meanwhile."""
        while self.person.modal:
            await self.person.close()
        self.world.clock.to(datetime.fromisoformat(f"2026-{moment}").replace(tzinfo=ZoneInfo(self.person.tz)))
        await self._note("")

    async def friday(self, day: str) -> None:
        """Let time pass until the hour of the week is over, and note why nothing came if nothing did."""
        before = len(self.happened)
        await self.until(f"{day} 16:30")
        if len(self.happened) == before:
            self.happened.append(Happening(self.here, "", [], await self._why_nothing()))

    async def _why_nothing(self) -> str:
        today = self.world.clock.now() - timedelta(days=1)
        slot = (Delivery.kind == "nudge") & (Delivery.created_at > today)
        reasons = await self._look(lambda session: list(session.scalars(select(Delivery.reason).where(slot))))
        return "".join(reasons) or "no slot"

    async def does(self, words: str, act: Awaitable[Any]) -> None:
        """Do something, and note what is read of it."""
        await act
        await self._note(words)

    async def _note(self, did: str) -> None:
        await self._quiet()
        read = self._new()
        if did or read:
            self.happened.append(Happening(self.here, did, read))

    def _new(self) -> list[Read]:
        """What stands on the screen and did not before; a form counts each time that it shows something else."""
        names, found, read = self.person.workspace.names(), dict[str, tuple[str, ...]](), []
        for said in self.person.lines():
            if said.author == self.person.id:
                continue
            found[said.ts] = lines = tuple(aloud.message(said, names))
            if self._seen.get(said.ts) != lines:
                lock = "" if said.only_for or said.ts in self._seen else aloud.lock_screen(said, names)
                read.append(Read(self._where(said), lock, lines))
        if self.person.home and self.person.at_home:
            found["home"] = lines = tuple(aloud.home(self.person.home, names))
            if self._seen.get("home") != lines:
                read.append(Read("Home", "", lines))
        if self.person.modal:
            found["form"] = lines = tuple(aloud.form(self.person.modal, names))
            if self._seen.get("form") != lines:
                read.append(Read("In a form", "", lines))
        self._seen = found
        return read

    def _where(self, said: Message) -> str:
        if said.ts in self._seen:
            return "In its place"
        if said.only_for:
            return f"PM Coach, to {self.person.name} alone"
        author = "PM Coach" if said.bot_id else self.person.workspace.names()[said.author]
        place = self.person.workspace.conversations[said.channel_id]
        return author if place.is_im else f"{author}, in #{place.name}"

    async def _quiet(self) -> None:
        """Wait until the bot has nothing to do, and nothing on the screen moves."""
        deadline, calm = time.monotonic() + PATIENCE, 0.0
        while time.monotonic() < deadline:
            before = len(self.world.recorded)
            await asyncio.sleep(CALM / 3)
            busy = await self._look(self._is_busy) or before != len(self.world.recorded)
            calm = 0.0 if busy else calm + CALM / 3
            if calm >= CALM:
                return
        raise AssertionError("The bot does not come to rest.")

    def _is_busy(self, session: ScopedSession) -> bool:
        now = self.world.clock.now() + SOON
        due = (
            select(Delivery.id).where(Delivery.state.in_(("sending", "doubt"))),
            select(Delivery.id).where(Delivery.state == "ready", Delivery.due_at <= now),
            select(Job.id).where((Job.state == "running") | ((Job.state == "ready") & (Job.due_at <= now))),
            select(Review.id).where(Review.state == "waiting", Review.due_at <= now),
            select(Profile.id).where(Profile.nudge_at <= now),
        )
        return any(session.scalars(rows.limit(1)).first() is not None for rows in due)

    async def _look(self, work: Any) -> Any:
        return await self.bot.ledger.read(EVERYONE, work)


@asynccontextmanager
async def opened(folder: Path, name: str, zone: str) -> AsyncIterator[Diary]:
    """A workspace of its own that begins on the first Monday, with the bot in it."""
    ahead = BEGINS.replace(tzinfo=ZoneInfo(zone)).timestamp() - time.time()
    async with World(rates="unlimited", now=lambda: time.time() + ahead) as world:
        async with stage.playing(world, "socket", f"sqlite:///{folder / name}.db", UNHURRIED) as bot:
            assert isinstance(bot.engine, Engine)
            world.clock.on_jump(bot.engine.hurry)
            yield Diary(world, bot, world.default.person(name, zone))
        assert world.violations == []
        assert world.broadcasts == []
