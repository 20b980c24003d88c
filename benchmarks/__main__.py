"""`python -m benchmarks`: speed and memory, as ratios within one run. It never fails a build."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from benchmarks.rounds import QUICK, Plan, run
from benchmarks.table import table


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two short rounds: whether it runs, not how fast it is")
    parser.add_argument("--rounds", type=int, default=Plan().rounds, help="rounds to take the medians of")
    chosen = parser.parse_args()
    if not Path("/proc/self/stat").exists():
        print("The benchmarks read processor time and memory from /proc: they need Linux.")
        return
    with tempfile.TemporaryDirectory() as folder:
        plan = QUICK if chosen.quick else Plan(rounds=chosen.rounds)
        print(table(asyncio.run(run(plan, Path(folder)))))


if __name__ == "__main__":
    main()
