"""What Slack does with the body of an acknowledgement."""

from typing import TYPE_CHECKING, Any

from playground import limits, payloads
from playground.acknowledgements import Acknowledgement
from playground.conversations import Conversation, Message
from playground.methods.views import checked
from playground.refusals import Refused
from playground.response_urls import check_reply, show
from playground.shapes import Payload
from playground.views import View

if TYPE_CHECKING:
    from playground.person import Person

TROUBLE = "We had some trouble connecting. Try again?"
_KEYS = {"errors": {"errors"}, "update": {"view"}, "push": {"view"}, "clear": set[str]()}


def to_command(person: "Person", channel: Conversation, payload: Payload, acknowledgement: Acknowledgement) -> None:
    """Show the receipt of a slash command, or Slack's own line about its failure."""
    error = acknowledgement.error
    body = acknowledgement.body
    if body and not error:
        try:
            check_reply(person.workspace, body)
            _echo(person, channel, payload, body)
            show(person, channel, body)
        except Refused as refused:
            person.workspace.world.recorder.violation(refused.error, payload["command"], refused.messages)
            error = refused.error
    if error:
        line = f'{payload["command"]} failed with the error "{error}"'
        person.workspace.says_slackbot(channel, person, line)


def _echo(person: "Person", channel: Conversation, payload: Payload, body: Payload) -> None:
    """Show the command itself to everybody when its answer is for everybody."""
    if body.get("response_type") == "in_channel":
        world = person.workspace.world
        typed = f"{payload['command']} {payload['text']}".strip()
        person.workspace.post(channel, Message(world.next_ts(), channel.id, person.id, typed))


async def to_submission(person: "Person", view: View, acknowledgement: Acknowledgement) -> None:
    """Close, change or keep the modal, as the app answered."""
    if not acknowledgement.ok:
        view.errors = {"": TROUBLE}
    elif not acknowledgement.body:
        person.drop(view)
    else:
        try:
            await _carry_out(person, view, acknowledgement.body)
        except Refused as refused:
            person.workspace.world.recorder.violation(refused.error, "view_submission", refused.messages)
            view.errors = {"": TROUBLE}
    person.workspace.world.changed()


async def _carry_out(person: "Person", view: View, body: Payload) -> None:
    action = body.get("response_action")
    wanted = _KEYS.get(str(action))
    if wanted is None or body.keys() - {"response_action"} != wanted:
        raise Refused("invalid_response_action", [f"[ERROR] {action} with the keys {sorted(body)}"])
    if action == "errors":
        view.errors = _errors(view, body["errors"])
    elif action == "clear":
        await clear(person)
    else:
        content = checked(person.workspace, body["view"], "modal")
        if action == "update":
            view.replace(content)
        elif len(person.modals) >= limits.MODAL_STACK:
            raise Refused("push_limit_reached")
        else:
            person.push_modal(content)


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {b["block_id"] for b in view.body["blocks"] if b["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise Refused("invalid_response_action", ["[ERROR] errors must name at least one block"])
    wrong = [k for k, v in errors.items() if k not in inputs or not isinstance(v, str) or not v.strip()]
    if wrong:
        raise Refused("invalid_response_action", [f"[ERROR] no input block {key!r} with a sentence" for key in wrong])
    return dict(errors)


async def clear(person: "Person") -> None:
    """Close the whole stack and tell the app about the views that asked for it."""
    closed, person.modals[:] = list(person.modals), []
    person.workspace.world.changed()
    for view in reversed(closed):
        if view.body.get("notify_on_close"):
            await person.workspace.world.deliver(payloads.closing(person, view, cleared=True))
