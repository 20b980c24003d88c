"""The sweep: where something is due, what expires unseen, and what it costs when nearly everything is over."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.delivery import outbox
from bot.delivery.sweep import sweep
from bot.ledger.models import Delivery
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, at, delivery, evidence, job, stored

LEASE = timedelta(seconds=30)
DOUBT = timedelta(seconds=60)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("state", "due"), [("ready", True), ("doubt", True), ("sent", False), ("failed", False)])
async def test_the_sweep_says_in_which_workspaces_a_delivery_is_due(ledger: Ledger, state: str, due: object) -> None:
    await stored(ledger, delivery(ANA, state=state), delivery(BEN, state=state), delivery(ELSEWHERE, state=state))

    found = await sweep(ledger, now=at(NOON), doubt=DOUBT)
    assert found.workspaces == ({ANA.workspace, ELSEWHERE.workspace} if due else set())
    assert not found.jobs
    assert (await sweep(ledger, now=at(NOON - SECOND), doubt=DOUBT)).workspaces == set()


@pytest.mark.parametrize(("state", "due"), [("ready", True), ("running", True), ("done", False), ("failed", False)])
async def test_the_sweep_says_whether_a_job_is_due(ledger: Ledger, state: str, due: object) -> None:
    entry = evidence(ANA)
    await stored(ledger, entry, job(entry, state=state))

    assert (await sweep(ledger, now=at(NOON), doubt=DOUBT)).jobs is due
    assert (await sweep(ledger, now=at(NOON - SECOND), doubt=DOUBT)).jobs is False


@pytest.mark.parametrize(("state", "expires", "after"), [
    ("ready", NOON, "skipped"), ("ready", NOON + SECOND, "ready"), ("ready", None, "ready"),
    ("doubt", NOON, "doubt"), ("sending", NOON, "sending"),
])  # fmt: skip
async def test_only_what_was_never_tried_expires_unseen_n7(
    ledger: Ledger, state: str, expires: datetime | None, after: str
) -> None:
    await stored(ledger, delivery(ANA, state=state, expires_at=expires, due_at=NOON + (state == "sending") * LEASE))

    found = await sweep(ledger, now=at(NOON), doubt=DOUBT)

    assert (await state_of(ledger), len(found.expired)) == (after, after == "skipped")
    assert found.workspaces == (set() if after in {"skipped", "sending"} else {ANA.workspace})


async def state_of(ledger: Ledger) -> str:
    return await ledger.read(EVERYONE, lambda session: session.scalars(select(Delivery.state)).one())


async def test_what_is_over_is_in_no_index_that_a_claim_or_a_sweep_reads(migrated_sqlite: str) -> None:
    """However many were sent: the plans that SQLite makes name the indexes of pending rows alone."""
    ledger = Ledger.open(migrated_sqlite)
    asked: list[tuple[str, Any]] = []
    event.listen(ledger.engine, "before_cursor_execute", lambda _c, _u, said, given, *_: asked.append((said, given)))
    await outbox.claim(ledger, "one", {ANA.workspace: 10}, now=at(NOON), lease=LEASE)
    await sweep(ledger, now=at(NOON), doubt=DOUBT)

    with ledger.engine.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", given).all() for said, given in list(asked)]
    steps = [row[-1] for plan in plans for row in plan if " delivery " in row[-1]]

    assert len(steps) >= 3
    assert all("ix_delivery_lane" in step or "ix_delivery_pending" in step for step in steps)
    await ledger.close()
