"""Signed HTTP, retries of events, and what a test can make go wrong with deliveries."""

import asyncio

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from playground import Person, World, delivery
from tests.playground.conftest import SOON, ScriptedApp


async def test_requests_carry_slacks_signature(ana: Person, app: ScriptedApp, world: World) -> None:
    await ana.slash("/win", "it & that")
    await ana.shortcut("log_win")
    await ana.says("hello")

    verifier = SignatureVerifier(world.signing_secret)
    assert all(verifier.is_valid_request(r.text, dict(r.headers)) for r in app.requests)
    kinds = [r.headers["Content-Type"] for r in app.requests]
    assert kinds == ["application/x-www-form-urlencoded"] * 2 + ["application/json"]


async def test_an_event_comes_again_until_it_is_taken(ana: Person, app: ScriptedApp, world: World) -> None:
    world.ack_timeout = SOON
    app.answers += [web.Response(status=500), 5.0]

    await ana.says("hello")
    assert await world.eventually(lambda: world.recorded[-1].attempts == 3, 20)

    heads = [(r.headers.get("X-Slack-Retry-Num"), r.headers.get("X-Slack-Retry-Reason")) for r in app.requests]
    assert heads == [(None, None), ("1", "http_error"), ("2", "http_timeout")]
    assert len({p["event_id"] for p in app.payloads}) == 1


async def test_an_event_is_retried_three_times_at_most(ana: Person, app: ScriptedApp, world: World) -> None:
    app.answers += [web.Response(status=500) for _ in range(9)]

    await ana.says("hello")
    await world.eventually(lambda: len(app.requests) > 4, 0.1)

    assert len(app.requests) == 4


async def test_the_app_can_refuse_retries(ana: Person, app: ScriptedApp, world: World) -> None:
    app.answers.append(web.Response(status=500, headers={"X-Slack-No-Retry": "1"}))

    await ana.says("hello")
    await world.eventually(lambda: len(app.requests) > 1, 0.05)

    assert len(app.requests) == 1


async def test_commands_are_not_retried(ana: Person, app: ScriptedApp, world: World) -> None:
    app.answers.append(web.Response(status=500))

    await ana.slash("/win")
    await world.eventually(lambda: len(app.requests) > 1, 0.05)

    assert len(app.requests) == 1


async def test_a_duplicate_has_the_same_trigger(ana: Person, app: ScriptedApp, world: World) -> None:
    world.faults.duplicate_delivery()

    await ana.slash("/win", "it")

    first, second = app.payloads
    assert first == second


async def test_a_dropped_acknowledgement_looks_like_none(ana: Person, app: ScriptedApp, world: World) -> None:
    world.faults.drop_acknowledgement()

    await ana.slash("/win", "it")

    assert len(app.requests) == 1
    assert ana.sees("operation_timeout")
    assert world.violations == []


async def test_anything_recorded_can_be_delivered_again(ana: Person, app: ScriptedApp, world: World) -> None:
    await ana.slash("/win", "it")

    await world.redeliver(world.recorded[0])

    assert app.payloads[0] == app.payloads[1]


async def test_every_payload_can_be_delivered_raw(app: ScriptedApp, world: World) -> None:
    answer = await world.deliver({"type": "block_actions", "team": {"id": "T"}, "actions": []})

    assert answer.ok
    assert app.payloads[0]["type"] == "block_actions"
    assert world.recorded[-1].workspace_id == "T"


async def test_a_payload_is_overtaken_by_the_next(ana: Person, app: ScriptedApp, world: World) -> None:
    world.faults.out_of_order()

    first = asyncio.create_task(ana.slash("/win", "first"))
    await asyncio.sleep(0)
    await ana.slash("/win", "second")
    await first

    assert [p["text"] for p in app.payloads] == ["second", "first"]
    assert not world.faults.take_swap()


async def test_a_payload_that_nothing_overtakes_goes_anyway(
    ana: Person, app: ScriptedApp, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "OVERTAKING", 0.01)
    world.faults.out_of_order()

    assert (await ana.slash("/win", "alone")).ok
