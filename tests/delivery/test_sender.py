"""What Slack's answer means: sent, not sent, or in doubt; and what is done about a doubt (promise 3, L6)."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.buckets import Limit
from bot.delivery.conversation import CLOCKS_APART, PAGE, PAGES
from bot.delivery.fence import FencedRequest
from bot.delivery.outbox import Claimed, Doubt, Failed, Later, Outcome, Patience, Sent, Skipped
from bot.delivery.pace import Limits, Pacing
from bot.delivery.posts import Message
from bot.delivery.sender import Sender
from bot.ledger.scope import Owner
from playground import World
from playground.conversations import Message as Line
from playground.person import Person
from tests.ledger.rows import NOON

PATIENCE = Patience(call=timedelta(seconds=0.5), doubt=timedelta(seconds=60), pause=timedelta(seconds=15))
PAUSED, DOUBTFUL = PATIENCE.pause, PATIENCE.doubt
POST = "chat.postMessage"
HISTORY = "conversations.history"
MESSAGE = Message("Your draft", [{"type": "section", "text": {"type": "mrkdwn", "text": "Your draft"}}])


FREELY = Limit(1_000_000, burst=1_000)
UNLIMITED = Limits(FREELY, FREELY, dict.fromkeys(("conversations.open", HISTORY), FREELY))
NEVER = Skipped("expired")


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    timeout = aiohttp.ClientTimeout(total=PATIENCE.call.total_seconds())
    async with aiohttp.ClientSession(timeout=timeout, request_class=FencedRequest) as opened:
        yield opened


@pytest.fixture
def sender(world: World, session: aiohttp.ClientSession) -> Sender:
    return sender_to(world.api_url, world, session)


def sender_to(api_url: str, world: World, session: aiohttp.ClientSession, pacing: Pacing | None = None) -> Sender:
    client = AsyncWebClient(world.default.bot_token, api_url, session=session, retry_handlers=[])
    return Sender(lambda _: client, PATIENCE, pacing or Pacing(UNLIMITED), lambda: NOON)


def claimed(person: Person, *, doubted: bool = False) -> Claimed:
    owner, channel = Owner(person.workspace.id, person.id), person.place("dm").id
    return Claimed(uuid.uuid4(), owner, "draft", uuid.uuid4(), "one", 1, doubted, channel, NOON, NOON + PATIENCE.lease)


async def test_a_worker_that_stood_still_while_it_connected_sends_nothing_l6(
    world: World, ana: Person, session: aiohttp.ClientSession
) -> None:
    clock = iter([NOON, NOON + 2 * PATIENCE.lease])
    client = AsyncWebClient(world.default.bot_token, world.api_url, session=session, retry_handlers=[])
    sender = Sender(lambda _: client, PATIENCE, Pacing(UNLIMITED), lambda: next(clock))

    assert await sender.deliver(claimed(ana), MESSAGE) == Later(timedelta(0), "lease_too_short")
    assert ana.dm() == []


async def test_a_message_is_sent_once_with_nothing_but_its_id_beside_it(
    world: World, ana: Person, sender: Sender
) -> None:
    item = claimed(ana)

    outcome = await sender.deliver(item, MESSAGE)

    [message] = ana.dm()
    assert outcome == Sent(ana.place("dm").id, message.ts)
    assert message.metadata == {"event_type": "coach_delivery", "event_payload": {"delivery_id": str(item.id)}}
    assert [entry.name for entry in world.recorded] == [POST]


async def test_the_direct_message_is_opened_when_it_is_not_known(ana: Person, sender: Sender) -> None:
    outcome = await sender.deliver(replace(claimed(ana), channel=None), MESSAGE)

    assert outcome == Sent(ana.place("dm").id, ana.dm()[0].ts)


FAULTS: dict[str, tuple[str, tuple[object, ...], Outcome]] = {
    "too many, with a time": ("ratelimited", (POST, 7), Later(timedelta(seconds=7), "rate_limited")),
    "too many, in words": ("error", (POST, "message_limit_exceeded"), Later(PAUSED, "rate_limited")),
    "server fault": ("status", (POST, 500), Doubt(DOUBTFUL, "status_500")),
    "gateway's page": ("status", (POST, 502), Doubt(DOUBTFUL, "status_502")),
    "a page instead of an answer": ("status", (POST, 200), Doubt(DOUBTFUL, "AttributeError")),
    "no answer": ("hang", (POST,), Doubt(DOUBTFUL, "ConnectionTimeoutError")),
    "aborted before": ("reset", (POST,), Doubt(DOUBTFUL, "ClientOSError")),
    "internal error": ("error", (POST, "internal_error"), Doubt(DOUBTFUL, "internal_error")),
    "a refusal without a word": ("error", (POST, ""), Doubt(DOUBTFUL, "status_200")),
    "no such channel": ("error", (POST, "channel_not_found"), Failed("channel_not_found")),
    "token refused": ("error", (POST, "invalid_auth"), Failed("invalid_auth")),
}


@pytest.mark.parametrize(("kind", "told", "expected"), FAULTS.values(), ids=FAULTS.keys())
async def test_what_went_wrong_decides_what_comes_next(
    world: World, ana: Person, sender: Sender, kind: str, told: tuple[object, ...], expected: Outcome
) -> None:
    getattr(world.faults, kind)(*told)

    outcome = await sender.deliver(claimed(ana), MESSAGE)

    assert _without_the_librarys_name(outcome) == _without_the_librarys_name(expected)
    assert ana.dm() == []
    assert len(world.calls(POST)) == 1


@pytest.mark.parametrize("fault", ["accept_then_hang", "accept_then_abort"])
async def test_a_message_that_arrived_in_silence_is_found_and_not_sent_again(
    world: World, ana: Person, sender: Sender, fault: str
) -> None:
    item = claimed(ana)
    getattr(world.faults, fault)(POST)

    assert isinstance(await sender.deliver(item, MESSAGE), Doubt)
    outcome = await sender.deliver(replace(item, doubted=True), MESSAGE)

    [message] = ana.dm()
    assert outcome == Sent(message.channel_id, message.ts)


async def test_a_message_in_doubt_that_is_not_there_is_sent_once(world: World, ana: Person, sender: Sender) -> None:
    await sender.deliver(claimed(ana), MESSAGE)  # another one, with another id

    outcome = await sender.deliver(claimed(ana, doubted=True), MESSAGE)

    assert outcome == Sent(ana.place("dm").id, ana.dm()[-1].ts)
    assert len(ana.dm()) == 2
    assert [entry.name for entry in world.recorded] == [POST, HISTORY, POST]


async def test_the_look_up_turns_the_pages(world: World, ana: Person, sender: Sender) -> None:
    item = claimed(ana)
    sent = await sender.deliver(item, MESSAGE)
    for number in range(PAGE * (PAGES - 1)):
        ana.writes(f"line {number}", "dm")

    assert await sender.deliver(replace(item, doubted=True), MESSAGE) == sent
    assert len(world.calls(HISTORY)) == PAGES


async def test_the_look_up_reads_no_further_back_than_the_delivery(world: World, ana: Person, sender: Sender) -> None:
    await sender.deliver(claimed(ana, doubted=True), MESSAGE)

    [asked] = world.calls(HISTORY)
    assert float(asked.payload["oldest"]) == (NOON - CLOCKS_APART).timestamp()


async def test_a_foreign_message_with_strange_metadata_is_passed_over(ana: Person, sender: Sender) -> None:
    for metadata in (None, {"event_type": "x", "event_payload": {"delivery_id": "another"}}):
        place = ana.place("dm")
        ana.workspace.post(place, Line(ana.workspace.world.next_ts(), place.id, ana.id, "hi", metadata=metadata))

    assert isinstance(await sender.deliver(claimed(ana, doubted=True), MESSAGE), Sent)


LOOK_UP_FAULTS: dict[str, tuple[str, tuple[object, ...], Outcome]] = {
    "too many": ("ratelimited", (HISTORY, 9), Doubt(timedelta(seconds=9), "rate_limited")),
    "no answer": ("hang", (HISTORY,), Doubt(PAUSED, "no_answer")),
    "aborted": ("reset", (HISTORY, 2), Doubt(PAUSED, "no_answer")),
    "server fault": ("status", (HISTORY, 503), Doubt(PAUSED, "status_503")),
    "a page instead of an answer": ("status", (HISTORY, 200), Doubt(PAUSED, "no_answer")),
    "never to be read": ("error", (HISTORY, "missing_scope"), Failed("missing_scope")),
}


@pytest.mark.parametrize(("kind", "told", "expected"), LOOK_UP_FAULTS.values(), ids=LOOK_UP_FAULTS.keys())
async def test_without_a_look_up_nothing_is_sent_and_the_doubt_stays(
    world: World, ana: Person, sender: Sender, kind: str, told: tuple[object, ...], expected: Outcome
) -> None:
    getattr(world.faults, kind)(*told)

    assert await sender.deliver(claimed(ana, doubted=True), MESSAGE) == expected
    assert world.calls(POST) == []


@pytest.mark.parametrize(("kind", "told"), [("hang", ()), ("reset", ()), ("status", (500,)), ("ratelimited", (15,))])
async def test_a_direct_message_that_does_not_open_leaves_no_doubt(
    world: World, ana: Person, sender: Sender, kind: str, told: tuple[int, ...]
) -> None:
    getattr(world.faults, kind)("conversations.open", *told)

    outcome = await sender.deliver(replace(claimed(ana), channel=None), MESSAGE)

    assert isinstance(outcome, Later)
    assert outcome.after == PAUSED


async def test_a_refused_connection_leaves_no_doubt(world: World, ana: Person, session: aiohttp.ClientSession) -> None:
    sender = sender_to("http://127.0.0.1:1/api/", world, session)

    assert await sender.deliver(claimed(ana), MESSAGE) == Later(PAUSED, "no_connection")


async def test_what_need_not_be_sent_is_looked_up_only_when_in_doubt(world: World, ana: Person, sender: Sender) -> None:
    sent = claimed(ana)
    await sender.deliver(sent, MESSAGE)

    assert await sender.deliver(claimed(ana), NEVER) == NEVER
    assert await sender.deliver(claimed(ana, doubted=True), NEVER) == NEVER
    assert await sender.deliver(replace(sent, doubted=True), NEVER) == Sent(ana.place("dm").id, ana.dm()[0].ts)

    assert len(ana.dm()) == 1
    assert len(world.calls(HISTORY)) == 2


async def test_a_message_that_its_lease_does_not_cover_is_not_begun(world: World, ana: Person, sender: Sender) -> None:
    for doubted in (False, True):
        late = replace(claimed(ana, doubted=doubted), held_until=NOON + PATIENCE.call / 2)
        outcome = await sender.deliver(late, MESSAGE)
        assert outcome == (Doubt if doubted else Later)(timedelta(0), "lease_too_short")

    assert world.calls(POST) == []


async def test_messages_to_one_person_wait_for_their_turn_and_to_others_do_not(
    world: World, ana: Person, ben: Person, session: aiohttp.ClientSession
) -> None:
    pacing = Pacing(replace(UNLIMITED, posts_in_channel=Limit(60, burst=2)), lambda: 0.0)
    sender = sender_to(world.api_url, world, session, pacing)

    outcomes = [await sender.deliver(claimed(person), MESSAGE) for person in (ana, ana, ana, ana, ben)]

    assert [type(outcome) for outcome in outcomes] == [Sent, Sent, Later, Later, Sent]
    assert outcomes[2:4] == [Later(timedelta(seconds=1), "paced"), Later(timedelta(seconds=2), "paced")]


async def test_a_look_up_that_must_wait_leaves_the_doubt(
    world: World, ana: Person, session: aiohttp.ClientSession
) -> None:
    one = Limits(FREELY, FREELY, {HISTORY: Limit(60, burst=1), "conversations.open": Limit(60, burst=1)})
    sender = sender_to(world.api_url, world, session, Pacing(one, lambda: 0.0))
    await sender.deliver(claimed(ana, doubted=True), MESSAGE)
    await sender.deliver(replace(claimed(ana), channel=None), MESSAGE)

    assert await sender.deliver(claimed(ana, doubted=True), MESSAGE) == Doubt(timedelta(seconds=1), "paced")
    unknown = replace(claimed(ana), channel=None)
    assert await sender.deliver(unknown, MESSAGE) == Later(timedelta(seconds=1), "paced")
    assert len(ana.dm()) == 2


@pytest.mark.parametrize("method", [POST, HISTORY, "conversations.open"])
async def test_silence_that_slack_asks_for_is_kept_by_the_whole_workspace_and_no_other(
    world: World, ana: Person, session: aiohttp.ClientSession, method: str
) -> None:
    pacing = Pacing(UNLIMITED, lambda: 0.0)
    sender = sender_to(world.api_url, world, session, pacing)
    world.faults.ratelimited(method, 30)
    item = claimed(ana, doubted=method == HISTORY)
    item = replace(item, channel=None) if method == "conversations.open" else item

    await sender.deliver(item, MESSAGE)

    again = await sender.deliver(replace(item, id=uuid.uuid4()), MESSAGE)
    assert (pacing.of(item.owner.workspace).wait() == 30) is (method == POST)
    assert isinstance(again, Sent) is (method == POST)  # the lane keeps it for messages, the sender for the others
    assert pacing.of("T0OTHER").wait() == 0
    assert pacing.refusals == {method: 1}


def _without_the_librarys_name(outcome: Outcome) -> Outcome:
    """Which class aiohttp raises for a lost answer is its own affair."""
    if isinstance(outcome, Doubt) and outcome.reason[:1].isupper():
        return Doubt(outcome.after, "lost")
    return outcome
