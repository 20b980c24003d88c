"""Times: aware going in, aware in UTC coming out, whatever the database keeps."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from bot.ledger.instants import Utc
from bot.ledger.models import Evidence
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, evidence, stored

BERLIN = ZoneInfo("Europe/Berlin")
INSTANTS = {
    "utc": datetime(2026, 5, 4, 12, 0, 0, 123456, tzinfo=UTC),
    "offset": datetime(2026, 5, 4, 17, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    "in the gap": datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN),
    "first of the fold": datetime(2026, 10, 25, 2, 30, fold=0, tzinfo=BERLIN),
    "second of the fold": datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN),
}


@pytest.mark.parametrize("instant", INSTANTS.values(), ids=INSTANTS.keys())
async def test_an_instant_comes_back_as_itself_in_utc(ledger: Ledger, instant: datetime) -> None:
    await stored(ledger, evidence(ANA, created_at=instant))

    found = await ledger.read(ANA, lambda session: session.scalars(select(Evidence.created_at)).one())

    assert found == instant.astimezone(UTC)
    assert found.tzinfo is UTC


async def test_the_two_half_past_twos_of_an_autumn_night_stay_an_hour_apart(ledger: Ledger) -> None:
    twice = [INSTANTS["second of the fold"], INSTANTS["first of the fold"]]
    await stored(ledger, *(evidence(ANA, created_at=instant) for instant in twice))

    in_order = select(Evidence.created_at).order_by(Evidence.created_at)
    first, second = await ledger.read(ANA, lambda session: session.scalars(in_order).all())

    assert second - first == timedelta(hours=1)


async def test_a_time_without_a_zone_is_refused(ledger: Ledger) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        await stored(ledger, evidence(ANA, created_at=datetime(2026, 5, 4, 12)))  # noqa: DTZ001  # that is the point


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()])  # type: ignore[no-untyped-call]  # SQLAlchemy's own
@settings(deadline=None)
@given(instant=st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001  # bounds are naive
def test_any_instant_survives_the_way_there_and_back(dialect: object, instant: datetime) -> None:
    kept = Utc().process_bind_param(instant, dialect)  # type: ignore[arg-type]  # a dialect it is

    assert Utc().process_result_value(kept, dialect) == instant.astimezone(UTC)  # type: ignore[arg-type]  # as above
    assert Utc().process_result_value(None, dialect) is Utc().process_bind_param(None, dialect) is None  # type: ignore[arg-type]  # as above
