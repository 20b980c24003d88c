"""What a person corrected is kept as an example as long as the entry stands (C4)."""

import uuid

from bot.coach import corrections, evidence, forms
from bot.coach.forms import Filled
from bot.coach.proposal import Kind, Metric
from bot.coach.understood import QUESTION
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from tests.ledger import rows
from tests.ledger.rows import ANA, BEN, NOON, launch, review, stored


async def says(ledger: Ledger, text: str, owner: Owner = ANA) -> uuid.UUID:
    return (await evidence.capture(ledger, owner, text, key=uuid.uuid4().hex, now=NOON)).entry.id


async def test_a_kind_and_a_metric_that_a_person_chose_are_examples_c4(ledger: Ledger) -> None:
    kind = await says(ledger, "Priya forwards me the pricing questions")
    await evidence.decide_kind(ledger, ANA, kind, Kind.TRUST)
    metric = await says(ledger, "Signups went from 3% to 5%", BEN)
    await forms.revise(ledger, BEN, metric, Filled("Signups went from 3% to 5%", metric=Metric("Signups", "4%", "5%")))
    await says(ledger, "Shipped onboarding")

    found = await corrections.of_everybody(ledger)

    assert found.entries == 3
    by_id = {each.id: each for each in found.corrections}
    assert by_id.keys() == {str(kind), str(metric)}
    assert (by_id[str(kind)].kind, by_id[str(kind)].metric) == (Kind.TRUST, None)
    assert (by_id[str(metric)].kind, by_id[str(metric)].metric) == (None, Metric("Signups", "4%", "5%"))


async def test_a_correction_goes_with_its_entry_p2(ledger: Ledger) -> None:
    entry_id = await says(ledger, "Shipped onboarding")
    await evidence.decide_kind(ledger, ANA, entry_id, Kind.DECISION)
    assert (await corrections.of_everybody(ledger)).corrections

    await evidence.undo(ledger, ANA, entry_id)

    assert not (await corrections.of_everybody(ledger)).corrections


async def test_what_nobody_corrected_by_hand_is_no_example(ledger: Ledger) -> None:
    planned = launch(ANA)
    looked_back = rows.evidence(ANA, kind_decided=True)
    await stored(
        ledger,
        planned,
        looked_back,
        review(planned, evidence_id=looked_back.id, state="answered"),
        rows.evidence(ANA, kind_decided=True, author="U0CLEO"),
        rows.evidence(ANA, metric_decided=True, details={QUESTION: "Did it move?"}),
        rows.spoken(ANA, kind_decided=True),
    )

    assert not (await corrections.of_everybody(ledger)).corrections
