"""A migration as a process of its own that dies, by signal 9, just before its so many-th statement.

    python -m tests.crash.migrator DATABASE_URL STATEMENT

It prints how many there were, if it lives.
"""

import itertools
import os
import signal
import sys

from sqlalchemy import event

from bot.ledger import engines, migrate


def main(url: str, dies_at: int) -> None:
    """Migrate until then."""
    statements = itertools.count(1)
    sent = 0

    def count(*_: object) -> None:
        nonlocal sent
        sent = next(statements)
        if sent == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with engines.opened(url) as engine:
        event.listen(engine, "before_cursor_execute", count)
        migrate.upgrade(engine)
    print(sent)  # noqa: T201  # the test chooses from them


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
