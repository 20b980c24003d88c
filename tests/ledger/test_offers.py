"""Words kept until their writer decides, and the one offer about them, on each kind of database (C9)."""

import asyncio
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.coach import drafts, evidence, offers, spoken
from bot.coach.evidence import Gone
from bot.coach.proposal import Kind
from bot.coach.spoken import Origin
from bot.ledger.models import Delivery, Evidence, Job
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON

KEY = "said:D0ANA:1.1"
SAID = "Cut onboarding to 3 steps"
LATER = NOON + timedelta(minutes=5)
BENS = Origin(author="U0BEN", link="https://acme.slack.com/archives/C0/p11")


async def rows(ledger: Ledger) -> list[tuple[str, str]]:
    """Whose words are kept or waiting, by workspace and text."""
    found = select(Evidence.workspace_id, Evidence.text).order_by(Evidence.workspace_id)
    return await ledger.read(EVERYONE, lambda session: [(row.workspace_id, row.text) for row in session.execute(found)])


async def deliveries(ledger: Ledger) -> list[str]:
    kinds = select(Delivery.kind).order_by(Delivery.kind)
    return await ledger.read(EVERYONE, lambda session: list(session.scalars(kinds)))


async def waiting(ledger: Ledger, owner: Owner = ANA) -> uuid.UUID:
    only = select(Evidence.id).where(~Evidence.kept)
    return await ledger.read(owner, lambda session: session.scalars(only).one())


async def test_words_and_their_offer_stand_together_once_for_one_message_c8(ledger: Ledger) -> None:
    await asyncio.gather(*(offers.make(ledger, ANA, SAID, key=KEY, now=NOON) for _ in range(3)))

    assert await rows(ledger) == [(ANA.workspace, SAID)]
    assert await deliveries(ledger) == ["offer"]


async def test_two_workspaces_share_nothing_but_the_ids_of_slack(ledger: Ledger) -> None:
    for owner, words in ((ANA, "here"), (ELSEWHERE, "there")):
        await offers.make(ledger, owner, words, key=KEY, now=NOON)
        await offers.reply(ledger, owner, offers.WORDLESS, key="said:D0ANA:1.2", now=NOON)

    assert await rows(ledger) == [(ANA.workspace, "here"), (ELSEWHERE.workspace, "there")]
    assert await deliveries(ledger) == ["offer", "offer", "wordless", "wordless"]


async def test_a_message_told_again_after_it_was_saved_is_not_offered_again_c8(ledger: Ledger) -> None:
    await offers.make(ledger, ANA, SAID, key=KEY, now=NOON)
    saved = await spoken.save(ledger, ANA, await waiting(ledger), now=NOON)

    await offers.make(ledger, ANA, SAID, key=KEY, now=LATER)

    assert await deliveries(ledger) == ["offer"]
    assert (await evidence.find(ledger, ANA, saved.entry.id)).kept


async def test_that_there_were_no_words_is_said_once_for_one_message_c8(ledger: Ledger) -> None:
    for _ in range(2):
        await offers.reply(ledger, ANA, offers.WORDLESS, key=KEY, now=NOON)

    assert await deliveries(ledger) == ["wordless"]


async def test_a_changed_message_is_followed_until_it_is_decided_about(ledger: Ledger) -> None:
    await offers.make(ledger, ANA, SAID, key=KEY, now=NOON)
    await offers.reword(ledger, ANA, "Activation went from 20% to 31%", key=KEY)
    await offers.reword(ledger, BEN, "somebody else's change", key=KEY)
    saved = await spoken.save(ledger, ANA, await waiting(ledger), now=NOON)
    assert (saved.entry.text, saved.entry.kind) == ("Activation went from 20% to 31%", Kind.METRIC)

    await offers.reword(ledger, ANA, "Something else", key=KEY)

    assert (await evidence.find(ledger, ANA, saved.entry.id)).text == "Activation went from 20% to 31%"


