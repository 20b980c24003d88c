"""What becomes of a draft: used beside its entry, rated, traced to its sources (R1, R10)."""

import asyncio
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.coach import drafts, erasure, evidence, jobs, origins, profile, sharing, uses
from bot.coach.editor import Tone
from bot.coach.evidence import Gone
from bot.coach.facts import own_words
from bot.coach.making import Made
from bot.coach.origins import Place
from bot.coach.reframing import Claim, Heading, Quote, Section, reframe
from bot.coach.sharing import Wish
from bot.coach.uses import Rating
from bot.ledger.drafted import Draft
from bot.ledger.models import Delivery, Job
from bot.ledger.plans import Share
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger import rows
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, at

LATER = NOON + timedelta(hours=1)
SAID = "Launched new onboarding."
NOTED = "week-1 retention 42% -> 58% for users who completed the new onboarding"


async def entry_of(ledger: Ledger, text: str = SAID) -> uuid.UUID:
    return (await evidence.capture(ledger, ANA, text, key=uuid.uuid4().hex, now=NOON)).entry.id


async def draft_of(ledger: Ledger, entry_id: uuid.UUID, tone: Tone = Tone.MANAGER, **answers: str) -> uuid.UUID:
    await drafts.ask(ledger, ANA, entry_id, key=uuid.uuid4().hex, now=NOON, tone=tone, answers=answers)
    task = await jobs.claim(ledger, "one", now=at(NOON), lease=timedelta(seconds=30))
    assert task is not None
    await drafts.make(ledger, task, await drafts.work(ledger, task), NOON)
    newest = select(Draft.id).where(Draft.job_id == task.id)
    return await ledger.read(ANA, lambda session: session.scalars(newest).one())


async def in_use(ledger: Ledger) -> list[uuid.UUID]:
    beside = select(Draft.id).where(Draft.used_at.is_not(None))
    return await ledger.read(EVERYONE, lambda session: list(session.scalars(beside)))


async def test_a_draft_stands_beside_its_entry_and_the_words_stay_r10(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)
    draft_id = await draft_of(ledger, entry_id)

    shown = await uses.use(ledger, ANA, draft_id, now=LATER)

    assert shown.used
    found = await uses.used(ledger, ANA, entry_id)
    assert found is not None
    assert (found.draft_id, found.since, found.outdated) == (draft_id, LATER.date(), False)
    assert SAID in found.text
    assert (await evidence.find(ledger, ANA, entry_id)).text == SAID


async def test_a_newer_one_takes_its_place_and_either_can_be_put_back_r10(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)
    older, newer = await draft_of(ledger, entry_id), await draft_of(ledger, entry_id, Tone.TEAM)
    await uses.use(ledger, ANA, older, now=NOON)

    await uses.use(ledger, ANA, newer, now=LATER)

    assert await in_use(ledger) == [newer]
    assert not (await uses.put_back(ledger, ANA, newer)).used
    assert await uses.used(ledger, ANA, entry_id) is None
    await asyncio.gather(*(uses.use(ledger, ANA, each, now=LATER) for each in (older, newer, older)))
    assert len(await in_use(ledger)) == 1


async def test_a_draft_of_words_that_have_changed_says_so_r10(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)
    await uses.use(ledger, ANA, await draft_of(ledger, entry_id), now=NOON)

    await rows.edit(ledger, ANA, entry_id, "Other words")

    found = await uses.used(ledger, ANA, entry_id)
    assert found is not None
    assert found.outdated


async def test_the_day_since_which_it_stands_there_is_the_persons_own(ledger: Ledger) -> None:
    await profile.note_zone(ledger, ANA, "Pacific/Kiritimati", NOON)
    entry_id = await entry_of(ledger)

    await uses.use(ledger, ANA, await draft_of(ledger, entry_id), now=NOON)

    found = await uses.used(ledger, ANA, entry_id)
    assert found is not None
    assert found.since == date(2026, 5, 5)


async def test_the_last_word_on_a_draft_counts_and_good_needs_no_remark_r10(ledger: Ledger) -> None:
    draft_id = await draft_of(ledger, await entry_of(ledger))

    await uses.rate(ledger, ANA, draft_id, Rating.NOT_GOOD)
    await uses.remark(ledger, ANA, draft_id, " too\nlong  " + "x" * 400)
    row = await ledger.read(ANA, lambda session: session.get_one(Draft, draft_id))
    assert (row.rating, row.remark) == ("not_good", "too long " + "x" * 291)

    assert (await uses.rate(ledger, ANA, draft_id, Rating.GOOD)).rating == "good"
    row = await ledger.read(ANA, lambda session: session.get_one(Draft, draft_id))
    assert (row.rating, row.remark) == ("good", None)


