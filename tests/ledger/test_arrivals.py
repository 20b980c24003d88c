"""The one hot write: once for one submission, once for the same words a moment ago (C8)."""

import asyncio
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.ledger.arrivals import arrive
from bot.ledger.engines import run_many
from bot.ledger.models import Evidence, Member, Workspace
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON

TWO_MINUTES = timedelta(minutes=2)


def row(owner: Owner = ANA, key: str = "k1", text: str = "Shipped", at: datetime = NOON) -> dict[str, Any]:
    whose = {"id": uuid.uuid4(), "workspace_id": owner.workspace, "member_id": owner.member}
    read = {"kind": "output", "metric_name": None, "metric_before": None, "metric_after": None, "follow_up": None}
    further: dict[str, Any] = {
        "details": {},
        "author": None,
        "link": None,
        "happened_on": None,
        "metric_decided": False,
        "kept": True,
    }
    return {**whose, **read, **further, "source_key": key, "text": text, "folded": text, "kind_decided": False, "answers": {}, "revision": 1, "language": "en",
            "created_at": at}  # fmt: skip


async def arriving(ledger: Ledger, new: dict[str, Any]) -> uuid.UUID | None:
    """The id of the entry that stood already, if one did."""
    owner, since = Owner(new["workspace_id"], new["member_id"]), new["created_at"] - TWO_MINUTES
    standing = await ledger.write(owner, lambda session: arrive(session, new, since))
    return standing.id if standing else None


async def count(ledger: Ledger, model: Any = Evidence) -> int | None:
    return await ledger.read(EVERYONE, lambda session: session.scalar(select(func.count()).select_from(model)))


async def test_the_first_entry_of_a_member_makes_member_and_workspace_once(ledger: Ledger) -> None:
    for number, owner in enumerate([ANA, ANA, BEN, ELSEWHERE]):
        assert await arriving(ledger, row(owner, f"k{number}", f"win {number}")) is None

    assert (await count(ledger, Member), await count(ledger, Workspace)) == (3, 2)


async def test_a_payload_that_comes_twice_finds_the_first_c8(ledger: Ledger) -> None:
    first = row(key="same", text="one")
    await arriving(ledger, first)

    assert await arriving(ledger, row(key="same", text="another", at=NOON + timedelta(days=1))) == first["id"]
    assert await count(ledger) == 1


@pytest.mark.parametrize(("later", "entries"), [(0, 1), (119, 1), (120, 1), (121, 2)])
async def test_the_same_words_are_one_entry_within_two_minutes_c8(ledger: Ledger, later: int, entries: int) -> None:
    first = row(key="k1")
    await arriving(ledger, first)

    standing = await arriving(ledger, row(key="k2", at=NOON + timedelta(seconds=later)))

    assert standing == (first["id"] if entries == 1 else None)
    assert await count(ledger) == entries


@pytest.mark.parametrize("stranger", [BEN, ELSEWHERE])
async def test_the_same_payload_id_and_words_of_somebody_else_are_an_entry_of_their_own_p1(
    ledger: Ledger, stranger: Owner
) -> None:
    await arriving(ledger, row(ANA))

    assert await arriving(ledger, row(stranger)) is None
    assert await count(ledger) == 2


async def test_two_processes_that_get_the_same_payload_at_once_store_it_once_c8(
    ledger: Ledger, migrated_url: str
) -> None:
    other = Ledger.open(migrated_url)
    rows = [row(key=f"k{n}", text=f"win {n}") for n in range(10)]

    found = await asyncio.gather(
        *(arriving(each, {**new, "id": uuid.uuid4()}) for new in rows for each in (ledger, other))
    )

    assert sum(standing is None for standing in found) == len(rows)
    assert await count(ledger) == len(rows)
    assert await count(ledger, Member) == 1
    await other.close()


async def test_entries_that_arrive_together_are_stored_as_they_are_and_the_doubled_ones_once_c8(ledger: Ledger) -> None:
    full = {
        "metric_name": "NPS",
        "metric_after": "44 %(x)s :x",
        "metric_decided": True,
        "happened_on": NOON.date(),
        "details": {"who": "Ana"},
    }
    rows = [row(owner, f"k{n}", f"win {n} 'ü' %s ?") | full for n in range(4) for owner in (ANA, BEN)]
    doubled = [row(ANA, "k0", "other words"), row(BEN, "k9", rows[1]["text"])]

    standing = await asyncio.gather(*(ledger.arrive(new, NOON - TWO_MINUTES) for new in (*rows, *doubled)))

    assert [found and found.id for found in standing] == [None] * 8 + [rows[0]["id"], rows[1]["id"]]
    stored = await ledger.read(EVERYONE, lambda session: session.scalars(select(Evidence)).all())
    assert {one.id: {name: getattr(one, name) for name in rows[0]} for one in stored} == {
        new["id"]: new for new in rows
    }


async def test_a_refused_row_is_told_of_without_its_words_p1(ledger: Ledger) -> None:
    await arriving(ledger, row(ANA))
    mark = "?" if ledger.engine.dialect.name == "sqlite" else "%s"
    twice = f"INSERT INTO member (workspace_id, id, created_at) SELECT id, {mark}, created_at FROM workspace"  # noqa: S608

    with ledger.engine.connect() as connection, pytest.raises(IntegrityError) as told:
        run_many(connection, twice, [("our own words",)] * 2)

    assert "our own words" not in str(told.value)
