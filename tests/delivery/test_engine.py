"""The engine: plans, wakes, survives bad items, and stops in time, with its rows as it found them or further on."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.coach import forgetting
from bot.coach.moment import Moment
from bot.delivery.engine import WORKERS, Engine
from bot.delivery.outbox import Done, Failed, Later, Skipped
from bot.delivery.sweep import Found, sweep
from bot.ledger.errors import LedgerError
from bot.ledger.models import Delivery
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from tests.delivery.office import SECRET, SELDOM, Posts, engine_of, states
from tests.ledger.rows import ANA, ELSEWHERE, NOON, delivery, stored


async def test_all_that_is_due_is_sent_once_and_followed_up_once(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    rows = [delivery(ANA) for _ in range(3 * WORKERS)]
    await stored(ledger, *rows)

    engine.start()
    await posts.until(lambda: len(posts.seen) == len(rows))

    assert sorted(item.id for item in posts.sent) == sorted(row.id for row in rows)
    assert await states(ledger) == ["sent"] * len(rows)


async def test_an_idle_engine_is_woken_without_waiting_for_its_clock(ledger: Ledger, posts: Posts) -> None:
    engine = engine_of(ledger, posts, SELDOM)
    engine.start()
    await stored(ledger, delivery(ANA), delivery(ELSEWHERE))

    engine.wake(ANA.workspace)

    await posts.until(lambda: len(posts.seen) == 1)
    await engine.close()
    assert [item.owner for item in posts.seen] == [ANA]
    assert await states(ledger) == ["ready", "sent"]


async def test_what_a_job_leaves_to_send_is_sent_without_waiting_for_the_clock(ledger: Ledger, posts: Posts) -> None:
    engine = engine_of(ledger, posts, SELDOM)
    await stored(ledger, delivery(ANA))
    posts.jobs.append(lambda: None)

    engine.start()

    await posts.until(lambda: len(posts.seen) == 1)
    await engine.close()


async def test_a_process_that_does_not_work_is_woken_in_vain(ledger: Ledger, posts: Posts) -> None:
    engine = engine_of(ledger, posts, SELDOM)
    await stored(ledger, delivery(ANA))

    engine.wake(ANA.workspace)
    await engine.close()

    assert await states(ledger) == ["ready"]


async def test_a_planner_is_asked_at_each_tick_and_one_that_fails_stops_nothing(
    ledger: Ledger, posts: Posts, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(_ledger: Ledger, _now: Moment) -> int:
        raise ValueError(SECRET)

    async def plans(planned: Ledger, now: Moment) -> int:
        await stored(planned, delivery(ANA, due_at=now.due))
        return 1

    engine = engine_of(ledger, posts, SELDOM, planners=(fails, plans))
    engine.start()

    await engine.tick()

    await posts.until(lambda: len(posts.seen) == 1)
    await engine.close()
    assert "ValueError" in [vars(record).get("error") for record in caplog.records]
    assert SECRET not in caplog.text


async def test_a_tick_forgets_what_is_over_and_old_p5(ledger: Ledger, engine: Engine) -> None:
    await stored(ledger, delivery(ANA, state="sent", created_at=NOON - forgetting.KEPT), delivery(ANA, state="failed"))

    await engine.tick()

    assert await states(ledger) == ["failed"]


async def test_the_sweep_finds_what_nobody_told_of(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    engine.start()
    await stored(ledger, delivery(ANA))

    await posts.until(lambda: len(posts.seen) == 1)


@pytest.mark.parametrize(("before", "after"), [("ready", "ready"), ("doubt", "doubt")])
async def test_a_message_that_does_not_come_into_words_waits_and_stays_in_doubt(
    ledger: Ledger, engine: Engine, posts: Posts, before: str, after: str
) -> None:
    posts.poison.add("bad")
    await stored(ledger, delivery(ANA, kind="bad", attempts=99, state=before), delivery(ANA))

    engine.start()
    await posts.until(lambda: len(posts.seen) == 1)
    await engine.close()

    assert sorted(await states(ledger)) == sorted([after, "sent"])


async def test_one_poison_item_costs_no_other(
    ledger: Ledger, engine: Engine, posts: Posts, caplog: pytest.LogCaptureFixture
) -> None:
    posts.poison.add("bad")
    await stored(ledger, delivery(ANA, kind="bad", due_at=NOON - timedelta(1)), *(delivery(ANA) for _ in range(5)))

    engine.start()
    await posts.until(lambda: len(posts.seen) == 5)

    assert await states(ledger) == ["ready"] + ["sent"] * 5
    assert engine.alive()
    [complaint] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert vars(complaint)["error"] == "ValueError"
    assert SECRET not in caplog.text


async def test_an_item_with_nothing_to_say_is_over(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    posts.says = None
    await stored(ledger, delivery(ANA), delivery(ANA, kind="bad"))

    await engine.drain(ANA.workspace)

    assert await states(ledger) == ["skipped", "skipped"]
    assert posts.sent == []


async def test_what_failed_is_not_followed_up(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    posts.outcome = Failed("is_archived")
    await stored(ledger, delivery(ANA))

    engine.start()
    await posts.until(lambda: len(posts.sent) == 1)
    await engine.close()

    assert await states(ledger) == ["failed"]
    assert posts.seen == []


async def test_what_was_taken_over_meanwhile_is_not_followed_up(
    ledger: Ledger, engine: Engine, posts: Posts, caplog: pytest.LogCaptureFixture
) -> None:
    posts.silence = asyncio.Event()
    await stored(ledger, delivery(ANA))
    engine.start()
    await posts.until(lambda: len(posts.sent) == 1)

    await ledger.write(EVERYONE, lambda session: setattr(session.scalars(select(Delivery)).one(), "owner", "another"))
    posts.silence.set()
    await engine.close()

    assert posts.seen == []
    assert "taken over meanwhile" in caplog.text


async def test_stopping_finishes_what_is_in_hand(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    posts.silence = asyncio.Event()
    await stored(ledger, delivery(ANA))
    engine.start()
    await posts.until(lambda: len(posts.sent) == 1)

    closing = asyncio.create_task(engine.close())
    await asyncio.sleep(0)
    posts.silence.set()
    await closing

    assert await states(ledger) == ["sent"]
    assert len(posts.seen) == 1
    assert not engine.alive()


async def test_stopping_waits_no_longer_than_its_bound_and_leaves_the_row_to_its_lease(
    ledger: Ledger, engine: Engine, posts: Posts
) -> None:
    posts.silence = asyncio.Event()
    await stored(ledger, delivery(ANA))
    engine.start()
    await posts.until(lambda: len(posts.sent) == 1)

    async with asyncio.timeout(20):
        await engine.close(within=0.01)

    assert await states(ledger) == ["sending"]


async def test_an_engine_is_alive_while_every_worker_is(engine: Engine) -> None:
    assert not engine.alive()
    engine.start()
    assert engine.alive()

    doomed = engine._workers[0]
    doomed.cancel()
    await asyncio.gather(doomed, return_exceptions=True)

    assert not engine.alive()


async def test_a_sweep_that_cannot_read_is_tried_again(
    ledger: Ledger, engine: Engine, posts: Posts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    refusals = iter([LedgerError()])

    async def unsure(swept: Ledger, *, now: Moment, doubt: timedelta) -> Found:
        if refusal := next(refusals, None):
            raise refusal
        return await sweep(swept, now=now, doubt=doubt)

    monkeypatch.setattr("bot.delivery.duties.sweep", unsure)
    engine.start()
    await stored(ledger, delivery(ANA))

    await posts.until(lambda: len(posts.seen) == 1)
    assert "will be tried again" in caplog.text


async def test_a_kind_that_this_release_does_not_know_waits_for_one_that_does(ledger: Ledger, engine: Engine) -> None:
    await stored(ledger, delivery(ANA, kind="unheard-of"))

    await engine.drain(ANA.workspace)

    assert await states(ledger) == ["ready"]


async def test_a_courier_that_takes_long_keeps_its_lease(ledger: Ledger, posts: Posts) -> None:
    posts.silence = asyncio.Event()
    await stored(ledger, delivery(ANA, kind="file"))
    engine = engine_of(ledger, posts, replace(SELDOM, lease=timedelta(milliseconds=30)))
    draining = asyncio.create_task(engine.drain(ANA.workspace))
    await posts.until(lambda: len(posts.sent) == 1)
    await ledger.write(EVERYONE, lambda session: session.execute(update(Delivery).values(due_at=NOON)))

    async with asyncio.timeout(20):
        while await _lease(ledger) == NOON:  # noqa: ASYNC110  # a row tells nobody
            await asyncio.sleep(0)
    posts.silence.set()
    await draining

    assert await states(ledger) == ["sent"]


async def test_what_a_courier_is_done_with_goes(ledger: Ledger, engine: Engine, posts: Posts) -> None:
    posts.outcome = Done()
    await stored(ledger, delivery(ANA, kind="file"))

    await engine.drain(ANA.workspace)

    assert (await states(ledger), posts.seen) == ([], [])


@pytest.mark.parametrize(("before", "after"), [("ready", "ready"), ("doubt", "doubt")])
async def test_a_courier_that_stumbles_is_sent_again_and_its_reason_is_no_words(
    ledger: Ledger, engine: Engine, posts: Posts, before: str, after: str
) -> None:
    posts.poison.add("file")
    await stored(ledger, delivery(ANA, kind="file", state=before))

    await engine.drain(ANA.workspace)

    rows = await ledger.read(EVERYONE, lambda session: session.execute(select(Delivery.state, Delivery.reason)).all())
    assert [tuple(row) for row in rows] == [(after, "ValueError")]


async def _lease(ledger: Ledger) -> datetime:
    return await ledger.read(EVERYONE, lambda session: session.scalars(select(Delivery.due_at)).one())


@pytest.mark.parametrize(
    ("instead", "after"),
    [(Later(timedelta(hours=3), "hour_moved"), "ready"), (Failed("account_inactive"), "failed"), (Skipped("logged"), "skipped")],
)  # fmt: skip
async def test_a_post_may_say_what_happens_instead_of_a_message(
    ledger: Ledger, engine: Engine, posts: Posts, instead: Later | Failed | Skipped, after: str
) -> None:
    posts.says = instead
    await stored(ledger, delivery(ANA))

    await engine.drain(ANA.workspace)

    assert (await states(ledger), posts.sent) == ([after], [])
    reasons = await ledger.read(EVERYONE, lambda session: list(session.scalars(select(Delivery.reason))))
    assert reasons == [instead.reason]
