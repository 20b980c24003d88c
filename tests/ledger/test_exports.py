"""Exports in the ledger: promised once, gathered in pages, and told of when they will never come (P1, P2, P5)."""

import pytest

from bot.coach import erasure, exports, jobs
from bot.delivery import outbox
from bot.ledger.models import Evidence, Owned
from bot.ledger.store import Ledger
from tests.ledger.belonging import DAY, LEASE, left
from tests.ledger.rows import (
    ANA,
    BEN,
    ELSEWHERE,
    NOON,
    at,
    evidence,
    stored,
)
from tests.ledger.rows import belongings as all_kinds


async def test_an_export_is_promised_once_while_it_is_under_way_and_noted_p5(ledger: Ledger) -> None:
    await stored(ledger, evidence(ANA))

    assert await exports.ask(ledger, ANA, key="click:1", now=NOON)
    assert not await exports.ask(ledger, ANA, key="click:1", now=NOON)
    assert not await exports.ask(ledger, ANA, key="click:2", now=NOON)
    assert await exports.ask(ledger, BEN, key="click:1", now=NOON)  # somebody unknown so far

    remains = await left(ledger, ANA)
    assert [(row.kind, row.files) for row in remains["document"]] == [("export", [])]
    assert [row.kind for row in remains["delivery"]] == ["export"]
    assert [(row.action, row.counts["entries"]) for row in remains["audit"]] == [("exported", 1)]
    assert "onboarding" not in str(remains["audit"])


async def test_after_an_export_has_come_another_one_can_be_had(ledger: Ledger) -> None:
    await exports.ask(ledger, ANA, key="click:1", now=NOON)
    [item] = await outbox.claim(ledger, "one", {ANA.workspace: 1}, now=at(NOON), lease=LEASE)
    await outbox.settle(ledger, [(item, outbox.Sent("D1", None))], now=at(NOON))

    assert not await exports.ask(ledger, ANA, key="click:1", now=NOON)
    assert await exports.ask(ledger, ANA, key="click:2", now=NOON)


async def test_an_export_gathers_everything_of_one_person_in_pages_p1(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PAGE", 3)
    for owner in (ANA, BEN, ELSEWHERE):
        rows = [evidence(owner, text=f"{owner} {n}", created_at=NOON - n * DAY) for n in range(7)]
        await stored(ledger, *rows, *all_kinds(owner))

    archive = await exports.gather(ledger, ANA, now=NOON)

    texts = [row["text"] for row in archive.tables["evidence"]]
    assert texts[:6] == [f"{ANA} {n}" for n in range(6, 0, -1)]
    assert set(texts[6:]) == {f"{ANA} 0", "Shipped onboarding"}
    assert {name: len(rows) for name, rows in archive.tables.items() if name != "evidence"} == dict.fromkeys(
        (table.__tablename__ for table in Owned.__subclasses__() if table is not Evidence), 1
    )
    assert not exports.HIDDEN & set(archive.tables["evidence"][0])


async def test_the_news_of_an_export_that_will_never_come_is_promised_once(ledger: Ledger) -> None:
    await exports.ask(ledger, ANA, key="click:1", now=NOON)
    [document] = (await left(ledger, ANA))["document"]

    for _ in range(2):
        await jobs.tell_of_failure(ledger, ANA, document.id, NOON)

    kinds = sorted(row.kind for row in (await left(ledger, ANA))["delivery"])
    assert kinds == ["export", "failure"]
    assert await jobs.kind_of(ledger, ANA, document.id) == "export"
    await erasure.delete_all(ledger, ANA, key="view:1", now=NOON)
    await jobs.tell_of_failure(ledger, ANA, document.id, NOON)
    assert set(await left(ledger, ANA)) == {"audit"}
