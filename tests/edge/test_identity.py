"""Whose bot it is: our own workspace's, and nobody else's."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.identity import Identities, Identity, TokenRefused
from playground import World
from tests.delivery.gateway import ANSWERS, Answer, gateway

ASK = "auth.test"


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as opened:
        yield opened


@pytest.fixture
def identity(world: World, session: aiohttp.ClientSession) -> Identity:
    return identity_at(world.api_url, world.default.bot_token, session)


def identity_at(api_url: str, token: str, session: aiohttp.ClientSession) -> Identity:
    return Identity(AsyncWebClient(token, api_url, session=session, retry_handlers=[]))


async def test_our_own_workspace_gets_our_token_and_slack_is_asked_once(world: World, identity: Identity) -> None:
    await identity.introduce()

    known = await asyncio.gather(*(identity.for_team(world.default.id) for _ in range(5)))

    assert {each.bot_token for each in known if each} == {world.default.bot_token}
    assert known[0] is not None
    assert known[0].bot_user_id == world.default.bot_user_id
    assert len(world.calls(ASK)) == 1


@pytest.mark.parametrize("team", ["T0OTHER", None, ""])
async def test_a_foreign_workspace_gets_nothing_p4(identity: Identity, team: str | None) -> None:
    assert await identity.for_team(team) is None


async def test_each_workspace_that_it_serves_gets_its_own_token(
    world: World, identity: Identity, session: aiohttp.ClientSession
) -> None:
    globex, initech = world.add_workspace("Globex"), world.add_workspace("Initech")
    ours = Identities(identity, {globex.id: identity_at(world.api_url, globex.bot_token, session)})
    await ours.introduce()

    found = [await ours.for_team(team) for team in (world.default.id, globex.id, initech.id, None)]

    assert [each and each.bot_token for each in found] == [world.default.bot_token, globex.bot_token, None, None]
    assert len(world.calls(ASK)) == 2


async def test_a_token_of_another_workspace_is_good_for_none(
    world: World, identity: Identity, session: aiohttp.ClientSession
) -> None:
    globex, initech = world.add_workspace("Globex"), world.add_workspace("Initech")
    mixed_up = Identities(identity, {globex.id: identity_at(world.api_url, initech.bot_token, session)})

    assert await mixed_up.for_team(globex.id) is None


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_refused_token_ends_the_start_with_a_sentence(world: World, identity: Identity, error: str) -> None:
    world.faults.error(ASK, error)

    with pytest.raises(TokenRefused, match="SLACK_BOT_TOKEN"):
        await identity.introduce()


@pytest.mark.parametrize(
    ("fault", "told"),
    [("status", (503,)), ("status", (200,)), ("hang", ()), ("reset", ()), ("error", ("internal_error",)), ("ratelimited", ())],
)  # fmt: skip
async def test_an_outage_of_slack_delays_nothing_but_the_answer(
    world: World, identity: Identity, fault: str, told: tuple[object, ...]
) -> None:
    getattr(world.faults, fault)(ASK, *told)

    await identity.introduce()

    assert await identity.for_team(world.default.id) is not None


@pytest.mark.parametrize("said", ANSWERS.values(), ids=ANSWERS.keys())
async def test_what_is_no_answer_of_slacks_ends_no_start(session: aiohttp.ClientSession, said: Answer) -> None:
    async with gateway(said) as url:
        identity = identity_at(url, "xoxb-1", session)

        await identity.introduce()

        assert await identity.for_team("T0ACME") is None


async def test_a_slack_that_is_not_there_leaves_the_bot_unknown(session: aiohttp.ClientSession) -> None:
    identity = identity_at("http://127.0.0.1:1/api/", "xoxb-1", session)

    await identity.introduce()

    assert await identity.for_team("T0ACME") is None
