"""A model helps whoever agreed to it, as often as a day allows, and each call is kept (R9, R12)."""

from dataclasses import replace

import pytest

from bot.coach import helping, profile
from bot.coach.budget import Allowance
from bot.coach.consent import Help
from bot.coach.editor import Brief, Manuscript, NoManuscript, Rejected, Tone, Usage
from bot.coach.helping import Helping
from bot.coach.proposal import Kind
from bot.ledger.calls import ModelCall
from bot.ledger.errors import LedgerError
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, NOON

BRIEF = Brief("en", Kind.OUTPUT, Tone.MANAGER, {"f1": "Shipped it"}, {})
USAGE = Usage("small", "reframe@00000000", 10, 5, 0.5)


class Scribe:
    """Gives what it is told to give."""

    model = "small"
    where = "models.acme.test"

    def __init__(self) -> None:
        self.fails: NoManuscript | None = None
        self.asked = 0

    async def write(self, _brief: Brief) -> Manuscript:
        self.asked += 1
        if self.fails:
            raise self.fails
        return Manuscript((), (), USAGE)

    async def repair(self, brief: Brief, _rejected: list[Rejected]) -> Manuscript:
        return await self.write(brief)


@pytest.fixture
def scribe() -> Scribe:
    return Scribe()


@pytest.fixture
def help_(ledger: Ledger, scribe: Scribe) -> Helping:
    return Helping(ledger, scribe, Allowance(member=3, workspace=4), lambda: NOON)  # type: ignore[arg-type]


async def kept(ledger: Ledger) -> list[tuple[str, str]]:
    rows = await ledger.read(EVERYONE, lambda session: session.query(ModelCall).all())
    return sorted((row.member_id, row.outcome) for row in rows)


async def test_each_call_is_kept_for_whom_it_was_made_r12(ledger: Ledger, help_: Helping, scribe: Scribe) -> None:
    editor = await help_.to(ANA, pressed=True)
    assert editor
    assert (editor.model, editor.where) == (scribe.model, scribe.where)

    await editor.write(BRIEF)
    await editor.repair(BRIEF, [])
    scribe.fails = NoManuscript("truncated", USAGE)
    with pytest.raises(NoManuscript, match="truncated"):
        await editor.write(BRIEF)

    assert await kept(ledger) == [(ANA.member, "answered")] * 2 + [(ANA.member, "truncated")]


async def test_what_is_spent_asks_nobody(ledger: Ledger, help_: Helping, scribe: Scribe) -> None:
    editor = await help_.to(ANA, pressed=True)
    assert editor
    for _ in range(3):
        await editor.write(BRIEF)

    with pytest.raises(NoManuscript, match=helping.SPENT):
        await editor.write(BRIEF)

    other = await help_.to(BEN, pressed=True)
    assert other
    await other.write(BRIEF)
    with pytest.raises(NoManuscript, match=helping.SPENT):
        await other.write(BRIEF)
    assert scribe.asked == len(await kept(ledger)) == 4


@pytest.mark.parametrize(
    ("wanted", "pressed", "automatic"),
    [(Help.RULES, False, False), (Help.REFRAME, True, False), (Help.ALWAYS, True, True)],
)
async def test_nobody_is_helped_who_did_not_agree_r9(
    ledger: Ledger,
    help_: Helping,
    wanted: Help,
    pressed: bool,  # noqa: FBT001
    automatic: bool,  # noqa: FBT001
) -> None:
    told = (wanted, "models.acme.test")
    await profile.settle(ledger, ANA, weekday=1, hour=9, metrics=(), now=NOON, help_wanted=told)

    assert [bool(await help_.to(ANA, pressed=each)) for each in (True, False)] == [pressed, automatic]


async def test_what_was_written_outlives_a_ledger_that_cannot_note_it(
    ledger: Ledger, help_: Helping, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise LedgerError

    monkeypatch.setattr("bot.coach.budget.spend", fail)
    editor = await replace(help_).to(ANA, pressed=True)
    assert editor

    assert (await editor.write(BRIEF)).usage == USAGE
    assert await kept(ledger) == []
