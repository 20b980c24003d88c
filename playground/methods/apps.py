"""`apps.connections.open`."""

from playground.shapes import Payload
from playground.webapi import Call, Method


def open_connection(call: Call) -> Payload:
    """Give the address for one Socket Mode connection."""
    return {"url": call.world.sockets.ticket()}


METHODS = {"apps.connections.open": Method(open_connection, tier=1, holder="app")}
