"""What form elements hold: at first, and after a person's answer ("View state", "state.values")."""

from collections.abc import Callable, Iterable
from typing import Any

from playground.shapes import Payload, State

_ONE: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
}
_MANY: dict[str, tuple[str, str]] = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
}
HOLDERS = {**_ONE, **_MANY}
"""Per element type that holds something: the key of what it holds, and of what it holds at first."""
TEXTS = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})


class NoSuchOptionError(ValueError):
    """The element does not offer this answer."""


def initial_state(blocks: Iterable[Payload]) -> State:
    """Give the state of all fields as the app presented them."""
    state: State = {}
    for block in blocks:
        candidates = block["elements"] if block["type"] == "actions" else [block.get("element"), block.get("accessory")]
        for element in candidates:
            if element and element["type"] in HOLDERS:
                state.setdefault(block["block_id"], {})[element["action_id"]] = initial(element)
    return state


def initial(element: Payload) -> Payload:
    """Give the value of one field as the app presented it."""
    key, first = HOLDERS[element["type"]]
    fallback: Any = [] if element["type"] in _MANY else None
    return {"type": element["type"], key: element.get(first, fallback)}


def held(value: Payload) -> Any:
    """Give what a value object holds: text, an option, a list of options, a date."""
    return value[HOLDERS[value["type"]][0]]


def answered(element: Payload, answer: Any) -> Payload:
    """Give the value object after a person answered with text, an option's label or several."""
    kind = element["type"]
    read = _reader(kind)
    key = HOLDERS[kind][0] if kind in HOLDERS else "selected_option"
    nothing: Any = [] if kind in _MANY else None
    return {"type": kind, key: nothing if answer is None else read(element, answer)}


def _reader(kind: str) -> Callable[[Payload, Any], Any]:
    if kind in {"static_select", "radio_buttons", "overflow"}:
        return option
    if kind in _MANY:
        return _several
    return _text if kind in TEXTS else _as_it_is


def options(element: Payload) -> list[Payload]:
    """Give the options of a menu, those in groups as well."""
    grouped = [o for group in element.get("option_groups", []) for o in group["options"]]
    return list(element.get("options", [])) + grouped


def option(element: Payload, wanted: str) -> Payload:
    """Give the option with this label, or else with this value."""
    offers = options(element)
    found = [o for o in offers if o["text"]["text"] == wanted] or [o for o in offers if o["value"] == wanted]
    if found:
        return found[0]
    offered = ", ".join(o["text"]["text"] for o in offers)
    raise NoSuchOptionError(f"There is no option {wanted!r}. Offered: {offered}.")


def _several(element: Payload, wanted: Any) -> list[Payload]:
    return [option(element, one) for one in ([wanted] if isinstance(wanted, str) else wanted)]


def _text(_element: Payload, answer: Any) -> str | None:
    return str(answer) or None


def _as_it_is(_element: Payload, answer: Any) -> Any:
    return answer


def complaint(block: Payload, value: Payload) -> str | None:
    """Say what Slack itself would say about a field before it submits the form."""
    content = held(value)
    if not content:
        return None if block.get("optional") else "Please complete this required field."
    element = block["element"]
    if isinstance(content, str) and len(content) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if isinstance(content, str) and len(content) > element.get("max_length", 3_000):
        return f"Please enter at most {element.get('max_length', 3_000)} characters."
    return None
