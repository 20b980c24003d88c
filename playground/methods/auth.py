"""`auth.test`, `auth.revoke` and `apps.uninstall`."""

from typing import TYPE_CHECKING

from playground import ends
from playground.refusals import Refused
from playground.shapes import Payload
from playground.webapi import Call, Method

if TYPE_CHECKING:
    from playground.organisations import Organisation


def test(call: Call) -> Payload:
    """Say whose token this is."""
    workspace, roof = call.workspace, call.workspace.organisation
    org = _as_org(roof) if roof and workspace.org_wide else {}
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": call.world.bot_name.lower().replace(" ", "_"),
        "team_id": workspace.id,
        "user_id": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "app_id": call.world.app_id,
        "is_enterprise_install": bool(org),
        **({"enterprise_id": roof.id} if roof else {}),
        **org,
    }


def _as_org(roof: "Organisation") -> Payload:
    return {"url": f"https://{roof.domain}.enterprise.slack.com/", "team": roof.name, "team_id": roof.id}


def revoke(call: Call) -> Payload:
    """Give the token back. It is the app's last one in the workspace, so the app is uninstalled with it."""
    if call.arguments.get("test"):
        return {"revoked": False}
    _end(call)
    return {"revoked": True}


def uninstall(call: Call) -> Payload:
    """Remove the app from the workspace."""
    given, world = call.arguments, call.world
    if given["client_id"] != world.client_id:
        raise Refused("invalid_client_id")
    if given["client_secret"] != world.client_secret:
        raise Refused("bad_client_secret")
    _end(call)
    return {}


def _end(call: Call) -> None:
    workspace, roof = call.workspace, call.workspace.organisation
    target = roof if roof and workspace.org_wide else workspace
    target.close()
    call.world.background(ends.tell(workspace, everywhere=target is roof))


_CLIENT = {"client_id": "string", "client_secret": "string"}
METHODS = {
    "auth.test": Method(test, tier=4),
    "auth.revoke": Method(revoke, {"test": "boolean"}, tier=3),
    "apps.uninstall": Method(uninstall, _CLIENT, ("client_id", "client_secret"), tier=1),
}
