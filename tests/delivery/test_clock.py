"""The clock ends quietly: no tick is left under way, and none begins afterwards."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.delivery.clock import Clock

SOON = timedelta(milliseconds=10)


class Ticks:
    """Ticks that last until they are let go."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.release = asyncio.Event()
        self.count = 0
        self.cancelled = 0

    async def __call__(self) -> None:
        self.count += 1
        self.begun.set()
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


async def until(event: asyncio.Event) -> None:
    async with asyncio.timeout(20):
        await event.wait()


async def test_a_tick_under_way_is_over_when_the_clock_has_stopped_and_nothing_is_complained_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ticks = Ticks()
    clock = Clock(SOON, ticks)
    clock.start()
    await until(ticks.begun)

    await clock.stop()
    await asyncio.sleep(3 * SOON.total_seconds())

    assert (ticks.count, ticks.cancelled) == (1, 1)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_tick_that_was_about_to_begin_does_not(caplog: pytest.LogCaptureFixture) -> None:
    ticks = Ticks()
    clock = Clock(timedelta(hours=1), ticks)
    clock.start()
    clock.hurry()
    clock._scheduler._process_jobs()

    await clock.stop()

    assert ticks.count == 0
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_tick_that_fails_is_told_of_and_the_next_one_comes(caplog: pytest.LogCaptureFixture) -> None:
    twice, count = asyncio.Event(), 0

    async def fails() -> None:
        nonlocal count
        count += 1
        if count > 1:
            twice.set()
        raise ValueError

    clock = Clock(SOON, fails)
    clock.start()

    await until(twice)
    await clock.stop()

    assert any(record.exc_info and record.exc_info[0] is ValueError for record in caplog.records)


async def test_a_clock_that_never_began_can_be_stopped() -> None:
    ticks = Ticks()

    await Clock(SOON, ticks).stop()

    assert ticks.count == 0
