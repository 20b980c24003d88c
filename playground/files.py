"""Files: announced, uploaded, shared in messages, deleted ("Working with files")."""

import mimetypes
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from playground.checks import Inspection
from playground.refusals import Refused
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.workspace import Workspace

UNKNOWN = "application/octet-stream"
PICTURES = {".png", ".jpg", ".jpeg", ".gif"}
TOMBSTONE = "This file was deleted."


@dataclass
class File:
    """One file, from the moment that its upload was announced."""

    id: str
    name: str
    owner: str
    """A user id; the bot's own for the app."""
    length: int
    created: int
    title: str = ""
    alt_txt: str = ""
    content: bytes | None = None
    shared: bool = False
    """Its upload was completed: from now on it is a file and no longer a ticket."""
    ready: bool = False
    """Slack has looked it over."""
    deleted: bool = False
    handed_over: bool = False
    """A person put it into a form of the app's."""

    @property
    def mimetype(self) -> str:
        """Give the kind of content that its name promises."""
        return mimetypes.guess_type(self.name)[0] or UNKNOWN

    @property
    def is_picture(self) -> bool:
        """Tell whether blocks can show it ("Slack file object")."""
        return self.ready and not self.deleted and PurePath(self.name).suffix.lower() in PICTURES

    @property
    def text(self) -> str:
        """Give the content as text."""
        return (self.content or b"").decode()

    @property
    def label(self) -> str:
        """Give what a person reads of it in a message."""
        return TOMBSTONE if self.deleted else self.title


@dataclass
class Files:
    """All files of a workspace, and the addresses for those still to come."""

    workspace: "Workspace"
    by_id: dict[str, File] = field(default_factory=dict)
    _tickets: dict[str, File] = field(default_factory=dict)

    def announce(self, owner: str, name: str, length: int, alt_txt: str = "") -> tuple[File, str]:
        """Expect a file, and give the address that takes its content."""
        world = self.workspace.world
        number = len(self.by_id) + 1
        file = File(
            f"F0{number:06d}{self.workspace.number:02d}", name, owner, length, world.clock.seconds(), name, alt_txt
        )
        ticket = f"upload/v1/{self.workspace.id}/{number}"
        self.by_id[file.id] = self._tickets[ticket] = file
        return file, f"{world.base_url}{ticket}"

    def receive(self, ticket: str, content: bytes) -> File:
        """Take the content of an announced file, once and in full."""
        file = self._tickets.pop(ticket, None)
        if file is None:
            raise Refused("invalid_upload_url")
        if len(content) != file.length:
            raise Refused("length_mismatch", [f"[ERROR] announced {file.length} bytes, received {len(content)}"])
        file.content = content
        return file

    def complete(self, file_id: str, title: str | None) -> File:
        """Make a ticket a file, if its content arrived."""
        file = self.pending(file_id)
        file.shared, file.title = True, title or file.name
        return file

    def pending(self, file_id: object) -> File:
        """Give a file whose content arrived and that nobody completed yet."""
        file = self.by_id.get(str(file_id))
        if file is None or file.content is None or file.shared:
            raise Refused("file_not_found")
        return file

    def add(self, owner: str, name: str, content: bytes) -> File:
        """Add a file that a person put into a message."""
        file, address = self.announce(owner, name, len(content))
        self.receive(address.removeprefix(self.workspace.world.base_url), content)
        file.ready = True
        return self.complete(file.id, None)

    def find(self, file_id: str, viewer: str) -> File:
        """Give a file that this user may know of."""
        file = self.by_id.get(file_id)
        if file is None or not file.shared or not self._may_know(file, viewer):
            raise Refused("file_not_found")
        if file.deleted:
            raise Refused("file_deleted")
        return file

    def look_for_pictures(self, seen: Inspection) -> None:
        """Refuse pictures in blocks that are no picture, not there yet or out of the bot's sight."""
        bot = self.workspace.bot_user_id
        for path, reference in seen.slack_files:
            file = self._referred(reference)
            if file is None or not file.is_picture or not (file.owner == bot or self._is_in_sight(file, bot)):
                seen.refuse(path, "invalid slack file")

    def _referred(self, reference: Payload) -> File | None:
        if "id" in reference:
            return self.by_id.get(str(reference["id"]))
        known = [(self.as_payload(file), file) for file in self.by_id.values() if not file.deleted]
        wanted = reference["url"]
        return next((file for shown, file in known if wanted in {shown["url_private"], shown["permalink"]}), None)

    def delete(self, file: File) -> None:
        """Leave a tombstone wherever the file stood."""
        file.deleted, file.content = True, None
        self.workspace.world.changed()

    def as_payload(self, file: File) -> Payload:
        """Give the file as messages carry it ("File object"); a deleted one is a tombstone."""
        if file.deleted:
            return {"id": file.id, "mode": "tombstone"}
        workspace, kind = self.workspace, PurePath(file.name).suffix.removeprefix(".").lower() or "binary"
        address = f"{workspace.world.base_url}files-pri/{workspace.id}-{file.id}"
        return {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "mimetype": file.mimetype,
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": file.owner,
            "user_team": workspace.id,
            "editable": False,
            "size": file.length,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": any(not workspace.conversations[c].is_im for c, _ in self.places(file)),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{address}/{file.name}",
            "url_private_download": f"{address}/download/{file.name}",
            "permalink": f"https://{workspace.domain}.slack.com/files/{file.owner}/{file.id}/{file.name}",
            "has_rich_preview": False,
            **({"alt_txt": file.alt_txt} if file.alt_txt else {}),
        }

    def described(self, file: File) -> Payload:
        """Give the file as `files.info` does, with the places where it was shared."""
        conversations = self.workspace.conversations
        shares: dict[str, dict[str, list[Payload]]] = {}
        for channel_id, ts in self.places(file):
            kind = "private" if conversations[channel_id].is_im else "public"
            name = conversations[channel_id].name
            share = {"ts": ts, "channel_name": name, "team_id": self.workspace.id, "share_user_id": file.owner}
            shares.setdefault(kind, {}).setdefault(channel_id, []).append(share)
        ids = list(dict.fromkeys(channel_id for channel_id, _ in self.places(file)))
        return {
            **self.as_payload(file),
            "shares": shares,
            "channels": [i for i in ids if not conversations[i].is_im],
            "groups": [],
            "ims": [i for i in ids if conversations[i].is_im],
        }

    def places(self, file: File) -> list[tuple[str, str]]:
        """Give the conversation and the time stamp of every message that holds the file."""
        lines = [m for c in self.workspace.conversations.values() for m in c.messages]
        return [(m.channel_id, m.ts) for m in lines if any(f is file for f in m.files)]

    def _may_know(self, file: File, viewer: str) -> bool:
        handed = file.handed_over and viewer == self.workspace.bot_user_id
        return handed or file.owner == viewer or self._is_in_sight(file, viewer)

    def _is_in_sight(self, file: File, viewer: str) -> bool:
        conversations = self.workspace.conversations
        return any(viewer in conversations[channel_id].members for channel_id, _ in self.places(file))
