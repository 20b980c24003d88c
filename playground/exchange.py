"""One HTTP exchange with the app: recorded, and as usual unless a fault was asked for."""

import asyncio
import socket
import struct
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from playground.faults import Fault
from playground.recorder import Entry
from playground.webapi import Reply

if TYPE_CHECKING:
    from playground.world import World

ABORT_AT_ONCE = struct.pack("ii", 1, 0)


async def under_fault(
    world: "World",
    request: web.Request,
    entry: Entry,
    act: Callable[[], web.Response],
) -> web.StreamResponse:
    """Act as usual, unless something was asked to go wrong."""
    world.recorder.write(entry)
    began = time.monotonic()
    try:
        return await _answered(world, request, entry, act)
    finally:
        entry.took = time.monotonic() - began
        world.changed()


async def _answered(
    world: "World",
    request: web.Request,
    entry: Entry,
    act: Callable[[], web.Response],
) -> web.StreamResponse:
    fault = world.faults.take(entry.name if entry.kind == "api" else entry.kind)
    if fault is None:
        return act()
    entry.fault = fault.kind
    if fault.kind in {"latency", "late"}:
        await asyncio.sleep(fault.seconds)
    instead = _instead(fault, entry)
    if instead is not None:
        return instead
    response = web.Response() if fault.kind in {"reset", "hang"} else act()
    if fault.kind in {"reset", "accept_then_abort"}:
        abort(request)
    elif fault.kind != "latency":
        await world.closing.wait()
    return response


def _instead(fault: Fault, entry: Entry) -> web.Response | None:
    if fault.kind == "ratelimited":
        reply = Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(int(fault.seconds))})
    elif fault.kind == "error":
        reply = Reply({"ok": False, "error": fault.error})
    elif fault.kind == "status":
        entry.status = fault.status
        return web.Response(status=fault.status, text="upstream request failed")
    else:
        return None
    note(entry, reply)
    return web.json_response(reply.body, status=reply.status, headers=reply.headers)


def note(entry: Entry, reply: Reply) -> None:
    """Write an answer into the record."""
    entry.response, entry.status, entry.error = reply.body, reply.status, reply.body.get("error")


def abort(request: web.Request) -> None:
    """Break the connection with a TCP reset."""
    transport = request.transport
    if transport is not None:
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT_AT_ONCE)
        transport.abort()
