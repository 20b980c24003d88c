"""A model for one person: every call is counted, and a count that fails costs no draft (R8, R12)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.coach.budget import Allowance
from bot.coach.editor import Brief, Manuscript, NoManuscript, Tone, Usage
from bot.coach.proposal import Kind
from bot.ledger.arrivals import enroll
from bot.ledger.calls import ModelCall
from bot.ledger.errors import NotWritten
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from bot.outgoing.helping import Helping
from tests.coach.scripted import Scripted, says
from tests.ledger.rows import ANA, NOON

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

    monkeypatch.setattr(ledger, "write", busy)
    manuscript = await helped.editor.write(BRIEF)

    assert manuscript.sentences == (says("Churn fell.", "f1"),)
