"""Channels, direct messages and what stands in them."""

from dataclasses import dataclass, field

from playground.assistants import AssistantThread
from playground.files import File
from playground.shapes import Payload, State

SLACKBOT = "USLACKBOT"


@dataclass
class Message:
    """One message, or one ephemeral line that only `only_for` sees."""

    ts: str
    channel_id: str
    author: str
    """A user id; the bot's own for the app, `USLACKBOT` for Slack's error lines."""
    text: str
    blocks: list[Payload] = field(default_factory=list)
    bot_id: str | None = None
    metadata: Payload | None = None
    thread_ts: str | None = None
    only_for: str | None = None
    edited_ts: str | None = None
    subtype: str | None = None
    """`bot_message` for classic integrations, `tombstone` for a deleted message with replies."""
    username: str | None = None
    """The name that a classic integration posts under, in place of a user."""
    app: str | None = None
    """The name of another app that posted it."""
    files: list[File] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    """By the name of the emoji, who reacted with it."""
    chosen: dict[str, State] = field(default_factory=dict)
    """Per person, what they picked in the message's menus."""

    def show(self, text: str, blocks: list[Payload]) -> None:
        """Show something else in its place; what was picked in the menus before is gone with them."""
        self.text, self.blocks = text, blocks
        self.chosen.clear()

    @property
    def edited(self) -> bool:
        """Tell whether it was changed after it was posted."""
        return self.edited_ts is not None

    @property
    def is_reply(self) -> bool:
        """Tell whether it stands in a thread that another message began."""
        return self.thread_ts not in {None, self.ts}


@dataclass
class Conversation:
    """A channel, or the direct message between one person and the bot."""

    id: str
    name: str
    is_im: bool = False
    person_id: str | None = None
    members: set[str] = field(default_factory=set)
    lines: list[Message] = field(default_factory=list)
    """What is on screen, ephemeral lines included, oldest first."""
    assistant: dict[str, AssistantThread] = field(default_factory=dict)
    """By the time stamp of its parent, what the app has set on a thread; the empty one is the conversation's own."""
    _replies: dict[str, list[Message]] = field(default_factory=dict)
    """Per parent, what else stands in its thread; a look through all lines for each message would be slow."""

    @property
    def messages(self) -> list[Message]:
        """What is in the history: everything but ephemeral lines."""
        return [m for m in self.lines if m.only_for is None]

    def add(self, message: Message) -> None:
        """Put a line on the screen."""
        self.lines.append(message)
        thread = self.assistant.get(message.thread_ts or "")
        if thread and message.bot_id and message.app is None:
            thread.think("", [], 0.0)  # its answer takes the status away
        if message.is_reply and message.thread_ts:
            self._replies.setdefault(message.thread_ts, []).append(message)

    def replies_to(self, ts: str) -> list[Message]:
        """Give the replies to a message, oldest first."""
        return self._replies.get(ts, [])

    def find(self, ts: str) -> Message | None:
        """Give the message of this time stamp, unless it is ephemeral or gone."""
        return next((m for m in self.messages if m.ts == ts), None)

    def remove(self, message: Message) -> None:
        """Take a line off the screen and out of the history, if it is still there."""
        self.lines = [m for m in self.lines if m is not message]
        if message.is_reply and message.thread_ts:
            self._replies[message.thread_ts] = [m for m in self.replies_to(message.thread_ts) if m is not message]

    def visible_to(self, person_id: str) -> list[Message]:
        """Give the lines that this person sees."""
        if self.person_id not in {None, person_id}:
            return []
        return [m for m in self.lines if m.only_for in {None, person_id}]

    def forget_ephemeral(self, person_id: str) -> None:
        """Drop what only this person saw, as a reload of Slack does."""
        self.lines = [m for m in self.lines if m.only_for != person_id]

    def as_payload(self) -> Payload:
        """Give the conversation as `conversations.info` does."""
        if self.is_im:
            return {"id": self.id, "is_im": True, "user": self.person_id, "is_archived": False}
        return {"id": self.id, "name": self.name, "is_channel": True, "is_im": False, "is_archived": False}
