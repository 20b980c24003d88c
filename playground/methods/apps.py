"""`auth.test` and `apps.connections.open`."""

from playground.shapes import Payload
from playground.webapi import Call, Method


def test(call: Call) -> Payload:
    """Say whose token this is."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": call.world.bot_name.lower().replace(" ", "_"),
        "team_id": workspace.id,
        "user_id": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> Payload:
    """Give the address for one Socket Mode connection."""
    return {"url": call.world.sockets.ticket()}


METHODS = {
    "auth.test": Method(test, tier=4),
    "apps.connections.open": Method(open_connection, tier=1, holder="app"),
}
