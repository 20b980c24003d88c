"""Home as a promise: one job a member, never older than what was wanted last, and without a word when it ends (H1, H3)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.coach import home, jobs, profile
from bot.coach.jobs import Task
from bot.ledger.models import Delivery, Job, Member, Profile
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, NOON, at, evidence, stored

LEASE = timedelta(seconds=30)
SOON = timedelta(seconds=1)


async def opened(ledger: Ledger, owner: Owner = ANA, view_hash: str | None = None) -> None:
    await home.opened(ledger, owner, view_hash=view_hash, now=NOON)


async def wanted(ledger: Ledger, owner: Owner = ANA) -> None:
    await home.want(ledger, owner, now=NOON, within=2.0)


async def claimed(ledger: Ledger, after: timedelta = timedelta()) -> Task:
    task = await jobs.claim(ledger, "one", now=at(NOON + after), lease=LEASE)
    assert task is not None
    return task


async def rows(ledger: Ledger, column: Any) -> list[Any]:
    return await ledger.read(EVERYONE, lambda session: list(session.scalars(select(column))))


async def shown(ledger: Ledger, owner: Owner = ANA, view_hash: str = "h1") -> None:
    """Home opened, and shown."""
    await opened(ledger, owner)
    await home.shown(ledger, await claimed(ledger), 1, view_hash, NOON)


async def test_openings_before_it_is_shown_are_one_job_h1(ledger: Ledger) -> None:
    await opened(ledger)
    await opened(ledger)
    await opened(ledger, BEN)

    assert await rows(ledger, Job.kind) == ["home", "home"]
    assert {task.owner for task in [await claimed(ledger), await claimed(ledger)]} == {ANA, BEN}


async def test_a_home_that_is_shown_leaves_no_job_and_keeps_the_hash_h1(ledger: Ledger) -> None:
    await shown(ledger)

    assert await rows(ledger, Job.id) == []
    assert await rows(ledger, Profile.home_hash) == ["h1"]


@pytest.mark.parametrize("again", [opened, wanted], ids=["opened again", "changed"])
async def test_what_is_wanted_while_a_worker_is_at_it_is_shown_after_h1(ledger: Ledger, again: Any) -> None:
    await opened(ledger)
    task = await claimed(ledger)
    seen = await home.look(ledger, task, NOON)
    assert seen is not None
    await stored(ledger, evidence(ANA))
    await again(ledger)

    await home.shown(ledger, task, seen.revision, "h1", NOON)

    later = await home.look(ledger, await claimed(ledger), NOON)
    assert later is not None
    assert (len(seen.newest), len(later.newest), later.hash) == (0, 1, "h1")


async def test_only_a_home_that_was_shown_is_wanted_h1(ledger: Ledger) -> None:
    await wanted(ledger)
    await stored(ledger, evidence(ANA))
    await profile.settle(ledger, ANA, weekday=0, hour=9, metrics=[], now=NOON)
    await wanted(ledger)
    assert await rows(ledger, Job.id) == []

    await shown(ledger)
    await wanted(ledger)
    await wanted(ledger)

    assert await rows(ledger, Job.kind) == ["home"]


async def test_a_worker_that_was_too_slow_changes_nothing_h1(ledger: Ledger) -> None:
    await opened(ledger)
    slow = await claimed(ledger)
    quick = await claimed(ledger, LEASE + SOON)

    assert await home.look(ledger, slow, NOON) is None
    await home.shown(ledger, slow, 9, "slow", NOON)
    await home.postpone(ledger, slow, NOON, NOON)
    await home.drop(ledger, slow, NOON)
    await home.shown(ledger, quick, 1, "quick", NOON)

    assert await rows(ledger, Profile.home_hash) == ["quick"]
    assert await rows(ledger, Job.id) == []


async def test_what_slack_puts_off_is_done_later_however_often(ledger: Ledger) -> None:
    await opened(ledger)
    for number in range(jobs.ATTEMPTS + 2):
        task = await claimed(ledger, number * SOON)
        await home.postpone(ledger, task, NOON + (number + 1) * SOON, NOON)

    assert await jobs.claim(ledger, "one", now=at(NOON), lease=LEASE) is None
    assert await rows(ledger, Job.attempts) == [0]


async def test_a_person_who_is_gone_is_left_alone_until_home_is_opened(ledger: Ledger) -> None:
    await opened(ledger, view_hash="h0")
    await home.drop(ledger, await claimed(ledger), NOON)
    await wanted(ledger)
    assert await rows(ledger, Job.id) == []

    await opened(ledger)

    assert await rows(ledger, Job.kind) == ["home"]


async def test_a_home_that_cannot_be_made_ends_without_a_word(ledger: Ledger) -> None:
    await opened(ledger)
    for _ in range(jobs.ATTEMPTS):
        task = await claimed(ledger, timedelta(hours=1))
        await jobs.give_up(ledger, task, reason="broken", now=NOON)

    assert (await rows(ledger, Job.id), await rows(ledger, Delivery.id)) == ([], [])


async def test_a_home_that_takes_its_worker_down_ends_without_a_word(ledger: Ledger) -> None:
    await opened(ledger)
    for number in range(jobs.ATTEMPTS):
        await claimed(ledger, number * (LEASE + SOON))

    assert await jobs.claim(ledger, "one", now=at(NOON + timedelta(hours=1)), lease=LEASE) is None
    assert (await rows(ledger, Job.id), await rows(ledger, Delivery.id)) == ([], [])


async def test_settings_are_kept_for_one_person_h3(ledger: Ledger) -> None:
    kept = await profile.settle(
        ledger, ANA, weekday=0, hour=9, metrics=["", " Activation \n of  teams ", "<!channel>"], now=NOON
    )

    assert kept == profile.Preferences(None, 0, 9, ("Activation of teams", "<!channel>"), settled=True)
    assert await profile.settled(ledger, ANA) == kept
    assert await profile.settled(ledger, BEN) == profile.Preferences()
    assert await rows(ledger, Member.id) == ["U0ANA"]


@pytest.mark.parametrize(
    "said",
    [
        {"weekday": 7},
        {"hour": 24},
        {"weekday": -1},
        {"metrics": ["a", "b", "c", "d"]},
        {"metrics": ["x" * (profile.METRIC + 1)]},
    ],
)
async def test_what_no_form_offers_is_not_kept_h3(ledger: Ledger, said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="No form"):
        await profile.settle(ledger, ANA, **{"weekday": 0, "hour": 9, "metrics": [], "now": NOON, **said})

    assert await rows(ledger, Profile.id) == []


async def test_the_zone_is_asked_for_when_unknown_and_again_a_day_later_h3(ledger: Ledger) -> None:
    assert await profile.zone_wanted(ledger, ANA, NOON)

    await profile.note_zone(ledger, ANA, "Asia/Kathmandu", NOON)
    assert not await profile.zone_wanted(ledger, ANA, NOON + timedelta(hours=23))
    assert await profile.zone_wanted(ledger, ANA, NOON + profile.STALE)
    assert await profile.zone_wanted(ledger, BEN, NOON)

    await profile.note_zone(ledger, ANA, "x" * 100, NOON)
    assert (await profile.settled(ledger, ANA)).zone is None


async def test_two_processes_that_want_home_at_once_leave_one_job_h1(ledger: Ledger, migrated_url: str) -> None:
    other = Ledger.open(migrated_url)
    try:
        for _ in range(20):
            await asyncio.gather(opened(ledger), opened(other))
    finally:
        await other.close()

    assert await rows(ledger, Job.kind) == ["home"]
    assert await rows(ledger, Job.revision) == [40]
    assert len(await rows(ledger, Profile.id)) == 1
