"""Modals and Homes as apps make them: triggers, stacks, hashes."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Person, Workspace, World
from tests.playground.conftest import Api, Clock, ScriptedApp
from tests.playground.forms import FORM, open_form
from tests.playground.test_blocks import actions, button, modal, plain, section


async def test_a_trigger_is_single_use(ana: Person, app: ScriptedApp, api: Api) -> None:
    await ana.shortcut("log_win")
    trigger = app.payloads[0]["trigger_id"]

    assert (await api("views.open", trigger_id=trigger, view=FORM))["ok"]
    assert (await api("views.open", trigger_id=trigger, view=FORM)).error == "exchanged_trigger_id"
    assert (await api("views.open", trigger_id="1.2.3", view=FORM)).error == "invalid_trigger_id"


async def test_a_trigger_lasts_three_seconds(ana: Person, app: ScriptedApp, api: Api, clock: Clock) -> None:
    await ana.shortcut("log_win")
    clock.pass_(3.1)

    trigger = app.payloads[0]["trigger_id"]
    assert (await api("views.open", trigger_id=trigger, view=FORM)).error == "expired_trigger_id"


async def test_push_needs_a_trigger_from_the_open_modal(ana: Person, app: ScriptedApp, api: Api) -> None:
    step = modal(blocks=[actions(button(text=plain("Deeper")))])
    await open_form(api, app, ana, step)
    await ana.shortcut("elsewhere")
    assert (await api("views.push", trigger_id=app.payloads[-1]["trigger_id"], view=step)).error == "invalid_trigger_id"

    answers = []
    for _ in range(3):
        await ana.click("Deeper")
        answers.append(await api("views.push", trigger_id=app.payloads[-1]["trigger_id"], view=step))
    assert [a.error for a in answers] == ["", "", "push_limit_reached"]


async def test_views_are_updated_by_id_or_name_and_not_when_stale(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana, {**FORM, "external_id": "mine"})
    assert ana.modal is not None
    view_id, first = ana.modal.id, ana.modal.hash
    small = modal()

    assert (await api("views.update", view_id=view_id, hash=first, view=small))["ok"]
    assert (await api("views.update", view_id=view_id, hash=first, view=small)).error == "hash_conflict"
    assert (await api("views.update", view_id="V0", view=small)).error == "not_found"
    assert (await api("views.update", external_id="mine", view=small)).error == "not_found"
    assert (await api("views.update", view=small)).error == "invalid_arguments"
    assert (await api("views.update", view_id=view_id, view={"type": "home", "blocks": []})).error == (
        "invalid_arguments"
    )


async def test_an_external_id_is_taken_once(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana, modal(external_id="one"))
    await ana.shortcut("again")

    again = await api("views.open", trigger_id=app.payloads[-1]["trigger_id"], view=modal(external_id="one"))

    assert again.error == "duplicate_external_id"


async def test_a_view_can_be_too_large(ana: Person, app: ScriptedApp, api: Api) -> None:
    await ana.shortcut("log_win")
    large = modal(blocks=[section("x" * 3000)] * 90)

    answer = await api("views.open", trigger_id=app.payloads[-1]["trigger_id"], view=large)

    assert answer.error == "view_too_large"


async def test_home_is_published_opened_and_clicked(ana: Person, app: ScriptedApp, api: Api) -> None:
    home = {"type": "home", "blocks": [actions(button(text=plain("Refresh"), action_id="refresh"))]}
    await ana.opens_home()
    published = await api("views.publish", user_id=ana.id, view=home)
    await ana.opens_home()
    await ana.click("Refresh")
    await ana.opens_home("messages")

    opened, again, click, messages = app.payloads
    assert "view" not in opened["event"]
    assert again["event"]["view"]["id"] == published["view"]["id"]
    assert click["view"]["type"] == "home"
    assert messages["event"]["tab"] == "messages"
    assert ana.sees("--- Home ---\n[Refresh]")
    assert (await api("views.publish", user_id=ana.id, view=home, hash="old")).error == "hash_conflict"
    assert (await api("views.publish", user_id=ana.id, view=home))["ok"]
    assert (await api("views.publish", user_id="U0NOBODY", view=home)).error == "user_not_found"


async def test_a_home_is_published_over_the_one_that_was_seen(
    world: World, acme: Workspace, ana: Person, app: ScriptedApp
) -> None:
    client = AsyncWebClient(token=acme.bot_token, base_url=world.api_url)
    home = {"type": "home", "blocks": [section("One")]}
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=ana.id, view=home, hash="of nothing")
    await client.views_publish(user_id=ana.id, view=home)
    await ana.opens_home()
    seen = app.payloads[0]["event"]["view"]

    published = await client.views_publish(user_id=ana.id, view=home, hash=seen["hash"])

    assert seen["state"] == {"values": {}}
    assert published["view"]["hash"] != seen["hash"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=ana.id, view=home, hash=seen["hash"])


async def test_a_conflict_can_be_asked_for(world: World, acme: Workspace, ana: Person) -> None:
    client = AsyncWebClient(token=acme.bot_token, base_url=world.api_url)
    home = {"type": "home", "blocks": [section("One")]}
    world.faults.error("views.publish", "hash_conflict")

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=ana.id, view=home)

    assert ana.home is None
    assert (await client.views_publish(user_id=ana.id, view=home))["ok"]
