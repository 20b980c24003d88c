"""A form with a field of each kind, and how an app opens it."""

from typing import Any

from playground import Person
from tests.playground.conftest import Api, ScriptedApp
from tests.playground.test_blocks import asked, modal, option, plain

TEXT = {"type": "plain_text_input", "action_id": "text"}
FORM = modal(
    callback_id="form",
    submit=plain("Save"),
    notify_on_close=True,
    blocks=[
        asked({**TEXT, "min_length": 3, "max_length": 20}, block_id="what", label=plain("What changed?")),
        asked(
            {"type": "radio_buttons", "action_id": "kind", "options": [option("Metric", "m"), option("Launch", "l")]},
            block_id="kind",
            label=plain("Kind"),
            optional=True,
        ),
        asked(
            {"type": "checkboxes", "action_id": "who", "options": [option("Me", "me"), option("Team", "team")]},
            label=plain("Who"),
            optional=True,
        ),
        asked({"type": "datepicker", "action_id": "day"}, block_id="day", label=plain("Day"), optional=True),
    ],
)


async def open_form(api: Api, app: ScriptedApp, person: Person, view: Any = FORM) -> None:
    """Open a modal the way an app does: with the trigger of an act."""
    await person.shortcut("log_win")
    trigger = app.payloads[-1]["trigger_id"]
    assert (await api("views.open", trigger_id=trigger, view=view))["ok"]
