"""A model does not answer, or not usably: one word says why, soon, and nothing else gets out (R8, promise 5)."""

import asyncio
import dataclasses
import json
import logging
import time
from collections.abc import AsyncIterator

import pytest

from bot.coach.editor import NoManuscript
from bot.llm import Bounds, Server, editing
from bot.llm.editor import ModelEditor
from tests.llm import manners
from tests.llm.conftest import BRIEF, FACTS, HASTY, QUICK
from tests.llm.liar import MODEL, Behaviour, Liar, honest

SECRET = "sk-do-not-tell"


async def reason(editor: ModelEditor) -> str:
    """Why nothing came."""
    with pytest.raises(NoManuscript) as none:
        await editor.write(BRIEF)
    return str(none.value)


@pytest.mark.parametrize(
    ("manner", "word", "calls"),
    [
        (manners.html, "not_json", 1),
        (manners.no_choices, "no_choices", 1),
        (manners.body([]), "not_json", 1),
        (manners.body({"choices": "none"}), "no_choices", 1),
        (manners.body({"choices": [{"message": {"content": {"a": 1}}}]}), "empty", 1),
        (manners.empty, "empty", 1),
        (manners.refusal, "refused", 1),
        (manners.filtered, "refused", 1),
        (manners.truncated, "truncated", 1),
        (manners.cut_off, "unreadable", 1),
        (manners.unreadable, "unreadable", 1),
        (manners.in_french, "nothing_usable", 1),
        (manners.rows(), "nothing_usable", 1),
        (manners.floods(), "too_big", 1),
        (manners.floods(500), "too_big", 1),
        (manners.bomb, "too_big", 1),
        (manners.worded(lambda _: "x" * 50_000), "too_big", 1),
        (manners.worded(lambda _: '{"a":' * 7_000), "unreadable", 1),
        (manners.worded(lambda _: '{"sentences": [' + '"' * 30_000), "unreadable", 1),
        (manners.rate_limited(30), "rate_limited", 1),
        (manners.rate_limited(0), "rate_limited", 2),
        (manners.status(429, "You exceeded your quota: insufficient_quota"), "no_credit", 1),
        (manners.broken(), "server_error", 2),
        (manners.status(503), "server_error", 2),
        (manners.disconnects, "unreachable", 2),
        (manners.status(401), "unauthorized", 1),
        (manners.status(404), "not_found", 1),
        (manners.status(400, "The context is too long."), "bad_request", 1),
        (manners.status(413), "too_long", 1),
        (manners.refuses("json_schema", "json_object", "plain"), "bad_request", 3),
        (manners.redirects("http://127.0.0.1:9/v1/chat/completions"), "redirected", 1),
    ],
)
async def test_each_failure_is_one_word(
    liar: Liar, editor: ModelEditor, manner: Behaviour, word: str, calls: int
) -> None:
    liar.behaves(manner)

    assert await reason(editor) == word

    assert len(liar.requests) == calls


@pytest.mark.parametrize(
    "server", [Server(MODEL, "http://127.0.0.1:9/v1", "sk-\u2011key"), Server(MODEL, "http://127.0.0.1:99999/v1")]
)
async def test_a_key_or_address_that_the_library_chokes_on_is_a_failure_like_any_other(server: Server) -> None:
    async with editing(server, QUICK) as editor:
        assert await reason(editor) == "broken"


@pytest.mark.parametrize("manner", [manners.hangs, manners.drips()], ids=["hangs", "drips"])
@pytest.mark.parametrize("bounds", [HASTY, dataclasses.replace(HASTY, call=9.0)], ids=["a call", "all of it"])
async def test_a_server_without_an_end_is_left_in_time(liar: Liar, manner: Behaviour, bounds: Bounds) -> None:
    liar.behaves(manner)
    async with editing(Server(MODEL, liar.url), bounds) as editor:
        begun = time.monotonic()

        assert await reason(editor) == "timeout"

        assert time.monotonic() - begun < bounds.write + 0.5
    assert len(liar.requests) == 1


async def test_nobody_there_is_unreachable() -> None:
    async with editing(Server(MODEL, "http://127.0.0.1:9/v1"), QUICK) as editor:
        assert await reason(editor) == "unreachable"


@pytest.mark.parametrize(
    "manner", [manners.broken(), manners.disconnects, manners.rate_limited(0.05)], ids=lambda _: ""
)
async def test_what_may_pass_is_tried_once_more(liar: Liar, editor: ModelEditor, manner: Behaviour) -> None:
    liar.behaves(manner, honest)

    assert (await editor.write(BRIEF)).sentences
    assert len(liar.requests) == 2


async def test_an_answer_of_no_use_is_paid_for_all_the_same(liar: Liar, editor: ModelEditor) -> None:
    liar.behaves(manners.truncated)

    with pytest.raises(NoManuscript) as none:
        await editor.write(BRIEF)

    assert none.value.usage
    assert (none.value.usage.tokens_in, none.value.usage.tokens_out) == (120, 45)


