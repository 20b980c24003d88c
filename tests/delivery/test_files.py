"""Files to Slack: shared once whatever happens, and deleted until they are gone (promise 3, P2)."""

import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.buckets import Limit
from bot.delivery.files import SLOWEST, Files
from bot.delivery.outbox import Claimed, Doubt, Failed, Later, Outcome, Patience, Sent
from bot.delivery.pace import Limits, Pacing
from bot.documents import Part
from bot.ledger.scope import Owner
from playground import World
from playground.person import Person
from tests.conftest import PATIENT
from tests.ledger.rows import NOON

PATIENCE = Patience(call=timedelta(seconds=1), doubt=timedelta(seconds=60), pause=timedelta(seconds=15))
PAUSED, DOUBTFUL = PATIENCE.pause, PATIENCE.doubt
TICKET, UPLOAD, COMPLETE = "files.getUploadURLExternal", "upload", "files.completeUploadExternal"
DELETE, HISTORY = "files.delete", "conversations.history"
FREELY = Limit(1_000_000, burst=1_000)
UNLIMITED = Limits(FREELY, FREELY, dict.fromkeys((TICKET, COMPLETE, DELETE, HISTORY, "conversations.open"), FREELY))


@dataclass
class Parcel:
    """Two files; it notes what is noted of them."""

    ids: Sequence[str] = ()
    ours: bool = True
    comment: str = "Here you are"
    packed: int = 0
    noted: list[Sequence[str]] = field(default_factory=list)

    async def pack(self) -> list[Part]:
        self.packed += 1
        return [Part("a.md", b"# Hello"), Part("b.json", "{é}".encode())]

    async def note(self, ids: Sequence[str]) -> bool:
        self.noted.append(ids)
        if self.ours:
            self.ids = ids
        return self.ours


class Hands:
    """The files, and a clock that a test can move."""

    def __init__(self, world: World, http: aiohttp.ClientSession, limits: Limits = UNLIMITED) -> None:
        self.now = NOON
        client = AsyncWebClient(world.default.bot_token, world.api_url, session=http, retry_handlers=[])
        self.files = Files(
            lambda _: client, http, PATIENCE, Pacing(limits, lambda: self._clock().timestamp()), self._clock
        )

    def _clock(self) -> datetime:
        return self.now


@pytest.fixture
async def hands(world: World) -> AsyncIterator[Hands]:
    timeout = aiohttp.ClientTimeout(total=PATIENCE.call.total_seconds())
    async with aiohttp.ClientSession(timeout=timeout) as http:
        yield Hands(world, http)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """As strict as ever, but here the files are asked for that are gone on purpose."""
    async with World(rates="unlimited", ack_timeout=PATIENT) as opened:
        yield opened
        assert opened.broadcasts == []


def claimed(person: Person, *, doubted: bool = False) -> Claimed:
    owner, channel = Owner(person.workspace.id, person.id), person.place("dm").id
    return Claimed(uuid.uuid4(), owner, "export", uuid.uuid4(), "one", 1, doubted, channel, NOON, NOON + PATIENCE.lease)


async def test_files_are_uploaded_noted_and_shared_in_one_message(world: World, ana: Person, hands: Hands) -> None:
    parcel = Parcel()

    outcome = await hands.files.share(claimed(ana), parcel)

    assert outcome == Sent(ana.place("dm").id, None)
    await ana.eventually_sees("Here you are")
    [message] = ana.dm()
    assert [(file.name, file.content) for file in message.files] == [("a.md", b"# Hello"), ("b.json", "{é}".encode())]
    assert [list(ids) for ids in parcel.noted] == [[file.id for file in message.files]]
    assert world.violations == []


async def test_the_direct_message_is_opened_when_it_is_not_known(ana: Person, hands: Hands) -> None:
    outcome = await hands.files.share(replace(claimed(ana), channel=None), Parcel())

    assert outcome == Sent(ana.place("dm").id, None)


