"""OAuth: a person allows it on Slack's page, the app gets its token for the code; workspaces, organizations, and the end."""

import base64
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest

from playground import Workspace, World
from tests.playground.conftest import Answer, Api, Clock, ScriptedApp, until

CALLBACK = "http://127.0.0.1:9/slack/oauth_redirect"


@pytest.fixture
def globex(world: World) -> Workspace:
    return world.add_workspace("Globex", installed=False)


def address(world: World, **query: str) -> str:
    asked = {"client_id": world.client_id, "scope": "commands,chat:write", "state": "s t&", "redirect_uri": CALLBACK}
    return f"{world.base_url}oauth/v2/authorize?{urlencode({**asked, **query})}"


async def answered(session: aiohttp.ClientSession, url: str, **form: str) -> dict[str, str]:
    """Press a button on the install page, and give what the app is told."""
    async with session.post(url, data=form, allow_redirects=False) as response:
        assert response.status == 302
        target = response.headers["Location"]
    assert target.startswith(CALLBACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}


async def exchange(world: World, session: aiohttp.ClientSession, code: str, **given: str) -> Answer:
    credentials = base64.b64encode(f"{world.client_id}:{world.client_secret}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}"}
    form = {"code": code, "redirect_uri": CALLBACK, **given}
    async with session.post(world.api_url + "oauth.v2.access", data=form, headers=headers) as response:
        return Answer(response.status, response.headers, await response.json())


async def install(world: World, session: aiohttp.ClientSession, who: str, **query: str) -> Answer:
    told = await answered(session, address(world, **query), who=who, answer="allow")
    return await exchange(world, session, told["code"])


async def test_a_person_allows_the_app_and_the_code_becomes_a_token(
    world: World, session: aiohttp.ClientSession, globex: Workspace, api: Api
) -> None:
    assert (await api("auth.test", token=f"xoxb-playground-{globex.id}")).error == "invalid_auth"

    told = await answered(session, address(world), who="Globex/Ben", answer="allow")
    installed = await exchange(world, session, told["code"])

    assert told["state"] == "s t&"
    assert installed.body == {
        "ok": True,
        "app_id": world.app_id,
        "authed_user": {"id": globex.person("Ben").id},
        "scope": "chat:write,commands",
        "token_type": "bot",
        "access_token": globex.bot_token,
        "bot_user_id": globex.bot_user_id,
        "team": {"id": globex.id, "name": "Globex"},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    assert (await api("auth.test", token=installed["access_token"]))["team_id"] == globex.id
    assert (await api("chat.postMessage", token=installed["access_token"], channel=globex.person("Ben").id, text="hi"))[
        "ok"
    ]


async def test_who_cancels_sends_the_app_away(world: World, session: aiohttp.ClientSession, globex: Workspace) -> None:
    told = await answered(session, address(world), who="Globex/Ben", answer="cancel")

    assert told == {"error": "access_denied", "state": "s t&"}
    assert not globex.installed


async def test_the_page_names_the_app_the_rights_and_the_people(world: World, session: aiohttp.ClientSession) -> None:
    world.bot_name = "<Coach>"
    world.add_workspace("Globex", installed=False)

    async with session.get(address(world, team=world.default.id)) as response:
        text = await response.text()

    assert response.headers["Content-Security-Policy"].count("http://127.0.0.1:9") == 1
    assert "&lt;Coach&gt;" in text
    assert "<Coach>" not in text
    assert "<code>chat:write</code>" in text
    assert "Ana in Acme" in text
    assert "Globex" not in text


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"scope": ""}, "no_scopes"),
        ({"scope": "chat write!"}, "invalid_scope"),
        ({"user_scope": "chat:write"}, "invalid_scope"),
        ({"redirect_uri": "https://evil.example/"}, "bad_redirect_uri"),
        ({"redirect_uri": ""}, "bad_redirect_uri"),
        ({"redirect_uri": "javascript:alert(1)"}, "bad_redirect_uri"),
        ({"colour": "<red>"}, "invalid_arguments"),
    ],
)
async def test_an_address_that_slack_refuses_leads_nowhere(
    world: World, session: aiohttp.ClientSession, query: dict[str, str], error: str
) -> None:
    url = address(world, **query)

    async with session.get(url) as shown, session.post(url, data={"answer": "cancel"}) as pressed:
        assert (shown.status, pressed.status) == (400, 400)
        assert f"<code>{error}</code>" in (text := await shown.text())

    assert "<red>" not in text
    assert {v.error for v in world.violations} == {error}


