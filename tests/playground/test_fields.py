"""Fields of each kind as people answer them, and what Slack says before the app hears of it."""

from typing import Any

import pytest

from playground import NothingToClick, Person, Workspace
from playground.inputs import NoSuchOptionError
from tests.playground.conftest import Api, ScriptedApp
from tests.playground.forms import open_form
from tests.playground.test_blocks import (
    actions,
    asked,
    button,
    confirm,
    letters,
    modal,
    option,
    plain,
    rich,
    section,
)

NUMBER = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "90"}
FIELDS: dict[str, dict[str, Any]] = {
    "Who": {"type": "users_select", "action_id": "a"},
    "Team": {"type": "multi_users_select", "action_id": "a", "max_selected_items": 2},
    "Where": {"type": "channels_select", "action_id": "a"},
    "Day": {"type": "datepicker", "action_id": "a"},
    "Time": {"type": "timepicker", "action_id": "a"},
    "Moment": {"type": "datetimepicker", "action_id": "a"},
    "Link": {"type": "url_text_input", "action_id": "a"},
    "Mail": {"type": "email_text_input", "action_id": "a"},
    "Days": {**NUMBER, "action_id": "a"},
    "Rate": {"type": "number_input", "action_id": "a", "is_decimal_allowed": True},
    "Notes": {"type": "rich_text_input", "action_id": "a"},
    "Both": {"type": "checkboxes", "action_id": "a", "options": [option("Hit", "h"), option("Miss", "m")]},
    "One": {"type": "radio_buttons", "action_id": "a", "options": [option("Hit", "h"), option("Miss", "m")]},
}
GOOD = {
    "Who": "Ben",
    "Team": ["Ana", "Ben"],
    "Where": "general",
    "Day": "2028-02-29",
    "Time": "15:00",
    "Moment": 1_800_000_000,
    "Link": "https://example.com/a",
    "Mail": "ana@example.com",
    "Days": "30",
    "Rate": "-0.5",
    "Notes": "All of it",
    "Both": ["Hit", "Miss"],
    "One": "Miss",
}


def form() -> dict[str, Any]:
    blocks = [asked(element, label=plain(label), block_id=label, optional=True) for label, element in FIELDS.items()]
    return modal(submit=plain("Save"), blocks=blocks)


async def test_every_field_is_answered_and_handed_over(
    ana: Person, app: ScriptedApp, api: Api, acme: Workspace
) -> None:
    await open_form(api, app, ana, form())
    await ana.fill(GOOD)
    assert ana.sees("Who [Ben]")
    assert ana.sees("Team [Ana, Ben]")
    assert ana.sees("Where [general]")
    assert ana.sees("Notes [All of it]")

    await ana.submit()

    values = {label: block["a"] for label, block in app.payloads[-1]["view"]["state"]["values"].items()}
    ben = acme.person("Ben").id
    assert values["Who"] == {"type": "users_select", "selected_user": ben}
    assert values["Team"] == {"type": "multi_users_select", "selected_users": [ana.id, ben]}
    assert values["Where"]["selected_channel"] == acme.channel("general").id
    assert values["Day"]["selected_date"] == "2028-02-29"
    assert values["Time"]["selected_time"] == "15:00"
    assert values["Moment"]["selected_date_time"] == 1_800_000_000
    assert [values[label]["value"] for label in ("Link", "Mail", "Days", "Rate")] == [
        "https://example.com/a",
        "ana@example.com",
        "30",
        "-0.5",
    ]
    assert [o["value"] for o in values["Both"]["selected_options"]] == ["h", "m"]
    assert values["One"]["selected_option"]["value"] == "m"
    assert values["Notes"]["rich_text_value"] == rich(letters("All of it"))


async def test_an_untouched_field_holds_nothing(ana: Person, app: ScriptedApp, api: Api) -> None:
    await open_form(api, app, ana, form())

    await ana.submit()

    values = app.payloads[-1]["view"]["state"]["values"]
    assert values["Who"]["a"]["selected_user"] is None
    assert values["Team"]["a"]["selected_users"] == []
    assert values["Days"]["a"]["value"] is None
    assert values["Notes"]["a"]["rich_text_value"] is None


