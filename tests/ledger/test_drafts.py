"""Drafts: promised once for a click, made by whoever holds the job, kept with what made them (R1, R4, R10, R12)."""

import asyncio
import json
import uuid
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.coach import drafts, evidence, jobs
from bot.coach.evidence import Gone
from bot.coach.jobs import ATTEMPTS, Task
from bot.coach.making import MODEL, Made, Maker
from bot.coach.presses import SAME_CLICK
from bot.coach.reframing import Reframed, reframe
from bot.ledger.drafted import Draft
from bot.ledger.models import Delivery, Job, Owned
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger import rows
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, at

LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


async def entry_of(ledger: Ledger, text: str = "Shipped onboarding", owner: Owner = ANA) -> uuid.UUID:
    return (await evidence.capture(ledger, owner, text, key=uuid.uuid4().hex, now=NOON)).entry.id


async def ask(ledger: Ledger, entry_id: uuid.UUID, key: str = "click", now: datetime = NOON) -> bool:
    return await drafts.ask(ledger, ANA, entry_id, key=key, respond_url="https://slack.test/1", now=now)


async def claim(ledger: Ledger, worker: str = "one", now: datetime = NOON) -> Task:
    task = await jobs.claim(ledger, worker, now=at(now), lease=LEASE)
    assert task is not None
    return task


async def made(ledger: Ledger, task: Task, now: datetime = NOON) -> bool:
    made = await drafts.work(ledger, task)
    return await drafts.make(ledger, task, made, now)


async def count(ledger: Ledger, model: type[Owned]) -> int | None:
    return await ledger.read(EVERYONE, lambda session: session.scalar(select(func.count()).select_from(model)))


async def job(ledger: Ledger) -> Job:
    return await ledger.read(EVERYONE, lambda session: session.scalars(select(Job)).one())


async def test_one_click_and_one_revision_are_one_promise_c8(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)

    assert await ask(ledger, entry_id, "click")
    assert not await ask(ledger, entry_id, "click", NOON + timedelta(hours=1))
    assert not await ask(ledger, entry_id, "another click")

    assert await count(ledger, Job) == 1


async def test_presses_of_one_batch_are_each_answered_for_themselves_c8(ledger: Ledger) -> None:
    one, other, taken_back = [await entry_of(ledger, text) for text in ("One thing", "Another", "A third")]
    await evidence.undo(ledger, ANA, taken_back)
    await ask(ledger, one, "before")

    presses = ((one, "again"), (other, "click"), (other, "double click"), (taken_back, "late"))
    answers = await asyncio.gather(*(ask(ledger, *press) for press in presses), return_exceptions=True)

    assert [answer if isinstance(answer, bool) else type(answer) for answer in answers] == [False, True, False, Gone]
    assert await count(ledger, Job) == 2


async def test_a_press_on_somebody_elses_entry_finds_none(ledger: Ledger) -> None:
    theirs, own = await entry_of(ledger, owner=BEN), await entry_of(ledger)

    answers = await asyncio.gather(ask(ledger, theirs, "one"), ask(ledger, own, "two"), return_exceptions=True)

    assert [type(answer) for answer in answers] == [Gone, bool]
    assert await count(ledger, Job) == 1


async def test_workers_that_claim_at_once_get_the_oldest_jobs_one_each(ledger: Ledger) -> None:
    for number in range(3):
        await ask(ledger, await entry_of(ledger, f"Shipped {number}"), f"{number}", NOON + number * SECOND)

    claiming = (jobs.claim(ledger, f"worker {n}", now=at(NOON + 3 * SECOND), lease=LEASE) for n in range(4))
    tasks = await asyncio.gather(*claiming)

    keys = select(Job.id, Job.source_key, Job.owner)
    rows_ = await ledger.read(EVERYONE, lambda session: {row.id: row for row in session.execute(keys)})
    assert [rows_[task.id].source_key for task in tasks if task] == ["0", "1", "2"]
    assert [rows_[task.id].owner for task in tasks if task] == ["worker 0", "worker 1", "worker 2"]
    assert tasks[3] is None


async def test_new_words_or_a_later_wish_are_a_new_promise(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)
    await ask(ledger, entry_id, "first")
    await made(ledger, await claim(ledger))

    assert not await ask(ledger, entry_id, "soon", NOON + SECOND)
    assert await ask(ledger, entry_id, "later", NOON + SAME_CLICK)
    await rows.edit(ledger, ANA, entry_id, "Other words")
    assert await ask(ledger, entry_id, "edited", NOON + SAME_CLICK)


