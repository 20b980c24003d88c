"""A person in the workspace: what they do, and what they see."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground import answers, inputs, payloads
from playground.acknowledgements import Acknowledgement
from playground.conversations import Conversation, Message
from playground.marks import escaped
from playground.screen import NothingToClick, Spot, find, message_text, spots_of, view_text
from playground.shapes import Payload, State
from playground.views import View, name_everything

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.workspace import Workspace

NO_RESPONSE = "This app did not respond. Try again?"
CHOICES = frozenset({*inputs.HOLDERS, "overflow"} - inputs.TEXTS)


@dataclass(eq=False, repr=False)
class Person:
    """One member of a workspace."""

    workspace: "Workspace"
    id: str
    name: str
    tz: str
    modals: list[View] = field(default_factory=list)
    """The stack of open modals, the top one last."""
    at_home: bool = False

    # What they see

    @property
    def modal(self) -> View | None:
        """Give the view on top of the stack."""
        return self.modals[-1] if self.modals else None

    @property
    def modal_errors(self) -> dict[str, str]:
        """Give the sentences shown in the top modal, by the label of their field."""
        if self.modal is None:
            return {}
        labels = {b["block_id"]: b["label"]["text"] for b in self.modal.body["blocks"] if b["type"] == "input"}
        return {labels.get(block_id, block_id): words for block_id, words in self.modal.errors.items()}

    @property
    def home(self) -> View | None:
        """Give the Home that the app published for them."""
        return self.workspace.homes.get(self.id)

    def dm(self) -> list[Message]:
        """Give what stands in their direct message with the bot, oldest first."""
        return self.workspace.direct_message(self.id).visible_to(self.id)

    def lines(self) -> list[Message]:
        """Give every message they can see, oldest first."""
        places = self.workspace.conversations.values()
        return sorted((m for c in places for m in c.visible_to(self.id)), key=lambda m: m.ts)

    def screen(self) -> str:
        """Give everything they see, as text."""
        names = self.workspace.names()
        parts = []
        for place in self.workspace.conversations.values():
            if lines := place.visible_to(self.id):
                parts.append("Direct message" if place.is_im else f"#{place.name}")
                parts += [message_text(m, names, m.chosen.get(self.id, {})) for m in lines]
        if self.home:
            parts.append(view_text(self.home, names))
        if self.modal:
            parts.append(view_text(self.modal, names))
        return "\n".join(parts)

    def sees(self, text: str) -> bool:
        """Tell whether these words are on their screen."""
        return text in self.screen()

    async def eventually_sees(self, text: str, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - one word for tests
        """Wait until these words are on their screen."""
        if not await self.eventually(lambda: self.sees(text), timeout):
            raise AssertionError(f"{self.name} does not see {text!r} but:\n{self.screen()}")

    async def eventually(self, condition: "Callable[[], bool]", timeout: float = 5.0) -> bool:  # noqa: ASYNC109
        """Wait until something is true, and tell whether it became so."""
        return await self.workspace.world.eventually(condition, timeout)

    # What they do

    async def slash(self, command: str, text: str = "", where: str = "general") -> Acknowledgement:
        """Type a command in a channel, or in the direct message (`dm`)."""
        channel = self.place(where)
        payload = payloads.command(self, channel, command, text)
        acknowledgement = await self.workspace.world.deliver(payload)
        answers.to_command(self, channel, payload, acknowledgement)
        return acknowledgement

    async def says(self, text: str) -> Acknowledgement:
        """Write to the bot."""
        message = self.writes(text, "dm")
        return await self.workspace.world.event(self.workspace, payloads.said(self, self.place("dm"), message))

    def writes(self, text: str, where: str) -> Message:
        """Write where the bot is not told."""
        channel, world = self.place(where), self.workspace.world
        words: Payload = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        blocks: list[Payload] = [{"type": "rich_text", "elements": [words]}]
        name_everything(blocks)
        message = Message(world.next_ts(), channel.id, self.id, escaped(text), blocks)
        return self.workspace.post(channel, message)

    async def click(self, label: str, nth: int = 0) -> Acknowledgement:
        """Press the newest visible button with this label, confirming if asked."""
        return await self.act(find(self.spots(), label, {"button"}, nth))

    async def select(self, label: str, option: Any, nth: int = 0) -> Acknowledgement:
        """Choose in a menu, named by its label, placeholder or the text beside it."""
        return await self.act(find(self.spots(), label, CHOICES, nth), option)

    async def fill(self, answers_by_label: "Mapping[str, Any]") -> None:
        """Fill in fields by their labels."""
        for label, answer in answers_by_label.items():
            await self.act(find(self.spots(), label, CHOICES | inputs.TEXTS), answer)

    async def act(self, spot: Spot, answer: Any = None) -> Acknowledgement:
        """Press a button or answer a field, and tell the app if the element does."""
        surface, element = spot.surface, spot.element
        state = self.state_of(surface)
        if element["type"] in inputs.HOLDERS:
            self.enter(spot, answer)
            if spot.block["type"] == "input" and not spot.block.get("dispatch_action"):
                return Acknowledgement()
        action = self._action(spot, answer)
        if isinstance(surface, View):
            return await self._tell(payloads.view_actions(self, surface, action), surface)
        return await self._tell(payloads.message_actions(self, surface, state, action), surface)

    def enter(self, spot: Spot, answer: Any) -> None:
        """Put an answer into a field without telling the app."""
        state = self.state_of(spot.surface).setdefault(spot.block["block_id"], {})
        state[spot.element["action_id"]] = inputs.answered(spot.element, answer)
        self.workspace.world.changed()

    def _action(self, spot: Spot, answer: Any) -> Payload:
        element = spot.element
        action: Payload = {k: element[k] for k in ("type", "action_id", "text", "value", "style") if k in element}
        if element["type"] == "overflow" or element["type"] in inputs.HOLDERS:
            action |= inputs.answered(element, answer)
        return {**action, "block_id": spot.block["block_id"], "action_ts": self.workspace.world.next_ts()}

    async def _tell(self, payload: Payload, surface: Message | View) -> Acknowledgement:
        acknowledgement = await self.workspace.world.deliver(payload)
        if not acknowledgement.ok and isinstance(surface, View):
            surface.errors = {"": NO_RESPONSE}
        elif not acknowledgement.ok and isinstance(surface, Message):
            channel = self.workspace.conversations[surface.channel_id]
            self.workspace.says_slackbot(channel, self, NO_RESPONSE)
        self.workspace.world.changed()
        return acknowledgement

    async def submit(self) -> Acknowledgement:
        """Submit the modal on top, unless Slack itself finds a field wanting."""
        view = self._top("Submit")
        view.errors = {}
        for block in view.body["blocks"]:
            if block["type"] == "input":
                value = view.state[block["block_id"]][block["element"]["action_id"]]
                if words := inputs.complaint(block, value):
                    view.errors[block["block_id"]] = words
        self.workspace.world.changed()
        if view.errors:
            return Acknowledgement("incomplete")
        acknowledgement = await self.workspace.world.deliver(payloads.submission(self, view))
        await answers.to_submission(self, view, acknowledgement)
        return acknowledgement

    async def close(self) -> None:
        """Close the modal on top, and the whole stack if it says so."""
        view = self._top("Close")
        if view.body.get("clear_on_close"):
            await answers.clear(self)
            return
        self.drop(view)
        if view.body.get("notify_on_close"):
            await self.workspace.world.deliver(payloads.closing(self, view, cleared=False))

    async def opens_home(self, tab: str = "home") -> Acknowledgement:
        """Open the app's Home, or its Messages tab (`messages`)."""
        self.at_home = tab == "home"
        event: Payload = {"type": "app_home_opened", "user": self.id, "channel": self.place("dm").id, "tab": tab}
        if self.home and self.at_home:
            event["view"] = self.workspace.view_payload(self.home)
        return await self.workspace.world.event(self.workspace, event)

    async def reloads(self) -> None:
        """Reload Slack: what only they saw is gone."""
        for place in self.workspace.conversations.values():
            place.forget_ephemeral(self.id)
        self.modals.clear()
        self.workspace.world.changed()

    async def shortcut(self, callback_id: str) -> Acknowledgement:
        """Use a global shortcut."""
        return await self._shortcut(payloads.global_shortcut(self, callback_id), "dm")

    async def message_shortcut(self, callback_id: str, message: Message) -> Acknowledgement:
        """Use a shortcut on a message."""
        payload = payloads.message_shortcut(self, callback_id, message)
        return await self._shortcut(payload, self.workspace.conversations[message.channel_id].name)

    async def _shortcut(self, payload: Payload, where: str) -> Acknowledgement:
        acknowledgement = await self.workspace.world.deliver(payload)
        if not acknowledgement.ok:
            self.workspace.says_slackbot(self.place(where), self, NO_RESPONSE)
        return acknowledgement

    # What only an attacker would do

    async def forge_click(self, action_id: str, value: str = "", **overrides: Any) -> Acknowledgement:
        """Send a correctly signed click of a button that was never shown to them."""
        world, channel = self.workspace.world, self.place("dm")
        message = Message(world.next_ts(), channel.id, self.workspace.bot_user_id, "forged")
        button: Payload = {"type": "button", "action_id": action_id, "block_id": "forged", "value": value}
        button |= {"action_ts": message.ts, "text": {"type": "plain_text", "text": "Forged"}}
        payload = payloads.message_actions(self, message, {}, button)
        return await world.deliver({**payload, **overrides})

    async def forge_submission(self, view: Payload, **overrides: Any) -> Acknowledgement:
        """Send a correctly signed submission of a modal that was never shown to them."""
        state = view.get("state", {"values": {}})
        body = {"type": "modal", "title": {"type": "plain_text", "text": "Forged"}, "blocks": [], **view}
        opened = View(self.workspace.world.next_view_id(), self.id, body, "")
        payload = payloads.submission(self, opened)
        payload["view"] |= {"state": state, "root_view_id": payload["view"]["id"]}
        return await self.workspace.world.deliver({**payload, **overrides})

    # What follows from it

    def place(self, where: str) -> Conversation:
        """Give a channel by name, or the direct message (`dm`)."""
        if where in {"dm", "directmessage"}:
            return self.workspace.direct_message(self.id)
        return self.workspace.channel(where)

    def spots(self) -> list[Spot]:
        """Give what they can act on: the modal if one is open, otherwise Home and messages, newest first."""
        if self.modal:
            return spots_of(self.modal)
        home = spots_of(self.home) if self.home else []
        messages = [s for m in reversed(self.lines()) for s in spots_of(m)]
        return [*home, *messages] if self.at_home else [*messages, *home]

    def state_of(self, surface: Message | View) -> State:
        """Give what they have entered on a message or view."""
        if isinstance(surface, View):
            return surface.state
        return surface.chosen.setdefault(self.id, inputs.initial_state(surface.blocks))

    def open_modal(self, body: Payload) -> View:
        """Show a modal in place of whatever was open."""
        self.modals.clear()
        return self.push_modal(body)

    def push_modal(self, body: Payload) -> View:
        """Show a modal on top."""
        view_id, below = self.workspace.world.next_view_id(), self.modal
        root = below.root_id if below else view_id
        self.modals.append(View(view_id, self.id, body, root, below.id if below else None))
        self.workspace.world.changed()
        return self.modals[-1]

    def drop(self, view: View) -> None:
        """Take a modal off the screen."""
        self.modals[:] = [v for v in self.modals if v is not view]
        self.workspace.world.changed()

    def _top(self, wanted: str) -> View:
        if self.modal is None:
            raise NothingToClick(wanted, ())
        return self.modal
