"""The clock: it only goes forward, time stamps follow it, and what protects the protocol stays on real time."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from playground import Person, World
from playground.clock import NoSuchMoment
from playground.snapshot import snapshot
from tests.playground.conftest import Api, Clock, ScriptedApp
from tests.playground.test_blocks import modal

SIXTY_DAYS = timedelta(days=60)
ME = {"workspace": "Acme", "person": "Ana"}


async def test_it_is_real_time_until_somebody_moves_it(world: World, clock: Clock) -> None:
    assert world.clock.now() == datetime.fromtimestamp(clock.at, UTC)

    clock.pass_(5)

    assert world.clock.now() == datetime.fromtimestamp(clock.at, UTC)
    assert world.clock.offset == timedelta()


async def test_jumps_add_up_and_time_goes_on(world: World, clock: Clock) -> None:
    began = world.clock.now()

    world.clock.forward(SIXTY_DAYS)
    world.clock.to(began + SIXTY_DAYS + timedelta(hours=1))
    clock.pass_(5)

    assert world.clock.now() == began + SIXTY_DAYS + timedelta(hours=1, seconds=5)
    assert world.clock.offset == SIXTY_DAYS + timedelta(hours=1)


async def test_it_never_goes_back(world: World) -> None:
    world.clock.forward(SIXTY_DAYS)
    before = world.clock.now()

    with pytest.raises(NoSuchMoment, match="only goes forward"):
        world.clock.forward(timedelta(seconds=-1))
    with pytest.raises(NoSuchMoment, match="only goes forward"):
        world.clock.to(before - timedelta(seconds=1))

    assert world.clock.now() == before


async def test_it_stops_where_time_stamps_would_grow_longer(world: World) -> None:
    with pytest.raises(NoSuchMoment, match="no further than the year 2099"):
        world.clock.to(datetime(2100, 1, 2, tzinfo=UTC))

    world.clock.to(datetime(2099, 12, 31, tzinfo=UTC))

    assert len(world.next_ts()) == len("1800000000.000000")


async def test_whoever_asked_is_told_after_the_jump(world: World) -> None:
    told: list[datetime] = []
    world.clock.on_jump(lambda: told.append(world.clock.now()))
    began = world.clock.now()

    world.clock.forward(SIXTY_DAYS)
    with pytest.raises(NoSuchMoment):
        world.clock.forward(-SIXTY_DAYS)

    assert told == [began + SIXTY_DAYS]


async def test_time_stamps_follow_it_and_only_grow(world: World, clock: Clock, ana: Person) -> None:
    before = [ana.writes(text, "general").ts for text in ("one", "two")]
    world.clock.forward(SIXTY_DAYS)
    after = [ana.writes(text, "general").ts for text in ("three", "four")]
    clock.pass_(-3600)  # the machine's own clock may be set back
    later = ana.writes("five", "general").ts

    stamps = [*before, *after, later]
    assert stamps == sorted(set(stamps))
    assert float(after[0]) - float(before[0]) == pytest.approx(SIXTY_DAYS.total_seconds(), abs=1)


async def test_events_and_edits_carry_its_time(world: World, app: ScriptedApp, ana: Person) -> None:
    world.clock.forward(SIXTY_DAYS)

    message = ana.writes("one", "general")
    await ana.says("hello")
    await ana.edits(message, "two")

    assert app.payloads[0]["event_time"] == world.clock.seconds()
    assert float(app.payloads[0]["event"]["event_ts"]) >= world.clock.seconds()
    assert message.edited_ts == f"{world.clock.seconds()}.000000"


async def test_a_persons_offset_is_that_of_its_day(world: World, ana: Person, api: Api) -> None:
    world.clock.to(datetime(2027, 3, 13, 12, tzinfo=UTC))
    winter = (await api("users.info", user=ana.id))["user"]["tz_offset"]
    world.clock.forward(timedelta(days=1))
    summer = (await api("users.info", user=ana.id))["user"]["tz_offset"]

    assert (winter, summer) == (-5 * 3600, -4 * 3600)


async def test_signatures_triggers_and_response_urls_live_in_real_time(
    world: World, app: ScriptedApp, ana: Person, api: Api, session: aiohttp.ClientSession
) -> None:
    await ana.slash("/win")
    world.clock.forward(SIXTY_DAYS)
    await ana.slash("/win")

    signed = int(app.requests[1].headers["X-Slack-Request-Timestamp"])
    assert abs(signed - time.time()) < timedelta(hours=1).total_seconds()
    opened = await api("views.open", trigger_id=app.payloads[0]["trigger_id"], view=modal())
    assert opened["ok"]
    async with session.post(app.payloads[0]["response_url"], json={"text": "still good"}) as response:
        assert response.status == 200


async def test_a_jump_refills_no_bucket(world: World, api: Api, dm: str) -> None:
    world.rates.state("chat.postMessage", per_second=1, burst=1)
    await api("chat.postMessage", channel=dm, text="one")

    world.clock.forward(SIXTY_DAYS)

    assert (await api("chat.postMessage", channel=dm, text="two")).status == 429


async def test_programs_read_and_move_it(world: World, session: aiohttp.ClientSession) -> None:
    began = world.clock.now()

    async with session.post(world.base_url + "clock", json={"forward": 90.5}) as response:
        moved = await response.json()
    async with session.get(world.base_url + "clock") as response:
        told = await response.json()

    assert told == moved == {"now": (began + timedelta(seconds=90.5)).isoformat(), "offset": 90.5}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ('{"forward": -1}', 409),
        ('{"forward": NaN}', 409),
        ('{"to": "2001-01-01T00:00"}', 409),
        ('{"to": "next week"}', 409),
        ('{"back": 5}', 409),
        ("[]", 400),
        ("forward", 400),
    ],
)
async def test_what_it_cannot_do_it_says(world: World, session: aiohttp.ClientSession, asked: str, status: int) -> None:
    headers = {"Content-Type": "application/json"}
    async with session.post(world.base_url + "clock", data=asked, headers=headers) as response:
        said = await response.json()

    assert (response.status, said["error"][-1]) == (status, ".")
    assert world.clock.offset == timedelta()


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
async def test_nobody_from_outside_moves_it(
    world: World, session: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with session.post(world.base_url + "clock", json={"forward": 60}, headers=headers) as response:
        assert response.status == 403
    async with session.post(world.base_url + "clock", data='{"forward": 60}') as response:  # any page's form may
        assert response.status == 415

    assert world.clock.offset == timedelta()


async def test_a_person_moves_it_by_their_own_clock(world: World, session: aiohttp.ClientSession) -> None:
    act = {**ME, "act": "clock"}
    async with session.post(world.page_url + "act", json={**act, "to": "2027-03-13T09:00"}) as response:
        assert response.status == 200
    async with session.post(world.page_url + "act", json={**act, "days": 1}) as response:
        assert response.status == 200
    async with session.post(world.page_url + "act", json={**act, "to": "2027-03-01T09:00"}) as response:
        refused = await response.json()

    assert refused["error"] == "The clock only goes forward."
    assert world.clock.now() == datetime(2027, 3, 14, 13, tzinfo=UTC)  # nine in New York, in summer time


async def test_whoever_waits_for_a_change_hears_of_a_jump(world: World) -> None:
    heard = asyncio.create_task(world.any_change(3600))
    await asyncio.sleep(0)  # it begins to wait

    world.clock.forward(SIXTY_DAYS)

    async with asyncio.timeout(20):
        await heard


async def test_the_page_shows_a_jump(world: World, session: aiohttp.ClientSession, ana: Person) -> None:
    async with session.ws_connect(world.page_url + "live", params=ME) as ws:
        first: dict[str, Any] = await ws.receive_json()
        world.clock.forward(SIXTY_DAYS)
        async with asyncio.timeout(20):
            second: dict[str, Any] = await ws.receive_json()

    assert first["clock"] == {"offset": 0.0, "ahead": "Real time", "knows_next": False}
    assert second["clock"] == snapshot(ana)["clock"]
    assert second["clock"]["offset"] == SIXTY_DAYS.total_seconds()
