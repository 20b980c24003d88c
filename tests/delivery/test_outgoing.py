"""What the bot does on its own: drafts made and announced, and what becomes of those that cannot be."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import aiohttp
import pytest
from sqlalchemy import select

from bot.coach import drafts, evidence
from bot.coach.evidence import Gone
from bot.coach.reframing import Reframed
from bot.delivery import outbox
from bot.delivery.whisper import Whisper
from bot.ledger.models import Delivery, Job
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from bot.outgoing import Drafting, DraftPost
from playground.person import Person
from tests.ledger.rows import ANA, BEN, NOON

LEASE = timedelta(seconds=30)


@pytest.fixture
async def whisper() -> AsyncIterator[Whisper]:
    async with aiohttp.ClientSession() as session:
        yield Whisper(session)


@pytest.fixture
def drafting(ledger: Ledger, whisper: Whisper) -> Drafting:
    return Drafting(ledger, whisper, LEASE)


async def asked(ledger: Ledger, owner: Owner = ANA, url: str | None = None) -> uuid.UUID:
    saved = await evidence.capture(ledger, owner, "Shipped onboarding", key=uuid.uuid4().hex, now=NOON)
    await drafts.ask(ledger, owner, saved.entry.id, key=uuid.uuid4().hex, respond_url=url, now=NOON)
    return saved.entry.id


async def jobs(ledger: Ledger) -> list[tuple[str, str | None]]:
    found = select(Job.state, Job.reason).order_by(Job.state)
    return await ledger.read(EVERYONE, lambda session: [(row.state, row.reason) for row in session.execute(found)])


async def test_with_no_job_due_there_is_nothing_to_do(drafting: Drafting) -> None:
    assert await drafting("one", NOON) is False


async def test_a_job_becomes_a_message_to_its_owner_r10(ledger: Ledger, whisper: Whisper, drafting: Drafting) -> None:
    entry_id = await asked(ledger)

    assert await drafting("one", NOON) is True

    item = await outbox.claim(ledger, "one", now=NOON, lease=LEASE)
    assert item is not None
    message = await DraftPost(ledger, whisper).message(item)
    assert message is not None
    assert "Shipped onboarding" in str(message.blocks)
    assert (item.owner, await jobs(ledger)) == (ANA, [("done", None)])
    assert str(entry_id) not in message.text


async def test_a_draft_whose_entry_was_taken_back_says_nothing(
    ledger: Ledger, whisper: Whisper, drafting: Drafting
) -> None:
    await asked(ledger)
    await drafting("one", NOON)
    item = await outbox.claim(ledger, "one", now=NOON, lease=LEASE)
    assert item is not None

    assert await DraftPost(ledger, whisper).message(replace(item, owner=BEN)) is None
    assert await evidence.undo_newest(ledger, ANA, key="undo", now=NOON) == "Shipped onboarding"
    assert await DraftPost(ledger, whisper).message(item) is None
    assert not await outbox.settle(ledger, item, outbox.Sent("D1", "1"), now=NOON)


async def test_the_click_is_pointed_to_the_message_that_arrived_r10(
    ledger: Ledger, whisper: Whisper, drafting: Drafting, ana: Person
) -> None:
    await asked(ledger, url=ana.workspace.world.response_urls.issue(ana, ana.place("general")))
    await drafting("one", NOON)
    item = await outbox.claim(ledger, "one", now=NOON, lease=LEASE)
    assert item is not None

    await DraftPost(ledger, whisper).arrived(item)
    await whisper.close()

    assert ana.sees("Your draft is in our direct message.")


async def test_a_draft_that_cannot_be_made_costs_no_other_and_is_told_of_in_the_end(
    ledger: Ledger, whisper: Whisper, drafting: Drafting, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_text: str, **_told: object) -> Reframed:
        raise RecursionError

    url = ana.workspace.world.response_urls.issue(ana, ana.place("general"))
    await asked(ledger, url=url)
    monkeypatch.setattr(drafts, "reframe", refuses)
    now: datetime = NOON
    for attempt in range(1, drafts.ATTEMPTS + 1):
        assert await drafting("one", now) is True
        now += timedelta(seconds=2**attempt)
    monkeypatch.undo()
    await asked(ledger, BEN)
    await drafting("one", now)
    await whisper.close()

    assert await jobs(ledger) == [("done", None), ("failed", "RecursionError")]
    assert ana.sees("I could not make this draft. Your entry is safe")
    owners = await ledger.read(EVERYONE, lambda session: session.scalars(select(Delivery.member_id)).all())
    assert owners == [BEN.member]


async def test_an_entry_taken_back_while_its_draft_is_made_leaves_no_job(
    ledger: Ledger, drafting: Drafting, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry_id = await asked(ledger)
    claim = drafts.claim

    async def claimed(*arguments: object, **told: object) -> drafts.Task | None:
        task = await claim(*arguments, **told)  # type: ignore[arg-type]  # as it was called
        await evidence.undo(ledger, ANA, entry_id)
        return task

    monkeypatch.setattr(drafts, "claim", claimed)

    with pytest.raises(Gone):
        await drafting("one", NOON)

    assert await jobs(ledger) == []
