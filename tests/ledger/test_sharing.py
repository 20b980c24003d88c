"""What is shared: promised once, brought by the outbox, and its end told (L5, L6)."""

import asyncio
import uuid

import pytest
from sqlalchemy import select

from bot.coach import launches, lookbacks, reviews, sharing
from bot.coach.evidence import Gone
from bot.coach.lookbacks import Outcome, Report
from bot.coach.promises import Promise
from bot.coach.proposal import Metric
from bot.coach.sharing import Wish
from bot.ledger.models import Delivery
from bot.ledger.plans import Share
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, at

PROMISE = Promise("Search", NOON.date(), "Nobody finds a thing", "new teams", "Found in one try", "40%", "60%")
WISH = Wish("Only this", ("C1", "U2", "C1"))


async def finished(ledger: Ledger) -> uuid.UUID:
    planned = await launches.record(ledger, ANA, PROMISE, key="view", now=NOON)
    report = Report(
        Outcome.SAME, Metric("Found in one try", "40%", "38%"), {"why": "Nobody saw it"}, "Ask support first"
    )
    await lookbacks.finish(ledger, ANA, planned.reviews[0].id, report, now=NOON)
    return planned.reviews[0].id


async def share(ledger: Ledger, review_id: uuid.UUID, owner: Owner = ANA) -> None:
    await sharing.promise(ledger, owner, review_id, WISH, key="view", now=NOON)


async def deliveries(ledger: Ledger, kind: str = sharing.KIND) -> list[Delivery]:
    ours = select(Delivery).where(Delivery.kind == kind).order_by(Delivery.channel)
    return await ledger.read(EVERYONE, lambda session: list(session.scalars(ours)))


async def end(ledger: Ledger, delivery: Delivery, state: str, reason: str | None = None) -> None:
    def change(session: ScopedSession) -> None:
        row = session.get_one(Delivery, delivery.id)
        row.state, row.reason = state, reason

    await ledger.write(EVERYONE, change)


async def test_a_retrospective_is_made_of_what_was_said_l5(ledger: Ledger) -> None:
    _, text = await sharing.retrospective(ledger, ANA, await finished(ledger))

    assert text.split("\n\n") == [
        "What we learned from Search (launched on 4 May 2026)",
        "Problem: Nobody finds a thing (new teams)",
        "What we expected: Found in one try from 40% to 60%",
        "What happened: It did not move. Found in one try from 40% to 38%",
        "Why: Nobody saw it",
        "Next time: Ask support first",
    ]


async def test_one_submission_is_one_message_to_each_target_c8(ledger: Ledger) -> None:
    review_id = await finished(ledger)

    await asyncio.gather(*(share(ledger, review_id) for _ in range(3)))

    assert [row.channel for row in await deliveries(ledger)] == ["C1", "U2"]


@pytest.mark.parametrize("stranger", [BEN, ELSEWHERE])
async def test_nobody_shares_what_somebody_else_learned_p1(ledger: Ledger, stranger: Owner) -> None:
    review_id = await finished(ledger)
    await share(ledger, review_id)
    shared = (await deliveries(ledger))[0].subject_id

    for reached in (
        share(ledger, review_id, stranger),
        sharing.retrospective(ledger, stranger, review_id),
        sharing.find(ledger, stranger, shared),
    ):
        with pytest.raises(Gone):
            await reached


async def test_a_review_without_an_answer_has_nothing_to_share_l5(ledger: Ledger) -> None:
    planned = await launches.record(ledger, ANA, PROMISE, key="view", now=NOON)

    with pytest.raises(Gone):
        await sharing.retrospective(ledger, ANA, planned.reviews[0].id)


async def test_what_arrived_is_forgotten_and_what_was_refused_is_told_once_l5(ledger: Ledger) -> None:
    await share(ledger, await finished(ledger))
    assert await sharing.close(ledger, at(NOON)) == 0
    to_channel, to_person = await deliveries(ledger)
    await end(ledger, to_person, "sent")
    await end(ledger, to_channel, "failed", "not_in_channel")

    counts = await asyncio.gather(*(sharing.close(ledger, at(NOON)) for _ in range(2)))

    assert sum(counts) == 2
    rows = await ledger.read(EVERYONE, lambda s: {row.target: row for row in s.scalars(select(Share))})
    assert {target: (row.state, row.text) for target, row in rows.items()} == {
        "U2": ("posted", ""), "C1": ("refused", "Only this")
    }  # fmt: skip
    (told,) = await deliveries(ledger, sharing.REFUSED)
    assert (told.subject_id, told.channel) == (rows["C1"].id, None)
    assert (await sharing.find(ledger, ANA, rows["C1"].id)).reason == "not_in_channel"


async def test_the_forecast_counts_a_message_once_l6(ledger: Ledger) -> None:
    for key in ("one", "two"):
        await launches.record(ledger, ANA, PROMISE, key=key, now=NOON)
    first = (await launches.page(ledger, ANA, NOON)).launches[0].reviews[0]

    assert await reviews.expected(ledger, first.due_at) == [ANA]
