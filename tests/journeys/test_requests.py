"""Reframing a feature request, from Home and where words plainly ask for one, over both transports (R11)."""

from sqlalchemy import select

from bot.app import Bot
from bot.ledger.drafted import Draft
from bot.ledger.scope import EVERYONE
from playground.person import Person
from tests.stage import texts

TITLE = "The request, reframed"
WHO = "Who has this problem today, how many are they, and how often does it hit them?"


async def test_a_request_is_looked_at_from_home_and_may_be_the_wrong_answer_r11(bot: Bot, ana: Person) -> None:
    await ana.opens_home()
    await ana.eventually_sees("[Reframe a feature request]")
    await ana.click("Reframe a feature request")
    await ana.fill({"Who asks for what?": " \u200b"})
    await ana.submit()
    assert "nothing to reframe" in str(ana.modal_errors)
    await ana.fill({"Who asks for what?": "The board <wants> SSO & more"})
    await ana.submit()
    await ana.close()
    await ana.opens_home("messages")
    await ana.eventually_sees(TITLE)
    assert ana.sees("The board <wants> SSO & more")
    assert ana.sees("[which outcome?]")

    await ana.click("Answer the questions")
    await ana.fill({WHO: "Nobody so far"})
    await ana.submit()
    await ana.close()

    await ana.eventually_sees("the feature is the wrong answer")
    assert ana.sees("(“Nobody so far”)")
    assert await texts(bot) == []


async def test_any_draft_can_be_looked_at_as_a_request_r11(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "Globex: SSO before the renewal, said their admin")
    await ana.click("Reframe my update")
    await ana.eventually_sees("Your update, reframed")

    await ana.select("Another tone", "As a feature request")

    await ana.eventually_sees(TITLE)
    assert ana.sees("[compared with what?]")


async def test_words_that_plainly_ask_for_one_are_looked_at_as_one_and_the_person_decides_r11(
    bot: Bot, ana: Person
) -> None:
    await ana.slash("/win", "Customer Globex wants an Excel export.")
    await ana.click("Reframe my update")
    await ana.eventually_sees(TITLE)

    await ana.click("It is an update")

    await ana.eventually_sees("Your update, reframed")
    verdicts = select(Draft.verdict).order_by(Draft.verdict)
    kept = await bot.ledger.read(EVERYONE, lambda session: list(session.scalars(verdicts)))
    assert kept == ["drafted", "request"]
