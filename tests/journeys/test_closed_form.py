"""A form that was closed before it was sent: asked about, opened again, or discarded, over both transports (C2, C6)."""

from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE
from playground import World
from playground.person import Person
from tests.journeys.filling import SAID, TRUST, row
from tests.stage import texts


async def test_a_form_that_is_closed_is_asked_about_and_opened_again_c2(bot: Bot, ana: Person) -> None:
    await ana.slash("/win")
    await ana.select("What is it evidence of?", TRUST)
    await ana.fill({"What happened?": "The CFO asked me to own pricing", "Who was it, and what is their role?": "Ines"})
    await ana.close()

    await ana.eventually_sees("You closed a form before saving it.")
    assert await texts(bot) == []
    await ana.click("Open it again")
    assert ana.sees("Ines")
    await ana.submit()

    assert ((await row(bot)).text, (await row(bot)).answers) == ("The CFO asked me to own pricing", {"voice": "Ines"})


async def test_an_edit_that_is_closed_changes_its_entry_when_it_is_taken_up_again_c6(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Edit")
    await ana.fill({"Your words": f"{SAID}, and 74% finish now"})
    await ana.close()

    await ana.eventually_sees("You closed a form before saving it.")
    assert await texts(bot) == [SAID]
    await ana.click("Open it again")
    await ana.submit()

    assert await texts(bot) == [f"{SAID}, and 74% finish now"]


async def test_a_closed_form_that_is_let_go_is_gone_c2(bot: Bot, ana: Person) -> None:
    await ana.slash("/win")
    await ana.fill({"What happened?": SAID})
    await ana.close()
    await ana.eventually_sees("Discard")

    await ana.click("Discard")

    await ana.eventually_sees("Discarded. What you typed in the form is gone.")
    assert await bot.ledger.read(EVERYONE, lambda session: session.scalars(select(Evidence)).all()) == []


async def test_discarding_a_form_that_was_taken_up_again_and_saved_deletes_nothing_c2(bot: Bot, ana: Person) -> None:
    await ana.slash("/win")
    await ana.fill({"What happened?": SAID})
    await ana.close()
    await ana.eventually_sees("You closed a form before saving it.")
    await ana.click("Open it again")
    await ana.submit()
    await ana.close()

    await ana.click("Discard")

    await ana.eventually_sees("Saved  ·  Decision")
    assert await texts(bot) == [SAID]


async def test_an_empty_or_unchanged_form_is_closed_in_silence_c2(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", SAID)
    await ana.click("Edit")
    await ana.close()
    for blank in ("", "   "):
        await ana.slash("/win")
        await ana.fill({"What happened?": blank})
        await ana.close()

    everything = select(Evidence.text)
    assert await bot.ledger.read(EVERYONE, lambda session: session.scalars(everything).all()) == [SAID]


async def test_a_form_whose_words_slack_does_not_tell_is_closed_in_silence_c2(
    bot: Bot, world: World, ana: Person
) -> None:
    world.closed_views_keep_state = False
    await ana.slash("/win", SAID)
    await ana.click("Edit")
    await ana.fill({"Your words": "Something else"})
    await ana.close()

    everything = select(Evidence.text)
    assert await bot.ledger.read(EVERYONE, lambda session: session.scalars(everything).all()) == [SAID]
