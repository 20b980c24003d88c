"""Home: the first run, the last weeks, and everything that opens from it (H1, H2, H3), over both transports."""

from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Profile
from bot.ledger.scope import EVERYONE
from playground import World
from playground.person import Person
from tests.journeys.homes import at_home, ended, home_of, jobs_left
from tests.stage import texts


async def test_the_first_home_says_what_it_is_and_who_can_see_what_h3(bot: Bot, world: World, ana: Person) -> None:
    await at_home(ana)

    assert ana.sees("I help you show what you changed.")
    assert ana.sees("your employer can export Slack messages, and whoever runs me can read my database")
    assert ana.sees("Nothing here yet.")
    assert ana.sees("in America/New_York time, as in your Slack profile")
    assert ana.dm() == []
    assert world.calls("chat.postMessage") == []


async def test_set_up_takes_one_form_and_home_follows_h3(bot: Bot, ana: Person) -> None:
    await at_home(ana)

    assert home_of(ana).count("'Settings'") == 1
    await ana.click("Settings")
    assert ana.sees("In your time zone, America/New_York")
    await ana.select("Your day of the week", "Tuesday")
    await ana.select("Your hour", "09:00")
    await ana.fill({"A metric that matters to you": "<!channel> activation & <b>", "A third one": "CAC"})
    await ana.submit()

    assert ana.sees("Your hour is Tuesday, 09:00 (America/New_York).")
    assert ana.sees("Next step:")
    await ana.close()
    await ana.eventually(lambda: "Set up in one minute" not in home_of(ana))
    assert not ana.sees("Set up in one minute")
    assert ana.sees("• <!channel> activation & <b>")
    assert ana.sees("• CAC")
    assert ana.sees("*Weekly question:* once a week, Tuesday, 09:00 (America/New_York)")
    assert ana.sees("[Change the hour] [Pause] [Stop]")
    await ana.click("Settings")
    assert ana.sees("[Tuesday]")
    assert ana.sees("[CAC]")


async def test_a_metric_is_a_name_and_no_essay_h3(bot: Bot, ana: Person) -> None:
    await at_home(ana)
    chosen = {"choice": {"type": "static_select", "selected_option": {"value": "3"}}}
    values = {"weekday": chosen, "hour": chosen, "metric-0": {"text": {"type": "plain_text_input", "value": "x" * 300}}}

    answer = await ana.forge_submission({"callback_id": "settings.saved", "state": {"values": values}})

    assert "Please use at most 150 characters." in str(answer)
    await ended(bot, ana)
    assert ana.sees("Set up in one minute")


async def test_home_shows_what_is_saved_and_what_is_thin_h1(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "Activation went from 20% to 31%")
    await ana.slash("/win", "Shipped onboarding")
    await ana.reloads()
    await at_home(ana, "This week        1       1  █░")

    assert ana.sees("*Outcome 50%, output 50%.*")
    assert ana.sees("*Least evidence: decision (0).*\n*Next step:*")
    assert ana.sees("Shipped onboarding [Open]")


async def test_a_win_is_logged_from_home_and_shows_there_h2(bot: Bot, ana: Person) -> None:
    await at_home(ana)

    await ana.click("Log a win")
    await ana.fill({"What happened?": "Activation went from 20% to 31%"})
    await ana.submit()
    await ana.close()

    await ana.eventually_sees("Outcome 100%, output 0%")
    assert await texts(bot) == ["Activation went from 20% to 31%"]


async def test_words_that_are_undecided_are_on_no_home_p1(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "find the leak")
    await ana.reloads()
    await at_home(ana)

    assert ana.sees("Nothing here yet.")
    assert not ana.sees("the leak")


async def test_an_entry_that_opens_from_home_can_be_corrected_there_h1_c4(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "Shipped onboarding")
    await ana.reloads()
    await at_home(ana, "Outcome 0%, output 100%")

    await ana.click("Open")
    await ana.select("Kind", "Trust")
    await ana.eventually_sees("Outcome 100%, output 0%")
    await ana.click("Edit")
    await ana.fill({"Your words": "Legal let us start without a review"})
    await ana.submit()
    await ana.close()
    await ana.eventually_sees("Legal let us start without a review [Open]")
    await ana.click("Open")
    await ana.click("Delete")

    assert ana.sees("Deleted for good.")
    await ana.close()
    await ana.eventually_sees("Nothing here yet.")
    assert await texts(bot) == []


