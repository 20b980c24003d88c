"""What was learned from a launch, shown to others by its owner, over both transports (L5)."""

from datetime import date, timedelta

import pytest

from bot.app import Bot
from bot.ledger.plans import Share
from playground import World
from playground.person import Person
from tests.journeys.launching import asked, later, rows


async def finished(world: World, ana: Person) -> date:
    launched = await asked(world, ana)
    await ana.click("It moved")
    await ana.fill({"Now": "77%", "What would you do differently?": "Tell <!channel> & <@U1> early"})
    await ana.submit()
    await ana.click("Share what we learned")
    return launched


async def test_a_retrospective_goes_to_a_channel_and_alerts_nobody_l5(
    bot: Bot, world: World, ana: Person, ben: Person
) -> None:
    world.default.invite_bot("general")
    await finished(world, ana)
    assert ana.sees("Nobody sees this before you press Share")
    await ana.fill({"To which channel?": "general"})
    await ana.submit()

    assert ana.sees("On its way")
    await ben.eventually_sees("What we learned from Onboarding two")
    assert ben.sees("It moved. Completion from 61% to 77%")
    assert ben.sees("Tell <!channel> & <@U1> early")
    assert world.broadcasts == []
    assert "\n" not in world.default.channel("general").messages[-1].text
    assert await _ends_as(bot, ana, "posted")
    assert [row.text for row in await rows(bot, Share)] == [""]


async def test_it_goes_to_chosen_people_and_answers_still_come_to_oneself_l5(
    bot: Bot, world: World, ana: Person, ben: Person
) -> None:
    launched = await finished(world, ana)
    await ana.fill({"What we learned": "Only this", "Or to whom?": [ben.id]})
    await ana.submit()

    await ben.eventually_sees("Only this")
    await ana.close()
    await later(world, ana, launched + timedelta(days=60))
    assert await ana.eventually(lambda: "60-day review" in ana.screen())
    assert not ben.sees("60-day review")


async def test_a_refusal_of_slack_comes_back_with_the_way_out_and_the_words_l5(
    bot: Bot, world: World, ana: Person
) -> None:
    world.default.add_channel("strategy")
    await finished(world, ana)
    await ana.submit()
    assert "Choose a channel here" in str(ana.modal_errors)
    await ana.fill({"To which channel?": "strategy"})
    await ana.submit()
    await ana.close()

    await ana.eventually_sees("I am not a member there.")
    assert ana.sees("What we learned from Onboarding two")
    assert await _ends_as(bot, ana, "refused")
    world.default.invite_bot("strategy")
    await ana.click("Share it again")
    await ana.fill({"To which channel?": "strategy"})
    await ana.submit()
    assert await ana.eventually(
        lambda: any("looked back" in str(m.blocks) for m in world.default.channel("strategy").messages)
    )


async def _ends_as(bot: Bot, ana: Person, state: str) -> bool:
    for _ in range(500):
        if [row.state for row in await rows(bot, Share)] == [state]:
            return True
        await ana.workspace.world.any_change(0.02)
    return False


@pytest.mark.hasty
async def test_where_nobody_can_look_whether_it_arrived_its_owner_is_asked_to_l5(
    bot: Bot, world: World, ana: Person
) -> None:
    """The coach may not read channels, so what is in doubt there cannot be looked up: it is neither sent again nor denied."""
    world.default.invite_bot("general")
    await finished(world, ana)
    world.faults.accept_then_hang("chat.postMessage")
    await ana.fill({"To which channel?": "general"})
    await ana.submit()
    await ana.close()

    await ana.eventually_sees("Perhaps shared with #general. Slack's answer was lost")
    assert await _ends_as(bot, ana, "refused")
    assert len(world.default.channel("general").messages) == 1
