"""Organizations: several workspaces under one roof, with the app installed for all of them at once ("Org-ready apps")."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground import ends
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.workspace import Workspace
    from playground.world import World


@dataclass
class Organisation:
    """One organization. With `installed` one token is good for all its workspaces."""

    world: "World"
    name: str
    number: int
    workspaces: list["Workspace"] = field(default_factory=list)
    installed: bool = False
    scopes: frozenset[str] = frozenset()
    installs: int = 0

    def __post_init__(self) -> None:
        slug = re.sub(r"[^A-Z0-9]", "", self.name.upper()) or "X"
        self.id = f"E0{slug.ljust(6, '0')}{self.number:02d}"
        self.domain = re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")
        self.bot_id, self.bot_user_id = f"B0BOT000E{self.number}", f"U0BOT000E{self.number}"

    @property
    def bot_token(self) -> str:
        """Give the token of the newest install."""
        return f"xoxb-playground-{self.id}-{self.installs}"

    def adopt(self, workspace: "Workspace") -> None:
        """Take a fresh workspace in; the bot is the same one in all of them."""
        workspace.organisation = self
        workspace.bot_id, workspace.bot_user_id = self.bot_id, self.bot_user_id
        self.workspaces.append(workspace)

    def install(self, scopes: frozenset[str]) -> None:
        """Install the app in every workspace; scopes add up until it is removed."""
        if not self.installed:
            self.installs += 1
        self.installed, self.scopes = True, self.scopes | scopes
        for workspace in self.workspaces:
            workspace.install(self.scopes)

    def close(self) -> None:
        """Take the app's token away and the app out of every workspace."""
        self.installed, self.scopes = False, frozenset()
        for workspace in self.workspaces:
            workspace.installed, workspace.revoked = False, True

    async def uninstall(self, *, revoked_first: bool = True) -> None:
        """Remove the app from the organization; both events follow, and name no workspace."""
        self.close()
        await ends.tell(self.workspaces[0], revoked_first=revoked_first, everywhere=True)

    def workspace_for(self, given: Payload) -> "Workspace | None":
        """Give the workspace that a call is about: the named one, or the one that knows what the call names."""
        if "team_id" in given:
            return next((w for w in self.workspaces if w.id == given["team_id"]), None)
        ids = [value for value in given.values() if isinstance(value, str)]
        return next((w for w in self.workspaces if any(w.knows(one) for one in ids)), self.workspaces[0])

    def as_payload(self) -> Payload:
        """Give the organization as interactions and installs carry it."""
        return {"id": self.id, "name": self.name}