BEFORE: dict[str, tuple[str, tuple[object, ...], Outcome]] = {
    "too many tickets": ("ratelimited", (TICKET, 7), Later(timedelta(seconds=7), "rate_limited")),
    "no ticket": ("hang", (TICKET,), Later(PAUSED, "no_answer")),
    "a page for a ticket": ("status", (TICKET, 200), Later(PAUSED, "no_answer")),
    "a fault for a ticket": ("status", (TICKET, 500), Later(PAUSED, "status_500")),
    "a refused upload": ("status", (UPLOAD, 500), Later(PAUSED, "no_answer")),
    "an aborted upload": ("reset", (UPLOAD,), Later(PAUSED, "no_answer")),
    "no scope": ("error", (TICKET, "missing_scope"), Failed("missing_scope")),
}


@pytest.mark.parametrize(("kind", "told", "expected"), BEFORE.values(), ids=BEFORE.keys())
async def test_before_the_share_nothing_is_in_doubt(
    world: World, ana: Person, hands: Hands, kind: str, told: tuple[object, ...], expected: Outcome
) -> None:
    getattr(world.faults, kind)(*told)
    parcel = Parcel()

    assert await hands.files.share(claimed(ana), parcel) == expected

    assert parcel.noted == []
    assert world.calls(COMPLETE) == []


SHARING: dict[str, tuple[str, tuple[object, ...], Outcome]] = {
    "too many": ("ratelimited", (COMPLETE, 7), Later(timedelta(seconds=7), "rate_limited")),
    "server fault": ("status", (COMPLETE, 502), Doubt(DOUBTFUL, "status_502")),
    "internal error": ("error", (COMPLETE, "internal_error"), Doubt(DOUBTFUL, "internal_error")),
    "no such channel": ("error", (COMPLETE, "channel_not_found"), Failed("channel_not_found")),
}


@pytest.mark.parametrize(("kind", "told", "expected"), SHARING.values(), ids=SHARING.keys())
async def test_a_share_that_went_wrong_is_tried_again_with_the_same_files(
    world: World, ana: Person, hands: Hands, kind: str, told: tuple[object, ...], expected: Outcome
) -> None:
    getattr(world.faults, kind)(*told)
    parcel, item = Parcel(), claimed(ana)

    assert await hands.files.share(item, parcel) == expected
    hands.now += PATIENCE.doubt
    outcome = await hands.files.share(replace(item, doubted=isinstance(expected, Doubt)), parcel)

    assert outcome == Sent(ana.place("dm").id, None)
    await ana.eventually_sees("Here you are")
    assert len(ana.dm()) == parcel.packed == 1


@pytest.mark.parametrize("fault", ["accept_then_hang", "accept_then_abort"])
async def test_a_share_that_arrived_in_silence_is_found_and_not_done_again(
    world: World, ana: Person, hands: Hands, fault: str
) -> None:
    getattr(world.faults, fault)(COMPLETE)
    parcel, item = Parcel(), claimed(ana)

    assert isinstance(await hands.files.share(item, parcel), Doubt)
    await ana.eventually_sees("Here you are")
    outcome = await hands.files.share(replace(item, doubted=True), parcel)

    [message] = ana.dm()
    assert outcome == Sent(message.channel_id, message.ts)
    assert len(world.calls(COMPLETE)) == 1


@pytest.mark.parametrize("completed", [False, True])
async def test_uploads_that_cannot_be_shared_any_more_go_before_others_come(
    world: World, ana: Person, hands: Hands, *, completed: bool
) -> None:
    parcel, item = Parcel(), claimed(ana)
    world.scan_seconds = 3_600 if completed else world.scan_seconds
    if completed:  # and nobody has seen the message yet
        await hands.files.share(item, parcel)
    else:
        parcel.ids = ["F0GONE", "F0LOST"]
    old = list(parcel.ids)

    assert await hands.files.share(replace(item, doubted=True), parcel) == Later(PAUSED, "uploads_ran_out")
    assert list(parcel.ids) == []
    world.scan_seconds = 0
    await hands.files.share(item, parcel)

    await ana.eventually_sees("Here you are")
    assert len(ana.files()) == 2
    assert not {file.id for file in ana.files()} & set(old)


