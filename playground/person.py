"""A person in the workspace: what they do."""

from typing import TYPE_CHECKING, Any

from playground import answers, inputs, message_events, payloads, suggestions, uploads
from playground.acknowledgements import Acknowledgement
from playground.complaints import complaint
from playground.conversations import Conversation, Message
from playground.marks import escaped
from playground.member import Member
from playground.rich_text import of_words
from playground.screen import NothingToClick, Spot, dialog_text, find
from playground.shapes import Payload
from playground.uploads import Brought
from playground.views import View, name_everything

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_INSTALLED = Acknowledgement("not_installed")
NO_RESPONSE = "This app did not respond. Try again?"
CHOICES = frozenset({*inputs.HOLDERS, "overflow"} - inputs.TEXTS)


class NotTheirs(ValueError):
    """People change and delete their own messages only."""


class Person(Member):
    """One member of a workspace, who acts."""

    # What they do

    async def slash(self, command: str, text: str = "", where: str = "general") -> Acknowledgement:
        """Type a command in a channel, or in the direct message (`dm`)."""
        channel = self.place(where)
        if not self.workspace.installed:
            self.workspace.says_slackbot(channel, self, f"{command} is not a valid command.")
            return NOT_INSTALLED
        payload = payloads.command(self, channel, command, text)
        acknowledgement = await self.workspace.world.deliver(payload)
        answers.to_command(self, channel, payload, acknowledgement)
        return acknowledgement

    async def says(
        self,
        text: str,
        *,
        files: Brought = (),
        thread: Message | None = None,
    ) -> Acknowledgement:
        """Write to the bot, and give its acknowledgement."""
        workspace, channel = self.workspace, self.place("dm")
        event = message_events.posted(workspace, self._puts(text, channel, files, thread))
        return await self._heard(channel, event)

    def writes(
        self,
        text: str,
        where: str,
        *,
        files: Brought = (),
        thread: Message | None = None,
    ) -> Message:
        """Write anywhere, with files by their names; where the app listens it hears of it in the background."""
        channel = self.place(where)
        message = self._puts(text, channel, files, thread)
        self.workspace.tell(channel, message_events.posted(self.workspace, message))
        return message

    async def edits(self, message: Message, text: str) -> Acknowledgement:
        """Change a message of their own."""
        self._owns(message)
        workspace, before = self.workspace, self.workspace.message_payload(message)
        message.text, message.blocks, message.edited_ts = escaped(text), typed(text), workspace.world.edit_ts()
        workspace.world.changed()
        return await self._heard(self._place_of(message), message_events.changed(workspace, message, before))

    async def deletes(self, message: Message) -> Acknowledgement:
        """Delete a message of their own."""
        self._owns(message)
        return await self._heard(self._place_of(message), self.workspace.remove(message))

    def _puts(self, text: str, channel: Conversation, files: Brought, thread: Message | None) -> Message:
        message = Message(self.workspace.world.next_ts(), channel.id, self.id, escaped(text), typed(text))
        message.thread_ts = thread.thread_ts or thread.ts if thread else None
        message.files = uploads.listed(self, files)
        return self.workspace.post(channel, message)

    async def _heard(self, channel: Conversation, event: Payload) -> Acknowledgement:
        """Give the app's acknowledgement, or an empty one where it does not listen."""
        world = self.workspace.world
        if not self.workspace.installed or not world.subscriptions.hears_messages(self.workspace, channel):
            return Acknowledgement()
        return await world.event(self.workspace, event)

    def _owns(self, message: Message) -> None:
        if message.author != self.id:
            raise NotTheirs(f"{self.name} did not write {message.text!r}.")

    def _place_of(self, message: Message) -> Conversation:
        return self.workspace.conversations[message.channel_id]

    async def click(self, label: str, nth: int = 0, *, confirms: bool = True) -> Acknowledgement:
        """Press the newest visible button with this label, confirming if asked unless told otherwise."""
        return await self.act(find(self.spots(), label, {"button"}, nth), confirms=confirms)

    async def select(self, label: str, option: Any, nth: int = 0, *, confirms: bool = True) -> Acknowledgement:
        """Choose in a menu, named by its label, placeholder or the text beside it."""
        return await self.act(find(self.spots(), label, CHOICES, nth), option, confirms=confirms)

    async def fill(self, answers_by_label: "Mapping[str, Any]") -> None:
        """Fill in fields by their labels."""
        for label, answer in answers_by_label.items():
            await self.act(find(self.spots(), label, CHOICES | inputs.TEXTS), answer)

    async def searches(self, label: str, query: str, nth: int = 0) -> Payload:
        """Type into a menu that the app fills, and give its options or groups of them. Raises `NoOptions`."""
        return await suggestions.search(self, find(self.spots(), label, suggestions.KINDS, nth), query)

    async def act(self, spot: Spot, answer: Any = None, *, confirms: bool = True) -> Acknowledgement:
        """Press a button or answer a field, and tell the app if the element does."""
        surface, element = spot.surface, spot.element
        quiet = spot.block["type"] == "input" and not spot.block.get("dispatch_action")
        if "confirm" in element and not quiet:
            self.dialogs.append(dialog_text(element["confirm"], self.workspace.names()))
            if not confirms:
                return Acknowledgement("cancelled")
        state = self.state_of(surface)
        if element["type"] in inputs.HOLDERS:
            self.enter(spot, answer)
        if quiet:
            return Acknowledgement()
        action = self._action(spot, answer)
        if isinstance(surface, View):
            return await self._tell(payloads.view_actions(self, surface, action), surface)
        return await self._tell(payloads.message_actions(self, surface, state, action), surface)

    def enter(self, spot: Spot, answer: Any) -> None:
        """Put an answer into a field without telling the app."""
        state = self.state_of(spot.surface).setdefault(spot.block["block_id"], {})
        state[spot.element["action_id"]] = self._answered(spot, answer)
        self.workspace.world.changed()

    def _answered(self, spot: Spot, answer: Any) -> Payload:
        if spot.element["type"] == "file_input":
            return uploads.handed_over(self, spot.element, answer)
        return inputs.answered(suggestions.filled(self, spot), answer, self.workspace.names())

    def _action(self, spot: Spot, answer: Any) -> Payload:
        element = spot.element
        action: Payload = {k: element[k] for k in ("type", "action_id", "text", "value", "style") if k in element}
        if element["type"] == "overflow" or element["type"] in inputs.HOLDERS:
            action |= self._answered(spot, answer)
        return {**action, "block_id": spot.block["block_id"], "action_ts": self.workspace.world.next_ts()}

    async def _tell(self, payload: Payload, surface: Message | View) -> Acknowledgement:
        acknowledgement = await self._reaches(payload)
        if not acknowledgement.ok and isinstance(surface, View):
            surface.errors = {"": NO_RESPONSE}
        elif not acknowledgement.ok and isinstance(surface, Message):
            channel = self.workspace.conversations[surface.channel_id]
            self.workspace.says_slackbot(channel, self, NO_RESPONSE)
        self.workspace.world.changed()
        return acknowledgement

    async def submit(self) -> Acknowledgement:
        """Submit the modal on top, unless Slack itself finds a field wanting."""
        view = self.top("Submit")
        view.errors = {}
        for block in view.body["blocks"]:
            if block["type"] == "input":
                value = view.state[block["block_id"]][block["element"]["action_id"]]
                if words := complaint(block, value):
                    view.errors[block["block_id"]] = words
        self.workspace.world.changed()
        if view.errors:
            return Acknowledgement("incomplete")
        acknowledgement = await self._reaches(payloads.submission(self, view))
        await answers.to_submission(self, view, acknowledgement)
        return acknowledgement

    async def close(self) -> None:
        """Close the modal on top, and the whole stack if it says so."""
        view = self.top("Close")
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
        return await self.workspace.world.tell(self.workspace, event)

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
        """Use a shortcut on a message as it stands on their screen, even if it has just been deleted."""
        if message.only_for is not None:
            raise NothingToClick(callback_id, ())
        payload = payloads.message_shortcut(self, callback_id, message)
        return await self._shortcut(payload, self.workspace.conversations[message.channel_id].name)

    async def _shortcut(self, payload: Payload, where: str) -> Acknowledgement:
        acknowledgement = await self._reaches(payload)
        if not acknowledgement.ok:
            self.workspace.says_slackbot(self.place(where), self, NO_RESPONSE)
        return acknowledgement

    async def _reaches(self, payload: Payload) -> Acknowledgement:
        """Deliver what they did, unless the app is no longer there."""
        return await self.workspace.world.deliver(payload) if self.workspace.installed else NOT_INSTALLED

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


def typed(text: str) -> list[Payload]:
    """Give the blocks that Slack makes of what a person types."""
    words = of_words(text)
    blocks = [words] if words else []
    name_everything(blocks)
    return blocks
