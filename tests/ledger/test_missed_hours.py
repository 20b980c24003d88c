"""Reviews whose hour was missed by hours or days: never at night or on a weekend, and never lost (L2, L6)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.coach import lookbacks, reviews
from bot.delivery import outbox
from bot.delivery.outbox import Claimed, Skipped
from bot.delivery.posts import Message
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from bot.outgoing.reviewing import ReviewPost
from tests.ledger.rows import ANA
from tests.ledger.test_reviews import FIRST, launch, looks, moment, promised, set_state


async def nowhere(owner: Owner, within: float = 0.0) -> None:
    """Slack does not say where anybody is."""


async def claimed(ledger: Ledger, now: datetime) -> Claimed:
    items = await outbox.claim(ledger, "one", {ANA.workspace: 9}, now=moment(now), lease=timedelta(seconds=30))
    (review,) = [item for item in items if item.kind == reviews.KIND]
    return review


@pytest.mark.parametrize(
    ("hours", "waits"), [(2, False), (4, True), (26, False), (85, True)]
)  # 26: the next day's hour
async def test_a_review_that_came_due_in_an_outage_waits_for_the_next_hour_l2(
    ledger: Ledger, hours: int, *, waits: bool
) -> None:
    launch_id = await launch(ledger)
    await launch(ledger, key="two")
    now = FIRST + timedelta(hours=hours)
    await reviews.plan(ledger, moment(now))
    (message,) = await promised(ledger)
    item = await claimed(ledger, now)

    said = await ReviewPost(ledger, nowhere, lambda: now).message(item)

    assert said == Skipped("hour_missed") if waits else isinstance(said, Message)
    await set_state(ledger, message, "skipped" if waits else "sent")
    next_hour = FIRST + timedelta(days=1 if hours < 24 else 5)  # the next day; from Sunday on, Monday
    assert await reviews.plan(ledger, moment(next_hour - timedelta(minutes=1))) == 0
    assert await reviews.plan(ledger, moment(next_hour)) == waits
    assert len(await lookbacks.asked(ledger, ANA, (await promised(ledger))[-1].id)) == 2
    assert (await looks(ledger, launch_id))[0].due_at == (next_hour if waits else FIRST)


async def test_a_late_review_in_doubt_is_looked_up_and_not_put_off_l6(ledger: Ledger) -> None:
    await launch(ledger)
    await reviews.plan(ledger, moment(FIRST))
    item = await claimed(ledger, FIRST)
    later = FIRST + timedelta(hours=12)

    said = await ReviewPost(ledger, nowhere, lambda: later).message(replace(item, doubted=True))

    assert isinstance(said, Message)
