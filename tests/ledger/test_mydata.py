"""What the ledger holds of a person: counted, and deleted with all that hangs on it (P2, P5)."""

from datetime import date, datetime, timedelta

import pytest

from bot.coach import auditing, belongings, drafts, erasure, jobs, profile
from bot.coach import evidence as entries
from bot.coach.belongings import Counts, Period
from bot.coach.evidence import Gone
from bot.delivery import outbox
from bot.ledger.models import Audit, Owned, Profile
from bot.ledger.store import Ledger
from tests.ledger.belonging import DAY, LEASE, MAY, export_of, left
from tests.ledger.rows import (
    ANA,
    BEN,
    ELSEWHERE,
    NOON,
    at,
    delivery,
    draft,
    evidence,
    job,
    spoken,
    stored,
)
from tests.ledger.rows import belongings as all_kinds


async def test_after_deleting_everything_only_the_audit_is_left_p2(ledger: Ledger) -> None:
    for owner in (ANA, BEN, ELSEWHERE):
        await stored(ledger, *all_kinds(owner), spoken(owner), delivery(owner))
    others = [await left(ledger, owner) for owner in (BEN, ELSEWHERE)]

    counts = await erasure.delete_all(ledger, ANA, key="view:1", now=NOON)

    remains = await left(ledger, ANA)
    assert set(remains) == {"audit"}
    assert [(row.action, row.source_key) for row in remains["audit"]] == [
        ("exported", "export"),
        ("deleted_all", "view:1"),
    ]
    assert counts == Counts(entries=1, undecided=1, drafts=1, records=4, settings=1, files=1, further=4)
    assert remains["audit"][1].counts == counts.by_name()
    assert [await left(ledger, owner) for owner in (BEN, ELSEWHERE)] == others


async def test_what_was_counted_before_is_what_goes_p2(ledger: Ledger) -> None:
    await stored(ledger, *all_kinds(ANA), spoken(ANA))

    counted, deeds = await erasure.kept(ledger, ANA)
    of_may = await erasure.of_period(ledger, ANA, MAY)

    assert deeds == 1
    assert await erasure.delete_period(ledger, ANA, MAY, key="view:1", now=NOON) == of_may
    rest = await erasure.delete_all(ledger, ANA, key="view:2", now=NOON)
    both = {name: number + rest.by_name()[name] for name, number in of_may.by_name().items()}
    assert both == counted.by_name()


async def test_the_same_payload_deletes_once_and_gets_the_same_answer(ledger: Ledger) -> None:
    await stored(ledger, *all_kinds(ANA))
    first = await erasure.delete_all(ledger, ANA, key="view:1", now=NOON)
    await stored(ledger, evidence(ANA, text="said afterwards"))

    assert await erasure.delete_all(ledger, ANA, key="view:1", now=NOON) == first

    assert [row.text for row in (await left(ledger, ANA))["evidence"]] == ["said afterwards"]
    assert len((await left(ledger, ANA))["audit"]) == 2


async def test_where_there_is_nothing_nothing_is_deleted_or_noted(ledger: Ledger) -> None:
    counts = await erasure.delete_all(ledger, ANA, key="view:1", now=NOON)

    assert counts.nothing
    assert await left(ledger, ANA) == {}


async def test_exported_files_outlive_everything_as_ids_until_slack_has_deleted_them(ledger: Ledger) -> None:
    await export_of(ledger, ANA, ["F1", "F2"])

    await erasure.delete_all(ledger, ANA, key="view:1", now=NOON)
    await erasure.delete_all(ledger, ANA, key="view:2", now=NOON)  # and nothing takes them away before it is done

    remains = await left(ledger, ANA)
    [promise], [document] = remains["delivery"], remains["document"]
    assert (promise.kind, promise.subject_id, document.kind, document.files) == (
        "erase",
        document.id,
        "erase",
        ["F1", "F2"],
    )
    assert (await erasure.kept(ledger, ANA))[0].nothing

    [item] = await outbox.claim(ledger, "one", {ANA.workspace: 1}, now=at(NOON), lease=LEASE)
    assert await erasure.files_of(ledger, ANA, item.subject) == ["F1", "F2"]
    await erasure.forget(ledger, ANA, item.subject)
    assert await outbox.settle(ledger, [(item, outbox.Done())], now=at(NOON)) == [True]
    assert set(await left(ledger, ANA)) == {"audit"}
    assert await erasure.files_of(ledger, ANA, item.subject) == []


@pytest.mark.parametrize(
    ("zone", "begins", "ends"),
    [
        (None, "2026-05-01T00:00+00:00", "2026-05-31T23:59:59.999999+00:00"),
        ("America/New_York", "2026-05-01T04:00+00:00", "2026-06-01T03:59:59.999999+00:00"),
        ("Pacific/Kiritimati", "2026-04-30T10:00+00:00", "2026-05-31T09:59:59.999999+00:00"),
    ],
)
async def test_a_period_takes_its_days_where_the_person_is_and_both_ends_of_it_p2(
    ledger: Ledger, zone: str | None, begins: str, ends: str
) -> None:
    begin, end = datetime.fromisoformat(begins), datetime.fromisoformat(ends)
    if zone:
        await profile.note_zone(ledger, ANA, zone, NOON)
    inside = {
        "first moment": evidence(ANA, created_at=begin),
        "last moment": evidence(ANA, created_at=end),
        "dated back": evidence(ANA, created_at=end + DAY, happened_on=MAY.last),
        "undecided": spoken(ANA, created_at=begin),
    }
    outside = {
        "before": evidence(ANA, text="before", created_at=begin - timedelta(microseconds=1)),
        "after": evidence(ANA, text="after", created_at=end + timedelta(microseconds=1)),
        "dated away": evidence(ANA, text="dated away", created_at=begin, happened_on=MAY.first - DAY),
    }
    await stored(ledger, *inside.values(), *outside.values(), evidence(BEN, created_at=begin))

    counts = await erasure.delete_period(ledger, ANA, MAY, key="view:1", now=NOON)

    assert counts == Counts(entries=3, undecided=1)
    remains = await left(ledger, ANA)
    assert {row.text for row in remains["evidence"]} == set(outside)
    assert [row.action for row in remains["audit"]] == ["deleted_period"]
    assert "evidence" in await left(ledger, BEN)


