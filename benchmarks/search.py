"""`python -m benchmarks.search [DATABASE_URL]`: `/win find` among 20,000 entries, on SQLite or on an empty database given."""

import asyncio
import random
import statistics
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import insert

from bot.coach import shelf
from bot.coach.proposal import Kind
from bot.ledger import migrate
from bot.ledger.arrivals import enroll
from bot.ledger.folding import fold
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

ENTRIES: Final = 20_000
ROUNDS: Final = 25
OWNER: Final = Owner("T0BENCH", "U0SEARCHER")
BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
WORDS: Final = (
    *("activation", "churn", "onboarding", "pricing", "launch", "checkout", "conversion", "retention", "cohort"),
    *("signup", "trial", "paywall", "support", "tickets", "latency", "search", "roadmap", "customer", "revenue"),
)
ASKED: Final = ("activation", "churn pricing", "number 77", "nothing of the kind", "résumé")


async def main(url: str) -> None:
    """Fill the database, look for a few things, and print how long each took and how many it found."""
    ledger = Ledger.open(url)
    await asyncio.to_thread(migrate.upgrade, ledger.engine)
    await ledger.write(EVERYONE, _fill, within=120)
    for words in ASKED:
        total = (await shelf.search(ledger, OWNER, words)).total
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            await shelf.search(ledger, OWNER, words)
            times.append(1e3 * (time.perf_counter() - begun))
        print(f"{words:<20} {total:6} found   median {statistics.median(times):5.1f} ms   most {max(times):5.1f}")
    await ledger.close()


def _fill(session: ScopedSession) -> None:
    enroll(session, OWNER, BEGIN)
    chance = random.Random(1)  # noqa: S311  # the same words in every run
    rows = []
    for number in range(ENTRIES):
        text = " ".join(chance.choices(WORDS, k=18)) + f" number {number}"
        rows.append(
            {
                "id": uuid.uuid4(), "workspace_id": OWNER.workspace, "member_id": OWNER.member, "text": text,
                "folded": fold(text), "source_key": str(number), "kind": Kind.OUTPUT.value, "language": "en",
                "created_at": BEGIN + timedelta(minutes=number),
            }
        )  # fmt: skip
    session.connection().execute(insert(Evidence), rows)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(main(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(main(f"sqlite:///{Path(folder) / 'search.db'}"))
