"""Everything that the page draws for one person."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from playground import hosting
from playground.announced import announced
from playground.jumps import ahead
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.conversations import Conversation, Message
    from playground.files import File
    from playground.person import Person
    from playground.views import View


def snapshot(person: "Person") -> Payload:
    """Give everything that the page draws for one person."""
    workspace, world = person.workspace, person.workspace.world
    places = [c for c in workspace.conversations.values() if c.person_id in {None, person.id}]
    return {
        "me": person.id,
        "tz": person.tz,
        "clock": {
            "offset": world.clock.offset.total_seconds(),
            "ahead": ahead(world.clock, person.tz),
            "knows_next": world.host.upcoming is not None,
        },
        "run": world.run,
        "tour": hosting.told(person),
        "can_reset": world.host.reset is not None,
        "people": [[w.name, p] for w in world.workspaces.values() for p in w.people],
        "members": [{"id": p.id, "name": p.name} for p in workspace.people.values() if not p.deactivated],
        "names": workspace.names(),
        "bot": world.bot_name,
        "bot_id": workspace.bot_user_id,
        "app": announced(world.manifest),
        "places": [_place(person, place) for place in places],
        "home": _view(person.home) if person.home else None,
        "modals": [_view(view) for view in person.modals],
    }


def _place(person: "Person", place: "Conversation") -> Payload:
    now = person.workspace.world.now()
    threads = place.assistant.items()
    return {
        "id": place.id,
        "name": "dm" if place.is_im else place.name,
        "with_bot": person.workspace.bot_user_id in place.members,
        "messages": [_message(person, message) for message in place.visible_to(person.id)],
        "thinking": [
            {"thread": ts, "words": words, "loading": t.loading} for ts, t in threads if (words := t.shown(now))
        ],
        "prompts": [{"thread": ts, "title": t.prompts_title, "prompts": t.prompts} for ts, t in threads if t.prompts],
    }


def _message(person: "Person", message: "Message") -> Payload:
    return {
        "id": message.ts,
        "thread": message.thread_ts if message.thread_ts != message.ts else None,
        "author": message.author,
        "name": message.username or message.app,
        "text": message.text,
        "blocks": message.blocks,
        "only_you": message.only_for is not None,
        "edited": message.edited,
        "reactions": [[name, users] for name, users in message.reactions.items()],
        "files": [_attached(person, file) for file in message.files],
        "state": person.state_of(message),
    }


def _attached(person: "Person", file: "File") -> Payload:
    """Give a file with the address where this person gets it; a deleted one has none."""
    who = urlencode({"workspace": person.workspace.name, "person": person.name})
    address = None if file.deleted else f"/page/file/{file.id}?{who}"
    names = {"name": file.name, "title": file.title, "alt": file.alt_txt}
    return {"id": file.id, **names, "size": file.length, "url": address}


def _view(view: "View") -> Payload:
    return {"id": view.id, "hash": view.hash, "errors": view.errors, "state": view.state, **view.body}