async def test_uploads_that_cannot_be_deleted_yet_are_kept_in_mind(world: World, ana: Person, hands: Hands) -> None:
    world.faults.ratelimited(DELETE, 9)
    parcel = Parcel(["F0GONE"])

    outcome = await hands.files.share(claimed(ana), parcel)

    assert outcome == Later(timedelta(seconds=9), "rate_limited")
    assert list(parcel.ids) == ["F0GONE"]


async def test_without_a_look_up_nothing_is_shared_and_the_doubt_stays(world: World, ana: Person, hands: Hands) -> None:
    world.faults.hang(HISTORY)

    outcome = await hands.files.share(claimed(ana, doubted=True), Parcel(["F1"]))

    assert outcome == Doubt(PAUSED, "no_answer")
    assert world.calls(COMPLETE) == []


async def test_what_was_taken_back_on_the_way_is_not_shared(world: World, ana: Person, hands: Hands) -> None:
    outcome = await hands.files.share(claimed(ana), Parcel(ours=False))

    assert outcome == Later(timedelta(0), "taken_over")
    assert world.calls(COMPLETE) == []


async def test_a_file_is_deleted_and_a_second_time_counts_as_done(ana: Person, hands: Hands) -> None:
    parcel, item = Parcel(), claimed(ana)
    await hands.files.share(item, parcel)
    await ana.eventually(lambda: len(ana.files()) == 2)

    for _ in range(2):
        assert [await hands.files.delete(item, file_id) for file_id in parcel.ids] == [None, None]

    assert ana.files() == []


async def test_a_file_that_slack_does_not_know_may_still_come_for_a_while(ana: Person, hands: Hands) -> None:
    """A worker that was sharing it when it was to be deleted is done with it, one way or another, after this time."""
    item = claimed(ana)
    assert await hands.files.delete(item, "F0COMING") == Later(PAUSED, "file_not_found")

    hands.now = NOON + PATIENCE.lease + PATIENCE.doubt

    assert await hands.files.delete(item, "F0COMING") is None


TROUBLE: dict[str, tuple[str, tuple[object, ...], timedelta]] = {
    "too many": ("ratelimited", (DELETE, 400), timedelta(seconds=400)),
    "no answer": ("hang", (DELETE,), 2 * PATIENCE.pause),
    "server fault": ("status", (DELETE, 500), 2 * PATIENCE.pause),
    "refused": ("error", (DELETE, "token_revoked"), 2 * PATIENCE.pause),
}


@pytest.mark.parametrize(("kind", "told", "after"), TROUBLE.values(), ids=TROUBLE.keys())
async def test_whatever_slack_says_a_file_is_deleted_later(
    world: World, ana: Person, hands: Hands, kind: str, told: tuple[object, ...], after: timedelta
) -> None:
    getattr(world.faults, kind)(*told)
    item = replace(claimed(ana), attempts=2)

    outcome = await hands.files.delete(item, "F1")

    assert outcome is not None
    assert outcome.after == after


@pytest.mark.parametrize("method", [TICKET, COMPLETE])
async def test_a_share_that_must_wait_for_its_turn_sends_nothing(
    world: World, ana: Person, hands: Hands, method: str
) -> None:
    world.faults.ratelimited(method, 9)
    await hands.files.share(claimed(ana), Parcel())

    assert await hands.files.share(claimed(ana), Parcel()) == Later(timedelta(seconds=9), "paced")
    assert len(world.calls(method)) == 1


async def test_a_deletion_that_must_wait_for_its_turn_is_asked_for_later(
    world: World, ana: Person, hands: Hands
) -> None:
    world.faults.ratelimited(DELETE, 9)
    await hands.files.delete(claimed(ana), "F1")

    assert await hands.files.delete(claimed(ana), "F1") == Later(timedelta(seconds=9), "paced")
    assert len(world.calls(DELETE)) == 1


async def test_it_is_tried_at_least_once_an_hour(world: World, ana: Person, hands: Hands) -> None:
    world.faults.error(DELETE, "account_inactive")

    outcome = await hands.files.delete(replace(claimed(ana), attempts=99_999), "F1")

    assert outcome == Later(SLOWEST * PATIENCE.pause, "account_inactive")