@pytest.fixture
async def narrow(liar: Liar) -> AsyncIterator[ModelEditor]:
    """Takes one at a time, and gives up after two failures."""
    bounds = dataclasses.replace(QUICK, at_once=1, failures=2, rest=0.2)
    async with editing(Server(MODEL, liar.url), bounds) as opened:
        yield opened


async def test_waiting_for_a_place_counts_into_the_bound(liar: Liar) -> None:
    bounds = dataclasses.replace(QUICK, at_once=1, write=0.1)
    liar.behaves(manners.hangs)
    async with editing(Server(MODEL, liar.url), bounds) as editor:
        holding = asyncio.create_task(editor.repair(BRIEF, []))
        await liar.asked(1)

        assert await reason(editor) == "busy"

        holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)
    assert len(liar.requests) == 1


async def test_a_server_that_fails_is_left_alone_then_tried_with_one_call(liar: Liar, narrow: ModelEditor) -> None:
    liar.behaves(manners.status(404))
    assert [await reason(narrow) for _ in range(3)] == ["not_found", "not_found", "resting"]
    assert len(liar.requests) == 2

    await asyncio.sleep(0.21)
    assert [await reason(narrow) for _ in range(2)] == ["not_found", "resting"]
    await asyncio.sleep(0.21)
    liar.behaves(honest)
    await narrow.write(BRIEF)
    await narrow.write(BRIEF)

    assert len(liar.requests) == 5


async def test_only_one_probes_while_the_others_are_sent_away(liar: Liar) -> None:
    bounds = dataclasses.replace(HASTY, failures=1, rest=0.05)
    async with editing(Server(MODEL, liar.url), bounds) as editor:
        liar.behaves(manners.status(404), manners.drips())
        await reason(editor)
        await asyncio.sleep(0.06)

        reasons = await asyncio.gather(*(reason(editor) for _ in range(5)))

    assert sorted(reasons) == ["resting"] * 4 + ["timeout"]


async def test_a_retry_after_is_heeded_by_everybody(liar: Liar, editor: ModelEditor) -> None:
    liar.behaves(manners.rate_limited(30), honest)

    assert [await reason(editor), await reason(editor)] == ["rate_limited", "resting"]
    assert len(liar.requests) == 1


async def test_answers_of_no_use_do_not_switch_a_server_off(liar: Liar, narrow: ModelEditor) -> None:
    liar.behaves(manners.refusal)
    assert {await reason(narrow) for _ in range(4)} == {"refused"}

    liar.behaves(honest)

    assert (await narrow.write(BRIEF)).sentences


async def test_a_call_that_is_given_up_from_outside_leaves_its_place(liar: Liar, narrow: ModelEditor) -> None:
    liar.behaves(manners.hangs, honest)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await narrow.write(BRIEF)

    assert (await narrow.write(BRIEF)).sentences


async def test_a_form_that_was_refused_is_tried_again_after_a_while(liar: Liar) -> None:
    liar.behaves(manners.refuses("json_schema"))
    async with editing(Server(MODEL, liar.url), dataclasses.replace(QUICK, remember=0.05)) as editor:
        await editor.write(BRIEF)
        await asyncio.sleep(0.06)
        await editor.write(BRIEF)

    assert [asked.form for asked in liar.requests] == ["json_schema", "json_object"] * 2


async def test_the_log_has_one_event_a_call_and_no_words(liar: Liar, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    url = liar.url.replace("http://", f"http://user:{SECRET}@")
    liar.behaves(honest, manners.cut_off, manners.status(400, FACTS["f2"]))
    async with editing(Server(MODEL, url, SECRET), QUICK) as editor:
        await editor.write(BRIEF)
        assert [await reason(editor), await reason(editor)] == ["unreadable", "bad_request"]

    ours = [vars(record) for record in caplog.records if record.name.startswith("bot.")]
    assert [(each["event"], each["reason"]) for each in ours] == [
        ("model.call", "answered"), ("model.call", "unreadable"), ("model.call", "bad_request"),
    ]  # fmt: skip
    assert ours[0]["where"] == "127.0.0.1"
    assert ours[0]["tokens_in"] == 120
    told = json.dumps(ours, default=str)
    assert not any(hidden in told for hidden in (SECRET, *FACTS.values()))


def test_a_server_shows_neither_key_nor_address() -> None:
    server = Server(MODEL, f"http://user:{SECRET}@models.acme.test:8080/v1?token={SECRET}", SECRET)

    assert SECRET not in repr(server)
    assert server.where == "models.acme.test"
    assert server.in_clear


def test_a_person_has_an_answer_within_thirty_seconds() -> None:
    assert Bounds().write + Bounds().repair <= 28
