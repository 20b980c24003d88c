"""Promise 4: whatever a query says, it reaches its owner's rows only (P1)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, or_, select, text, true, union_all, update
from sqlalchemy.orm import aliased

from bot.ledger.models import Delivery, Evidence, Job, Member, Owned
from bot.ledger.scope import EVERYONE, NotYours, Owner, ScopedSession
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, belongings, delivery, evidence, stored

STRANGERS = [ANA, BEN, ELSEWHERE]
MODELS = [type(row) for row in belongings(ANA)]

Query = Callable[[type[Owned]], Any]
QUERIES: dict[str, Query] = {
    "all of them": lambda model: select(model.id),
    "whole rows": lambda model: select(model).with_only_columns(model.id),
    "an alias": lambda model: select(aliased(model).id),
    "a subquery": lambda model: select(select(model.id).subquery().c.id),
    "a common table expression": lambda model: select(select(model.id).cte().c.id),
    "ids from a subquery": lambda model: select(model.id).where(model.id.in_(select(aliased(model).id))),
    "a union": lambda model: union_all(select(model.id), select(aliased(model).id)),
    "a join with oneself": lambda model: select(model.id).join(aliased(model), true()),
    "a join with what is not owned": lambda model: select(model.id).join(Member, true()),
    "an or that is always true": lambda model: select(model.id).where(or_(true(), model.id.is_(None))),
}


@pytest.fixture
async def theirs(ledger: Ledger) -> dict[Owner, dict[type[Owned], Any]]:
    """What each person has: the id of one row of each kind."""
    rows = {owner: belongings(owner) for owner in STRANGERS}
    await stored(ledger, *(row for owned in rows.values() for row in owned))
    return {owner: {type(row): row.id for row in owned} for owner, owned in rows.items()}


def test_every_table_of_a_person_is_tested_here() -> None:
    assert set(Owned.__subclasses__()) == set(MODELS)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
async def test_a_query_sees_its_owners_rows_only_p1(
    ledger: Ledger, theirs: dict[Owner, Any], query: Query, model: type[Owned]
) -> None:
    for owner in STRANGERS:
        seen = await ledger.read(owner, lambda session: set(session.scalars(query(model))))

        assert seen == {theirs[owner][model]}


@pytest.mark.parametrize("model", MODELS)
async def test_counting_and_looking_up_stay_with_the_owner_p1(
    ledger: Ledger, theirs: dict[Owner, Any], model: type[Owned]
) -> None:
    counted = select(func.count()).select_from(model)
    nested = select(select(func.count(model.id)).scalar_subquery())

    assert await ledger.read(ANA, lambda session: (session.scalar(counted), session.scalar(nested))) == (1, 1)
    assert await ledger.read(ANA, lambda session: session.get(model, theirs[BEN][model])) is None
    assert await ledger.read(EVERYONE, lambda session: session.scalar(counted)) == 3


async def test_an_outer_join_brings_nobody_elses_row_along_p1(ledger: Ledger, theirs: dict[Owner, Any]) -> None:
    everything = select(Evidence.id, Job.id).outerjoin(Job, true())

    pairs = await ledger.read(ANA, lambda session: [tuple(row) for row in session.execute(everything)])

    assert pairs == [(theirs[ANA][Evidence], theirs[ANA][Job])]


async def test_an_update_changes_its_owners_rows_only_p1(ledger: Ledger, theirs: dict[Owner, Any]) -> None:
    await ledger.write(ANA, lambda session: session.execute(update(Evidence).values(text="changed")))
    foreign = update(Evidence).where(Evidence.id == theirs[BEN][Evidence]).values(text="changed")
    await ledger.write(ELSEWHERE, lambda session: session.execute(foreign))

    assert await _texts(ledger) == {ANA: "changed", BEN: "Shipped onboarding", ELSEWHERE: "Shipped onboarding"}


@pytest.mark.parametrize("model", MODELS)
async def test_a_delete_takes_its_owners_rows_only_p1(
    ledger: Ledger, theirs: dict[Owner, Any], model: type[Owned]
) -> None:
    await ledger.write(ANA, lambda session: session.execute(delete(model)))

    left = await ledger.read(EVERYONE, lambda session: set(session.scalars(select(model.id))))

    assert left == {theirs[BEN][model], theirs[ELSEWHERE][model]}


@pytest.mark.parametrize("stranger", [BEN, ELSEWHERE])
async def test_storing_a_row_for_somebody_else_is_refused_p1(
    ledger: Ledger, theirs: dict[Owner, Any], stranger: Owner
) -> None:
    def move(session: ScopedSession) -> None:
        session.scalars(select(Evidence)).one().workspace_id, session.scalars(select(Evidence)).one().member_id = (
            stranger
        )

    with pytest.raises(NotYours):
        await ledger.write(ANA, lambda session: session.add(evidence(stranger)))
    with pytest.raises(NotYours):
        await ledger.write(ANA, move)

    assert await _texts(ledger) == dict.fromkeys(theirs, "Shipped onboarding")


PAST_THE_SESSION: dict[str, Callable[[ScopedSession], Any]] = {
    "a bare table": lambda session: session.execute(select(Evidence.__table__)),
    "SQL as text": lambda session: session.execute(text("SELECT * FROM evidence")),
    "rows from SQL as text": lambda session: session.execute(select(Evidence).from_statement(text("SELECT 1"))),
    "an update of a bare table": lambda session: session.execute(update(Evidence.__table__).values(text="x")),  # type: ignore[arg-type]  # a table it is
    "an update that gives away": lambda session: session.execute(update(Evidence).values(member_id=BEN.member)),
    "an insert": lambda session: session.execute(insert(Delivery), [{"id": delivery(BEN).id}]),
    "an update by key": lambda session: session.execute(update(Delivery), [{"id": delivery(BEN).id, "kind": "x"}]),
}


@pytest.mark.parametrize("act", PAST_THE_SESSION.values(), ids=PAST_THE_SESSION.keys())
async def test_what_cannot_be_narrowed_is_refused_p1(ledger: Ledger, act: Callable[[ScopedSession], Any]) -> None:
    await stored(ledger, evidence(ANA), evidence(BEN))

    with pytest.raises(NotYours):
        await ledger.write(ANA, act)


async def test_deleting_a_row_that_another_session_loaded_is_refused_p1(ledger: Ledger) -> None:
    await stored(ledger, evidence(BEN))
    row = await ledger.read(EVERYONE, lambda session: session.scalars(select(Evidence)).one())

    with pytest.raises(NotYours):
        await ledger.write(ANA, lambda session: session.delete(row))


async def _texts(ledger: Ledger) -> dict[Owner, str]:
    rows = await ledger.read(EVERYONE, lambda session: session.scalars(select(Evidence)).all())
    return {Owner(row.workspace_id, row.member_id): row.text for row in rows}