async def test_letting_go_takes_the_words_and_their_jobs_and_nobody_elses(ledger: Ledger) -> None:
    await offers.make(ledger, ANA, SAID, key=KEY, now=NOON)
    words = await waiting(ledger)
    await drafts.ask(ledger, ANA, words, key="click", now=NOON)

    assert await spoken.let_go(ledger, BEN, words) is None
    assert await rows(ledger) != []
    assert await spoken.let_go(ledger, ANA, words) is None
    assert await spoken.let_go(ledger, ANA, words) is None

    assert await rows(ledger) == []
    assert await ledger.read(EVERYONE, lambda session: session.scalars(select(Job)).all()) == []


async def test_letting_go_of_an_entry_gives_it_back(ledger: Ledger) -> None:
    saved = await evidence.capture(ledger, ANA, SAID, key="k", now=NOON)

    kept = await spoken.let_go(ledger, ANA, saved.entry.id)

    assert kept is not None
    assert kept.id == saved.entry.id
    assert (await evidence.find(ledger, ANA, saved.entry.id)).kept


async def test_a_closed_form_takes_no_words_that_were_answered_for(ledger: Ledger) -> None:
    words = await spoken.keep(ledger, ANA, SAID, key=KEY, now=NOON, origin=BENS)
    await drafts.ask(ledger, ANA, words.id, key="form", now=NOON, answers={"own_role": "I asked for it"})

    await spoken.let_go(ledger, ANA, words.id, even_answered=False)

    assert (await evidence.find(ledger, ANA, words.id)).answers == {"own_role": "I asked for it"}


async def test_words_of_others_are_saved_with_the_part_in_one_step_c3(ledger: Ledger) -> None:
    words = await spoken.keep(ledger, ANA, "Great work!", key=KEY, now=NOON, origin=BENS)

    saved = await spoken.save(ledger, ANA, words.id, now=NOON, answers={"own_role": "I asked for it"})

    entry = await evidence.find(ledger, ANA, saved.entry.id)
    assert (entry.kept, entry.author, entry.link) == (True, BENS.author, BENS.link)
    assert (entry.answers, entry.kind) == ({"own_role": "I asked for it"}, Kind.TRUST)


async def test_words_older_than_a_day_are_not_saved_and_not_answered(ledger: Ledger) -> None:
    words = await spoken.keep(ledger, ANA, SAID, key=KEY, now=NOON, origin=BENS)

    with pytest.raises(Gone):
        await spoken.save(ledger, ANA, words.id, now=NOON + timedelta(days=1), answers={"own_role": "late"})

    assert (await evidence.find(ledger, ANA, words.id)).answers == {}


async def test_own_words_that_stand_elsewhere_are_saved_once_for_one_payload_c8(ledger: Ledger) -> None:
    here = Origin(link="https://acme.slack.com/archives/C0/p11")

    first = await spoken.save_at_once(ledger, ANA, SAID, key="shortcut:1", now=NOON, origin=here)
    again = await spoken.save_at_once(ledger, ANA, SAID, key="shortcut:1", now=NOON, origin=here)
    twice = await spoken.save_at_once(ledger, ANA, SAID, key="shortcut:2", now=NOON, origin=here)
    later = await spoken.save_at_once(ledger, ANA, SAID, key="shortcut:3", now=LATER, origin=here)

    assert (first.entry.id, first.before, first.entry.link) == (again.entry.id, False, here.link)
    assert (twice.entry.id, twice.before) == (first.entry.id, True)
    assert (later.entry.id == first.entry.id, later.before) == (False, False)


@pytest.mark.parametrize(
    ("said", "author", "kind"),
    [
        ("Thanks Ana, great work!", "U0BEN", Kind.TRUST),
        ("Danke dir, tolle Arbeit", "U0BEN", Kind.TRUST),
        ("Great work, activation went from 20% to 31%", "U0BEN", Kind.METRIC),
        ("We shipped the pricing page", "U0BEN", Kind.OUTPUT),
        ("Great work by everybody", None, Kind.OUTPUT),
    ],
)
async def test_praise_of_others_is_proposed_as_trust_c4(
    ledger: Ledger, said: str, author: str | None, kind: Kind
) -> None:
    words = await spoken.keep(ledger, ANA, said, key=KEY, now=NOON, origin=Origin(author))

    assert words.kind is kind
