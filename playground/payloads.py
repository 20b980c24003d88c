"""The payloads that Slack sends to an app ("Slash commands", "Interactivity payloads", "Events API")."""

from typing import TYPE_CHECKING

from playground.conversations import Conversation, Message
from playground.marks import escaped
from playground.shapes import Payload, State
from playground.views import View

if TYPE_CHECKING:
    from playground.person import Person
    from playground.screen import Spot
    from playground.workspace import Workspace

VERIFICATION_TOKEN = "playground-verification"  # noqa: S105 - Slack's deprecated field, not a secret here


def command(person: "Person", channel: Conversation, name: str, text: str) -> Payload:
    """Give a slash command as its form fields."""
    workspace, world = person.workspace, person.workspace.world
    roof = workspace.organisation
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": person.id,
        "user_name": person.name.lower(),
        "command": name,
        "text": escaped(text),
        "api_app_id": world.app_id,
        "is_enterprise_install": "true" if workspace.org_wide else "false",
        **({"enterprise_id": roof.id, "enterprise_name": roof.name} if roof else {}),
        "response_url": world.response_urls.issue(person, channel),
        "trigger_id": world.triggers.issue(person.id, workspace.id),
    }


def interaction(kind: str, person: "Person", view_id: str | None = None) -> Payload:
    """Give what all interactions have in common."""
    workspace, world = person.workspace, person.workspace.world
    roof = workspace.organisation
    under = {"enterprise_id": roof.id, "enterprise_name": roof.name} if roof else {}
    return {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "api_app_id": world.app_id,
        "team": {"id": workspace.id, "domain": workspace.domain, **under},
        "user": {
            "id": person.id,
            "username": person.name.lower(),
            "name": person.name.lower(),
            "team_id": workspace.id,
        },
        "enterprise": roof.as_payload() if roof else None,
        "is_enterprise_install": workspace.org_wide,
        "trigger_id": world.triggers.issue(person.id, workspace.id, view_id),
    }


def message_actions(person: "Person", message: Message, state: State, action: Payload) -> Payload:
    """Give a click in a message; an ephemeral message itself is not in the payload."""
    workspace = person.workspace
    channel = workspace.conversations[message.channel_id]
    payload = interaction("block_actions", person) | _in_message(person, message)
    payload["state"] = {"values": state}
    payload["response_url"] = workspace.world.response_urls.issue(person, channel, message)
    payload["actions"] = [action]
    return payload


def _in_message(person: "Person", message: Message) -> Payload:
    workspace = person.workspace
    channel = workspace.conversations[message.channel_id]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    shown = {"message": workspace.message_payload(message)} if message.only_for is None else {}
    return {"container": container, "channel": {"id": channel.id, "name": channel.name}, **shown}


def view_actions(person: "Person", view: View, action: Payload) -> Payload:
    """Give a click in a modal or in the Home."""
    payload = interaction("block_actions", person, view.id) | _in_view(person, view)
    payload["actions"] = [action]
    return payload


def _in_view(person: "Person", view: View) -> Payload:
    return {"container": {"type": "view", "view_id": view.id}, "view": person.workspace.view_payload(view)}


def suggestion(person: "Person", spot: "Spot", query: str) -> Payload:
    """Give what somebody typed into a menu that the app fills; nothing can be opened in return."""
    payload = interaction("block_suggestion", person)
    del payload["trigger_id"]
    surface = spot.surface
    around = _in_view(person, surface) if isinstance(surface, View) else _in_message(person, surface)
    ids = {"block_id": spot.block["block_id"], "action_id": spot.element["action_id"]}
    return {**payload, **around, **ids, "value": query}


def submission(person: "Person", view: View) -> Payload:
    """Give a submitted modal."""
    payload = interaction("view_submission", person, view.id)
    return {**payload, "view": person.workspace.view_payload(view), "response_urls": []}


def closing(person: "Person", view: View, *, cleared: bool) -> Payload:
    """Give a closed modal; nothing can be opened in return."""
    payload = interaction("view_closed", person)
    del payload["trigger_id"]
    shown = person.workspace.view_payload(view)
    if not person.workspace.world.closed_views_keep_state:
        shown["state"] = {"values": {}}
    return {**payload, "view": shown, "is_cleared": cleared}


def global_shortcut(person: "Person", callback_id: str) -> Payload:
    """Give a global shortcut, which knows no channel."""
    payload = interaction("shortcut", person)
    del payload["user"]["name"]  # the one interaction whose user has a `username` only
    return {
        **payload,
        "callback_id": callback_id,
        "action_ts": person.workspace.world.next_ts(),
    }


def message_shortcut(person: "Person", callback_id: str, message: Message) -> Payload:
    """Give a shortcut on one message."""
    workspace = person.workspace
    channel = workspace.conversations[message.channel_id]
    return {
        **interaction("message_action", person),
        "callback_id": callback_id,
        "action_ts": workspace.world.next_ts(),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel.name},
        "message": workspace.message_payload(message),
        "response_url": workspace.world.response_urls.issue(person, channel),
    }


def event(workspace: "Workspace", inner: Payload, number: int, *, everywhere: bool = False) -> Payload:
    """Wrap an event as the Events API does; one for a whole organization names no workspace."""
    world, roof = workspace.world, workspace.organisation
    roof_id = roof.id if roof else None
    stamped = {"event_ts": world.next_ts(), **inner}
    authorization = {
        "enterprise_id": roof_id,
        "team_id": None if workspace.org_wide else workspace.id,
        "user_id": workspace.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": workspace.org_wide,
    }
    return {
        "token": VERIFICATION_TOKEN,
        **({} if everywhere else {"team_id": workspace.id, "context_team_id": workspace.id}),
        "context_enterprise_id": roof_id,
        **({"enterprise_id": roof_id} if roof_id else {}),
        "api_app_id": world.app_id,
        "event": stamped,
        "type": "event_callback",
        "event_id": f"Ev0{number:08d}",
        "event_time": world.clock.seconds(),
        **({"authorizations": [authorization]} if workspace.installed else {}),  # after the end there is none
        "is_ext_shared_channel": False,
        "event_context": f"4-{workspace.id}-{number:08d}",
    }
