"""One worker of `benchmarks.machines`: `python -m benchmarks.worker TOLD_JSON`, with its database in DATABASE_URL.

It takes part in the queue as the bot's worker does, with messages that are ready-made, and prints a line when it is at work.
"""

import asyncio
import json
import os
import signal
import sys
from typing import Any

import uvloop

from benchmarks.fanout import Outbox, client_of, duties_of
from bot import logs
from bot.app import settle
from bot.delivery.buckets import Limit
from bot.delivery.fleet import Fleet
from bot.delivery.pace import Limits, Pacing
from bot.delivery.queue import Queue
from bot.ledger.store import Ledger


async def work(told: dict[str, Any], url: str) -> None:
    """Work until SIGTERM."""
    logs.set_up("WARNING")
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    at_will = Limit(100_000_000, burst=100_000)
    posts = Limit(told["a_minute"], burst=told["burst"]) if told["a_minute"] else at_will
    limits = Limits(posts, at_will, dict.fromkeys(Limits().methods, at_will))
    ledger, queue = Ledger.open(url), Queue(url)
    await queue.open()
    async with client_of(told["token"], told["api_url"]) as client:
        fleet = Fleet(duties_of(Outbox(ledger), client, Pacing(limits)), queue)
        fleet.start()
        settle()
        sys.stdout.write("At work\n")
        sys.stdout.flush()
        await stop.wait()
        await fleet.close()
    await queue.close()
    await ledger.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work(json.loads(sys.argv[1]), os.environ["DATABASE_URL"]))
