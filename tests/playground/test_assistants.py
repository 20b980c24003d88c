"""What an app says about a thread while it thinks."""

from collections.abc import AsyncIterator

import pytest

from playground import Person, World
from playground.snapshot import snapshot
from playground.world import SCOPES
from tests.playground.conftest import Answer, Api, Clock

PROMPT = {"title": "Find a gap", "message": "What is missing?"}


@pytest.fixture
async def world(clock: Clock) -> AsyncIterator[World]:
    async with World(rates="unlimited", scopes=(*SCOPES, "assistant:write"), now=clock) as opened:
        yield opened


@pytest.fixture
def thread(ana: Person, dm: str) -> dict[str, str]:
    return {"channel_id": dm, "thread_ts": ana.writes("Think about it.", "dm").ts}


def place(ana: Person) -> dict[str, object]:
    return dict(snapshot(ana)["places"][-1])


async def test_a_status_stands_until_the_answer(api: Api, ana: Person, thread: dict[str, str], dm: str) -> None:
    said = await api("assistant.threads.setStatus", status="is reading…", loading_messages=["Still."], **thread)

    assert said.body == {"ok": True}
    status = {"thread": thread["thread_ts"], "words": "is reading…", "loading": ["Still."]}
    assert place(ana)["thinking"] == [status]

    await api("chat.postMessage", channel=dm, text="Elsewhere.")
    assert place(ana)["thinking"] == [status]
    await api("chat.postMessage", channel=dm, text="Here.", thread_ts=thread["thread_ts"])
    assert place(ana)["thinking"] == []


async def test_a_status_is_taken_away_or_ends_after_two_minutes(
    api: Api, ana: Person, thread: dict[str, str], clock: Clock
) -> None:
    await api("assistant.threads.setStatus", status="is thinking…", **thread)
    await api("assistant.threads.setStatus", status="", **thread)
    assert place(ana)["thinking"] == []

    await api("assistant.threads.setStatus", status="is thinking…", **thread)
    clock.pass_(121)
    assert place(ana)["thinking"] == []


async def test_prompts_and_a_title_are_set(api: Api, ana: Person, thread: dict[str, str], dm: str) -> None:
    assert (await api("assistant.threads.setTitle", title="A gap", **thread))["ok"]
    assert (await api("assistant.threads.setSuggestedPrompts", title="Try", prompts=[PROMPT], **thread))["ok"]
    assert (await api("assistant.threads.setSuggestedPrompts", channel_id=dm, prompts=[PROMPT]))["ok"]

    assert place(ana)["prompts"] == [
        {"thread": thread["thread_ts"], "title": "Try", "prompts": [PROMPT]},
        {"thread": "", "title": "", "prompts": [PROMPT]},
    ]
    assert ana.place("dm").assistant[thread["thread_ts"]].title == "A gap"


@pytest.mark.parametrize(
    ("method", "given", "error"),
    [
        ("setStatus", {"status": "x", "thread_ts": "1700000000.000001"}, "invalid_thread_ts"),
        ("setStatus", {"status": "x", "channel_id": "D0NONE"}, "channel_not_found"),
        ("setStatus", {}, "invalid_arguments"),
        ("setStatus", {"status": "x", "loading_messages": ["m"] * 11}, "invalid_arguments"),
        ("setStatus", {"status": "x", "loading_messages": [1]}, "invalid_arguments"),
        ("setTitle", {}, "invalid_arguments"),
        ("setSuggestedPrompts", {"prompts": []}, "invalid_arguments"),
        ("setSuggestedPrompts", {"prompts": [PROMPT] * 5}, "invalid_arguments"),
        ("setSuggestedPrompts", {"prompts": [{"title": "only"}]}, "invalid_arguments"),
        ("setSuggestedPrompts", {"prompts": [{**PROMPT, "title": " "}]}, "invalid_arguments"),
    ],
)
async def test_each_wrong_call_is_refused(
    api: Api, thread: dict[str, str], method: str, given: dict[str, object], error: str
) -> None:
    answer: Answer = await api(f"assistant.threads.{method}", **{**thread, **given})

    assert answer.error == error


async def test_nothing_is_shown_to_others(api: Api, ana: Person, thread: dict[str, str]) -> None:
    await api("assistant.threads.setStatus", status="is thinking…", **thread)

    shown = snapshot(ana.workspace.person("Ben"))["places"]

    assert all(not one["thinking"] for one in shown)
