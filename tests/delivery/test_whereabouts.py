"""Where people are is asked at the pace that Slack allows, and no message waits for its turn to ask (N1)."""

from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.buckets import Limit
from bot.delivery.pace import ABOUT, Limits, Pacing
from bot.ledger.scope import Owner
from bot.outgoing.whereabouts import SlackZones, Whereabouts
from playground import World
from playground.person import Person

Asking = Callable[[Pacing], SlackZones]


class Seconds:
    """A clock that goes on when told to."""

    def __init__(self) -> None:
        self.now = 3_600.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def asking(world: World) -> AsyncIterator[Asking]:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(world.default.bot_token, world.api_url, session=session, retry_handlers=[])
        yield lambda pacing: SlackZones(lambda _: client, pacing)


@pytest.fixture
def owner(ana: Person) -> Owner:
    return Owner(ana.workspace.id, ana.id)


def limited(a_minute: float, burst: int) -> Limits:
    return Limits(methods={ABOUT: Limit(a_minute, burst=burst)})


async def test_whose_turn_is_not_now_is_not_asked_about_and_does_not_wait_n1(
    world: World, ana: Person, owner: Owner, asking: Asking, seconds: Seconds
) -> None:
    zones = asking(Pacing(limited(60, burst=3), seconds))

    found = [await zones(owner) for _ in range(5)]
    seconds.now += 1
    found.append(await zones(owner))

    here = Whereabouts(ana.tz)
    assert found == [here, here, here, None, None, here]
    assert len(world.calls(ABOUT)) == 4


async def test_the_silence_that_slack_asks_for_is_kept_n1(
    world: World, ana: Person, owner: Owner, asking: Asking, seconds: Seconds
) -> None:
    pacing = Pacing(Limits(), seconds)
    zones = asking(pacing)
    world.faults.ratelimited(ABOUT, 30)

    assert [await zones(owner), await zones(owner)] == [None, None]
    seconds.now += 29
    assert await zones(owner) is None
    assert (len(world.calls(ABOUT)), pacing.refusals[ABOUT]) == (1, 1)

    seconds.now += 1
    assert await zones(owner) == Whereabouts(ana.tz)


async def test_one_workspace_does_not_use_up_the_turns_of_another(
    world: World, owner: Owner, asking: Asking, seconds: Seconds
) -> None:
    zones = asking(Pacing(limited(60, burst=1), seconds))

    await zones(owner)
    await zones(Owner("T0OTHER", owner.member))

    assert len(world.calls(ABOUT)) == 2


async def test_where_a_zone_is_all_that_is_wanted_its_turn_is_waited_for_n1(
    world: World, ana: Person, owner: Owner, asking: Asking
) -> None:
    zones = asking(Pacing(limited(6_000, burst=1)))

    found = [await zones(owner, within=1) for _ in range(3)]

    assert found == [Whereabouts(ana.tz)] * 3
    assert len(world.calls(ABOUT)) == 3