async def test_only_addresses_of_the_manifest_are_led_to(session: aiohttp.ClientSession) -> None:
    manifest = {"oauth_config": {"redirect_urls": [CALLBACK]}}
    async with World(manifest=manifest) as world:
        url = address(world, redirect_uri="")
        told = await answered(session, url, who="Acme/Ana", answer="allow")
        async with session.get(address(world, redirect_uri="http://127.0.0.1:8/other")) as response:
            refused = response.status
        used = await exchange(world, session, told["code"])
        async with session.post(world.api_url + "oauth.v2.access", data=credentials(world, code=told["code"])) as again:
            taken = await again.json()

    assert refused == 400
    assert used.error == "bad_redirect_uri"  # none was named before
    assert taken["access_token"] == world.default.bot_token


def credentials(world: World, **form: str) -> dict[str, str]:
    return {"client_id": world.client_id, "client_secret": world.client_secret, **form}


async def test_nobody_else_is_let_in(world: World, session: aiohttp.ClientSession) -> None:
    async with session.post(address(world), data={"who": "Acme/Nobody", "answer": "allow"}) as response:
        assert response.status == 400


async def test_a_code_is_good_once_and_for_ten_minutes(
    world: World, session: aiohttp.ClientSession, clock: Clock
) -> None:
    code = (await answered(session, address(world), who="Acme/Ana", answer="allow"))["code"]
    late = (await answered(session, address(world), who="Acme/Ana", answer="allow"))["code"]

    assert (await exchange(world, session, "other")).error == "invalid_code"
    assert (await exchange(world, session, code, redirect_uri="http://127.0.0.1:9/")).error == "bad_redirect_uri"
    assert (await exchange(world, session, code, grant_type="refresh_token")).error == "invalid_grant_type"
    assert (await exchange(world, session, code))["ok"]
    assert (await exchange(world, session, code)).error == "code_already_used"
    clock.pass_(601)
    assert (await exchange(world, session, late)).error == "invalid_code"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "guess"}, "bad_client_secret"),
        ({"client_secret": ""}, "bad_client_secret"),
    ],
)
@pytest.mark.parametrize("method", ["oauth.v2.access", "apps.uninstall"])
async def test_the_apps_own_secret_is_needed(
    world: World, session: aiohttp.ClientSession, given: dict[str, str], error: str, method: str
) -> None:
    headers = {"Authorization": f"Bearer {world.default.bot_token}"}
    async with session.post(world.api_url + method, data=credentials(world, **given), headers=headers) as response:
        body = await response.json()

    wanted = "invalid_arguments" if method == "apps.uninstall" and given == {"client_secret": ""} else error
    assert body["error"] == wanted
    assert world.default.installed


@pytest.mark.parametrize("header", ["Basic !", "Basic /w==", "Basic"])
async def test_a_broken_header_names_nobody(world: World, session: aiohttp.ClientSession, header: str) -> None:
    async with session.post(world.api_url + "oauth.v2.access", headers={"Authorization": header}) as response:
        assert (await response.json())["error"] == "invalid_client_id"


async def test_scopes_add_up_until_the_end_and_then_there_is_a_new_token(
    world: World, session: aiohttp.ClientSession, acme: Workspace, api: Api
) -> None:
    before = acme.bot_token
    more = await install(world, session, "Acme/Ana", scope="reactions:read")
    assert (more["access_token"], "chat:write" in more["scope"]) == (before, True)

    await acme.uninstall()
    again = await install(world, session, "Acme/Ana", scope="commands")

    assert again["scope"] == "commands"
    assert again["access_token"] == acme.bot_token != before
    assert (await api("auth.test", token=before)).error == "account_inactive"
    assert (await api("auth.test", token=acme.bot_token))["ok"]


async def test_after_the_end_nothing_reaches_the_app(world: World, acme: Workspace, app: ScriptedApp, api: Api) -> None:
    ana = acme.person("Ana")
    await api("views.publish", user_id=ana.id, view={"type": "home", "blocks": [BUTTON]})
    await api("chat.postMessage", channel=ana.id, text="x", blocks=[BUTTON])

    await acme.uninstall()
    acknowledgements = [
        await ana.slash("/win", "it"),
        await ana.click("Go"),
        await ana.shortcut("bed"),
        await ana.says("hello"),
        await ana.opens_home(),
    ]

    assert [p["event"]["type"] for p in app.payloads] == ["tokens_revoked", "app_uninstalled"]
    assert all("authorizations" not in p for p in app.payloads)
    assert [a.error for a in acknowledgements] == ["not_installed"] * 3 + [None] * 2
    assert ana.sees("/win is not a valid command.")
    assert ana.sees("This app did not respond.")


BUTTON = {
    "type": "actions",
    "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
}


