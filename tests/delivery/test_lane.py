"""Lanes: at Slack's pace, several at once, and nobody holds up anybody else."""

import asyncio
from datetime import timedelta

import pytest

from bot.delivery import claims
from bot.delivery.buckets import Limit
from bot.delivery.lane import AT_ONCE, TOGETHER
from bot.delivery.pace import Limits
from bot.ledger.store import Ledger
from tests.delivery.office import PATIENCE, SELDOM, Posts, engine_of, states
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, delivery, stored


async def test_what_comes_while_a_lane_is_at_work_is_sent_beside_it(ledger: Ledger, posts: Posts) -> None:
    posts.silence, posts.silent = asyncio.Event(), {ANA.member}
    engine = engine_of(ledger, posts, SELDOM)
    await stored(ledger, delivery(ANA))
    engine.start()
    engine.wake(ANA.workspace)
    await posts.until(lambda: len(posts.sent) == 1)

    await stored(ledger, delivery(BEN))
    engine.wake(ANA.workspace)

    await posts.until(lambda: [item.owner for item in posts.seen] == [BEN])
    posts.silence.set()
    await engine.close()


async def test_one_member_who_does_not_answer_holds_up_no_other(ledger: Ledger, posts: Posts) -> None:
    posts.silence, posts.silent = asyncio.Event(), {ANA.member}
    slow = [delivery(ANA, due_at=NOON - timedelta(1)) for _ in range(AT_ONCE // 2)]
    await stored(ledger, *slow, *(delivery(BEN) for _ in range(3 * AT_ONCE)))
    engine = engine_of(ledger, posts, SELDOM)
    engine.start()
    engine.wake(ANA.workspace)

    await posts.until(lambda: len(posts.seen) == 3 * AT_ONCE)

    assert {item.owner for item in posts.seen} == {BEN}
    posts.silence.set()
    await engine.close()


async def test_one_workspace_that_does_not_answer_holds_up_no_other(ledger: Ledger, posts: Posts) -> None:
    posts.silence, posts.silent = asyncio.Event(), {BEN.member}
    await stored(ledger, *(delivery(BEN) for _ in range(3 * AT_ONCE)), delivery(ELSEWHERE))
    engine = engine_of(ledger, posts, PATIENCE)
    engine.start()

    await posts.until(lambda: [item.owner for item in posts.seen] == [ELSEWHERE])

    posts.silence.set()
    await engine.close()


async def test_a_lane_begins_no_more_than_slack_allows_and_says_when_to_come_again(
    ledger: Ledger, posts: Posts
) -> None:
    await stored(ledger, *(delivery(ANA) for _ in range(5)))
    engine = engine_of(ledger, posts, SELDOM, limits=Limits(Limit(0.01, burst=3)))

    wait = await engine.drain(ANA.workspace)

    assert wait > 60
    assert await states(ledger) == ["ready"] * 2 + ["sent"] * 3


async def test_a_lane_goes_on_by_itself_when_its_turn_comes(ledger: Ledger, posts: Posts) -> None:
    await stored(ledger, *(delivery(ANA) for _ in range(5)))
    engine = engine_of(ledger, posts, SELDOM, limits=Limits(Limit(6_000, burst=1)))

    assert await engine.drain(ANA.workspace) == 0

    assert await states(ledger) == ["sent"] * 5


async def test_what_was_not_sent_leaves_its_place_to_others(ledger: Ledger, posts: Posts) -> None:
    expired = [delivery(ANA, expires_at=NOON, due_at=NOON - timedelta(1)) for _ in range(3)]
    await stored(ledger, *expired, delivery(ANA))
    engine = engine_of(ledger, posts, SELDOM, limits=Limits(Limit(0.01, burst=2)))

    assert await engine.drain(ANA.workspace) == 0

    assert await states(ledger) == ["sent"] + ["skipped"] * 3


async def test_two_drains_of_a_lane_at_once_send_everything_once(ledger: Ledger, posts: Posts) -> None:
    await stored(ledger, *(delivery(ANA) for _ in range(40)))
    engine = engine_of(ledger, posts, SELDOM)

    await asyncio.gather(*(engine.drain(ANA.workspace) for _ in range(2)))

    assert len({item.id for item in posts.sent}) == len(posts.sent) == 40


async def test_stopping_hands_back_what_was_not_begun(ledger: Ledger, posts: Posts) -> None:
    posts.silence = asyncio.Event()
    await stored(ledger, *(delivery(ANA) for _ in range(2 * AT_ONCE)))
    engine = engine_of(ledger, posts, SELDOM)
    engine.start()
    engine.wake(ANA.workspace)
    await posts.until(lambda: len(posts.sent) == AT_ONCE)

    closing = asyncio.create_task(engine.close())
    await asyncio.sleep(0)
    posts.silence.set()
    await closing

    assert await states(ledger) == ["ready"] * AT_ONCE + ["sent"] * AT_ONCE


async def test_a_kind_that_goes_out_by_the_thousand_is_read_together(ledger: Ledger, posts: Posts) -> None:
    await stored(ledger, *(delivery(ANA, kind="nudge") for _ in range(3 * AT_ONCE)))

    await engine_of(ledger, posts, SELDOM).drain(ANA.workspace)

    assert await states(ledger) == ["sent"] * 3 * AT_ONCE
    assert sum(posts.together.read) == 3 * AT_ONCE
    assert len(posts.together.read) <= 3 * AT_ONCE / TOGETHER


async def test_one_that_cannot_be_read_costs_none_of_those_that_are_read_with_it(ledger: Ledger, posts: Posts) -> None:
    posts.together.unreadable = {BEN.member}
    await stored(ledger, delivery(BEN, kind="nudge"), *(delivery(ANA, kind="nudge") for _ in range(9)))

    await engine_of(ledger, posts, SELDOM).drain(ANA.workspace)

    assert await states(ledger) == ["ready"] + ["sent"] * 9
    assert {item.owner for item in posts.sent} == {ANA}
    assert sorted(posts.together.read) == [1] * 10 + [10]


async def test_who_is_left_out_of_what_is_read_together_is_read_alone(ledger: Ledger, posts: Posts) -> None:
    posts.together.left_out = {BEN.member}
    await stored(ledger, delivery(BEN, kind="nudge"), *(delivery(ANA, kind="nudge") for _ in range(9)))

    await engine_of(ledger, posts, SELDOM).drain(ANA.workspace)

    assert await states(ledger) == ["sent"] * 10
    assert posts.together.read == [10, 1]


async def test_what_has_expired_is_not_read_at_all(ledger: Ledger, posts: Posts) -> None:
    expired = [delivery(ANA, kind="nudge", expires_at=NOON, due_at=NOON - timedelta(1)) for _ in range(3)]
    await stored(ledger, *expired, *(delivery(ANA, kind="nudge") for _ in range(2)))

    await engine_of(ledger, posts, SELDOM).drain(ANA.workspace)

    assert await states(ledger) == ["sent"] * 2 + ["skipped"] * 3
    assert posts.together.read == [2]


async def test_those_that_are_read_together_do_not_wait_for_places_that_hang(ledger: Ledger, posts: Posts) -> None:
    posts.silence, posts.silent = asyncio.Event(), {ANA.member}
    hanging = [delivery(ANA, due_at=NOON - timedelta(1)) for _ in range(AT_ONCE - TOGETHER + 1)]
    await stored(ledger, *hanging, *(delivery(BEN, kind="nudge") for _ in range(3 * TOGETHER)))
    engine = engine_of(ledger, posts, SELDOM)
    engine.start()
    engine.wake(ANA.workspace)

    await posts.until(lambda: len(posts.seen) == 3 * TOGETHER)

    assert {item.owner for item in posts.seen} == {BEN}
    posts.silence.set()
    await engine.close()


async def test_with_little_room_for_all_lanes_everything_is_sent(
    ledger: Ledger, posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "MOST", 4)
    await stored(ledger, *(delivery(whose) for whose in (ANA, ELSEWHERE) for _ in range(20)))
    engine = engine_of(ledger, posts, SELDOM)

    async with asyncio.timeout(20):
        await asyncio.gather(*(engine.drain(whose.workspace) for whose in (ANA, ELSEWHERE)))

    assert await states(ledger) == ["sent"] * 40


async def test_a_lane_that_is_given_up_leaves_its_room_to_others(ledger: Ledger, posts: Posts) -> None:
    posts.silence = asyncio.Event()
    await stored(ledger, *(delivery(ANA) for _ in range(AT_ONCE - 1)))
    engine = engine_of(ledger, posts, SELDOM)
    lane = asyncio.create_task(engine.drain(ANA.workspace))
    await posts.until(lambda: len(posts.sent) == AT_ONCE - 1)
    await stored(ledger, *(delivery(ANA) for _ in range(3)))
    engine._duties.lane(ANA.workspace).wake()
    await posts.until(lambda: len(posts.sent) == AT_ONCE)
    assert engine._duties._claims._under_way == AT_ONCE + 2

    lane.cancel()
    await asyncio.gather(lane, return_exceptions=True)

    assert engine._duties._claims._under_way == 0
