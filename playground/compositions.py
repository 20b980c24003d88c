"""What elements are composed of: options, confirmations, filters ("Composition objects")."""

from typing import Any

from playground import limits
from playground.checks import Check, Inspection, Shape, boolean, one_of, plain, several, string, text, url
from playground.shapes import Payload

OPTION = Shape(
    {"text": text(limits.OPTION_TEXT), "value": string(limits.OPTION_VALUE)},
    {"description": text(limits.OPTION_TEXT), "url": url(limits.BUTTON_URL)},
)
PLAIN_OPTION = Shape(
    {"text": plain(limits.OPTION_TEXT), "value": string(limits.OPTION_VALUE)},
    {"description": plain(limits.OPTION_TEXT), "url": url(limits.BUTTON_URL)},
)
GROUP = Shape(
    {"label": plain(limits.OPTION_TEXT), "options": several(PLAIN_OPTION, limits.SELECT_OPTIONS)},
)
CONFIRM = Shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)
DISPATCH = Shape(
    optional={"trigger_actions_on": several(one_of("on_enter_pressed", "on_character_entered"), 2)},
)
FILTER = Shape(
    optional={
        "include": several(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
OPTIONS = several(PLAIN_OPTION, limits.SELECT_OPTIONS)
GROUPS = several(GROUP, limits.SELECT_OPTIONS)
CHOICES = several(OPTION, limits.CHOICE_OPTIONS)


def chosen_among_options(check: Check, *initial: str) -> Check:
    """Refuse a menu without options, and at first anything but those."""

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


def at_most(initial: str, check: Check) -> Check:
    """Refuse more at first than may be selected."""

    def whole(value: Any, path: str, seen: Inspection) -> None:
        check(value, path, seen)
        chosen, most = value.get(initial), value.get("max_selected_items")
        if isinstance(chosen, list) and isinstance(most, int) and len(chosen) > most:
            seen.refuse(f"{path}/{initial}", f"no more than {most} items allowed")

    return whole
