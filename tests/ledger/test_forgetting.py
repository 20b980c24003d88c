"""What is over and asked for by nobody any more is forgotten after its time, and nothing that somebody said, on both databases."""

import uuid
from collections import Counter
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event, insert

from bot.coach import erasure, exports, forgetting, jobs, nudges, offers, replies, reviews, sharing, sorting
from bot.coach.belongings import ERASE, tables
from bot.ledger.models import Delivery, Evidence, Job, Owned
from bot.ledger.plans import Nudge, Share
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, NOON, belongings, delivery, draft, evidence, job, model_call, plans, stored

THEN = NOON + forgetting.KEPT
SECOND = timedelta(seconds=1)
GOES = {"draft", "offer", "nudge_saved", "review", "failure", "share_refused", "export"}


async def kept(ledger: Ledger) -> Counter[str]:
    """How many rows each table of people's things has."""

    def count(session: ScopedSession) -> Counter[str]:
        return Counter({table.__tablename__: session.query(table).count() for table in tables()})

    return +await ledger.read(EVERYONE, count)


async def test_messages_that_nobody_asks_for_again_are_forgotten_in_their_time_p5(ledger: Ledger) -> None:
    endings = list(product(sorted(GOES), ("sent", "failed", "skipped")))
    await stored(ledger, *(delivery(ANA, kind=kind, state=state) for kind, state in endings))

    await forgetting.forget(ledger, now=THEN - SECOND)
    assert await kept(ledger) == {"delivery": len(endings)}
    await forgetting.forget(ledger, now=THEN)

    assert await kept(ledger) == {}


async def test_messages_that_are_not_over_stay_however_old_l6(ledger: Ledger) -> None:
    kinds = {*GOES, nudges.KIND, nudges.AGAIN, sharing.KIND, ERASE}
    waiting = list(product(sorted(kinds), ("ready", "sending", "doubt")))
    await stored(ledger, *(delivery(ANA, kind=kind, state=state) for kind, state in waiting))

    await forgetting.forget(ledger, now=THEN + forgetting.KEPT)

    assert await kept(ledger) == {"delivery": len(waiting)}


@pytest.mark.parametrize(("kind", "state", "reason", "stays"), [
    (nudges.KIND, "sent", None, True), (nudges.AGAIN, "sent", None, True), (nudges.KIND, "failed", "user_gone", True),
    (nudges.KIND, "skipped", "expired", True), (nudges.KIND, "skipped", "logged", False),
    (sharing.KIND, "sent", None, True), (sharing.KIND, "failed", "not_in_channel", True),
])  # fmt: skip
async def test_where_a_question_and_something_shared_stand_is_kept_c9_k4(
    ledger: Ledger, kind: str, state: str, reason: str | None, stays: object
) -> None:
    await stored(ledger, delivery(ANA, kind=kind, state=state, reason=reason))

    await forgetting.forget(ledger, now=THEN)

    assert await kept(ledger) == ({"delivery": 1} if stays else {})


@pytest.mark.parametrize(("kind", "state", "stays"), [
    ("reframe", "failed", False), (sorting.JOB, "failed", False), (sorting.JOB, "done", False),
    ("reframe", "ready", True), ("reframe", "running", True), (sorting.JOB, "ready", True), (sorting.JOB, "running", True),
])  # fmt: skip
async def test_a_job_that_left_nothing_behind_is_forgotten_p5(
    ledger: Ledger, kind: str, state: str, stays: object
) -> None:
    entry = evidence(ANA)
    await stored(ledger, entry, job(entry, kind=kind, state=state))

    await forgetting.forget(ledger, now=THEN)

    assert await kept(ledger) == {"evidence": 1} | ({"job": 1} if stays else {})


async def test_nothing_that_somebody_said_made_or_was_asked_is_forgotten_p5(ledger: Ledger) -> None:
    entry = evidence(BEN)
    asked = job(entry, state="done")
    await stored(ledger, *belongings(ANA), entry, asked, draft(asked), model_call(BEN))
    await ledger.write(EVERYONE, lambda session: session.query(Delivery).update({"state": "sent"}))
    before = await kept(ledger)

    await forgetting.forget(ledger, now=THEN + forgetting.KEPT)

    assert before - await kept(ledger) == {"delivery": 1, "model_call": 2}