@pytest.mark.parametrize(("author", "recalled"), [(None, True), ("U0BEN00001", False)])
async def test_a_result_that_somebody_else_told_is_no_note_of_the_person_r5(
    ledger: Ledger, author: str | None, *, recalled: bool
) -> None:
    told = rows.evidence(ANA, text="The checkout redesign took conversion from 61% to 68%.", author=author)
    await rows.stored(ledger, told)
    await ask(ledger, await entry_of(ledger, "Launched the checkout redesign."))

    draft = (await drafts.work(ledger, await claim(ledger))).reframed

    assert ("68%" in draft.paste()) is recalled


@pytest.mark.parametrize("stranger", [BEN, ELSEWHERE])
async def test_an_entry_or_draft_of_somebody_else_is_not_there_p1(ledger: Ledger, stranger: Owner) -> None:
    entry_id = await entry_of(ledger)
    await ask(ledger, entry_id)
    await made(ledger, await claim(ledger))
    draft_id = await ledger.read(EVERYONE, lambda session: session.scalars(select(Draft.id)).one())

    with pytest.raises(Gone):
        await drafts.ask(ledger, stranger, entry_id, key="theirs", respond_url=None, now=NOON)
    with pytest.raises(Gone):
        await drafts.shown(ledger, stranger, draft_id)


async def test_jobs_are_claimed_in_the_order_they_came_and_once(ledger: Ledger) -> None:
    first, second = await entry_of(ledger, "first"), await entry_of(ledger, "second")
    await ask(ledger, second, "late", NOON + SECOND)
    await ask(ledger, first, "early", NOON)

    assert await jobs.claim(ledger, "one", now=at(NOON - SECOND), lease=LEASE) is None
    claimed = [await jobs.claim(ledger, "one", now=at(NOON + SECOND), lease=LEASE) for _ in range(3)]

    assert [task and task.entry_id for task in claimed] == [first, second, None]


async def test_a_job_whose_worker_fell_silent_is_taken_over_and_its_late_draft_dropped(ledger: Ledger) -> None:
    await ask(ledger, await entry_of(ledger))
    silent = await claim(ledger, "silent")
    assert await jobs.claim(ledger, "eager", now=at(NOON + LEASE - SECOND), lease=LEASE) is None

    successor = await claim(ledger, "next", NOON + LEASE)

    assert not await made(ledger, silent)
    await jobs.give_up(ledger, silent, reason="late", now=NOON)
    assert await count(ledger, Draft) == 0
    assert await made(ledger, successor)
    assert not await made(ledger, successor)
    assert [await count(ledger, model) for model in (Draft, Delivery)] == [1, 1]


async def test_the_same_worker_that_claims_again_fences_its_own_first_attempt(ledger: Ledger) -> None:
    await ask(ledger, await entry_of(ledger))
    first = await claim(ledger, "one")
    second = await claim(ledger, "one", NOON + LEASE)

    assert not await made(ledger, first)
    assert await made(ledger, second)


async def test_a_draft_is_kept_with_its_promise_to_be_sent_r10_r12(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)
    await ask(ledger, entry_id)
    task = await claim(ledger)
    await made(ledger, task)

    delivery = await ledger.read(ANA, lambda session: session.scalars(select(Delivery)).one())
    shown = await drafts.shown(ledger, ANA, delivery.subject_id)

    assert delivery.id == jobs.delivery_id(drafts.KIND, delivery.subject_id)
    assert (delivery.state, delivery.due_at) == ("ready", NOON)
    assert (shown.entry_id, shown.by.coach, shown.respond_url) == (entry_id, "rules", "https://slack.test/1")
    assert shown.reframed == reframe("Shipped onboarding")


async def test_a_draft_is_made_of_the_words_as_they_stand_when_it_is_made(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)
    await ask(ledger, entry_id)
    await rows.edit(ledger, ANA, entry_id, "Activation went from 20% to 31%")

    made = await drafts.work(ledger, await claim(ledger))

    assert (made.reframed, made.revision) == (reframe("Activation went from 20% to 31%"), 2)


async def test_an_entry_taken_back_meanwhile_is_gone(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)
    await ask(ledger, entry_id)
    task = await claim(ledger)
    await evidence.undo(ledger, ANA, entry_id)

    with pytest.raises(Gone):
        await drafts.work(ledger, task)
    assert not await drafts.make(ledger, task, Made(reframe("x"), 1), NOON)
    await jobs.give_up(ledger, task, reason="x", now=NOON)
    assert await count(ledger, Delivery) == 0


