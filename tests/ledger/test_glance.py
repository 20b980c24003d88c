"""What the entries of the last weeks amount to, counted on both databases (H1)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert

from bot.coach import home, jobs, slots
from bot.coach.glance import WEEKS, Glance, glance
from bot.coach.moment import Moment
from bot.coach.proposal import Kind
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, evidence, spoken, stored

LEASE = timedelta(seconds=30)


async def glanced(ledger: Ledger, now: datetime, zone: str = "Etc/UTC", owner: Owner = ANA) -> Glance:
    return await ledger.read(owner, lambda session: glance(session, now, slots.zone(zone)))


def at(instant: str, **values: Any) -> Evidence:
    return evidence(ANA, created_at=datetime.fromisoformat(instant), **values)


def weeks_with_entries(seen: Glance) -> list[date]:
    return [week.monday.day for week in seen.weeks if week.counts]


async def test_entries_are_counted_by_week_and_kind_h1(ledger: Ledger) -> None:
    monday = datetime(2026, 5, 4, tzinfo=UTC)
    rows = [("metric", 0), ("metric", 1), ("output", 1), ("trust", 7), ("output", 69), ("output", 70)]
    await stored(ledger, *(evidence(ANA, kind=kind, created_at=monday - timedelta(days=days)) for kind, days in rows))

    seen = await glanced(ledger, NOON)

    assert [dict(week.counts) for week in seen.weeks[:3]] == [
        {Kind.METRIC: 1},
        {Kind.METRIC: 1, Kind.OUTPUT: 1, Kind.TRUST: 1},
        {},
    ]
    assert (len(seen.weeks), seen.total, seen.outcome, seen.output, seen.output_share) == (WEEKS, 4, 3, 1, 25)
    assert seen.thinnest is Kind.DECISION


async def test_a_named_day_wins_over_the_day_of_saving_h1(ledger: Ledger) -> None:
    old, new = "2026-01-01T12:00:00+00:00", "2026-05-04T12:00:00+00:00"
    await stored(
        ledger,
        at(new, happened_on=date(2026, 4, 26)),  # a Sunday
        at(old, happened_on=date(2026, 4, 20)),  # the Monday before it
        at(new, happened_on=date(2026, 1, 1)),
        at(new, happened_on=date(2026, 12, 31)),  # somebody's slip: it is not lost
    )

    seen = await glanced(ledger, NOON)

    assert weeks_with_entries(seen) == [date(2026, 5, 4), date(2026, 4, 20)]
    assert [week.counts[Kind.OUTPUT] for week in seen.weeks if week.counts] == [1, 2]


@pytest.mark.parametrize(
    ("zone", "said", "week"),
    [
        ("Asia/Kathmandu", "2026-05-03T18:14:59+00:00", date(2026, 4, 27)),
        ("Asia/Kathmandu", "2026-05-03T18:15:00+00:00", date(2026, 5, 4)),
        ("America/New_York", "2026-03-09T03:59:00+00:00", date(2026, 3, 2)),  # an hour was left out on Sunday
        ("America/New_York", "2026-03-09T04:00:00+00:00", date(2026, 3, 9)),
        ("America/New_York", "2026-03-02T04:59:00+00:00", date(2026, 2, 23)),
        ("America/New_York", "2026-03-02T05:00:00+00:00", date(2026, 3, 2)),
    ],
)
async def test_a_week_begins_at_local_midnight_across_changes_of_the_clocks_h1(
    ledger: Ledger, zone: str, said: str, week: date
) -> None:
    await stored(ledger, at(said))

    assert weeks_with_entries(await glanced(ledger, datetime.fromisoformat(said) + timedelta(weeks=3), zone)) == [week]


async def test_nothing_undecided_and_nothing_of_others_is_counted_p1(ledger: Ledger) -> None:
    await stored(ledger, spoken(ANA), evidence(BEN), evidence(ELSEWHERE))

    assert (await glanced(ledger, NOON)).total == 0
    assert (await glanced(ledger, NOON, owner=BEN)).total == 1


@contextmanager
def statements(ledger: Ledger) -> Iterator[list[str]]:
    """Every statement that reaches the database meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(ledger.engine, "before_cursor_execute", note)
    yield sent
    event.remove(ledger.engine, "before_cursor_execute", note)


async def fill(ledger: Ledger, owner: Owner, many: int) -> None:
    """That many entries, spread over the weeks that Home shows and those before."""
    kinds = list(Kind)
    await stored(ledger, evidence(owner))
    values: list[dict[str, Any]] = [
        {
            "id": uuid.uuid4(), "workspace_id": owner.workspace, "member_id": owner.member, "source_key": str(number),
            "text": "Shipped onboarding", "folded": "", "kind": kinds[number % 5].value, "language": "en",
            "created_at": NOON - timedelta(hours=number % 4_000), "answers": {}, "details": {}, "revision": 1,
        }
        for number in range(many - 1)
    ]  # fmt: skip
    await ledger.write(EVERYONE, lambda session: session.execute(insert(Evidence), values), within=60)


async def asked(ledger: Ledger, owner: Owner) -> list[str]:
    """What Home asks of the database for this person."""
    await home.opened(ledger, owner, view_hash=None, now=NOON)
    task = await jobs.claim(ledger, "one", now=Moment(NOON, NOON), lease=LEASE)
    assert task is not None
    with statements(ledger) as sent:
        seen = await home.look(ledger, task, NOON)
    assert seen is not None
    assert len(seen.newest) == home.NEWEST
    return sent


async def test_thousands_of_entries_ask_no_more_of_the_database_than_ten_h1(ledger: Ledger) -> None:
    await fill(ledger, ANA, 10)
    await fill(ledger, BEN, 5_000)

    few, many = await asked(ledger, ANA), await asked(ledger, BEN)

    assert [statement for statement in few if "evidence" in statement]
    assert many == few
