"""What each interactive element may carry ("Block elements", "Composition objects")."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from playground import limits
from playground.checks import (
    Check,
    Inspection,
    Shape,
    between,
    boolean,
    date,
    focus,
    is_number,
    kinds,
    one_of,
    only_on,
    pattern,
    plain,
    several,
    string,
    text,
    unique_action_id,
    url,
)
from playground.compositions import (
    CHOICES,
    CONFIRM,
    DISPATCH,
    FILTER,
    GROUPS,
    OPTION,
    OPTIONS,
    PLAIN_OPTION,
    at_most,
    chosen_among_options,
)
from playground.rich_text import RICH_TEXT

_TIME = pattern(r"(?:[01]\d|2[0-3]):[0-5]\d", "a time in the format HH:mm")
_ID = string(limits.ACTION_ID)
_KINDS = several(string(limits.OPTION_TEXT), limits.SELECT_OPTIONS)
_QUERY = between(0, limits.OPTION_TEXT)
_USER = pattern(r"[UW][A-Z0-9]+", "a user id")


def _element(kind: str, required: Mapping[str, Check] | None = None, **optional: Check) -> Check:
    return Shape({"type": one_of(kind), **(required or {})}, {"action_id": unique_action_id, **optional})


def _timezone(value: Any, path: str, seen: Inspection) -> None:
    if value not in available_timezones():
        seen.refuse(path, "must be a time zone")


def _focusable(kind: str, required: Mapping[str, Check] | None = None, **optional: Check) -> Check:
    return _element(kind, required, confirm=CONFIRM, focus_on_load=focus, **optional)


def _writable(kind: str, required: Mapping[str, Check] | None = None, **optional: Check) -> Check:
    usual: dict[str, Check] = {"placeholder": plain(limits.PLACEHOLDER), "dispatch_action_config": DISPATCH}
    return _element(kind, required, focus_on_load=focus, **usual, **optional)  # typed fields ask for no confirmation


def _menu(kind: str, **optional: Check) -> Check:
    return _focusable(kind, None, placeholder=plain(limits.PLACEHOLDER), **optional)


def _lengths(check: Check) -> Check:
    """Refuse a least length above the most, and an initial value outside of both."""

    def whole(value: Any, path: str, seen: Inspection) -> None:
        check(value, path, seen)
        least, most = value.get("min_length", 0), value.get("max_length", limits.INPUT_LENGTH)
        given = value.get("initial_value")
        if not isinstance(least, int) or not isinstance(most, int):
            return
        if least > most:
            seen.refuse(f"{path}/min_length", "must not be more than max_length")
        if isinstance(given, str) and given and not least <= len(given) <= most:
            seen.refuse(f"{path}/initial_value", f"must have between {least} and {most} characters")

    return whole


def _numbers(check: Check) -> Check:
    """Refuse what is no number, or a first number outside of the bounds."""

    def whole(value: Any, path: str, seen: Inspection) -> None:
        check(value, path, seen)
        decimal = value.get("is_decimal_allowed") is True
        names = [name for name in ("min_value", "initial_value", "max_value") if value.get(name)]
        wrong = [name for name in names if not is_number(value[name], decimal=decimal)]
        for name in wrong:
            seen.refuse(f"{path}/{name}", "must be a number" if decimal else "must be a whole number")
        if not wrong and (figures := [Decimal(value[name]) for name in names]) != sorted(figures):
            seen.refuse(path, "must have min_value <= initial_value <= max_value")

    return whole


def _uploading(check: Check) -> Check:
    def noted(value: Any, path: str, seen: Inspection) -> None:
        check(value, path, seen)
        seen.uploads.append(path)

    return only_on(noted, "modal")


BUTTON = _element(
    "button",
    {"text": plain(limits.BUTTON_TEXT)},
    value=string(limits.BUTTON_VALUE),
    url=url(limits.BUTTON_URL),
    style=one_of("primary", "danger"),
    confirm=CONFIRM,
    accessibility_label=string(limits.ACCESSIBILITY_LABEL),
)
OVERFLOW = _element("overflow", {"options": several(PLAIN_OPTION, limits.OVERFLOW_OPTIONS)}, confirm=CONFIRM)
_slack_file_shape = Shape(optional={"id": _ID, "url": url(limits.IMAGE_URL)})


def _slack_file(value: Any, path: str, seen: Inspection) -> None:
    _slack_file_shape(value, path, seen)
    if not isinstance(value, dict) or len(value) != 1:
        seen.refuse(path, "must have either id or url")
    else:
        seen.slack_files.append((path, value))


def image(**optional: Check) -> Check:
    """Accept a picture from one source: a public address, or a file in Slack ("Slack file object")."""
    sources: dict[str, Check] = {"image_url": url(limits.IMAGE_URL), "slack_file": _slack_file}
    shape = Shape({"type": one_of("image"), "alt_text": string(limits.ALT_TEXT)}, {**sources, **optional})

    def whole(value: Any, path: str, seen: Inspection) -> None:
        shape(value, path, seen)
        if isinstance(value, dict) and len(sources.keys() & value.keys()) != 1:
            seen.refuse(path, "must have either image_url or slack_file")

    return whole


IMAGE = image()
CHOOSERS: dict[str, Check] = {
    "static_select": chosen_among_options(
        _menu("static_select", initial_option=PLAIN_OPTION, options=OPTIONS, option_groups=GROUPS),
        "initial_option",
    ),
    "multi_static_select": at_most(
        "initial_options",
        chosen_among_options(
            _menu(
                "multi_static_select",
                initial_options=OPTIONS,
                max_selected_items=between(1, limits.SELECT_OPTIONS),
                options=OPTIONS,
                option_groups=GROUPS,
            ),
            "initial_options",
        ),
    ),
    "external_select": _menu("external_select", initial_option=PLAIN_OPTION, min_query_length=_QUERY),
    "multi_external_select": at_most(
        "initial_options",
        _menu(
            "multi_external_select",
            initial_options=OPTIONS,
            max_selected_items=between(1, limits.SELECT_OPTIONS),
            min_query_length=_QUERY,
        ),
    ),
    "radio_buttons": chosen_among_options(
        _focusable("radio_buttons", {"options": CHOICES}, initial_option=OPTION),
        "initial_option",
    ),
    "checkboxes": chosen_among_options(
        _focusable("checkboxes", {"options": CHOICES}, initial_options=CHOICES),
        "initial_options",
    ),
    "datepicker": _menu("datepicker", initial_date=date),
    "timepicker": _menu("timepicker", initial_time=_TIME, timezone=_timezone),
    "datetimepicker": only_on(
        _focusable("datetimepicker", initial_date_time=between(10**9, 10**10 - 1)), "message", "modal"
    ),
    "users_select": _menu("users_select", initial_user=_USER),
    "multi_users_select": at_most(
        "initial_users",
        _menu(
            "multi_users_select",
            initial_users=several(_USER, limits.SELECT_OPTIONS),
            max_selected_items=between(1, limits.SELECT_OPTIONS),
        ),
    ),
    "channels_select": _menu("channels_select", initial_channel=_ID),
    "conversations_select": _menu(
        "conversations_select",
        initial_conversation=_ID,
        default_to_current_conversation=boolean,
        filter=FILTER,
    ),
    "multi_channels_select": at_most(
        "initial_channels",
        _menu(
            "multi_channels_select",
            initial_channels=several(_ID, limits.SELECT_OPTIONS),
            max_selected_items=between(1, limits.SELECT_OPTIONS),
        ),
    ),
    "multi_conversations_select": at_most(
        "initial_conversations",
        _menu(
            "multi_conversations_select",
            initial_conversations=several(_ID, limits.SELECT_OPTIONS),
            default_to_current_conversation=boolean,
            filter=FILTER,
            max_selected_items=between(1, limits.SELECT_OPTIONS),
        ),
    ),
}
WRITERS: dict[str, Check] = {
    "plain_text_input": _lengths(
        _writable(
            "plain_text_input",
            initial_value=string(limits.INPUT_LENGTH, 0),
            multiline=boolean,
            min_length=between(0, limits.INPUT_LENGTH),
            max_length=between(1, limits.INPUT_LENGTH),
        ),
    ),
    "email_text_input": only_on(
        _writable("email_text_input", initial_value=pattern(r"\S+@\S+", "an e-mail address")), "modal"
    ),
    "url_text_input": only_on(_writable("url_text_input", initial_value=url(limits.INPUT_LENGTH)), "modal"),
    "file_input": _uploading(_element("file_input", filetypes=_KINDS, max_files=between(1, limits.INPUT_FILES))),
    "rich_text_input": only_on(
        _writable(
            "rich_text_input",
            initial_value=RICH_TEXT,
            min_lines=between(1, limits.INPUT_LINES),
            max_lines=between(1, limits.INPUT_LINES),
        ),
        "modal",
    ),
    "number_input": only_on(
        _numbers(
            _writable(
                "number_input",
                {"is_decimal_allowed": boolean},
                initial_value=string(limits.ACTION_ID),
                min_value=string(limits.ACTION_ID),
                max_value=string(limits.ACTION_ID),
            ),
        ),
        "modal",
    ),
}
_NOT_IN_SECTIONS = {"datetimepicker"}

IN_ACTIONS = kinds({"button": BUTTON, "overflow": OVERFLOW, **CHOOSERS})
_BESIDE_TEXT = {kind: check for kind, check in CHOOSERS.items() if kind not in _NOT_IN_SECTIONS}
IN_SECTION = kinds({"button": BUTTON, "overflow": OVERFLOW, "image": IMAGE, **_BESIDE_TEXT})
IN_CONTEXT = kinds({"image": IMAGE, "plain_text": plain(limits.CONTEXT_TEXT), "mrkdwn": text(limits.CONTEXT_TEXT)})
IN_INPUT = kinds({**CHOOSERS, **WRITERS})
