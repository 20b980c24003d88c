"""What form elements hold: at first, and after a person's answer ("View state", "state.values")."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from playground.checks import is_day
from playground.marks import rich
from playground.rich_text import of_words, problems_of
from playground.shapes import Payload, State

_ONE: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
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
    "file_input": ("files", "initial_files"),  # nothing can be in it at first
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}
HOLDERS = {**_ONE, **_MANY}
"""Per element type that holds something: the key of what it holds, and of what it holds at first."""
TEXTS = frozenset({"plain_text_input", "rich_text_input", "email_text_input", "url_text_input", "number_input"})


_PLACES = {
    "users_select": "U",
    "multi_users_select": "U",
    "channels_select": "C",
    "multi_channels_select": "C",
    "conversations_select": "UCD",
    "multi_conversations_select": "UCD",
}
"""Per menu of people or places, the letters that their ids begin with."""
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


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


def answered(element: Payload, answer: Any, names: Mapping[str, str]) -> Payload:
    """Give the value object after a person answered: text, an option's label or several, a day, a name."""
    kind = element["type"]
    read = _reader(kind, names)
    key = HOLDERS[kind][0] if kind in HOLDERS else "selected_option"
    nothing: Any = [] if kind in _MANY else None
    return {"type": kind, key: nothing if answer is None else read(element, answer)}


def _reader(kind: str, names: Mapping[str, str]) -> Callable[[Payload, Any], Any]:
    if kind in {"static_select", "external_select", "radio_buttons", "overflow"}:
        return option
    if kind in _PLACES:
        one = partial(_named, names)
        return partial(_several, one) if kind in _MANY else one
    if kind in _MANY:
        return partial(_several, option)
    return _READERS.get(kind, _text)


def options(element: Payload) -> list[Payload]:
    """Give the options of a menu, those in groups as well."""
    grouped = [o for group in element.get("option_groups", []) for o in group["options"]]
    return list(element.get("options", [])) + grouped


def option(element: Payload, wanted: str | Payload) -> Payload:
    """Give the option with this label, or else with this value, or else this very one."""
    offers = options(element)
    found = [o for o in offers if o["text"]["text"] == wanted] or [o for o in offers if wanted in (o["value"], o)]
    if found:
        return found[0]
    offered = ", ".join(o["text"]["text"] for o in offers)
    raise NoSuchOptionError(f"There is no option {wanted!r}. Offered: {offered}.")


def _several(one: Callable[[Payload, Any], Any], element: Payload, wanted: Any) -> list[Any]:
    chosen = [one(element, each) for each in ([wanted] if isinstance(wanted, str | dict) else wanted)]
    most = element.get("max_selected_items", len(chosen))
    if len(chosen) > most:
        raise NoSuchOptionError(f"No more than {most} can be chosen.")
    return chosen


def _named(names: Mapping[str, str], element: Payload, wanted: str) -> str:
    """Give the id of a person or place, known by name or by id."""
    letters = _PLACES[element["type"]]
    found = [key for key, name in names.items() if wanted in {key, name} and key[0] in letters]
    if not found:
        raise NoSuchOptionError(f"There is nobody and nothing called {wanted!r}.")
    return found[0]


def _day(_element: Payload, answer: Any) -> str:
    if not is_day(str(answer)):
        raise NoSuchOptionError(f"The calendar has no day {answer!r}.")
    return str(answer)


def _time_of_day(_element: Payload, answer: Any) -> str:
    if not _TIME.fullmatch(str(answer)):
        raise NoSuchOptionError(f"The clock has no time {answer!r}.")
    return str(answer)


def _moment(_element: Payload, answer: Any) -> int:
    if not str(answer).isdecimal():
        raise NoSuchOptionError(f"There is no moment {answer!r}.")
    return int(answer)


def _text(_element: Payload, answer: Any) -> str | None:
    return str(answer) or None


def _formatted(_element: Payload, answer: Any) -> Payload | None:
    value = of_words(answer) if isinstance(answer, str) else answer
    if not value:
        return None
    if problems := problems_of(value):
        raise NoSuchOptionError(f"This is no formatted text: {problems[0]}")
    return value if rich(value, {}).strip() else None


_READERS: dict[str, Callable[[Payload, Any], Any]] = {
    "datepicker": _day,
    "timepicker": _time_of_day,
    "datetimepicker": _moment,
    "rich_text_input": _formatted,
}
