"""What the bot does on its own: drafts made and announced, and what becomes of those that cannot be."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

from bot.coach import composing, drafts, evidence, jobs, launches, offers, presses, reviews, spoken
from bot.coach.promises import Promise
from bot.coach.reframing import Reframed
from bot.delivery import outbox
from bot.delivery.outbox import Failed
from bot.delivery.posts import Message
from bot.delivery.whisper import Whisper
from bot.ledger.models import Delivery, Job
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from bot.outgoing import makers
from bot.outgoing.drafting import DraftPost
from bot.outgoing.failing import FailurePost
from bot.outgoing.helping import Helping
from bot.outgoing.offering import OfferPost, WordlessPost
from bot.outgoing.reviewing import ReviewPost
from bot.outgoing.whereabouts import Whereabouts
from bot.outgoing.workshop import Workshop
from playground.person import Person
from tests.ledger.rows import ANA, BEN, NOON, at

LEASE = timedelta(seconds=30)


@pytest.fixture
async def whisper() -> AsyncIterator[Whisper]:
    async with aiohttp.ClientSession() as session:
        yield Whisper(session)


@pytest.fixture
def workshop(ledger: Ledger) -> Workshop:
    return Workshop(ledger, makers(ledger, lambda _: AsyncWebClient(), "/win", Helping(ledger), nowhere), LEASE)


async def nowhere(owner: Owner, within: float = 0.0) -> None:  # nobody knows
    """Slack does not say."""


async def asked(ledger: Ledger, owner: Owner = ANA, url: str | None = None) -> uuid.UUID:
    saved = await evidence.capture(ledger, owner, "Shipped onboarding", key=uuid.uuid4().hex, now=NOON)
    await drafts.ask(ledger, owner, saved.entry.id, key=uuid.uuid4().hex, respond_url=url, now=NOON)
    return saved.entry.id


async def claimed(ledger: Ledger, now: datetime = NOON) -> list[outbox.Claimed]:
    return await outbox.claim(ledger, "one", {ANA.workspace: 10}, now=at(now), lease=LEASE)


async def states(ledger: Ledger) -> list[tuple[str, str | None]]:
    found = select(Job.state, Job.reason).order_by(Job.state)
    return await ledger.read(EVERYONE, lambda session: [(row.state, row.reason) for row in session.execute(found)])


@pytest.mark.parametrize("doubted", [False, True])
async def test_a_review_for_somebody_who_is_gone_is_not_sent_l6(ledger: Ledger, *, doubted: bool) -> None:
    promise = Promise("Onboarding two", NOON.date())
    await launches.record(ledger, ANA, promise, key="view", now=NOON)
    later = NOON + timedelta(days=30, hours=3)
    await reviews.plan(ledger, at(later))
    (item,) = [each for each in await claimed(ledger, later) if each.kind == reviews.KIND]

    async def gone(owner: Owner, within: float = 0.0) -> Whereabouts:  # whoever it is
        return Whereabouts(gone="account_inactive")

    said = await ReviewPost(ledger, gone, lambda: later).message(replace(item, doubted=doubted))

    if doubted:  # it may have been sent: only a look-up tells
        assert isinstance(said, Message)
    else:
        assert said == Failed("account_inactive")


async def _failed(ledger: Ledger) -> uuid.UUID:
    failed = select(Job.id).where(Job.state == "failed")
    return await ledger.read(EVERYONE, lambda session: session.scalars(failed).one())


def no_client(_workspace: str) -> AsyncWebClient:
    """Nothing here is said through Slack."""
    raise NotImplementedError


async def test_with_no_job_due_there_is_nothing_to_do(workshop: Workshop) -> None:
    assert await workshop("one", at(NOON)) is None


async def test_a_job_becomes_a_message_to_its_owner_r10(ledger: Ledger, whisper: Whisper, workshop: Workshop) -> None:
    entry_id = await asked(ledger)

    assert await workshop("one", at(NOON)) == ANA.workspace

    [item] = await claimed(ledger)
    message = await DraftPost(ledger, no_client, whisper).message(item)
    assert message is not None
    assert "Shipped onboarding" in str(message.blocks)
    assert (item.owner, await states(ledger)) == (ANA, [("done", None)])
    assert str(entry_id) not in message.text


async def test_a_draft_whose_entry_was_taken_back_says_nothing(
    ledger: Ledger, whisper: Whisper, workshop: Workshop
) -> None:
    await asked(ledger)
    await workshop("one", at(NOON))
    [item] = await claimed(ledger)

    assert await DraftPost(ledger, no_client, whisper).message(replace(item, owner=BEN)) is None
    assert await evidence.undo_newest(ledger, ANA, key="undo", now=NOON) == "Shipped onboarding"
    assert await DraftPost(ledger, no_client, whisper).message(item) is None
    assert await outbox.settle(ledger, [(item, outbox.Sent("D1", "1"))], now=at(NOON)) == [False]


async def test_the_click_is_pointed_to_the_message_that_arrived_r10(
    ledger: Ledger, whisper: Whisper, workshop: Workshop, ana: Person
) -> None:
    await asked(ledger, url=ana.workspace.world.response_urls.issue(ana, ana.place("general")))
    await workshop("one", at(NOON))
    [item] = await claimed(ledger)

    await DraftPost(ledger, no_client, whisper).arrived(item)
    await whisper.close()

    assert ana.sees("Your draft is in our direct messages.")


async def test_a_draft_that_cannot_be_made_costs_no_other_and_is_told_of_in_the_end(
    ledger: Ledger, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_text: str, **_told: object) -> Reframed:
        raise RecursionError

    entry_id = await asked(ledger)
    monkeypatch.setattr(composing, "reframe", refuses)
    now: datetime = NOON
    for attempt in range(1, jobs.ATTEMPTS + 1):
        assert await workshop("one", at(now)) == ANA.workspace
        now += timedelta(seconds=2**attempt)
    monkeypatch.undo()
    await asked(ledger, BEN)
    await workshop("one", at(now))

    assert await states(ledger) == [("done", None), ("failed", "RecursionError")]
    kinds = select(Delivery.member_id, Delivery.kind).order_by(Delivery.kind)
    promised = await ledger.read(EVERYONE, lambda session: [tuple(row) for row in session.execute(kinds)])
    assert promised == [(BEN.member, "draft"), (ANA.member, "failure")]

    item, *_ = await claimed(ledger, NOON + timedelta(days=1))
    failures = FailurePost(ledger)
    told = await failures.message(replace(item, kind="failure", subject=await _failed(ledger), owner=ANA))
    assert told is not None
    assert "your words are safe" in told.text
    await evidence.undo(ledger, ANA, entry_id)
    assert await failures.message(replace(item, subject=uuid.uuid4())) is None


async def _promised(ledger: Ledger) -> outbox.Claimed:
    [item] = await claimed(ledger)
    return item


async def test_an_offer_shows_the_words_as_they_stand_and_nothing_once_they_are_decided_about_c9(
    ledger: Ledger,
) -> None:
    await offers.make(ledger, ANA, "Shipped onboarding", key="said", now=NOON)
    await offers.reword(ledger, ANA, "Shipped the new onboarding", key="said")
    item = await _promised(ledger)
    post = OfferPost(ledger)

    message = await post.message(item)
    assert message is not None
    assert "Shipped the new onboarding" in str(message.blocks)
    assert await post.message(replace(item, owner=BEN)) is None

    await spoken.save(ledger, ANA, item.subject, now=NOON)
    assert await post.message(item) is None


async def test_an_offer_of_words_that_were_let_go_says_nothing_c9(ledger: Ledger) -> None:
    await offers.make(ledger, ANA, "Shipped onboarding", key="said", now=NOON)
    item = await _promised(ledger)
    await spoken.let_go(ledger, ANA, item.subject)

    assert await OfferPost(ledger).message(item) is None


async def test_a_message_without_words_is_told_so_c9(ledger: Ledger) -> None:
    await offers.reply(ledger, ANA, offers.WORDLESS, key="said", now=NOON)
    item = await _promised(ledger)
    post = WordlessPost()

    message = await post.message(item)
    await post.arrived(item)

    assert message is not None
    assert "I can only read words" in message.text


async def test_a_job_that_has_to_stop_is_handed_back_at_once_and_counts_as_never_begun(ledger: Ledger) -> None:
    begun, told = asyncio.Event(), asyncio.Event()

    async def never(_task: jobs.Task, _now: datetime) -> None:
        begun.set()
        await asyncio.Event().wait()

    await asked(ledger)
    working = asyncio.create_task(Workshop(ledger, {presses.JOB: never}, LEASE)("one", at(NOON), told.set))
    await begun.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)

    assert told.is_set()
    assert await states(ledger) == [("ready", None)]
    again = await jobs.claim(ledger, "two", now=at(NOON), lease=LEASE)
    assert again is not None
    assert again.attempts == 1


async def test_an_entry_taken_back_while_its_draft_is_made_leaves_no_job(
    ledger: Ledger, workshop: Workshop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    entry_id = await asked(ledger)
    claim = jobs.claim

    async def taken(*arguments: object, **told: object) -> jobs.Task | None:
        task = await claim(*arguments, **told)  # type: ignore[arg-type]  # as it was called
        await evidence.undo(ledger, ANA, entry_id)
        return task

    monkeypatch.setattr(jobs, "claim", taken)

    assert await workshop("one", at(NOON)) == ANA.workspace

    assert await states(ledger) == []
    assert "A job was taken back" in caplog.messages
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
