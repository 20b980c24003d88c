"""What each interactive element may carry ("Block elements", "Composition objects")."""

from collections.abc import Mapping
from typing import Any

from playground import limits
from playground.checks import (
    Check,
    Inspection,
    Shape,
    between,
    boolean,
    kinds,
    one_of,
    pattern,
    plain,
    several,
    string,
    text,
    unique_action_id,
    url,
)
from playground.shapes import Payload

_option = Shape(
    {"text": text(limits.OPTION_TEXT), "value": string(limits.OPTION_VALUE)},
    {"description": text(limits.OPTION_TEXT), "url": url(limits.BUTTON_URL)},
)
_plain_option = Shape(
    {"text": plain(limits.OPTION_TEXT), "value": string(limits.OPTION_VALUE)},
    {"description": plain(limits.OPTION_TEXT), "url": url(limits.BUTTON_URL)},
)
_group = Shape(
    {"label": plain(limits.OPTION_TEXT), "options": several(_plain_option, limits.SELECT_OPTIONS)},
)
_confirm = Shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)
_dispatch = Shape(
    optional={"trigger_actions_on": several(one_of("on_enter_pressed", "on_character_entered"), 2)},
)
_DATE = pattern(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", "a date in the format YYYY-MM-DD")
_TIME = pattern(r"(?:[01]\d|2[0-3]):[0-5]\d", "a time in the format HH:mm")
_ID = string(limits.ACTION_ID)


def _element(kind: str, required: Mapping[str, Check] | None = None, **optional: Check) -> Check:
    return Shape(
        {"type": one_of(kind), **(required or {})},
        {"action_id": unique_action_id, "confirm": _confirm, **optional},
    )


def _chosen_among_options(check: Check, *initial: str) -> Check:
    def whole(value: Any, path: str, seen: Inspection) -> None:
        check(value, path, seen)
        options = _offered(value)
        for name in initial:
            chosen = value.get(name) or []
            for option in chosen if isinstance(chosen, list) else [chosen]:
                if option not in options:
                    seen.refuse(f"{path}/{name}", "must match one of the options")
        if "options" in value and "option_groups" in value:
            seen.refuse(path, "must have either options or option_groups")
        if not options:
            seen.refuse(path, "missing required field: options")

    return whole


def _offered(element: Payload) -> list[Any]:
    groups = element.get("option_groups")
    grouped = [g.get("options") for g in groups if isinstance(g, dict)] if isinstance(groups, list) else []
    return [o for found in (element.get("options"), *grouped) if isinstance(found, list) for o in found]


def _focusable(kind: str, required: Mapping[str, Check] | None = None, **optional: Check) -> Check:
    return _element(kind, required, focus_on_load=boolean, **optional)


def _writable(kind: str, **optional: Check) -> Check:
    return _focusable(kind, None, placeholder=plain(limits.PLACEHOLDER), dispatch_action_config=_dispatch, **optional)


def _menu(kind: str, **optional: Check) -> Check:
    return _focusable(kind, None, placeholder=plain(limits.PLACEHOLDER), **optional)


_OPTIONS = several(_plain_option, limits.SELECT_OPTIONS)
_GROUPS = several(_group, limits.SELECT_OPTIONS)
_CHOICES = several(_option, limits.CHOICE_OPTIONS)

BUTTON = _element(
    "button",
    {"text": plain(limits.BUTTON_TEXT)},
    value=string(limits.BUTTON_VALUE),
    url=url(limits.BUTTON_URL),
    style=one_of("primary", "danger"),
    accessibility_label=string(limits.ACCESSIBILITY_LABEL),
)
OVERFLOW = _element("overflow", {"options": several(_plain_option, limits.OVERFLOW_OPTIONS)})
IMAGE = Shape(
    {"type": one_of("image"), "image_url": url(limits.IMAGE_URL), "alt_text": string(limits.ALT_TEXT)},
)
CHOOSERS: dict[str, Check] = {
    "static_select": _chosen_among_options(
        _menu("static_select", initial_option=_plain_option, options=_OPTIONS, option_groups=_GROUPS),
        "initial_option",
    ),
    "multi_static_select": _chosen_among_options(
        _menu(
            "multi_static_select",
            initial_options=_OPTIONS,
            max_selected_items=between(1, limits.SELECT_OPTIONS),
            options=_OPTIONS,
            option_groups=_GROUPS,
        ),
        "initial_options",
    ),
    "radio_buttons": _chosen_among_options(
        _focusable("radio_buttons", {"options": _CHOICES}, initial_option=_option),
        "initial_option",
    ),
    "checkboxes": _chosen_among_options(
        _focusable("checkboxes", {"options": _CHOICES}, initial_options=_CHOICES),
        "initial_options",
    ),
    "datepicker": _menu("datepicker", initial_date=_DATE),
    "timepicker": _menu("timepicker", initial_time=_TIME, timezone=string(limits.ACTION_ID)),
    "datetimepicker": _focusable("datetimepicker", initial_date_time=between(10**9, 10**10)),
    "users_select": _menu("users_select", initial_user=_ID),
    "channels_select": _menu("channels_select", initial_channel=_ID),
    "conversations_select": _menu(
        "conversations_select",
        initial_conversation=_ID,
        default_to_current_conversation=boolean,
    ),
}
WRITERS: dict[str, Check] = {
    "plain_text_input": _writable(
        "plain_text_input",
        initial_value=string(limits.INPUT_LENGTH, 0),
        multiline=boolean,
        min_length=between(0, limits.INPUT_LENGTH),
        max_length=between(1, limits.INPUT_LENGTH),
    ),
    "email_text_input": _writable("email_text_input", initial_value=string(limits.INPUT_LENGTH, 0)),
    "url_text_input": _writable("url_text_input", initial_value=string(limits.INPUT_LENGTH, 0)),
    "number_input": _writable(
        "number_input",
        is_decimal_allowed=boolean,
        initial_value=string(limits.INPUT_LENGTH, 0),
        min_value=string(limits.ACTION_ID),
        max_value=string(limits.ACTION_ID),
    ),
}

IN_ACTIONS = kinds({"button": BUTTON, "overflow": OVERFLOW, **CHOOSERS})
IN_SECTION = kinds({"button": BUTTON, "overflow": OVERFLOW, "image": IMAGE, **CHOOSERS})
IN_CONTEXT = kinds({"image": IMAGE, "plain_text": plain(limits.CONTEXT_TEXT), "mrkdwn": text(limits.CONTEXT_TEXT)})
IN_INPUT = kinds({**CHOOSERS, **WRITERS})
