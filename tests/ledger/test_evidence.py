"""Evidence: captured once, as typed, changed and withdrawn by its owner alone (C1, C6, C8, C10)."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.coach import evidence as coach
from bot.coach import shelf, spoken, typed
from bot.coach.evidence import Gone, NothingSaid
from bot.coach.proposal import Kind, propose
from bot.ledger.models import Evidence, Owned
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger import rows
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON

SAID = "Activation went from 20% to 31% for new teams"


async def capture(
    ledger: Ledger, text: str = SAID, owner: Owner = ANA, *, key: str = "", later: int = 0
) -> coach.Saved:
    return await coach.capture(ledger, owner, text, key=key or uuid.uuid4().hex, now=NOON + timedelta(seconds=later))


async def count(ledger: Ledger, model: type[Owned] = Evidence) -> int | None:
    return await ledger.read(EVERYONE, lambda session: session.scalar(select(func.count()).select_from(model)))


async def test_what_is_saved_is_what_was_typed_with_what_the_rules_propose_c1_c4(ledger: Ledger) -> None:
    saved = await capture(ledger)

    found = await coach.find(ledger, ANA, saved.entry.id)

    assert found == saved.entry
    assert (found.text, found.kind, found.created_at) == (SAID, Kind.METRIC, NOON)
    assert (found.metric, found.follow_up) == (propose(SAID).metric, propose(SAID).follow_up)


async def test_the_same_payload_and_the_same_words_find_the_first_c8(ledger: Ledger) -> None:
    first = await capture(ledger, key="one")

    again = await capture(ledger, "other words", key="one", later=3_600)
    same = await capture(ledger, key="two", later=60)

    assert again == coach.Saved(first.entry)
    assert same == coach.Saved(first.entry, before=True)
    assert await count(ledger) == 1


async def test_save_again_stores_a_second_entry_once_c8(ledger: Ledger) -> None:
    first = await capture(ledger)

    second = await coach.capture_again(ledger, ANA, first.entry.id, now=NOON)
    double = await coach.capture_again(ledger, ANA, first.entry.id, now=NOON)

    assert (second.before, second.entry.text) == (False, SAID)
    assert double == coach.Saved(second.entry, before=True)
    assert await count(ledger) == 2


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("R&D cut CAC to <$40 &amp; kept it", "R&D cut CAC to <$40 &amp; kept it"),
        ("nul\x00here", "nul\ufffdhere"),
        ("lone \ud83d surrogate \udc00", "lone \ufffd surrogate \ufffd"),
        ("an emoji 🚀 is a pair, not alone", "an emoji 🚀 is a pair, not alone"),
        ("שחררנו\u200f מסך\u200b חדש", "שחררנו\u200f מסך\u200b חדש"),
        ("x" * 40_000, "x" * 40_000),
    ],
)
async def test_strange_words_are_kept_c10(ledger: Ledger, said: str, kept: str) -> None:
    saved = await capture(ledger, said)

    assert saved.entry.text == (await coach.find(ledger, ANA, saved.entry.id)).text == kept


@settings(deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_only_what_no_database_can_hold_is_replaced_c10(text: str) -> None:
    kept = typed.storable(text)

    kept.encode()
    assert "\x00" not in kept
    assert [a for a, b in zip(text, kept, strict=True) if a != b] == [
        char for char in text if char == "\x00" or "\ud800" <= char <= "\udfff"
    ]


@pytest.mark.parametrize("blank", ["", "  \n\t", "\u200b\u200d", "\u2060 \ufeff"])
async def test_words_that_say_nothing_are_not_saved(ledger: Ledger, blank: str) -> None:
    entry = (await capture(ledger)).entry

    with pytest.raises(NothingSaid):
        await capture(ledger, blank)
    with pytest.raises(NothingSaid):
        await rows.edit(ledger, ANA, entry.id, blank)

    assert await coach.find(ledger, ANA, entry.id) == entry


async def test_an_edit_follows_the_new_words_and_counts_as_a_revision_c6(ledger: Ledger) -> None:
    entry = (await capture(ledger)).entry
    words = "I decided not to build the export, because nobody asked for it"

    changed = (await rows.edit(ledger, ANA, entry.id, words)).entry

    assert (changed.text, changed.revision, changed.kind, changed.metric) == (words, 2, Kind.DECISION, None)
    assert changed.follow_up == propose(words).follow_up
    assert await coach.find(ledger, ANA, entry.id) == changed


async def test_an_edit_that_changes_nothing_is_no_revision_c6(ledger: Ledger) -> None:
    entry = (await capture(ledger)).entry

    assert (await rows.edit(ledger, ANA, entry.id, SAID)).entry == entry


async def test_answers_come_together_slot_by_slot_r4(ledger: Ledger) -> None:
    entry_id = (await capture(ledger)).entry.id

    await coach.answer(ledger, ANA, entry_id, {"baseline": "20%", "tradeoff": " "})
    await coach.answer(ledger, ANA, entry_id, {"tradeoff": "we dropped the tour"})
    same = await coach.answer(ledger, ANA, entry_id, {"tradeoff": "we dropped the tour", "baseline": "\u200b"})

    assert same.answers == {"baseline": "20%", "tradeoff": "we dropped the tour"}
    assert same.revision == 3
    assert await coach.find(ledger, ANA, entry_id) == same


async def test_an_answer_no_database_can_hold_is_made_visible_c10(ledger: Ledger) -> None:
    entry_id = (await capture(ledger)).entry.id

    answered = await coach.answer(ledger, ANA, entry_id, {"baseline": "2\x00%\ud800"})

    assert answered.answers == {"baseline": "2\ufffd%\ufffd"}
    assert await coach.find(ledger, ANA, entry_id) == answered


async def test_undo_hands_the_words_back_and_leaves_nothing_of_it_c6(ledger: Ledger) -> None:
    kept, undone = rows.belongings(ANA)[:4], rows.belongings(ANA)[:4]
    said_before = rows.spoken(ANA, text="Shipped onboarding")
    await rows.stored(ledger, *kept, *undone, said_before)

    words = await coach.undo(ledger, ANA, undone[0].id)

    assert words == "Shipped onboarding"
    assert await ledger.read(
        EVERYONE, lambda session: [session.scalars(select(type(row).id)).all() for row in kept]
    ) == [[row.id] for row in kept]
    assert await count(ledger) == 1


async def test_undo_newest_goes_back_one_by_one_c6(ledger: Ledger) -> None:
    for number in range(2):
        await capture(ledger, f"win {number}", later=number)
    await capture(ledger, "Ben's", BEN, later=9)

    undone = [await coach.undo_newest(ledger, ANA, key=f"undo {n}", now=NOON) for n in range(3)]

    assert undone == ["win 1", "win 0", None]
    assert (await shelf.page(ledger, ANA)).total == 0
    assert (await shelf.page(ledger, BEN)).total == 1


async def test_undo_of_one_payload_takes_one_entry_back_and_answers_the_same_c8(ledger: Ledger) -> None:
    for number in range(2):
        await capture(ledger, f"win {number}", later=number)

    undone = [await coach.undo_newest(ledger, ANA, key="undo", now=NOON) for _ in range(2)]

    assert undone == ["win 1", "win 1"]
    assert (await shelf.page(ledger, ANA)).total == 1


async def test_undo_hands_the_answers_back_too_c6(ledger: Ledger) -> None:
    entry_id = (await capture(ledger, "Shipped onboarding")).entry.id
    await coach.answer(ledger, ANA, entry_id, {"baseline": "It was 20%"})

    assert await coach.undo(ledger, ANA, entry_id) == "Shipped onboarding\nIt was 20%"


async def test_words_kept_for_a_day_are_forgotten_for_everybody(ledger: Ledger) -> None:
    kept = await spoken.keep(ledger, BEN, "find it", key="k", now=NOON)

    with pytest.raises(Gone):
        await spoken.save(ledger, BEN, kept.id, now=NOON + spoken.KEPT)
    await spoken.forget(ledger, now=NOON + spoken.KEPT)

    assert await count(ledger) == 0


async def test_words_that_are_not_kept_are_in_no_list_and_taken_back_by_no_undo(ledger: Ledger) -> None:
    loose = await spoken.keep(ledger, ANA, SAID, key="k", now=NOON)

    assert (await shelf.page(ledger, ANA)).total == (await shelf.search(ledger, ANA, "activation")).total == 0
    assert await coach.undo_newest(ledger, ANA, key="undo", now=NOON) is None
    assert not (await capture(ledger)).before
    assert (await spoken.save(ledger, ANA, loose.id, now=NOON)).before


async def test_words_saved_twice_are_one_entry_c8(ledger: Ledger) -> None:
    loose = await spoken.keep(ledger, ANA, SAID, key="k", now=NOON)
    again = await spoken.keep(ledger, ANA, SAID, key="k", now=NOON)

    saved = [await spoken.save(ledger, ANA, each.id, now=NOON) for each in (loose, again)]

    assert {(one.entry.id, one.entry.kept, one.before) for one in saved} == {(loose.id, True, False)}
    assert (await shelf.page(ledger, ANA)).total == 1


@pytest.mark.parametrize("stranger", [BEN, ELSEWHERE])
async def test_an_entry_of_somebody_else_is_not_there_p1(ledger: Ledger, stranger: Owner) -> None:
    entry = (await capture(ledger)).entry
    acts = [
        coach.find(ledger, stranger, entry.id),
        rows.edit(ledger, stranger, entry.id, "mine now"),
        coach.answer(ledger, stranger, entry.id, {"baseline": "0"}),
        coach.undo(ledger, stranger, entry.id),
        coach.capture_again(ledger, stranger, entry.id, now=NOON),
    ]

    for act in acts:
        with pytest.raises(Gone):
            await act

    assert await coach.find(ledger, ANA, entry.id) == entry
    assert await count(ledger) == 1