async def test_a_job_that_fails_is_tried_again_ever_later_and_then_ended_and_told_of(ledger: Ledger) -> None:
    await ask(ledger, await entry_of(ledger))
    now, waits = NOON, []
    for _ in range(ATTEMPTS - 1):
        await jobs.give_up(ledger, await claim(ledger, now=now), reason="ValueError", now=now)
        assert await count(ledger, Delivery) == 0
        waits.append(((await job(ledger)).due_at - now).total_seconds())
        now = (await job(ledger)).due_at

    await jobs.give_up(ledger, await claim(ledger, now=now), reason="ValueError", now=now)

    ended = await job(ledger)
    told = await ledger.read(EVERYONE, lambda session: session.scalars(select(Delivery)).one())
    assert waits == [2, 4, 8, 16]
    assert (told.kind, told.subject_id, await jobs.kind_of(ledger, ANA, ended.id)) == ("failure", ended.id, "reframe")
    assert (ended.state, ended.reason, ended.respond_url) == ("failed", "ValueError", None)


async def test_a_job_that_takes_its_worker_down_each_time_is_ended_and_costs_no_other(ledger: Ledger) -> None:
    await ask(ledger, await entry_of(ledger, "poison"), "poison")
    for attempt in range(ATTEMPTS):
        await claim(ledger, f"victim {attempt}", NOON + attempt * LEASE)
    after = NOON + ATTEMPTS * LEASE
    healthy = await entry_of(ledger, "healthy")
    await ask(ledger, healthy, "healthy", after)

    claimed = [await jobs.claim(ledger, "survivor", now=at(after), lease=LEASE) for _ in range(2)]

    assert [task.entry_id for task in claimed if task] == [healthy]
    states = await ledger.read(
        EVERYONE, lambda session: {tuple(row) for row in session.execute(select(Job.state, Job.reason))}
    )
    assert states == {("failed", "worker_died"), ("running", None)}
    assert await count(ledger, Delivery) == 1


async def test_two_processes_that_claim_at_once_get_different_jobs(ledger: Ledger, migrated_url: str) -> None:
    for number in range(6):
        await ask(ledger, await entry_of(ledger, f"win {number}"), f"click {number}")
    other = Ledger.open(migrated_url)

    claimed = await asyncio.gather(*(claim(each) for _ in range(3) for each in (ledger, other)))

    assert len({task.id for task in claimed}) == 6
    await other.close()


def test_a_delivery_id_is_the_same_for_the_same_promise_and_no_other() -> None:
    subject = uuid.UUID(int=1)

    first = jobs.delivery_id("draft", subject, "1")

    assert first == jobs.delivery_id("draft", subject, "1")
    others = [("nudge", subject, "1"), ("draft", uuid.UUID(int=2), "1"), ("draft", subject, "2")]
    assert first not in {jobs.delivery_id(*other) for other in others}


@settings(deadline=None)
@given(st.from_type(Reframed))
def test_any_draft_survives_being_kept_as_json_r12(reframed: Reframed) -> None:
    kept = json.loads(json.dumps(asdict(reframed)))

    assert drafts.reframed_from(kept) == reframed


def test_a_draft_of_an_older_release_is_read_back_r10() -> None:
    kept = json.loads(json.dumps(asdict(reframe("Activation went from 20% to 31%"))))
    for section in kept["sections"]:
        for claim in section["claims"]:
            del claim["rests_on"]

    assert drafts.reframed_from(kept) == reframe("Activation went from 20% to 31%")


async def test_what_made_a_draft_is_kept_with_it_r12(ledger: Ledger) -> None:
    await ask(ledger, await entry_of(ledger))
    by = Maker(MODEL, "write@1f2e", "small-one", 812, 96, {"accepted": 3, "rejected": {"quantity": 1}})

    await drafts.make(ledger, await claim(ledger), Made(reframe("Shipped onboarding"), 1, by), NOON)

    row = await ledger.read(ANA, lambda session: session.scalars(select(Draft)).one())
    assert (row.coach, row.prompt, row.model, row.tokens_in, row.tokens_out) == (
        "model",
        "write@1f2e",
        "small-one",
        812,
        96,
    )
    assert row.firewall == {"accepted": 3, "rejected": {"quantity": 1}}


async def test_a_draft_by_rules_names_no_model_r12(ledger: Ledger) -> None:
    await ask(ledger, await entry_of(ledger))
    await made(ledger, await claim(ledger))

    row = await ledger.read(ANA, lambda session: session.scalars(select(Draft)).one())
    assert (row.coach, row.prompt, row.model, row.tokens_in, row.firewall) == ("rules", None, None, None, None)