@pytest.mark.parametrize(
    ("label", "answer", "said"),
    [
        ("Who", "Nobody", "called 'Nobody'"),
        ("Who", "general", "called 'general'"),
        ("Where", "Ben", "called 'Ben'"),
        ("Team", ["Ana", "Ben", "Chris"], "No more than 2"),
        ("Day", "2026-02-30", "no day '2026-02-30'"),
        ("Day", "tomorrow", "no day"),
        ("Time", "24:00", "no time"),
        ("Moment", "soon", "no moment 'soon'"),
        ("One", "Draw", "Offered: Hit, Miss"),
        ("Notes", {"type": "rich_text", "elements": []}, "no fewer than 1"),
        ("Notes", {"type": "mrkdwn", "text": "x"}, "unsupported type: mrkdwn"),
        ("Notes", rich({"type": "video"}), "unsupported type: video"),
        ("Notes", 7, "unsupported type: None"),
    ],
)
async def test_what_is_not_offered_cannot_be_chosen(
    ana: Person, app: ScriptedApp, api: Api, label: str, answer: Any, said: str
) -> None:
    await open_form(api, app, ana, form())

    with pytest.raises(NoSuchOptionError, match=said):
        await ana.fill({label: answer})


@pytest.mark.parametrize(
    ("label", "answer", "said"),
    [
        ("Link", "example.com", "Please enter a valid URL."),
        ("Link", "https://", "Please enter a valid URL."),
        ("Mail", "ana@example", "Please enter a valid email address."),
        ("Days", "soon", "Please enter a whole number."),
        ("Days", "1.5", "Please enter a whole number."),
        ("Days", "0", "Please enter 1 or more."),
        ("Days", "91", "Please enter 90 or less."),
        ("Rate", "half", "Please enter a number."),
    ],
)
async def test_slack_minds_what_was_typed(
    ana: Person, app: ScriptedApp, api: Api, label: str, answer: str, said: str
) -> None:
    await open_form(api, app, ana, form())
    await ana.fill({label: answer})

    await ana.submit()

    assert ana.modal_errors == {label: said}
    assert len(app.requests) == 1


@pytest.mark.parametrize("answer", ["1", "90"])
async def test_the_bounds_themselves_are_numbers_too(ana: Person, app: ScriptedApp, api: Api, answer: str) -> None:
    await open_form(api, app, ana, form())
    await ana.fill({"Days": answer})

    await ana.submit()

    assert app.payloads[-1]["view"]["state"]["values"]["Days"]["a"]["value"] == answer


@pytest.mark.parametrize("answer", [rich(letters(" ")), "", " ", None])
async def test_blanks_are_no_formatted_text(ana: Person, app: ScriptedApp, api: Api, answer: Any) -> None:
    notes = asked({"type": "rich_text_input"}, label=plain("Notes"))
    await open_form(api, app, ana, modal(submit=plain("Save"), blocks=[notes]))
    await ana.fill({"Notes": answer})

    await ana.submit()

    assert ana.modal_errors == {"Notes": "Please complete this required field."}


DELETE = button(text=plain("Delete all"), action_id="delete", confirm=confirm(text=plain("For good?")))


async def test_a_confirmation_is_asked_and_can_be_declined(ana: Person, app: ScriptedApp, api: Api) -> None:
    await api("chat.postMessage", channel=ana.id, text="x", blocks=[actions(DELETE)])

    declined = await ana.click("Delete all", confirms=False)
    assert (declined.error, app.requests) == ("cancelled", [])

    await ana.click("Delete all")
    assert app.payloads[0]["actions"][0]["action_id"] == "delete"
    assert ana.dialogs == ["Sure?: For good? [No] [Yes]"] * 2


async def test_a_declined_choice_is_not_made(ana: Person, app: ScriptedApp, api: Api) -> None:
    menu = {"type": "users_select", "action_id": "who", "confirm": confirm()}
    more = {"type": "overflow", "action_id": "more", "options": [option("Hide", "hide")], "confirm": confirm()}
    blocks = [section("Ask whom?", accessory=menu), section("More", accessory=more)]
    await api("chat.postMessage", channel=ana.id, text="x", blocks=blocks)

    await ana.select("Ask whom?", "Ben", confirms=False)
    assert not ana.sees("[Ben]")
    assert app.requests == []

    await ana.select("Ask whom?", "Ben")
    await ana.select("More", "Hide")
    assert ana.sees("[Ben]")
    assert app.payloads[0]["actions"][0]["selected_user"] == ana.workspace.person("Ben").id
    assert app.payloads[1]["actions"][0]["selected_option"]["value"] == "hide"


async def test_a_field_of_a_form_asks_nothing_until_it_is_sent(ana: Person, app: ScriptedApp, api: Api) -> None:
    day = {"type": "datepicker", "confirm": confirm()}
    await open_form(api, app, ana, modal(submit=plain("On"), blocks=[asked(day, label=plain("Day"))]))

    await ana.fill({"Day": "2026-12-01"})

    assert ana.dialogs == []
    with pytest.raises(NothingToClick):
        await ana.click("Day")
