"""A member of a workspace: who they are, what they see, and what lies open before them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground import inputs
from playground.conversations import Conversation, Message
from playground.files import File
from playground.screen import NothingToClick, Spot, message_text, spots_of, view_text
from playground.shapes import Payload, State
from playground.views import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.hosting import Progress
    from playground.workspace import Workspace


@dataclass(eq=False, repr=False)
class Member:
    """One member of a workspace, seen from outside."""

    workspace: "Workspace"
    id: str
    name: str
    tz: str
    display_name: str = ""
    """Empty as long as they chose none."""
    deactivated: bool = False
    guest: bool = False
    modals: list[View] = field(default_factory=list)
    """The stack of open modals, the top one last."""
    at_home: bool = False
    progress: "Progress | None" = None
    """Where they are in the tour."""
    offers: dict[tuple[str, str, str], list[Payload]] = field(default_factory=dict)
    """What the app offered in the menus that it fills, by surface, block and element."""
    dialogs: list[str] = field(default_factory=list)
    """The confirmation dialogs that they were asked, oldest first."""

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

    def files(self) -> list[File]:
        """Give the files in the messages that they can see, oldest first, without the deleted."""
        seen = {file.id: file for message in self.lines() for file in message.files if not file.deleted}
        return list(seen.values())

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

    async def eventually_sees(self, text: str, timeout: float = 20.0) -> None:  # noqa: ASYNC109 - one word for tests
        """Wait until these words are on their screen."""
        if not await self.eventually(lambda: self.sees(text), timeout):
            raise AssertionError(f"{self.name} does not see {text!r} but:\n{self.screen()}")

    async def eventually(self, condition: "Callable[[], bool]", timeout: float = 20.0) -> bool:  # noqa: ASYNC109
        """Wait until something is true, and tell whether it became so."""
        return await self.workspace.world.eventually(condition, timeout)

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

    def top(self, wanted: str) -> View:
        """Give the modal on top, or say that none is open."""
        if self.modal is None:
            raise NothingToClick(wanted, ())
        return self.modal
