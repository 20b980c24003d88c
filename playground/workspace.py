"""A workspace: its people, its conversations, and the app installed in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground import ends, message_events, messages
from playground.conversations import SLACKBOT, Conversation, Message
from playground.files import Files
from playground.person import Person
from playground.shapes import Payload
from playground.views import View

if TYPE_CHECKING:
    from playground.organisations import Organisation
    from playground.world import World

DELETED = "This message was deleted."
TIME_ZONES = {"Ana": "America/New_York", "Ben": "Europe/Berlin", "Chris": "Asia/Kolkata"}


@dataclass
class Workspace:
    """One workspace of the world, with the app installed from the start."""

    world: "World"
    name: str
    number: int
    scopes: frozenset[str]
    people: dict[str, Person] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    apps: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The other apps in it: by name, their user id and bot id."""
    homes: dict[str, View] = field(default_factory=dict)
    installed: bool = True
    revoked: bool = False
    organisation: "Organisation | None" = None
    former_tokens: set[str] = field(default_factory=set)
    """Those of installs that ended."""

    def __post_init__(self) -> None:
        self.id = self._id("T", self.name)
        self.domain = re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")
        self.bot_token = f"xoxb-playground-{self.id}" if self.installed else ""
        self.bot_id = self._id("B", "BOT")
        self.bot_user_id = self._id("U", "BOT")
        self.files = Files(self)
        for name in ("Ana", "Ben", "Chris"):
            self.person(name)
        self.add_channel("general")

    def _id(self, kind: str, name: str) -> str:
        slug = re.sub(r"[^A-Z0-9]", "", name.upper()) or "X"
        return f"{kind}0{slug.ljust(6, '0')}{self.number:02d}"

    @property
    def org_wide(self) -> bool:
        """Tell whether the app is here because the whole organization has it."""
        return self.organisation is not None and self.organisation.installed

    def install(self, scopes: frozenset[str]) -> None:
        """Install the app, or add scopes to an install; after an end there is a new token."""
        if not self.installed or self.revoked:
            self.former_tokens |= {self.bot_token} - {""}
            number = len(self.former_tokens) + 1
            self.bot_token = f"xoxb-playground-{self.id}" + (f"-{number}" if number > 1 else "")
            self.scopes = frozenset()
        self.installed, self.revoked, self.scopes = True, False, self.scopes | scopes

    def knows(self, some_id: str) -> bool:
        """Tell whether an id in a call is one of this workspace."""
        here = some_id in self.conversations or self.member(some_id) is not None or some_id in self.files.by_id
        views = any(view.id == some_id for view in self.views())
        return here or views or self.world.triggers.workspace_of(some_id) == self.id

    def grants(self, scope: str) -> bool:
        """Tell whether the app was given this scope here."""
        return scope in self.scopes

    def person(self, name: str, tz: str | None = None) -> Person:
        """Give the person of this name, who joins on first use."""
        if name not in self.people:
            person_id = self._id("U", name)
            if any(p.id == person_id for p in self.people.values()):
                person_id += f"{len(self.people):02d}"
            self.people[name] = Person(self, person_id, name, tz or TIME_ZONES.get(name, "Etc/UTC"))
        if tz:
            self.people[name].tz = tz
        return self.people[name]

    def app(self, name: str) -> tuple[str, str]:
        """Give the user id and bot id of another app, which is installed on first use."""
        return self.apps.setdefault(name, (self._id("U", f"APP{name}"), self._id("B", f"APP{name}")))

    def member(self, person_id: str) -> Person | None:
        """Give the person with this id, if there is one here."""
        return next((p for p in self.people.values() if p.id == person_id), None)

    def add_channel(self, name: str, *, with_bot: bool = False) -> Conversation:
        """Open a public channel with everybody in it, and the bot only when asked."""
        channel = Conversation(self._id("C", name), name, members={p.id for p in self.people.values()})
        if with_bot:
            channel.members.add(self.bot_user_id)
        return self.conversations.setdefault(channel.id, channel)

    def channel(self, name: str) -> Conversation:
        """Give the channel of this name."""
        found = next((c for c in self.conversations.values() if c.name == name), None)
        if found is None:
            raise LookupError(f"There is no channel {name!r}.")
        return found

    def invite_bot(self, name: str) -> None:
        """Make the bot a member of a channel, so that it can post there."""
        self.channel(name).members.add(self.bot_user_id)

    def direct_message(self, person_id: str) -> Conversation:
        """Give the direct message between a person and the bot."""
        dm_id = "D" + person_id[1:]
        fresh = Conversation(dm_id, "directmessage", is_im=True, person_id=person_id)
        fresh.members = {person_id, self.bot_user_id}
        return self.conversations.setdefault(dm_id, fresh)

    def is_closed(self, channel: Conversation) -> bool:
        """Tell whether nobody is left to write to."""
        person = self.member(channel.person_id) if channel.person_id else None
        return person is not None and person.deactivated

    def names(self) -> dict[str, str]:
        """Give the names behind the ids that text may mention."""
        people = {p.id: p.name for p in self.people.values()}
        channels = {c.id: c.name for c in self.conversations.values()}
        apps = {user_id: name for name, (user_id, _) in self.apps.items()}
        return {**channels, **people, **apps, self.bot_user_id: self.world.bot_name, SLACKBOT: "Slackbot"}

    def post(self, channel: Conversation, message: Message) -> Message:
        """Put a line on the screen."""
        channel.add(message)
        self.world.changed()
        return message

    def posts_as(self, app: str, text: str, where: str, *, classic: bool = False) -> Message:
        """Post in a channel as another app, or as a classic integration that has no user."""
        channel, (user_id, bot_id) = self.channel(where), self.app(app)
        message = Message(self.world.next_ts(), channel.id, user_id, text, bot_id=bot_id, app=app)
        if classic:
            message.author, message.app, message.username, message.subtype = "", None, app, "bot_message"
        self.post(channel, message)
        self.tell(channel, message_events.posted(self, message))
        return message

    def remove(self, message: Message) -> Payload:
        """Delete a message and give the event; a parent of replies stays as a tombstone."""
        channel, before = self.conversations[message.channel_id], self.message_payload(message)
        if not channel.replies_to(message.ts):
            channel.remove(message)
            self.world.changed()
            return message_events.deleted(self, message, before)
        message.author, message.text, message.subtype = SLACKBOT, DELETED, "tombstone"
        message.blocks, message.files, message.metadata, message.bot_id = [], [], None, None
        self.world.changed()
        return message_events.changed(self, message, before)

    def tell(self, channel: Conversation, event: Payload, *, own: bool = False) -> None:
        """Let the app hear of a message in the background, if it is there and listens."""
        world, subscriptions = self.world, self.world.subscriptions
        hears = subscriptions.hears_messages(self, channel) and (subscriptions.own_messages or not own)
        if hears and world.deliveries.reaches_the_app:
            self.world.background(self.world.event(self, event))

    def says_slackbot(self, channel: Conversation, person: Person, text: str) -> None:
        """Show Slack's own line to one person."""
        self.post(channel, Message(self.world.next_ts(), channel.id, SLACKBOT, text, only_for=person.id))

    def views(self) -> Iterator[View]:
        """Give all views that stand open or published."""
        for person in self.people.values():
            yield from person.modals
        yield from self.homes.values()

    def view_payload(self, view: View) -> Payload:
        """Give a view as the Web API and interactions carry it."""
        return view.as_payload(team_id=self.id, app_id=self.world.app_id, bot_id=self.bot_id)

    def message_payload(self, message: Message, *, metadata: bool = False) -> Payload:
        """Give a message as the Web API and interactions carry it."""
        return messages.as_payload(self, message, metadata=metadata)

    def lets_read_files(self) -> bool:
        """Tell whether the bot's token is good for downloads."""
        return self.installed and not self.revoked and self.grants("files:read")

    async def revoke_tokens(self) -> None:
        """Make the bot's token invalid and tell the app."""
        self.revoked = True
        await self.world.tell(self, ends.revoked(self.bot_user_id))

    def close(self) -> None:
        """Take the app's token away and the app out of the workspace."""
        self.installed, self.revoked = False, True

    async def uninstall(self, *, revoked_first: bool = True) -> None:
        """Remove the app; both events follow, in the order asked for."""
        self.close()
        await ends.tell(self, revoked_first=revoked_first)
