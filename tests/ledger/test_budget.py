"""How often a model may be asked in a day, counted on both databases."""

from datetime import timedelta

import pytest

from bot.coach import budget
from bot.coach.budget import Allowance, Room
from bot.coach.editor import Usage
from bot.ledger.calls import ModelCall
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, model_call, stored

USAGE = Usage("small", "reframe@3f9c2a1b", 120, 45, 1.5)
TIGHT = Allowance(member=2, workspace=3)


async def room(ledger: Ledger, owner: Owner = ANA) -> Room:
    return await budget.allowed(ledger, owner, now=NOON, allowance=TIGHT)


async def test_each_call_is_kept_with_what_it_took_and_no_words_r12(ledger: Ledger) -> None:
    await budget.spend(ledger, ANA, USAGE, now=NOON)
    await budget.spend(ledger, ANA, USAGE, outcome="truncated", now=NOON)

    kept = await ledger.read(EVERYONE, lambda session: session.query(ModelCall).all())
    assert sorted(row.outcome for row in kept) == ["answered", "truncated"]
    assert {
        (row.member_id, row.model, row.prompt, row.tokens_in, row.tokens_out, row.milliseconds) for row in kept
    } == {(ANA.member, "small", "reframe@3f9c2a1b", 120, 45, 1_500)}


@pytest.mark.parametrize("outcome", ["resting", "busy"])
async def test_a_call_that_never_left_is_none(ledger: Ledger, outcome: str) -> None:
    await budget.spend(ledger, ANA, USAGE, outcome=outcome, now=NOON)
    await budget.spend(ledger, ANA, None, outcome="timeout", now=NOON)

    assert await ledger.read(EVERYONE, lambda session: session.query(ModelCall).count()) == 0


async def test_a_person_who_has_spent_theirs_leaves_room_for_others(ledger: Ledger) -> None:
    await stored(ledger, model_call(ANA), model_call(ANA))

    assert [await room(ledger, owner) for owner in (ANA, BEN)] == [Room.MEMBER_SPENT, Room.ENOUGH]


async def test_what_all_of_a_workspace_spend_counts_for_each(ledger: Ledger) -> None:
    await stored(ledger, model_call(ANA), model_call(BEN), model_call(BEN))

    assert [await room(ledger, owner) for owner in (ANA, ELSEWHERE)] == [Room.WORKSPACE_SPENT, Room.ENOUGH]


@pytest.mark.parametrize(
    ("earlier", "expected"), [(timedelta(hours=13), Room.ENOUGH), (timedelta(hours=11), Room.MEMBER_SPENT)]
)
async def test_a_new_day_begins_at_midnight(ledger: Ledger, earlier: timedelta, expected: Room) -> None:
    await stored(ledger, *(model_call(ANA, created_at=NOON - earlier) for _ in range(2)))

    assert await room(ledger) is expected


async def test_names_that_are_too_long_for_their_columns_are_cut(ledger: Ledger) -> None:
    await budget.spend(ledger, ANA, Usage("m" * 300, "p" * 300, 1, 1, 0.1), now=NOON)

    (model,) = await ledger.read(EVERYONE, lambda session: [row.model for row in session.query(ModelCall)])
    assert model == "m" * 128
