"""Entries sorted by a model: only for those who want it, once, and never above what the person decided (C4, R9)."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.coach import drafts, evidence, jobs, sorting
from bot.coach.budget import Allowance
from bot.coach.consent import Help
from bot.coach.profile import profile_of
from bot.coach.proposal import Kind
from bot.ledger import engines, migrate
from bot.ledger.models import Delivery, Evidence, Job
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger
from bot.outgoing.helping import Helping
from bot.outgoing.sorter import Sorter
from tests.coach.scripted import Scripted
from tests.ledger.rows import ANA, BEN, NOON, at

LEASE = timedelta(seconds=30)
SAID = "Priya now forwards me the pricing questions."


async def says(ledger: Ledger, owner: Owner = ANA, text: str = SAID) -> uuid.UUID:
    return (await evidence.capture(ledger, owner, text, key=uuid.uuid4().hex, now=NOON)).entry.id


async def wants(
    ledger: Ledger, owner: Owner = ANA, help_: Help = Help.ALWAYS, told: str | None = "models.test"
) -> None:
    def choose(session: ScopedSession) -> None:
        row = profile_of(session, owner, NOON)
        row.help, row.help_told = help_.value, told

    await ledger.write(owner, choose)


async def sort(ledger: Ledger, editor: Scripted) -> None:
    task = await jobs.claim(ledger, "one", now=at(NOON), lease=LEASE)
    assert task is not None
    await Sorter(ledger, Helping(ledger, editor, Allowance(10, 10)))(task, NOON)


async def kind_of(ledger: Ledger, entry_id: uuid.UUID) -> str:
    return (await evidence.find(ledger, ANA, entry_id)).kind


async def test_an_entry_is_sorted_once_for_whoever_wants_it(ledger: Ledger) -> None:
    await wants(ledger)
    entry_id = await says(ledger)
    await says(ledger, BEN)
    editor = Scripted([], kind=Kind.TRUST)

    assert await sorting.plan(ledger, at(NOON)) == 1
    assert await sorting.plan(ledger, at(NOON)) == 0
    await sort(ledger, editor)

    assert await kind_of(ledger, entry_id) == Kind.TRUST
    assert len(editor.briefs) == 1
    assert await sorting.plan(ledger, at(NOON)) == 0


@pytest.mark.parametrize("shown", [True, False])
async def test_home_shows_how_an_entry_was_sorted_where_it_was_shown_h1(ledger: Ledger, *, shown: bool) -> None:
    await wants(ledger)
    await says(ledger)
    if shown:
        await ledger.write(ANA, lambda session: setattr(profile_of(session, ANA, NOON), "home_hash", "before"))
    await sorting.plan(ledger, at(NOON))

    await sort(ledger, Scripted([], kind=Kind.TRUST))

    jobs_left = select(Job.kind).where(Job.state == "ready")
    assert await ledger.read(ANA, lambda session: list(session.scalars(jobs_left))) == (["home"] if shown else [])


@pytest.mark.parametrize("help_", [Help.RULES, Help.REFRAME])
async def test_nothing_is_planned_for_whoever_did_not_switch_it_on_r9(ledger: Ledger, help_: Help) -> None:
    await wants(ledger, help_=help_)
    await says(ledger)

    assert await sorting.plan(ledger, at(NOON)) == 0


async def test_another_server_than_they_were_told_of_is_not_asked_r9(ledger: Ledger) -> None:
    await wants(ledger, told="elsewhere.test")
    entry_id = await says(ledger)
    before = await kind_of(ledger, entry_id)
    editor = Scripted([], kind=Kind.TRUST)

    await sorting.plan(ledger, at(NOON))
    await sort(ledger, editor)

    assert editor.briefs == []
    assert await kind_of(ledger, entry_id) == before


@pytest.mark.parametrize("sorted_already", [False, True])
async def test_an_entry_that_is_being_sorted_can_be_reframed(ledger: Ledger, *, sorted_already: bool) -> None:
    await wants(ledger)
    entry_id = await says(ledger)
    await sorting.plan(ledger, at(NOON))
    if sorted_already:
        await sort(ledger, Scripted([], kind=Kind.TRUST))

    assert await drafts.ask(ledger, ANA, entry_id, key="click:1", now=NOON)
    assert not await drafts.ask(ledger, ANA, entry_id, key="click:2", now=NOON)


async def test_what_the_person_decided_meanwhile_stands_c4(ledger: Ledger) -> None:
    await wants(ledger)
    entry_id = await says(ledger)
    await sorting.plan(ledger, at(NOON))
    await evidence.decide_kind(ledger, ANA, entry_id, Kind.PROBLEM)

    await sort(ledger, Scripted([], kind=Kind.TRUST))

    assert await kind_of(ledger, entry_id) == Kind.PROBLEM


async def test_a_model_that_fails_leaves_the_rules_kind_and_tells_nobody(ledger: Ledger) -> None:
    await wants(ledger)
    entry_id = await says(ledger)
    before = await kind_of(ledger, entry_id)
    await sorting.plan(ledger, at(NOON))

    await sort(ledger, Scripted("timeout"))

    assert await kind_of(ledger, entry_id) == before
    told = await ledger.read(EVERYONE, lambda session: session.scalar(select(func.count(Delivery.id))))
    assert told == 0


async def test_a_draft_that_no_model_answered_sorts_nothing_c4(ledger: Ledger) -> None:
    entry_id = await says(ledger, text="Shipped onboarding.")
    answers = {"current": "Activation went from 42% to 58%."}
    await drafts.ask(ledger, ANA, entry_id, key="click", now=NOON, answers=answers)
    task = await jobs.claim(ledger, "one", now=at(NOON), lease=LEASE)
    assert task is not None

    made = await drafts.work(ledger, task, Scripted("timeout"))
    await drafts.make(ledger, task, made, NOON)

    assert made.reframed.kind is Kind.METRIC
    assert await kind_of(ledger, entry_id) == Kind.OUTPUT


async def test_a_job_that_cannot_be_done_ends_without_a_word(ledger: Ledger) -> None:
    await wants(ledger)
    await says(ledger)
    await sorting.plan(ledger, at(NOON))
    task = await jobs.claim(ledger, "one", now=at(NOON), lease=LEASE)
    assert task is not None

    await jobs.give_up(ledger, replace(task, attempts=task.attempts), reason="Error", now=NOON)
    for attempt in range(2, jobs.ATTEMPTS + 1):
        later = NOON + timedelta(hours=attempt)
        task = await jobs.claim(ledger, "one", now=at(later), lease=LEASE)
        assert task is not None
        await jobs.give_up(ledger, task, reason="Error", now=later)

    state = await ledger.read(EVERYONE, lambda session: session.scalars(select(Job.state)).one())
    told = await ledger.read(EVERYONE, lambda session: session.scalar(select(func.count(Delivery.id))))
    assert (state, told) == ("failed", 0)


async def test_old_entries_and_others_words_stay_as_they_were_shown(ledger: Ledger) -> None:
    await wants(ledger)
    entry_id = await says(ledger)

    assert await sorting.plan(ledger, at(NOON + timedelta(hours=2))) == 0

    def quote(session: ScopedSession) -> None:
        session.scalars(select(Evidence).where(Evidence.id == entry_id)).one().author = "U0BEN00001"

    await ledger.write(ANA, quote)
    assert await sorting.plan(ledger, at(NOON)) == 0


def test_who_wants_it_is_found_by_index(sqlite_url: str) -> None:
    with engines.opened(sqlite_url) as engine:
        migrate.upgrade(engine)
        with engine.connect() as connection:
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN SELECT id FROM profile WHERE help = 'always'").all()

    assert "ix_profile_sorted" in str(plan)
