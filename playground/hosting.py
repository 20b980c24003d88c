"""What an app that runs beside the playground may add to the page: a tour, what it sends next, a fresh start."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.clock import NoSuchMoment
from playground.shapes import Payload

if TYPE_CHECKING:
    from datetime import datetime

    from playground.person import Person

Pause = Callable[[], Awaitable[None]]
HOPS = 8
"""So many of the app's times are tried before it has said nothing at any of them."""


@dataclass(frozen=True)
class Step:
    """One step of a tour: what it is about, and how the tour does it when asked to."""

    title: str
    words: str
    label: str
    """What is done, on a button."""
    do: Callable[["Person", Pause], Awaitable[None]]
    sees: str = ""
    """Words that come on the screen when the step is done, by the person or for them."""
    place: str = "dm"
    """Where it happens: `dm`, `@home` or a channel."""


@dataclass
class Progress:
    """Where a person is in the tour."""

    step: int
    before: int
    """How often the words were on their screen when the step began."""
    done: bool = False


@dataclass
class Host:
    """The app's part of the page. Everything in it may be missing."""

    tour: Sequence[Step] = ()
    upcoming: "Callable[[Person], Awaitable[datetime | None]] | None" = None
    """When the app means to write to somebody next."""
    reset: Callable[[], None] | None = None
    """Begins again with nothing in it."""
    pace: float = 0.7
    """Seconds between what a tour does, so that one can watch it."""
    patience: float = 3.0
    """Seconds in which the app has written if it writes at all."""


def begin(person: "Person", step: int) -> None:
    """Go to a step of the tour, or leave it."""
    steps = person.workspace.world.host.tour
    here = 0 <= step < len(steps)
    person.progress = Progress(step, person.screen().count(steps[step].sees)) if here else None
    person.workspace.world.changed()


async def perform(person: "Person", progress: Progress) -> None:
    """Do a step for them, slowly enough to be watched."""
    host = person.workspace.world.host
    step = host.tour[progress.step]

    async def pause() -> None:
        told(person)  # what is to be seen may be gone by the end
        await asyncio.sleep(host.pace)

    await step.do(person, pause)
    progress.done = progress.done or not step.sees
    person.workspace.world.changed()


def told(person: "Person") -> Payload | None:
    """Give the tour as the page draws it, if the app has one."""
    steps, progress = person.workspace.world.host.tour, person.progress
    if not steps:
        return None
    if progress and not progress.done and (words := steps[progress.step].sees):
        progress.done = person.screen().count(words) > progress.before
    shown = [{"title": s.title, "words": s.words, "label": s.label, "place": s.place} for s in steps]
    return {"steps": shown, "at": progress.step if progress else None, "done": bool(progress and progress.done)}


async def next_message(person: "Person") -> None:
    """Move the clock from one of the app's times to the next, until it has written. Raises `NoSuchMoment`."""
    world, bot = person.workspace.world, person.workspace.bot_user_id
    before = [m.ts for m in person.dm() if m.author == bot]
    for _ in range(HOPS):
        moment = await world.host.upcoming(person) if world.host.upcoming else None
        if moment is None:
            break
        world.clock.to(max(moment, world.clock.now()))
        if await person.eventually(
            lambda: [m.ts for m in person.dm() if m.author == bot] != before, world.host.patience
        ):
            return
    raise NoSuchMoment(f"{world.bot_name} has nothing planned for you yet. Write something to it first.")
