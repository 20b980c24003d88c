"""A local Slack for the lanes, as a process of its own: `python -m benchmarks.slack PEOPLE [--a-minute N --burst N]`.

It prints one line of JSON: its address, its token, and the direct message of each person.
"""

import argparse
import asyncio
import json
import sys

from playground import World


async def serve(people: int, a_minute: int, burst: int) -> None:
    """Serve until a signal ends it."""
    async with World(rates="unlimited") as world:
        home = world.default
        places = [home.direct_message(home.person(f"P{number:04}").id) for number in range(people)]
        if a_minute:
            world.rates.state("chat.postMessage", per_second=a_minute / 60, burst=burst)
        told = {"api_url": world.api_url, "token": home.bot_token, "workspace": home.id}
        members = {place.person_id: place.id for place in places}
        sys.stdout.write(json.dumps({**told, "members": members}) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slack", description=__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("--a-minute", type=int, default=0, help="messages that the workspace allows; 0 for no limit")
    parser.add_argument("--burst", type=int, default=1)
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.people, chosen.a_minute, chosen.burst))
