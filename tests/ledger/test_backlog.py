"""Reviews that are due, taken in bounded batches: nobody's are split, and nobody waits behind a long backlog (L2, L6)."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.coach import backlog, reviews
from bot.coach.backlog import Group
from bot.coach.jobs import delivery_id
from bot.ledger.models import Delivery, Owned
from bot.ledger.plans import Review
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, NOON, at, delivery, launch, review, stored

MANY = (1, 2, 3, 4, 9, 1, 1, 5, 4)  # reviews of each person


def own(owner: Owner, count: int, minutes: int = 0) -> list[Owned]:
    """So many reviews of one launch, due one minute after another, the last one at noon."""
    planned = launch(owner)
    dues = [NOON - timedelta(minutes=minutes + count - 1 - number) for number in range(count)]
    return [planned, *(review(planned, day=number + 1, due_at=due) for number, due in enumerate(dues))]


def person(number: int) -> Owner:
    return Owner(f"T{number % 3}", f"U{number}")


async def taken(ledger: Ledger, most: int) -> list[Group]:
    return await ledger.write(EVERYONE, lambda session: backlog.by_person(session, NOON, most=most))


async def messages(ledger: Ledger) -> dict[Owner, list[uuid.UUID | None]]:
    """The messages of each person, one for each review in it."""
    columns = select(Review.workspace_id, Review.member_id, Review.delivery_id).where(Review.state == "asked")
    found: dict[Owner, list[uuid.UUID | None]] = {}
    for row in await ledger.read(EVERYONE, lambda session: session.execute(columns).all()):
        found.setdefault(Owner(row[0], row[1]), []).append(row[2])
    return found


@pytest.mark.parametrize("most", [1, 4, 5, 30, 31])
async def test_however_a_backlog_is_cut_each_person_has_one_message_with_all_of_theirs_l2(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(reviews, "BATCH", most)
    for number, count in enumerate(MANY):
        await stored(ledger, *own(person(number), count, minutes=number * 17 % 11))

    assert await reviews.plan(ledger, at(NOON)) == len(MANY)

    asked = await messages(ledger)
    assert {owner: len(ids) for owner, ids in asked.items()} == {person(n): count for n, count in enumerate(MANY)}
    assert [len(set(ids)) for ids in asked.values()] == [1] * len(MANY)
    deliveries = await ledger.read(EVERYONE, lambda session: session.scalar(select(func.count()).select_from(Delivery)))
    assert deliveries == len(MANY)


async def test_a_batch_holds_no_more_than_it_may_except_of_one_person(ledger: Ledger) -> None:
    for number, count in enumerate(MANY):
        await stored(ledger, *own(person(number), count))

    batches = {most: await taken(ledger, most) for most in (4, 6, 10, 30, 31)}

    assert all(sum(map(len, groups)) <= most or len(groups) == 1 for most, groups in batches.items())
    assert len(batches[4]) == 1
    assert len(batches[31]) > 1
    await stored(ledger, *own(Owner("T0", "U"), 50, minutes=60))  # due for longest
    assert [len(group) for group in await taken(ledger, 10)] == [50]


async def test_what_is_not_due_or_was_asked_is_in_no_batch(ledger: Ledger) -> None:
    planned = launch(ANA)
    tomorrow = review(planned, day=2, due_at=NOON + timedelta(days=1))
    asked = review(planned, day=3, due_at=NOON, state="asked")
    await stored(ledger, planned, review(planned, day=1, due_at=NOON), tomorrow, asked, *own(BEN, 1))

    groups = await taken(ledger, 10)

    assert Counter(group[0].owner for group in groups) == {ANA: 1, BEN: 1}
    assert [len(group) for group in groups] == [1, 1]


async def test_the_first_one_due_comes_first(ledger: Ledger) -> None:
    await stored(ledger, *own(ANA, 5))

    ((*group,),) = await taken(ledger, 10)

    assert [each.due_at for each in group] == sorted(each.due_at for each in group)


async def test_what_was_planned_before_is_due_again_or_asked_beside_what_is_over_and_the_rest_is_new_l6(
    ledger: Ledger,
) -> None:
    people = {state: Owner("T0", f"U{state}") for state in ("ready", "skipped", "sent", "new")}
    before: dict[str, uuid.UUID] = {}
    for state, owner in people.items():
        planned, look = own(owner, 1)
        before[state] = delivery_id(reviews.KIND, look.id, NOON.isoformat())
        message = delivery(owner, id=before[state], kind=reviews.KIND, subject_id=look.id, state=state)
        await stored(ledger, planned, look, *([] if state == "new" else [message]))

    assert await reviews.plan(ledger, at(NOON)) == len(people)

    asked = {owner: ids[0] for owner, ids in (await messages(ledger)).items()}
    assert {state: asked[owner] == before[state] for state, owner in people.items()} == {
        "ready": True, "skipped": True, "sent": False, "new": True,
    }  # fmt: skip
    rows = await ledger.read(EVERYONE, lambda session: session.execute(select(Delivery.id, Delivery.state)).all())
    assert {row.id: row.state for row in rows} == {**dict.fromkeys(asked.values(), "ready"), before["sent"]: "sent"}
