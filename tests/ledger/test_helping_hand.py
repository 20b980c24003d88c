"""A model for one person: every call is counted, and a count that fails costs no draft (R8, R12)."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.coach import drafts, evidence, jobs
from bot.coach.budget import Allowance
from bot.coach.editor import Brief, Manuscript, NoManuscript, Tone, Usage
from bot.coach.proposal import Kind
from bot.ledger.arrivals import enroll
from bot.ledger.calls import ModelCall
from bot.ledger.drafted import Draft
from bot.ledger.errors import NotWritten
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from bot.outgoing.drafting import Drafting
from bot.outgoing.helping import Helping
from tests.coach.scripted import USAGE, Scripted, says
from tests.conftest import PATIENT
from tests.ledger.rows import ANA, NOON, at

BRIEF = Brief("en", Kind.METRIC, Tone.MANAGER, {"f1": "Churn fell."}, {})


async def outcomes(ledger: Ledger) -> list[str]:
    return await ledger.read(EVERYONE, lambda session: sorted(session.scalars(select(ModelCall.outcome))))


class Exhausted(Scripted):
    """A model that answers nothing, and was paid for it."""

    async def write(self, brief: Brief) -> Manuscript:  # noqa: ARG002  # the signature of an editor
        raise NoManuscript("truncated", Usage("small-one", "reframe@1", 5, 7, 0.1))


async def test_answers_repairs_and_failures_are_counted(ledger: Ledger) -> None:
    await ledger.write(ANA, lambda session: enroll(session, ANA, NOON))
    editor = Scripted([says("Churn fell.", "f1")], [])
    helped = await Helping(ledger, editor, Allowance(9, 9))(ANA, NOON, pressed=True)
    failing = await Helping(ledger, Exhausted(), Allowance(9, 9))(ANA, NOON, pressed=True)
    assert helped.editor
    assert failing.editor

    await helped.editor.write(BRIEF)
    await helped.editor.repair(BRIEF, ())
    with pytest.raises(NoManuscript):
        await failing.editor.write(BRIEF)

    assert await outcomes(ledger) == ["answered", "answered", "truncated"]


async def test_the_days_share_ends_the_help_until_tomorrow(ledger: Ledger) -> None:
    helping = Helping(ledger, Scripted([], []), Allowance(1, 9))
    helped = await helping(ANA, NOON, pressed=True)
    assert helped.editor
    await helped.editor.write(BRIEF)

    spent = await helping(ANA, NOON, pressed=True)
    tomorrow = await helping(ANA, NOON + timedelta(days=1), pressed=True)

    assert (spent.editor, spent.spent) == (None, True)
    assert tomorrow.editor


async def test_a_count_that_cannot_be_written_costs_no_draft(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    helped = await Helping(ledger, Scripted([says("Churn fell.", "f1")]), Allowance(9, 9))(ANA, NOON, pressed=True)
    assert helped.editor

    async def busy(*_: object, **__: object) -> None:
        raise NotWritten

    monkeypatch.setattr(ledger, "join", busy)
    manuscript = await helped.editor.write(BRIEF)

    assert manuscript.sentences == (says("Churn fell.", "f1"),)


class Slow(Scripted):
    """A model that answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = 0
        self.let = asyncio.Event()

    async def write(self, brief: Brief) -> Manuscript:  # noqa: ARG002  # the signature of an editor
        self.waiting += 1
        await self.let.wait()
        return Manuscript((), (), USAGE)


async def test_one_draft_at_a_time_is_at_work_and_all_wait_for_the_model_at_once(ledger: Ledger) -> None:
    busy, most, editor = 0, list[int](), Slow()

    async def apart(work: Callable[..., Any], /, *args: Any) -> Any:
        nonlocal busy
        busy += 1
        most.append(busy)
        await asyncio.sleep(0.01)  # whoever may be at work beside it is by now
        busy -= 1
        return work(*args)

    drafting = Drafting(ledger, Helping(ledger, editor, Allowance(9, 9)), apart)
    for number in range(4):
        text = f"Churn fell from {number + 5}% to {number + 2}% after we shipped the new onboarding"
        saved = await evidence.capture(ledger, ANA, text, key=f"win:{number}", now=NOON)
        await drafts.ask(ledger, ANA, saved.entry.id, key=f"click:{number}", now=NOON)
    tasks = [await jobs.claim(ledger, "one", now=at(NOON), lease=timedelta(hours=1)) for _ in range(4)]
    working = asyncio.gather(*(drafting(task, NOON) for task in tasks if task))
    async with asyncio.timeout(PATIENT):
        while editor.waiting < 4:  # noqa: ASYNC110  # the model is asked whenever they get there
            await asyncio.sleep(0.01)
    editor.let.set()
    await working

    made = await ledger.read(EVERYONE, lambda session: list(session.scalars(select(Draft.id))))
    assert len(made) == 4
    assert set(most) == {1}
