"""Three years of the planner's own rows in every zone there is, on all weekdays and at all hours (N1, N5)."""

import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.coach import appointments, nudges
from bot.coach.slots import STALE, week_of
from bot.ledger.models import Delivery, Profile
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger
from tests.coach.test_slots import BEGIN, ZONES, _left_out
from tests.ledger.rows import at, put

END: Final = BEGIN + timedelta(days=3 * 365)
ROUNDS: Final = timedelta(hours=23)  # as seldom as a clock may look, and every day at another hour
HALF_A_DAY: Final = timedelta(hours=12)


@pytest.fixture
async def ledger(migrated_sqlite: str) -> AsyncIterator[Ledger]:
    """On one kind of database: what is tested here is time."""
    opened = Ledger.open(migrated_sqlite)
    yield opened
    await opened.close()


def one_of_each() -> list[str]:
    """Zones whose clocks say the same on all half days of these years are one."""
    instants = [BEGIN + number * HALF_A_DAY for number in range((END - BEGIN) // HALF_A_DAY)]
    return list(
        {tuple(when.astimezone(ZoneInfo(name)).utcoffset() for when in instants): name for name in ZONES}.values()
    )


def people(zones: Sequence[str]) -> list[Profile]:
    """One in each zone, on another weekday and at another hour each."""
    rows = []
    for number, zone in enumerate(zones):
        owner = {"workspace_id": "T0ACME", "member_id": f"U{number}", "created_at": BEGIN}
        row = Profile(id=uuid.uuid4(), **owner, zone=zone, weekday=number % 7, hour=number % 24, every=1)
        row.metrics, row.review_days, row.unanswered = [], [30, 60], 0
        appointments.enroll(row, BEGIN)
        rows.append(row)
    return rows


async def planned(ledger: Ledger, rows: Sequence[Profile]) -> Mapping[str, Sequence[datetime]]:
    """The slots of each person over the years, by the deliveries that the planner has made."""
    await ledger.write(EVERYONE, lambda session: put(session, *rows))
    now = BEGIN
    while now < END:
        await nudges.plan(ledger, at(now))
        now += ROUNDS

    def look(session: ScopedSession) -> dict[str, list[datetime]]:
        found = defaultdict(list)
        for member, expires in session.execute(select(Delivery.member_id, Delivery.expires_at)):
            found[member].append((expires or BEGIN) - STALE)
        return found

    return await ledger.read(EVERYONE, look)


async def test_in_every_zone_each_week_has_one_slot_at_the_local_hour_n1(ledger: Ledger) -> None:
    zones = one_of_each()
    rows = people(zones)
    settled = [(row.member_id, row.zone, row.weekday, row.hour) for row in rows]

    slots = await planned(ledger, rows)

    for member, zone, weekday, hour in settled:
        where = ZoneInfo(zone or "")
        walls = [slot.astimezone(where) for slot in sorted(slots[member])]
        weeks = [week_of(wall.date()) for wall in walls]
        assert weeks == [weeks[0].later(number) for number in range(len(weeks))]
        assert 155 <= len(weeks) <= 157
        for wall in walls:
            assert (wall.weekday(), wall.hour) == (weekday, hour) or _left_out(wall.astimezone(UTC), hour, where)
