"""What an app beside the playground adds to the page: its tour, its next message, a fresh start."""

from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest

from playground import Host, Pause, Person, Step, World, hosting
from playground.clock import NoSuchMoment
from playground.response_urls import show
from playground.snapshot import snapshot


async def _write(person: Person, pause: Pause) -> None:
    line = show(person, person.place("dm"), {"text": "Saved it."})
    await pause()
    person.place("dm").remove(line)


async def _look(person: Person, _: Pause) -> None:
    person.at_home = True


STEPS = (
    Step("Save", "Type a line.", "Type one", _write, sees="Saved"),
    Step("Look", "Open Home.", "Open it", _look, place="@home"),
)


@pytest.fixture
def act(world: World, session: aiohttp.ClientSession) -> Any:
    async def do(**what: Any) -> tuple[int, str]:
        asked = {"workspace": "Acme", "person": "Ana", **what}
        async with session.post(world.page_url + "act", json=asked) as response:
            return response.status, str((await response.json()).get("error", ""))

    return do


@pytest.fixture(autouse=True)
def _hosted(world: World) -> None:
    world.host = Host(tour=STEPS, pace=0.0, patience=0.05)


async def test_a_step_is_done_for_somebody_and_stays_done(ana: Person, act: Any) -> None:
    assert snapshot(ana)["tour"]["at"] is None
    await act(act="tour", to=0)
    assert (snapshot(ana)["tour"]["at"], snapshot(ana)["tour"]["done"]) == (0, False)

    assert await act(act="tour_step") == (200, "")

    assert ana.dm() == []
    told = snapshot(ana)["tour"]
    assert told["done"]
    assert told["steps"][1] == {"title": "Look", "words": "Open Home.", "label": "Open it", "place": "@home"}


async def test_a_step_done_by_hand_counts_and_what_stood_there_before_does_not(ana: Person, act: Any) -> None:
    show(ana, ana.place("dm"), {"text": "Saved earlier."})
    await act(act="tour", to=0)
    assert not snapshot(ana)["tour"]["done"]

    show(ana, ana.place("dm"), {"text": "Saved now."})

    assert snapshot(ana)["tour"]["done"]
    assert snapshot(ana.workspace.person("Ben"))["tour"]["at"] is None


async def test_a_step_without_words_is_done_when_it_was_done(ana: Person, act: Any) -> None:
    await act(act="tour", to=1)
    assert not snapshot(ana)["tour"]["done"]
    await act(act="tour_step")
    assert snapshot(ana)["tour"]["done"]

    await act(act="tour", to=2)

    assert snapshot(ana)["tour"]["at"] is None
    assert await act(act="tour_step") == (409, "The tour is over.")


async def test_the_clock_goes_on_until_the_app_has_written(world: World, ana: Person, act: Any) -> None:
    asked: list[datetime] = []

    async def upcoming(person: Person) -> datetime:
        asked.append(world.clock.now())
        if len(asked) == 3:
            message = show(person, person.place("dm"), {"text": "How did it go?", "response_type": "in_channel"})
            message.ts = "9" + message.ts[1:]
        return world.clock.now() + timedelta(days=7)

    world.host.upcoming = upcoming

    assert await act(act="clock", next=True) == (200, "")
    assert len(asked) == 3
    assert world.clock.offset == timedelta(days=21)


@pytest.mark.parametrize("at", [None, "past"])
async def test_an_app_that_plans_nothing_is_a_sentence(world: World, act: Any, at: str | None) -> None:
    async def upcoming(_: Person) -> datetime | None:
        return world.clock.now() - timedelta(days=1) if at else None

    world.host.upcoming = upcoming

    status, error = await act(act="clock", next=True)

    assert status == 409
    assert error.startswith("PM Coach has nothing planned for you yet.")
    assert world.clock.offset == timedelta()


async def test_starting_over_is_the_hosts_to_do(world: World, ana: Person, act: Any) -> None:
    assert (await act(act="reset"))[0] == 409
    begun: list[str] = []
    world.host.reset = lambda: begun.append("again")

    assert snapshot(ana)["can_reset"]
    assert await act(act="reset") == (200, "")
    assert begun == ["again"]


async def test_without_an_app_beside_it_there_is_nothing_of_it(ana: Person, world: World) -> None:
    world.host = Host()

    shown = snapshot(ana)

    assert (shown["tour"], shown["can_reset"], shown["clock"]["knows_next"]) == (None, False, False)
    with pytest.raises(NoSuchMoment):
        await hosting.next_message(ana)
