"""Menus that the app fills: what it is asked, what it may answer, and what people choose from that."""

from typing import Any

import aiohttp
import pytest
from aiohttp import web

from playground import Person, World
from playground.inputs import NoSuchOptionError
from playground.response_urls import show
from playground.suggestions import NoOptions
from tests.playground.conftest import Api, ScriptedApp
from tests.playground.forms import open_form
from tests.playground.test_blocks import actions, asked, modal, option, plain, section

ONE = {"type": "external_select", "action_id": "one"}
SEVERAL = {"type": "multi_external_select", "action_id": "several", "min_query_length": 0, "max_selected_items": 2}
FORM = modal(
    submit=plain("Save"),
    blocks=[
        asked(ONE, block_id="launch", label=plain("Launch"), optional=True),
        asked(SEVERAL, block_id="skills", label=plain("Skills"), optional=True),
    ],
)
OFFERS = [option("Checkout", "l1"), option("Onboarding", "l2")]
# bolt-python's tests/scenario_tests/test_block_suggestion and bolt-js's BlockSuggestion
SAMPLE = {"type", "user", "container", "api_app_id", "token", "action_id", "block_id", "value", "team", "view"}


async def test_the_app_is_asked_for_what_was_typed_and_its_option_is_handed_over(
    ana: Person, app: ScriptedApp, api: Api
) -> None:
    await open_form(api, app, ana, FORM)
    app.answers_json({"options": OFFERS})

    offered = await ana.searches("Launch", "che")
    await ana.select("Launch", "Checkout")
    await ana.submit()

    asked_for = app.payloads[-2]
    assert offered == {"options": OFFERS}
    assert SAMPLE - asked_for.keys() == set()
    assert "trigger_id" not in asked_for
    assert [asked_for[key] for key in ("type", "block_id", "action_id", "value")] == [
        "block_suggestion",
        "launch",
        "one",
        "che",
    ]
    held = app.payloads[-1]["view"]["state"]["values"]["launch"]["one"]
    assert held == {"type": "external_select", "selected_option": OFFERS[0]}


async def test_what_was_chosen_from_an_earlier_search_stays(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana, FORM)
    groups = [{"label": plain("Soft"), "options": [option("Listening", "s2")]}]
    app.answers_json({"options": [option("Strategy", "s1")]})
    app.answers_json({"option_groups": groups})

    await ana.searches("Skills", "")
    await ana.searches("Skills", "lis")
    await ana.fill({"Skills": ["Strategy", "Listening"]})
    await ana.submit()

    held = app.payloads[-1]["view"]["state"]["values"]["skills"]["several"]["selected_options"]
    assert [one["value"] for one in held] == ["s1", "s2"]


async def test_in_a_message_the_app_is_told_which_one(ana: Person, app: ScriptedApp, world: World) -> None:
    message = show(ana, ana.place("dm"), {"blocks": [actions(ONE)], "response_type": "in_channel"})
    app.answers_json({"options": OFFERS})

    await ana.searches("one", "che")
    await ana.select("one", "Onboarding")

    asked_for, chosen = app.payloads
    assert asked_for["container"]["message_ts"] == asked_for["message"]["ts"] == message.ts
    assert asked_for["channel"]["id"] == message.channel_id
    assert chosen["actions"][0]["selected_option"] == OFFERS[1]
    assert world.violations == []


async def test_only_what_the_app_offered_can_be_chosen(ana: Person, app: ScriptedApp, api: Api) -> None:
    first = option("Planned", "l0")
    menu = asked({**ONE, "initial_option": first}, label=plain("Launch"))
    await open_form(api, app, ana, modal(submit=plain("Save"), blocks=[menu]))
    app.answers_json({"options": OFFERS})
    await ana.searches("Launch", "che")

    with pytest.raises(NoSuchOptionError, match="Offered: Planned, Checkout, Onboarding"):
        await ana.select("Launch", "Pricing")
    with pytest.raises(NoSuchOptionError):
        await ana.fill({"Launch": {**OFFERS[0], "value": "forged"}})
    await ana.fill({"Launch": first})
    assert ana.sees("Launch [Planned]")


@pytest.mark.parametrize(("label", "query", "least"), [("Launch", "ch", 3), ("Skills", "", None)])
async def test_a_short_query_is_not_asked(
    ana: Person, app: ScriptedApp, api: Api, label: str, query: str, least: int | None
) -> None:
    await open_form(api, app, ana, FORM)
    app.answers_json({"options": []})

    if least is None:
        assert await ana.searches(label, query) == {"options": []}
    else:
        with pytest.raises(NoOptions, match=f"Type {least} or more"):
            await ana.searches(label, query)

    assert len(app.requests) == (2 if least is None else 1)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"options": OFFERS, "option_groups": []},
        {"options": [option("x" * 76)]},
        {"options": [option()] * 101},
        {"options": [{"text": {"type": "mrkdwn", "text": "x"}, "value": "x"}]},
        {"option_groups": [{"label": plain("Empty"), "options": []}]},
        {"text": "none"},
        {"options": "many"},
    ],
)
async def test_an_answer_without_options_is_a_violation(
    ana: Person, app: ScriptedApp, api: Api, world: World, body: Any
) -> None:
    await open_form(api, app, ana, FORM)
    app.answers_json(body)

    with pytest.raises(NoOptions, match="holds no options"):
        await ana.searches("Launch", "che")

    assert [v.error for v in world.violations] == ["invalid_options"]


async def test_a_silent_or_removed_app_is_said_to_be_silent(
    ana: Person, app: ScriptedApp, api: Api, world: World
) -> None:
    await open_form(api, app, ana, FORM)
    app.answers.append(web.Response(status=500))

    with pytest.raises(NoOptions, match="did not respond"):
        await ana.searches("Launch", "che")
    world.default.close()
    with pytest.raises(NoOptions, match="did not respond"):
        await ana.searches("Launch", "che")

    assert len(app.requests) == 2


async def test_the_page_looks_options_up(
    ana: Person, app: ScriptedApp, world: World, session: aiohttp.ClientSession
) -> None:
    message = show(ana, ana.place("dm"), {"blocks": [{**section(accessory=ONE), "block_id": "row"}]})
    app.answers_json({"options": OFFERS})
    spot = {"workspace": "Acme", "person": "Ana", "surface": message.ts, "block_id": "row", "action_id": "one"}

    async def looks_up(query: str, **other: str) -> tuple[int, Any]:
        async with session.post(world.page_url + "options", json={**spot, "query": query, **other}) as response:
            return response.status, await response.json()

    assert await looks_up("che") == (200, {"ok": True, "options": OFFERS})
    assert await looks_up("c") == (409, {"ok": False, "error": "Type 3 or more characters."})
    assert (await looks_up("che", surface="1.0"))[0] == 409
