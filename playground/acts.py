"""The acts that the page asks for, done as one person."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from playground import answers, hosting, reactions, suggestions, uploads
from playground.jumps import jump
from playground.screen import Spot, spots_of
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.conversations import Message
    from playground.person import Person
    from playground.views import View

INVITE: Final = "/invite"


class NoSuchThing(LookupError):
    """The page asked for something that is not on the person's screen."""


async def do(person: "Person", asked: Payload) -> None:
    """Do one act. Raises `NoSuchThing`, `NoSuchMoment`, or a `KeyError` for what it does not say."""
    act = ACTS.get(str(asked.get("act")))
    if act is None:
        raise NoSuchThing(f"There is no act {asked.get('act')!r}.")
    await act(person, asked)


async def options(person: "Person", asked: Payload) -> Payload:
    """Give what the app offers in a menu that it fills, for the words typed into it. Raises as `do`."""
    surface = _surface(person, str(asked["surface"]))
    return await suggestions.search(person, _spot(surface, asked["block_id"], asked["action_id"]), str(asked["query"]))


async def _write(person: "Person", asked: Payload) -> None:
    text, place = str(asked["text"]), str(asked["place"])
    thread = _message(person, str(asked["thread"])) if asked.get("thread") else None
    files = uploads.own(person, asked.get("files", []))
    if text.startswith("/") and files:
        raise NoSuchThing("A command takes no files. Take them off, or put a space before the slash.")
    if text.startswith("/"):
        await _command(person, text, place, in_thread=thread is not None)
    elif place == "dm":
        await person.says(text, files=files, thread=thread)
    else:
        person.writes(text, place, files=files, thread=thread)


async def _command(person: "Person", text: str, place: str, *, in_thread: bool) -> None:
    command, *rest = text.split(maxsplit=1)
    if in_thread:
        raise NoSuchThing(f"{command} is not supported in threads. Write it below, in the conversation.")
    if command == INVITE:
        _invite(person, place)
    else:
        await person.slash(command, "".join(rest).strip(), place)


def _invite(person: "Person", place: str) -> None:
    """Slack's own command, for the one app that there is to invite."""
    workspace, channel = person.workspace, person.place(place)
    if channel.is_im:
        raise NoSuchThing(f"{INVITE} is for channels.")
    workspace.invite_bot(place)
    workspace.says_slackbot(channel, person, f"You added <@{workspace.bot_user_id}> to this channel.")


async def _edit(person: "Person", asked: Payload) -> None:
    await person.edits(_message(person, str(asked["surface"])), str(asked["text"]))


async def _delete(person: "Person", asked: Payload) -> None:
    await person.deletes(_message(person, str(asked["surface"])))


async def _react(person: "Person", asked: Payload) -> None:
    """React with an emoji, or take that back."""
    message, name = _message(person, str(asked["surface"])), str(asked["name"])
    if not reactions.NAME.fullmatch(name):
        raise NoSuchThing("There is no emoji of this name.")
    change = reactions.remove if person.id in message.reactions.get(name, ()) else reactions.add
    change(person.workspace, person.workspace.conversations[message.channel_id], message, person.id, name)


async def _press(person: "Person", asked: Payload) -> None:
    surface = _surface(person, str(asked["surface"]))
    _enter(person, surface, asked.get("values", {}))
    await person.act(_spot(surface, asked["block_id"], asked["action_id"]), asked.get("answer"))


async def _submit(person: "Person", asked: Payload) -> None:
    if person.modal:
        _enter(person, person.modal, asked.get("values", {}))
    await person.submit()


async def _close(person: "Person", asked: Payload) -> None:
    _leave(person, asked)
    await person.close()


async def _close_all(person: "Person", asked: Payload) -> None:
    _leave(person, asked)
    await answers.clear(person)


def _leave(person: "Person", asked: Payload) -> None:
    """What was typed last counts too: whoever is told of a closed form is told all of it."""
    if person.modal:
        _enter(person, person.modal, asked.get("values", {}))


async def _home(person: "Person", asked: Payload) -> None:
    await person.opens_home(str(asked.get("tab", "home")))


async def _shortcut(person: "Person", asked: Payload) -> None:
    await person.shortcut(str(asked["callback_id"]))


async def _message_shortcut(person: "Person", asked: Payload) -> None:
    await person.message_shortcut(str(asked["callback_id"]), _message(person, str(asked["surface"])))


async def _reload(person: "Person", _: Payload) -> None:
    await person.reloads()


async def _clock(person: "Person", asked: Payload) -> None:
    if asked.get("next") is True:
        await hosting.next_message(person)
        return
    jump(person.workspace.world.clock, asked, person.tz)


async def _tour(person: "Person", asked: Payload) -> None:
    hosting.begin(person, int(asked["to"]))


async def _tour_step(person: "Person", _: Payload) -> None:
    if person.progress is None:
        raise NoSuchThing("The tour is over.")
    await hosting.perform(person, person.progress)


async def _reset(person: "Person", _: Payload) -> None:
    reset = person.workspace.world.host.reset
    if reset is None:
        raise NoSuchThing("This playground cannot start over by itself. End it and start it again.")
    reset()


ACTS: Mapping[str, Callable[["Person", Payload], Awaitable[None]]] = {
    "write": _write,
    "edit": _edit,
    "delete": _delete,
    "press": _press,
    "react": _react,
    "submit": _submit,
    "close": _close,
    "close_all": _close_all,
    "home": _home,
    "shortcut": _shortcut,
    "message_shortcut": _message_shortcut,
    "reload": _reload,
    "clock": _clock,
    "tour": _tour,
    "tour_step": _tour_step,
    "reset": _reset,
}


def _enter(person: "Person", surface: "Message | View", values: Any) -> None:
    """Take over what stands in the form's fields."""
    if not isinstance(values, dict) or not all(isinstance(fields, dict) for fields in values.values()):
        raise NoSuchThing("These are no answers of a form.")
    for block_id, fields in values.items():
        for action_id, answer in fields.items():
            spot = _spot(surface, block_id, action_id)
            if spot.block["type"] == "input":
                person.enter(spot, answer)


def _message(person: "Person", ts: str) -> "Message":
    """Give a message that everybody in its conversation sees."""
    found = next((m for m in person.lines() if m.ts == ts and m.only_for is None), None)
    if found is None:
        raise NoSuchThing("This message is gone, or only you ever saw it.")
    return found


def _surface(person: "Person", wanted: str) -> "Message | View":
    views = [*person.modals, *([person.home] if person.home else [])]
    candidates: list[tuple[str, Message | View]] = [(v.id, v) for v in views]
    candidates += [(m.ts, m) for m in person.lines()]
    found = dict(candidates).get(wanted)
    if found is None:
        raise NoSuchThing("This is no longer on the screen.")
    return found


def _spot(surface: "Message | View", block_id: str, action_id: str) -> Spot:
    for spot in spots_of(surface):
        if (spot.block["block_id"], spot.element["action_id"]) == (block_id, action_id):
            return spot
    raise NoSuchThing(f"There is no element {action_id!r} in the block {block_id!r}.")
