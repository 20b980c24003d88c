"""What a person does in messages, what the app is sent, and what they then see."""

from typing import Any

import pytest
from aiohttp import web

from playground import NothingToClick, Person, World
from tests.playground.conftest import SOON, Api, ScriptedApp
from tests.playground.test_blocks import actions, button, option, plain, section, select

BUTTONS = [section("Saved"), actions(button(action_id="open", value="7", text=plain("Open")))]


async def test_a_command_arrives_escaped_and_its_receipt_is_only_for_one(ana: Person, app: ScriptedApp) -> None:
    app.answers_json({"text": "Saved &lt;b&gt;"})

    await ana.slash("/win", "a <b> & c")

    assert app.payloads[0]["text"] == "a &lt;b&gt; &amp; c"
    assert ana.sees("PM Coach (only visible to you): Saved <b>")
    assert not ana.workspace.person("Ben").sees("Saved")


async def test_a_public_answer_shows_the_command_too(ana: Person, app: ScriptedApp) -> None:
    app.answers_json({"text": "For all", "response_type": "in_channel"})

    await ana.slash("/win", "it")

    assert ana.workspace.person("Ben").screen() == "#general\nAna: /win it\nPM Coach: For all"


async def test_plain_text_is_a_receipt_too(ana: Person, app: ScriptedApp) -> None:
    app.answers.append(web.Response(text="Saved"))

    await ana.slash("/win", where="dm")

    assert ana.screen() == "Direct message\nPM Coach (only visible to you): Saved"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (web.Response(status=500), "dispatch_failed"),
        (web.Response(text="{", content_type="application/json"), "invalid_json"),
        (web.json_response({"text": "x", "surprise": 1}), "invalid_arguments"),
        (web.json_response({"blocks": [{"type": "card"}]}), "invalid_blocks"),
        (web.json_response({"response_type": "public", "text": "x"}), "invalid_arguments"),
        (web.json_response({"text": ["x"]}), "invalid_arguments"),
        (web.json_response({"text": ""}), "no_text"),
    ],
)
async def test_slack_itself_says_that_a_command_failed(ana: Person, app: ScriptedApp, answer: Any, error: str) -> None:
    app.answers.append(answer)

    await ana.slash("/win", "it")

    assert ana.sees(f'Slackbot (only visible to you): /win failed with the error "{error}"')


async def test_with_nobody_listening_the_dispatch_fails(ana: Person, world: World) -> None:
    await ana.slash("/win")

    assert ana.sees("dispatch_failed")
    world.request_url = "http://127.0.0.1:9/"
    assert (await ana.slash("/win")).error == "dispatch_failed"


async def test_a_late_acknowledgement_is_a_violation(ana: Person, app: ScriptedApp, world: World) -> None:
    world.ack_timeout = SOON
    app.answers.append(5.0)

    await ana.slash("/win")

    assert ana.sees('Slackbot (only visible to you): /win failed with the error "operation_timeout"')
    assert [v.error for v in world.violations] == ["operation_timeout"]


async def test_a_body_where_slack_reads_none_is_a_violation(ana: Person, app: ScriptedApp, world: World) -> None:
    app.answers_json({"text": "hello"})

    await ana.shortcut("log_win")

    assert [v.error for v in world.violations] == ["unexpected_ack_body"]


async def test_a_click_in_an_ephemeral_message_has_no_message(ana: Person, app: ScriptedApp) -> None:
    app.answers_json({"text": "Saved", "blocks": BUTTONS})
    await ana.slash("/win")

    await ana.click("Open")

    click = app.payloads[1]
    assert (click["actions"][0]["action_id"], click["actions"][0]["value"]) == ("open", "7")
    assert click["container"]["is_ephemeral"]
    assert "message" not in click


async def test_a_click_in_a_message_carries_it_and_what_was_chosen(ana: Person, app: ScriptedApp, api: Api) -> None:
    kind = select(action_id="kind", placeholder=plain("Kind"), options=[option("Metric", "m")])
    more = {"type": "overflow", "action_id": "more", "options": [option("Hide", "hide")]}
    blocks = [{**actions(kind, button(text=plain("Go"))), "block_id": "b"}, section("More", accessory=more)]
    await api("chat.postMessage", channel=ana.id, text="x", blocks=blocks)

    await ana.select("Kind", "Metric")
    await ana.click("Go")
    await ana.select("More", "Hide")

    chosen, click, hide = app.payloads
    assert chosen["actions"][0]["selected_option"]["value"] == "m"
    assert click["state"]["values"]["b"]["kind"]["selected_option"]["value"] == "m"
    assert click["message"]["ts"] == ana.dm()[0].ts
    assert hide["actions"][0]["selected_option"]["value"] == "hide"
    assert ana.sees("[Metric] (Metric)")


async def test_the_newest_button_is_clicked_and_what_is_not_there_is_named(
    ana: Person,
    app: ScriptedApp,
    api: Api,
) -> None:
    for value in ("old", "new"):
        blocks = [actions(button(value=value, text=plain("Open")))]
        await api("chat.postMessage", channel=ana.id, text="x", blocks=blocks)

    await ana.click("Open")
    await ana.click("Open", nth=1)

    assert [p["actions"][0]["value"] for p in app.payloads] == ["new", "old"]
    with pytest.raises(NothingToClick, match=r"labelled 'Close'.*There is: Open"):
        await ana.click("Close")
    with pytest.raises(NothingToClick, match="There is: nothing"):
        await ana.submit()


async def test_a_click_without_an_answer_is_said(ana: Person, app: ScriptedApp, api: Api) -> None:
    await api("chat.postMessage", channel=ana.id, text="x", blocks=BUTTONS)
    app.answers.append(web.Response(status=500))

    await ana.click("Open")

    assert ana.sees("This app did not respond")


async def test_a_direct_message_is_an_event(ana: Person, app: ScriptedApp) -> None:
    await ana.says("hello <b>")

    event = app.payloads[0]["event"]
    assert (event["channel_type"], event["text"], event["user"]) == ("im", "hello &lt;b&gt;", ana.id)
    assert app.payloads[0]["authorizations"][0]["team_id"] == ana.workspace.id
    assert ana.sees("Ana: hello <b>")


async def test_a_message_shortcut_carries_the_message(ana: Person, app: ScriptedApp) -> None:
    message = ana.writes("We shipped", "general")
    app.answers.append(web.Response(status=500))

    await ana.message_shortcut("save_as_evidence", message)

    payload = app.payloads[0]
    assert (payload["type"], payload["callback_id"]) == ("message_action", "save_as_evidence")
    assert payload["message"]["text"] == "We shipped"
    assert ana.sees("This app did not respond")


async def test_forged_payloads_are_correctly_signed_and_theirs(ana: Person, app: ScriptedApp) -> None:
    other = {"id": "T0OTHER", "domain": "other"}
    await ana.forge_click("delete", value="somebody's", team=other)
    await ana.forge_submission({"callback_id": "form", "private_metadata": "somebody's"})

    click, form = app.payloads
    assert (click["actions"][0]["value"], click["team"], click["user"]["id"]) == ("somebody's", other, ana.id)
    assert form["view"]["private_metadata"] == "somebody's"
