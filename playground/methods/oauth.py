"""`oauth.v2.access`."""

from playground.refusals import Refused
from playground.shapes import Payload
from playground.webapi import Call, Method


def access(call: Call) -> Payload:
    """Give the token for a code, to the app that shows its secret."""
    given, world = call.arguments, call.world
    if given.get("client_id") != world.client_id:
        raise Refused("invalid_client_id")
    if given.get("client_secret") != world.client_secret:
        raise Refused("bad_client_secret")
    return world.authorisations.exchange(given)


_TAKES = {
    "client_id": "string",
    "client_secret": "string",
    "code": "string",
    "redirect_uri": "string",
    "grant_type": "string",
}
METHODS = {"oauth.v2.access": Method(access, _TAKES, (), tier=4, holder="client")}