async def test_what_is_taken_back_elsewhere_leaves_home_h1(bot: Bot, ana: Person) -> None:
    await ana.slash("/win", "Shipped onboarding")
    await ana.slash("/win", "Shipped pricing")
    await at_home(ana, "Of 2 entries")
    ana.at_home = False

    await ana.click("Undo")
    await ana.eventually_sees("Of 1 entry")
    await ana.slash("/win", "undo")

    await ana.eventually_sees("Nothing here yet.")


async def test_all_entries_open_in_a_form_with_pages_h2(bot: Bot, ana: Person) -> None:
    for number in range(10):
        await ana.slash("/win", f"Entry number {number}")
    await ana.reloads()
    await at_home(ana, "Of 10 entries")

    await ana.click("My entries")
    assert ana.sees("Your entries: 10")
    await ana.click("Older")
    assert ana.sees("Entry number 1 [Open]")
    assert not ana.sees("Entry number 2 ")
    await ana.click("Open", nth=1)
    assert ana.sees("> Entry number 0")
    await ana.click("My entries")
    assert ana.sees("Entry number 2 [Open]")
    await ana.click("Older")
    await ana.click("Newer")

    assert ana.sees("Entry number 2 [Open]")
    assert len(ana.modals) == 1


async def test_an_update_is_reframed_without_becoming_an_entry_h2(bot: Bot, world: World, ana: Person) -> None:
    await at_home(ana)

    await ana.click("Reframe an update")
    await ana.fill({"Your update": "We launched search & filters in <May>."})
    await ana.submit()

    await ana.eventually_sees("It stands in our direct messages as well")
    await ana.close()
    await ana.eventually_sees("Your update, reframed")
    assert ana.sees("We launched search & filters in <May>")
    assert await texts(bot) == []
    assert "search" not in "".join(
        str(entry.payload.get("view", {}).get("private_metadata")) for entry in world.recorded
    )


async def test_an_empty_update_is_said_at_its_field_h2(bot: Bot, ana: Person) -> None:
    await at_home(ana)
    await ana.click("Reframe an update")
    await ana.fill({"Your update": " \u200b "})

    await ana.submit()

    assert ana.modal_errors == {"Your update": "There is nothing to reframe yet. Paste your update here."}


async def test_the_messages_tab_is_not_home(bot: Bot, world: World, ana: Person) -> None:
    await ana.opens_home("messages")
    await ana.slash("/win", "Shipped onboarding")

    assert await jobs_left(bot) == 0
    assert world.calls("views.publish") == []


async def test_saving_with_the_command_leaves_home_until_it_is_opened(bot: Bot, world: World, ana: Person) -> None:
    await at_home(ana)
    await ended(bot, ana)
    published = len(world.calls("views.publish"))

    await ana.slash("/win", "Shipped onboarding")
    assert await jobs_left(bot) == 0
    await ana.reloads()
    await at_home(ana, "Shipped onboarding [Open]")

    assert len(world.calls("views.publish")) == published + 1


async def test_everybody_has_their_own_home_p1(bot: Bot, world: World, ana: Person, ben: Person) -> None:
    await ana.slash("/win", "Shipped onboarding")
    await at_home(ana, "Shipped onboarding [Open]")
    await at_home(ben, "Nothing here yet.")

    assert "onboarding" not in home_of(ben)
    assert ben.sees("in Europe/Berlin time")


async def test_a_workspace_without_the_app_has_no_home_p1(bot: Bot, world: World, ana: Person) -> None:
    stranger = world.add_workspace("Globex").person("Ana")

    await stranger.opens_home()
    world.violations.clear()  # Bolt itself answers a workspace that it does not know with a sentence
    await at_home(ana)

    assert stranger.home is None
    rows = await bot.ledger.read(EVERYONE, lambda session: session.scalars(select(Profile.workspace_id)).all())
    assert rows == [ana.workspace.id]
