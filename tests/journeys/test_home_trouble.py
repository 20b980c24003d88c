"""Home when things go wrong or come at once: conflicts, a busy Slack, lost answers, people who left, a restart (H1, H3)."""

import pytest
from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Base
from bot.ready import Roles
from playground import World
from playground.person import Person
from tests import postgres, stage
from tests.journeys.homes import at_home, ended


async def test_a_double_opening_ends_in_one_home_h1(bot: Bot, world: World, ana: Person) -> None:
    world.faults.duplicate_delivery()

    await at_home(ana)

    await ended(bot, ana)
    assert ana.sees("Nothing here yet.")


async def test_an_opening_while_home_is_on_its_way_is_shown_after_it_h1(bot: Bot, world: World, ana: Person) -> None:
    world.faults.latency("views.publish", 0.3)
    await ana.opens_home()
    await ana.eventually(lambda: bool(world.calls("views.publish")))
    await ana.slash("/win", "Shipped onboarding")
    await ana.reloads()

    await ana.opens_home()

    await ana.eventually_sees("Shipped onboarding [Open]")


@pytest.mark.parametrize("times", [1, 2, 4])
async def test_a_home_that_changed_meanwhile_is_made_anew_h1(bot: Bot, world: World, ana: Person, times: int) -> None:
    await at_home(ana)
    await ended(bot, ana)
    world.faults.error("views.publish", "hash_conflict", times=times)
    await ana.slash("/win", "Shipped onboarding")
    await ana.reloads()

    await ana.opens_home()

    await ana.eventually_sees("Shipped onboarding [Open]", timeout=15)
    await ended(bot, ana)


async def test_a_home_that_somebody_else_published_is_replaced_h1(bot: Bot, world: World, ana: Person) -> None:
    await ana.slash("/win", "Shipped onboarding")
    await at_home(ana)
    await ended(bot, ana)
    assert ana.home is not None
    ana.home.replace({"type": "home", "blocks": [{"type": "divider"}]})
    ana.at_home = False

    await ana.click("Undo")

    await ana.eventually_sees("Nothing here yet.")
    hashes = [entry.payload.get("hash") for entry in world.calls("views.publish")]
    assert hashes[-2:] != [None, None]
    assert hashes[-1] is None


async def test_every_home_names_the_one_that_it_replaces_h1(bot: Bot, world: World, ana: Person) -> None:
    await at_home(ana)
    await ended(bot, ana)
    assert ana.home is not None
    before = ana.home.hash
    await ana.slash("/win", "Shipped onboarding")
    await ana.reloads()
    await at_home(ana, "Shipped onboarding [Open]")

    assert [entry.payload.get("hash") for entry in world.calls("views.publish")] == [None, before]


@pytest.mark.hasty
async def test_a_busy_slack_gets_home_later_h1(bot: Bot, world: World, ana: Person) -> None:
    world.faults.ratelimited("views.publish", retry_after=1)

    await ana.opens_home()

    await ana.eventually_sees("Your last 10 weeks", timeout=15)
    await ended(bot, ana)


@pytest.mark.hasty
@pytest.mark.parametrize("fault", ["status", "reset", "hang", "accept_then_hang", "accept_then_abort"])
async def test_a_lost_answer_costs_no_home_h1(bot: Bot, world: World, ana: Person, fault: str) -> None:
    getattr(world.faults, fault)("views.publish")

    await ana.opens_home()

    await ana.eventually_sees("Your last 10 weeks", timeout=15)


@pytest.mark.parametrize("reason", ["user_not_found", "not_enabled", "account_inactive"])
async def test_who_has_no_home_is_left_alone_without_noise(
    bot: Bot, world: World, ana: Person, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    world.faults.error("views.publish", reason)

    await ana.opens_home()
    await ended(bot, ana)

    assert [line.reason for line in caplog.records if getattr(line, "event", "") == "home.refused"] == [reason]  # type: ignore[attr-defined]
    assert [line for line in caplog.records if line.levelname == "ERROR"] == []
    assert ana.dm() == []
    await at_home(ana)


@pytest.mark.postgres
async def test_who_left_between_opening_and_showing_is_left_alone(
    world: World, transport: str, postgres_url: str, ana: Person
) -> None:
    with postgres.database(postgres_url) as url:
        async with stage.playing(world, transport, url, roles=Roles(works=False)):
            await ana.opens_home()
        ana.deactivated = True

        async with stage.playing(world, transport, url) as bot:
            await ended(bot, ana)

    assert ana.home is None
    assert len(world.calls("views.publish")) == 1


@pytest.mark.parametrize("fault", ["missing_scope", "user_not_found", "ratelimited"])
async def test_without_a_zone_home_counts_in_utc_and_says_so_h3(
    bot: Bot, world: World, ana: Person, fault: str
) -> None:
    world.faults.error("users.info", fault)

    await at_home(ana, "in UTC: I do not know your time zone.")

    await at_home(ana, "in America/New_York time")


async def test_a_strange_zone_is_the_persons_own_h3(bot: Bot, world: World) -> None:
    nima = world.default.person("Nima", tz="Asia/Kathmandu")

    await at_home(nima, "in Asia/Kathmandu time")
    await nima.click("Settings")

    assert nima.sees("In your time zone, Asia/Kathmandu")
    assert len(world.calls("users.info")) == 1


@pytest.mark.postgres
async def test_a_restart_between_opening_and_showing_loses_nothing_h1(
    world: World, transport: str, postgres_url: str, ana: Person
) -> None:
    with postgres.database(postgres_url) as url:
        async with stage.playing(world, transport, url, roles=Roles(works=False)):
            await ana.opens_home()
        assert ana.home is None

        async with stage.playing(world, transport, url):
            await ana.eventually_sees("Your last 10 weeks")


async def test_home_and_its_job_carry_nobodys_words(bot: Bot, world: World, ana: Person) -> None:
    await ana.slash("/win", "Shipped the-secret-thing")
    await ana.reloads()
    await at_home(ana, "the-secret-thing [Open]")

    def others() -> str:
        with bot.ledger.engine.connect() as connection:
            kept = [table for table in Base.metadata.sorted_tables if table.name != "evidence"]
            return str([connection.execute(select(table)).all() for table in kept])

    assert "the-secret-thing" not in others()


async def test_what_was_deleted_leaves_home_also_when_its_form_cannot_be_replaced_h1(
    bot: Bot, world: World, ana: Person
) -> None:
    await ana.slash("/win", "Shipped onboarding")
    await at_home(ana)
    await ana.eventually_sees("Shipped onboarding [Open]")
    await ana.click("Open")
    world.faults.error("views.update", "hash_conflict", times=2)

    await ana.click("Delete")
    await ana.close()

    await ana.eventually_sees("Nothing here yet.")