async def test_an_app_gives_its_token_back(world: World, acme: Workspace, app: ScriptedApp, api: Api) -> None:
    assert (await api("auth.revoke", test=True))["revoked"] is False
    assert (await api("auth.test"))["ok"]

    assert (await api("auth.revoke")).body == {"ok": True, "revoked": True}
    await until(lambda: len(app.requests) == 2)

    assert (await api("auth.test")).error == "account_inactive"
    assert {p["event"]["type"] for p in app.payloads} == {"tokens_revoked", "app_uninstalled"}
    assert not acme.installed


async def test_an_app_removes_itself_from_one_workspace(world: World, app: ScriptedApp, api: Api) -> None:
    globex = world.add_workspace("Globex")

    given = credentials(world)
    assert (await api("apps.uninstall", token=globex.bot_token, **given))["ok"]
    await until(lambda: len(app.requests) == 2)

    assert {p["team_id"] for p in app.payloads} == {globex.id}
    assert (await api("auth.test"))["ok"]


async def test_an_organization_is_installed_at_once(
    world: World, session: aiohttp.ClientSession, app: ScriptedApp, api: Api
) -> None:
    group = world.add_organisation("Big Group", "North", "South", installed=False)
    installed = await install(world, session, "org/Big Group")
    token, south = installed["access_token"], world.workspace("South")
    ana = south.person("Ana")

    assert installed["team"] is None
    assert installed["enterprise"] == {"id": group.id, "name": "Big Group"}
    assert installed["is_enterprise_install"] is True
    me = await api("auth.test", token=token)
    assert (me["is_enterprise_install"], me["enterprise_id"], me["team_id"]) == (True, group.id, group.id)
    assert (await api("chat.postMessage", token=token, channel=ana.id, text="to you"))["ok"]
    assert ana.dm()[0].text == "to you"
    assert (await api("views.publish", token=token, user_id=ana.id, view={"type": "home", "blocks": [BUTTON]}))["ok"]


async def test_what_an_organization_says_names_it(world: World, app: ScriptedApp, api: Api) -> None:
    group = world.add_organisation("Big Group", "North", "South")
    ana = world.workspace("South").person("Ana")

    await ana.slash("/win", "it")
    await ana.shortcut("bed")
    await ana.says("hello")

    command, shortcut, event = app.payloads
    assert (command["enterprise_id"], command["enterprise_name"]) == (group.id, "Big Group")
    assert command["is_enterprise_install"] == "true"
    assert shortcut["enterprise"] == {"id": group.id, "name": "Big Group"}
    assert shortcut["is_enterprise_install"] is True
    assert event["enterprise_id"] == group.id
    assert event["authorizations"][0] | {"user_id": ""} == {
        "enterprise_id": group.id,
        "team_id": None,
        "user_id": "",
        "is_bot": True,
        "is_enterprise_install": True,
    }


async def test_an_organizations_token_stays_inside_it_and_says_which_workspace(world: World, api: Api) -> None:
    group = world.add_organisation("Big Group", "North", "South")
    south, token = world.workspace("South"), group.bot_token

    people = (await api("users.list", token=token, team_id=south.id))["members"]

    assert south.person("Ben").id in {user["id"] for user in people}
    assert (await api("users.list", token=token)).error == "missing_argument"
    assert (await api("users.list", token=token, team_id=world.default.id)).error == "team_access_not_granted"
    assert (await api("users.info", token=token, user=world.default.person("Ana").id)).error == "user_not_found"
    assert (await api("users.info", user=south.person("Ana").id)).error == "user_not_found"


@pytest.mark.parametrize("revoked_first", [True, False])
async def test_an_organization_ends_at_once(world: World, app: ScriptedApp, api: Api, revoked_first: Any) -> None:
    group = world.add_organisation("Big Group", "North", "South")
    token = group.bot_token

    await group.uninstall(revoked_first=revoked_first)

    kinds = ["tokens_revoked", "app_uninstalled"]
    assert [p["event"]["type"] for p in app.payloads] == (kinds if revoked_first else kinds[::-1])
    assert all(p["enterprise_id"] == group.id and "team_id" not in p for p in app.payloads)
    assert (await api("auth.test", token=token)).error == "account_inactive"
    assert (await world.workspace("North").person("Ana").slash("/win")).error == "not_installed"


async def test_giving_an_organizations_token_back_ends_it_everywhere(world: World, app: ScriptedApp, api: Api) -> None:
    group = world.add_organisation("Big Group", "North", "South")

    assert (await api("auth.revoke", token=group.bot_token))["revoked"]
    await until(lambda: len(app.requests) == 2)

    assert not any(w.installed for w in group.workspaces)
    assert all("team_id" not in p for p in app.payloads)