async def test_with_a_period_goes_what_hangs_on_it_and_nothing_else(ledger: Ledger) -> None:
    for created_at in (NOON, NOON - 90 * DAY):
        entry = evidence(ANA, created_at=created_at)
        asked = job(entry)
        made = draft(asked)
        await stored(ledger, entry, asked, made)
        await stored(ledger, *(delivery(ANA, subject_id=about.id) for about in (entry, asked, made)))
    profile = next(row for row in all_kinds(ANA) if isinstance(row, Profile))
    await stored(ledger, profile)

    counts = await erasure.delete_period(ledger, ANA, MAY, key="view:1", now=NOON)

    assert counts == Counts(entries=1, drafts=1, records=4)
    remains = {name: len(rows) for name, rows in (await left(ledger, ANA)).items()}
    assert remains == {"evidence": 1, "job": 1, "draft": 1, "delivery": 3, "profile": 1, "audit": 1}


async def test_with_a_period_go_the_exports_that_may_hold_its_words(ledger: Ledger) -> None:
    early = await export_of(ledger, ANA, ["EARLY"], created_at=NOON - DAY)
    await export_of(ledger, ANA, ["LATE"], created_at=NOON + DAY)
    theirs = await export_of(ledger, BEN, ["THEIRS"], created_at=NOON + DAY)
    await stored(ledger, evidence(ANA), evidence(BEN, created_at=NOON - 2 * DAY))

    counts = await erasure.delete_period(ledger, ANA, MAY, key="view:1", now=NOON)

    assert counts == Counts(entries=1, files=1, records=1)
    documents = {(row.kind, *row.files) for row in (await left(ledger, ANA))["document"]}
    assert documents == {("export", *early.files), ("erase", "LATE")}
    assert [row.id for row in (await left(ledger, BEN))["document"]] == [theirs.id]


@pytest.mark.parametrize("days", [(date(1970, 1, 1), date(1970, 12, 31)), (date(2999, 1, 1), date.max)])
async def test_a_period_with_nothing_in_it_takes_nothing(ledger: Ledger, days: tuple[date, date]) -> None:
    await stored(ledger, *all_kinds(ANA))
    before = await left(ledger, ANA)

    assert (await erasure.of_period(ledger, ANA, Period(*days))).nothing
    assert (await erasure.delete_period(ledger, ANA, Period(*days), key="view:1", now=NOON)).nothing
    assert await left(ledger, ANA) == before


async def test_more_entries_than_one_statement_holds_go_too(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(belongings, "AT_ONCE", 3)
    said = [evidence(ANA) for _ in range(7)]
    await stored(ledger, *said, *(job(entry) for entry in said))

    assert await erasure.of_period(ledger, ANA, MAY) == Counts(entries=7, records=7)
    assert await erasure.delete_period(ledger, ANA, MAY, key="view:1", now=NOON) == Counts(entries=7, records=7)
    assert set(await left(ledger, ANA)) == {"audit"}


async def test_the_longest_period_there_is_can_be_deleted(ledger: Ledger) -> None:
    await stored(ledger, evidence(ANA))

    counts = await erasure.delete_period(ledger, ANA, Period(date.min, date.max), key="view:1", now=NOON)

    assert counts == Counts(entries=1)


async def test_one_entry_deleted_leaves_a_line_without_its_words_p5(ledger: Ledger) -> None:
    saved = await entries.capture(ledger, ANA, "a secret thing", key="one", now=NOON)

    assert await erasure.delete_entry(ledger, ANA, saved.entry.id, now=NOON) == "a secret thing"

    remains = await left(ledger, ANA)
    assert set(remains) == {"audit"}
    assert "secret" not in str(remains)
    assert remains["audit"][0].action == auditing.DELETED_ENTRY
    with pytest.raises(Gone):
        await erasure.delete_entry(ledger, ANA, saved.entry.id, now=NOON)
    with pytest.raises(Gone):
        await erasure.delete_entry(ledger, BEN, saved.entry.id, now=NOON)


async def test_a_draft_that_is_being_made_leaves_nothing_behind(ledger: Ledger) -> None:
    saved = await entries.capture(ledger, ANA, "Shipped onboarding", key="one", now=NOON)
    await drafts.ask(ledger, ANA, saved.entry.id, key="two", now=NOON)
    task = await jobs.claim(ledger, "one", now=at(NOON), lease=LEASE)
    assert task is not None
    made = await drafts.work(ledger, task)

    await erasure.delete_all(ledger, ANA, key="view:1", now=NOON)

    assert not await drafts.make(ledger, task, made, NOON)
    await jobs.give_up(ledger, task, reason="ValueError", now=NOON)
    assert set(await left(ledger, ANA)) == {"audit"}


async def test_every_table_of_a_person_is_counted_and_deleted(ledger: Ledger) -> None:
    """The line of audit is what stays; a table that is added later goes with the rest."""
    [goes] = await ledger.read(ANA, belongings.everything)

    assert set(goes) == set(Owned.__subclasses__()) - {Audit}


def test_counts_of_another_release_are_read_as_far_as_they_are_known() -> None:
    assert Counts.of({"entries": 2, "launches": 3}) == Counts(entries=2)
