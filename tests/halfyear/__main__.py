"""The half year's summary: `python -m tests.halfyear [SEED …]`."""

import asyncio
import sys
import tempfile
import time
from collections import Counter

from bot.ledger import migrate
from bot.ledger.store import Ledger
from tests.halfyear import oracle as o
from tests.halfyear.compare import differences
from tests.halfyear.living import lived
from tests.halfyear.people import pressable
from tests.halfyear.readings import TAKEN

KINDS = ("nudge", "slowing down", "stopping", "review")


async def summary(seed: int) -> str:
    """One line of the table, and a line for each difference."""
    members, acts = o.generate(seed)
    acts = pressable(members, acts)
    begin = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.open(f"sqlite:///{folder}/coach.db")
        migrate.upgrade(ledger.engine)
        got = await lived(ledger, members, acts)
        await ledger.close()
    wanted = o.windows(members, acts, o.START, o.END, TAKEN)
    found = differences(wanted, got)
    kinds: Counter[str] = Counter(message.kind for message in got)
    each = " | ".join(str(kinds[kind]) for kind in KINDS)
    spent = time.process_time() - begin
    row = f"| {seed} | {len(members)} | {len(acts)} | {each} | {len(wanted)} | {len(found)} | {spent:.0f} s |"
    return "\n".join([row, *(f"  {difference}" for difference in found)])


def main() -> None:
    """Print the table, line by line."""
    head = ("seed", "people", "acts", *KINDS, "expected", "different", "processor")
    sys.stdout.write(f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n")
    for seed in map(int, sys.argv[1:] or ["1"]):
        sys.stdout.write(asyncio.run(summary(seed)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
