"""Menus whose options the app itself looks up while a person types ("block_suggestion")."""

from typing import TYPE_CHECKING, Any

from playground import limits, payloads
from playground.acknowledgements import Acknowledgement
from playground.checks import Check, Inspection, several
from playground.compositions import GROUP, PLAIN_OPTION
from playground.conversations import Message
from playground.screen import Spot
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.person import Person

KINDS = frozenset({"external_select", "multi_external_select"})
UNREADABLE = "This app's answer holds no options that can be shown."
_ANSWERS: dict[str, Check] = {
    "options": several(PLAIN_OPTION, limits.SELECT_OPTIONS, 0),
    "option_groups": several(GROUP, limits.SELECT_OPTIONS, 0),
}


class NoOptions(LookupError):
    """There is nothing to choose from; the message says why."""


async def search(person: "Person", spot: Spot, query: str) -> Payload:
    """Ask the app what it offers for these words, and give its `options` or `option_groups`. Raises `NoOptions`."""
    least = spot.element.get("min_query_length", limits.MIN_QUERY)
    if len(query) < least:
        raise NoOptions(f"Type {least} or more characters.")
    acknowledgement = await _asked(person, spot, query)
    if not acknowledgement.ok:
        raise NoOptions("This app did not respond. Try again?")
    body = acknowledgement.body or {}
    problems = _problems(body)
    if problems:
        person.workspace.world.recorder.violation("invalid_options", "block_suggestion", problems)
        raise NoOptions(UNREADABLE)
    known = person.offers.setdefault(_key(spot), [])
    known += [option for option in _all(body) if option not in known]
    return body


def filled(person: "Person", spot: Spot) -> Payload:
    """Give the element with all that can be chosen in it by now."""
    element = spot.element
    if element["type"] not in KINDS:
        return element
    first = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    return {**element, "options": [*first, *person.offers.get(_key(spot), [])]}


async def _asked(person: "Person", spot: Spot, query: str) -> Acknowledgement:
    if not person.workspace.installed:
        return Acknowledgement("not_installed")
    return await person.workspace.world.deliver(payloads.suggestion(person, spot, query))


def _problems(body: Payload) -> tuple[str, ...]:
    seen = Inspection("suggestion")
    if len(body) != 1 or not body.keys() <= _ANSWERS.keys():
        seen.refuse("", "must have either options or option_groups")
    for key, value in body.items():
        if key in _ANSWERS:
            _ANSWERS[key](value, f"/{key}", seen)
    return tuple(seen.problems)


def _all(body: Payload) -> list[Payload]:
    grouped = [option for group in body.get("option_groups", []) for option in group["options"]]
    return [*body.get("options", []), *grouped]


def _key(spot: Spot) -> tuple[str, Any, Any]:
    surface = spot.surface.ts if isinstance(spot.surface, Message) else spot.surface.id
    return surface, spot.block["block_id"], spot.element["action_id"]
