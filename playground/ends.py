"""The end of an install, and what the app hears of it ("app_uninstalled", "tokens_revoked")."""

from typing import TYPE_CHECKING

from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.workspace import Workspace


def revoked(bot_user_id: str) -> Payload:
    """Give the event of a token that is no longer good."""
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot_user_id]}}


async def tell(workspace: "Workspace", *, revoked_first: bool = True, everywhere: bool = False) -> None:
    """Tell the app that it was removed, here or from the whole organization; Slack promises no order."""
    events: list[Payload] = [revoked(workspace.bot_user_id), {"type": "app_uninstalled"}]
    for event in events if revoked_first else reversed(events):
        await workspace.world.tell(workspace, event, everywhere=everywhere)
