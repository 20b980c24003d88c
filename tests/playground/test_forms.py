"""Modals as people meet them: filled, refused, updated, stacked, closed."""

from typing import Any

import pytest
from aiohttp import web

from playground import Person, World
from playground.inputs import NoSuchOptionError
from tests.playground.conftest import Api, ScriptedApp
from tests.playground.forms import FORM, TEXT, open_form
from tests.playground.test_blocks import asked, modal, plain, section


async def test_a_form_is_filled_by_label_and_submitted(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana)

    await ana.fill({"What changed?": "All of it", "Kind": "Launch", "Who": ["Me"], "Day": "2026-12-01"})
    await ana.submit()

    submitted = app.payloads[-1]["view"]
    values = submitted["state"]["values"]
    assert values["what"]["text"] == {"type": "plain_text_input", "value": "All of it"}
    assert values["kind"]["kind"]["selected_option"]["value"] == "l"
    assert values["b002"]["who"]["selected_options"][0]["value"] == "me"
    assert values["day"]["day"]["selected_date"] == "2026-12-01"
    assert submitted["callback_id"] == "form"
    assert ana.modal is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "Please complete this required field."),
        ("ab", "Please enter at least 3 characters."),
        ("x" * 21, "Please enter at most 20 characters."),
    ],
)
async def test_slack_checks_a_form_before_the_app_does(
    ana: Person,
    app: ScriptedApp,
    api: Api,
    given: str,
    said: str,
) -> None:
    await open_form(api, app, ana)

    await ana.fill({"What changed?": given})
    await ana.submit()

    assert ana.modal_errors == {"What changed?": said}
    assert ana.sees(f"! {said}")
    assert len(app.requests) == 1


async def test_an_option_that_is_not_there_is_named(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana)

    with pytest.raises(NoSuchOptionError, match="Offered: Metric, Launch"):
        await ana.select("Kind", "Story")


async def test_errors_of_the_app_stand_at_their_field(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana)
    await ana.fill({"What changed?": "All"})
    app.answers_json({"response_action": "errors", "errors": {"what": "Say more."}})

    await ana.submit()

    assert ana.modal_errors == {"What changed?": "Say more."}


async def test_an_update_keeps_what_was_entered(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana)
    await ana.fill({"What changed?": "All"})
    app.answers_json({"response_action": "update", "view": {**FORM, "title": plain("Again")}})

    await ana.submit()

    assert ana.sees("--- Again ---")
    assert ana.sees("What changed? [All]")


async def test_a_pushed_view_lies_on_top_and_the_stack_holds_three(ana: Person, app: ScriptedApp, api: Api) -> None:
    step = modal(submit=plain("On"), blocks=[section()])
    await open_form(api, app, ana, step)
    for _ in range(3):
        app.answers_json({"response_action": "push", "view": step})
        await ana.submit()

    assert len(ana.modals) == 3
    assert ana.modals[2].root_id == ana.modals[0].id
    assert ana.modals[2].previous_id == ana.modals[1].id
    assert ana.sees("We had some trouble connecting.")
    assert ana.workspace.world.violations[-1].error == "push_limit_reached"


async def test_clear_closes_all_and_tells_who_wanted_to_know(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana)
    await ana.fill({"What changed?": "All"})
    app.answers_json({"response_action": "clear"})

    await ana.submit()

    assert ana.modals == []
    assert (app.payloads[-1]["type"], app.payloads[-1]["is_cleared"]) == ("view_closed", True)


@pytest.mark.parametrize(
    "body",
    [
        {"response_action": "explode"},
        {"response_action": "clear", "view": {}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {"what": ""}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"text": "thanks"},
    ],
)
async def test_a_wrong_answer_to_a_form_is_a_violation(
    ana: Person,
    app: ScriptedApp,
    api: Api,
    world: World,
    body: Any,
) -> None:
    await open_form(api, app, ana)
    await ana.fill({"What changed?": "All"})
    app.answers_json(body)

    await ana.submit()

    assert len(world.violations) == 1
    assert ana.sees("We had some trouble connecting. Try again?")


async def test_a_form_that_nobody_acknowledged_stays(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana)
    await ana.fill({"What changed?": "All"})
    app.answers.append(web.Response(status=500))

    await ana.submit()

    assert ana.modal_errors == {"": "We had some trouble connecting. Try again?"}


async def test_closing_is_told_when_asked_for(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana)
    await ana.close()
    assert (app.payloads[-1]["type"], app.payloads[-1]["is_cleared"]) == ("view_closed", False)

    await open_form(api, app, ana, {**FORM, "clear_on_close": True})
    await ana.close()
    assert app.payloads[-1]["is_cleared"]

    await open_form(api, app, ana, modal())
    await ana.close()
    assert app.payloads[-1]["type"] == "shortcut"


async def test_closing_hands_over_what_was_typed_unless_told_otherwise(
    ana: Person,
    app: ScriptedApp,
    api: Api,
    world: World,
) -> None:
    handed_over = []
    for keeps in (True, False):
        world.closed_views_keep_state = keeps
        await open_form(api, app, ana)
        await ana.fill({"What changed?": "Half a thought"})
        await ana.close()
        handed_over.append(app.payloads[-1]["view"]["state"]["values"])

    assert handed_over[0]["what"]["text"]["value"] == "Half a thought"
    assert handed_over[1] == {}


async def test_a_field_tells_the_app_only_when_it_dispatches(ana: Person, app: ScriptedApp, api: Api) -> None:
    quiet, loud = asked(TEXT, label=plain("Quiet")), asked(TEXT, label=plain("Loud"), dispatch_action=True)
    await open_form(api, app, ana, modal(submit=plain("On"), blocks=[quiet, loud]))

    await ana.fill({"Quiet": "a", "Loud": "b"})
    app.answers.append(web.Response(status=500))
    await ana.fill({"Loud": "c"})

    assert [p["actions"][0].get("value") for p in app.payloads[1:]] == ["b", "c"]
    assert app.payloads[1]["container"]["type"] == "view"
    assert ana.sees("This app did not respond")
