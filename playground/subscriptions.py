"""Which events the app hears about ("Events API", "message.im", "message.channels")."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.conversations import Conversation

if TYPE_CHECKING:
    from playground.workspace import Workspace

ENDS = frozenset({"app_uninstalled", "tokens_revoked"})
EVERYDAY = frozenset({"app_home_opened", "app_uninstalled", "message.im", "tokens_revoked"})
NEEDS = {
    "message.im": "im:history",
    "message.channels": "channels:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}


@dataclass
class Subscriptions:
    """What an app's manifest lists; until a test says so, what people do where the bot is."""

    events: frozenset[str] = EVERYDAY
    own_messages: bool = False
    """Slack tells an app about its own messages too, as soon as it listens to messages."""

    def state(self, *events: str) -> None:
        """Hear exactly these from now on, the app's own messages included, as on a real Slack."""
        self.events, self.own_messages = frozenset(events), True

    def hears(self, workspace: "Workspace", event: str) -> bool:
        """Tell whether the app is subscribed and was granted what the event needs."""
        if not workspace.installed and event not in ENDS:
            return False
        return event in self.events and (event not in NEEDS or workspace.grants(NEEDS[event]))

    def hears_messages(self, workspace: "Workspace", channel: Conversation) -> bool:
        """Tell whether the app hears what is written there: only where the bot is a member."""
        event = "message.im" if channel.is_im else "message.channels"
        return workspace.bot_user_id in channel.members and self.hears(workspace, event)
