"""`views.open`, `push`, `update` and `publish`."""

from typing import TYPE_CHECKING, Any

from playground import limits
from playground.refusals import Refused
from playground.shapes import Payload
from playground.view_rules import inspect_view, too_large
from playground.views import View
from playground.webapi import Call, Method

if TYPE_CHECKING:
    from playground.person import Person
    from playground.workspace import Workspace


def open_modal(call: Call) -> Payload:
    """Open a modal in front of the person whose act gave the trigger."""
    body = checked(call.workspace, call.arguments["view"], "modal")
    person, _ = _triggered(call)
    _refuse_taken_external_id(call, body)
    return _shown(call, person.open_modal(body))


def push(call: Call) -> Payload:
    """Put a modal on top of the one that the trigger came from."""
    body = checked(call.workspace, call.arguments["view"], "modal")
    person, view_id = _triggered(call)
    if not any(view.id == view_id for view in person.modals):
        raise Refused("invalid_trigger_id")
    if len(person.modals) >= limits.MODAL_STACK:
        raise Refused("push_limit_reached")
    _refuse_taken_external_id(call, body)
    return _shown(call, person.push_modal(body))


def update(call: Call) -> Payload:
    """Show another content in an open view."""
    given = call.arguments
    if ("view_id" in given) is ("external_id" in given):
        raise Refused("invalid_arguments", ["[ERROR] give either view_id or external_id"])
    view = next((v for v in call.workspace.views() if _is_meant(v, given)), None)
    if view is None:
        raise Refused("not_found")
    body = checked(call.workspace, given["view"], view.body["type"])
    _refuse_stale(view, given)
    view.replace(body)
    call.world.changed()
    return _shown(call, view)


def publish(call: Call) -> Payload:
    """Publish a person's Home."""
    given, workspace = call.arguments, call.workspace
    body = checked(call.workspace, given["view"], "home")
    person = workspace.member(given["user_id"])
    if person is None or person.deactivated:
        raise Refused("user_not_found")
    view = workspace.homes.get(person.id)
    if view is None:
        if "hash" in given:
            raise Refused("hash_conflict")
        view_id = call.world.next_view_id()
        view = workspace.homes[person.id] = View(view_id, person.id, body, view_id)
    else:
        _refuse_stale(view, given)
        view.replace(body)
    call.world.changed()
    return _shown(call, view)


def checked(workspace: "Workspace", view: Any, kind: str) -> Payload:
    """Give the view if Slack would show it, and note words that alert a channel."""
    if too_large(view):
        raise Refused("view_too_large")
    seen = inspect_view(view, kind)
    workspace.files.look_for_pictures(seen)
    if not workspace.grants("files:read"):
        for path in seen.uploads:
            seen.refuse(path, "file_input requires the scope files:read")
    workspace.world.recorder.broadcasts.extend(seen.broadcasts)
    if seen.problems:
        raise Refused("invalid_arguments", seen.problems)
    body: Payload = view
    return body


def _triggered(call: Call) -> tuple["Person", str | None]:
    trigger = call.world.triggers.exchange(call.arguments["trigger_id"], call.workspace.id)
    person = call.workspace.member(trigger.person_id)
    if person is None:
        raise Refused("invalid_trigger_id")
    return person, trigger.view_id


def _is_meant(view: View, given: Payload) -> bool:
    if "view_id" in given:
        return bool(view.id == given["view_id"])
    return bool(view.body.get("external_id") == given["external_id"])


def _refuse_stale(view: View, given: Payload) -> None:
    if given.get("hash", view.hash) != view.hash:
        raise Refused("hash_conflict")


def _refuse_taken_external_id(call: Call, body: Payload) -> None:
    wanted = body.get("external_id")
    if wanted and any(v.body.get("external_id") == wanted for v in call.workspace.views()):
        raise Refused("duplicate_external_id")


def _shown(call: Call, view: View) -> Payload:
    return {"view": call.workspace.view_payload(view)}


_OPEN = {"trigger_id": "string", "view": "json"}
_UPDATE = {"view_id": "string", "external_id": "string", "hash": "string", "view": "json"}
_PUBLISH = {"user_id": "string", "hash": "string", "view": "json"}
METHODS = {
    "views.open": Method(open_modal, _OPEN, ("trigger_id", "view"), None, 4),
    "views.push": Method(push, _OPEN, ("trigger_id", "view"), None, 4),
    "views.update": Method(update, _UPDATE, ("view",), None, 4),
    "views.publish": Method(publish, _PUBLISH, ("user_id", "view"), None, 4),
}