async def test_an_answer_in_the_thread_of_a_question_of_years_ago_is_its_answer_c9(ledger: Ledger) -> None:
    question = next(row for row in plans(ANA) if isinstance(row, Nudge))
    question.template = "pattern.metric.1"
    await stored(
        ledger, question, delivery(ANA, id=question.id, kind=nudges.KIND, state="sent", channel="D1", ts="1.1")
    )

    await forgetting.forget(ledger, now=THEN)
    later = {"key": "D1:9.9", "channel": "D1", "thread": "1.1", "now": THEN}
    taken = await replies.heard(ledger, ANA, "It moved to 31%", **later)  # type: ignore[arg-type]  # each is of its kind

    assert taken
    said = await ledger.read(ANA, lambda session: session.query(Evidence).one())
    assert (said.text, said.details["question"]) == ("It moved to 31%", question.sentence)


async def test_why_something_was_not_shared_is_still_said_l5(ledger: Ledger) -> None:
    *launched, shared, _ = plans(ANA)
    assert isinstance(shared, Share)
    refused = delivery(ANA, kind=sharing.KIND, subject_id=shared.id, state="failed", reason="not_in_channel")
    await stored(ledger, *launched, shared, refused)

    await forgetting.forget(ledger, now=THEN)

    assert (await sharing.find(ledger, ANA, shared.id)).reason == "not_in_channel"


async def test_what_is_left_is_exported_and_deleted_whole_p2(ledger: Ledger) -> None:
    await stored(ledger, *belongings(ANA), delivery(ANA, kind=offers.KIND, state="sent"))

    await forgetting.forget(ledger, now=THEN)
    archive = await exports.gather(ledger, ANA, now=THEN)
    gone = await erasure.delete_all(ledger, ANA, key="view:1", now=THEN)

    assert {name for name, rows in archive.tables.items() if not rows} == {"model_call"}
    assert len(archive.tables["delivery"]) == 1
    assert gone.records == 2
    assert await kept(ledger) == {"audit": 2}


async def test_a_great_many_go_in_turns_the_oldest_first(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA, kind=offers.KIND, state="sent", created_at=NOON - SECOND))
    like_it = {"workspace_id": ANA.workspace, "member_id": ANA.member, "kind": offers.KIND, "state": "sent"}
    times = {"attempts": 1, "due_at": NOON, "created_at": NOON}
    rows = [{**like_it, **times, "id": uuid.uuid4(), "subject_id": uuid.uuid4()} for _ in range(forgetting.AT_ONCE)]
    await ledger.write(EVERYONE, lambda session: session.connection().execute(insert(Delivery), rows))

    left = []
    for now in (THEN - SECOND, THEN, THEN):
        await forgetting.forget(ledger, now=now)
        left.append((await kept(ledger)).total())

    assert left == [forgetting.AT_ONCE, 0, 0]


async def test_where_nothing_is_old_nothing_is_written(ledger: Ledger) -> None:
    await stored(ledger, delivery(ANA, state="sent"), delivery(ANA, state="ready"))
    said: list[str] = []
    event.listen(ledger.engine, "before_cursor_execute", lambda _c, _u, statement, *_: said.append(statement))

    await forgetting.forget(ledger, now=THEN - SECOND)

    assert [statement for statement in said if not statement.startswith("SELECT")] == []
    assert len(said) == len(forgetting.OVER)


@pytest.mark.parametrize("table", [Delivery, Job])
async def test_what_is_kept_is_not_looked_through_for_what_goes(migrated_sqlite: str, table: type[Owned]) -> None:
    """The plans that SQLite makes name the index of what goes alone."""
    ledger = Ledger.open(migrated_sqlite)
    said: list[tuple[str, Any]] = []
    event.listen(ledger.engine, "before_cursor_execute", lambda _c, _u, what, given, *_: said.append((what, given)))
    await forgetting.forget(ledger, now=THEN)
    name = table.__tablename__

    with ledger.engine.connect() as connection:
        plans_ = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {what}", given).all() for what, given in list(said)]
    steps = [row[-1] for plan in plans_ for row in plan if f" {name} " in row[-1]]

    assert steps
    assert all(f"ix_{name}_over" in step for step in steps)
    await ledger.close()


def test_the_kinds_that_are_kept_are_named_as_they_are() -> None:
    for kind in (nudges.KIND, nudges.AGAIN, sharing.KIND):
        assert f"'{kind}'" in str(forgetting.SAID)
    assert f"'{sorting.JOB}'" in str(forgetting.DONE)
    assert {jobs.FAILURE, offers.KIND, reviews.KIND, replies.SAVED, sharing.REFUSED, exports.KIND} <= GOES