@pytest.mark.parametrize("stranger", [BEN, ELSEWHERE])
async def test_nobody_uses_rates_traces_or_posts_a_draft_of_somebody_else_p1(ledger: Ledger, stranger: Owner) -> None:
    entry_id = await entry_of(ledger)
    draft_id = await draft_of(ledger, entry_id)
    await uses.use(ledger, ANA, draft_id, now=NOON)

    for reached in (
        uses.use(ledger, stranger, draft_id, now=NOON),
        uses.put_back(ledger, stranger, draft_id),
        uses.rate(ledger, stranger, draft_id, Rating.GOOD),
        uses.remark(ledger, stranger, draft_id, "mine"),
        origins.traced(ledger, stranger, draft_id),
        sharing.promise(ledger, stranger, draft_id, Wish("x", ("C1",)), key="k", now=NOON, of_draft=True),
    ):
        with pytest.raises(Gone):
            await reached
    assert await uses.used(ledger, stranger, entry_id) is None


async def test_each_tone_is_a_draft_of_its_own_and_a_double_click_is_one_c8(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)
    await draft_of(ledger, entry_id)

    promised = [
        await drafts.ask(ledger, ANA, entry_id, key=key, now=NOON, tone=tone)
        for key, tone in (("one", Tone.TEAM), ("two", Tone.TEAM), ("three", Tone.RESUME), ("one", Tone.RESUME))
    ]

    assert promised == [True, False, True, False]
    tones = select(Job.tone).order_by(Job.tone)
    assert await ledger.read(ANA, lambda s: list(s.scalars(tones))) == ["manager", "resume", "team"]


async def test_every_claim_is_traced_to_the_update_an_answer_or_an_entry_r1(ledger: Ledger) -> None:
    noted, entry_id = await entry_of(ledger, NOTED), await entry_of(ledger)
    draft_id = await draft_of(ledger, entry_id, causality="We ran an A/B test")
    shown = await drafts.shown(ledger, ANA, draft_id)

    trace = await origins.traced(ledger, ANA, draft_id)

    said = {str(traced.claim.text): traced.origins for traced in trace.claims}
    assert (
        said.keys()
        == {claim.text for claim in origins.claims_of(shown.reframed)}
        == {SAID, NOTED, "We ran an A/B test"}
    )
    assert [origin.place for origin in said[SAID]] == [Place.UPDATE]
    assert [(origin.place, origin.slot) for origin in said["We ran an A/B test"]] == [(Place.ANSWER, "causality")]
    assert [(o.place, o.entry_id, o.on) for o in said[NOTED]] == [(Place.ENTRY, noted, NOON.date())]


async def test_a_draft_that_quotes_what_is_deleted_goes_with_it_p2(ledger: Ledger) -> None:
    noted, entry_id = await entry_of(ledger, NOTED), await entry_of(ledger)
    draft_id = await draft_of(ledger, entry_id)
    await sharing.promise(ledger, ANA, draft_id, Wish("Only this", ("C1",)), key="view", now=NOON, of_draft=True)
    other = await draft_of(ledger, await entry_of(ledger, "Hired a designer"))

    await erasure.delete_entry(ledger, ANA, noted, now=NOON)

    with pytest.raises(Gone):
        await drafts.shown(ledger, ANA, draft_id)
    kept = await drafts.shown(ledger, ANA, other)
    bodies = await ledger.read(ANA, lambda session: [str(body) for body in session.scalars(select(Draft.body))])
    assert kept.id == other
    assert not any(NOTED in body for body in bodies)
    assert await ledger.read(ANA, lambda session: session.scalars(select(Share)).all()) == []


async def test_a_sentence_that_is_not_verbatim_names_each_quote_it_rests_on_r2(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)
    await drafts.ask(ledger, ANA, entry_id, key="click", now=NOON)
    task = await jobs.claim(ledger, "one", now=at(NOON), lease=timedelta(seconds=30))
    assert task is not None
    quotes = (Quote("new onboarding", "update"), Quote("58%", "answer:current"), Quote("x", "no such source"))
    claim = Claim(own_words("The new onboarding is at 58%."), "model", rests_on=quotes)
    plain = reframe(SAID)
    section = Section(Heading.OUTCOME, "Outcome", (claim,), ())
    written = type(plain)(plain.verdict, "en", plain.kind, None, (section,))
    await drafts.make(ledger, task, Made(written, 1), NOON)
    draft_id = await ledger.read(ANA, lambda session: session.scalars(select(Draft.id)).one())

    (traced,) = (await origins.traced(ledger, ANA, draft_id)).claims

    assert [origin.place for origin in traced.origins] == [Place.UPDATE, Place.ANSWER, Place.GONE]
    assert [origin.text for origin in traced.origins] == ["new onboarding", "58%", "x"]


async def test_a_post_of_a_draft_goes_with_its_entry_p2(ledger: Ledger) -> None:
    entry_id = await entry_of(ledger)
    draft_id = await draft_of(ledger, entry_id)
    for _ in range(2):
        await sharing.promise(ledger, ANA, draft_id, Wish("Only this", ("C1",)), key="view", now=NOON, of_draft=True)
    (share,) = await ledger.read(ANA, lambda session: list(session.scalars(select(Share))))
    found = await sharing.find(ledger, ANA, share.id)
    assert (found.subject_id, found.text, found.of_draft) == (draft_id, "Only this", True)

    await evidence.undo(ledger, ANA, entry_id)

    assert await ledger.read(EVERYONE, lambda s: [*s.scalars(select(Share)), *s.scalars(select(Delivery))]) == []
