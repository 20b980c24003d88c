"""Forgetting: what is over, and old, and asked for by nobody any more. What a person said, made or was asked stays.

Most that is over is read again: a question's message by whoever answers in its thread, that of something shared by who
looks where it stands, a draft's job with the draft. The rest only held that something happens once, and says for a
while what became of it. Forgotten are messages with no reader, jobs that left nothing behind, and calls of models.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, TextClause, delete, select, text, true

from bot.ledger.calls import ModelCall
from bot.ledger.models import Delivery, Job, Owned
from bot.ledger.scope import EVERYONE, ScopedSession
from bot.ledger.store import Ledger

KEPT: Final = timedelta(days=400)  # a year, and a month to look back at it
AT_ONCE: Final = 100  # rows deleted in one transaction; what is left is found by the next tick
SAID: Final = text(
    "(state IN ('sent', 'failed', 'skipped') AND kind NOT IN ('nudge', 'nudge_again', 'share')"
    " OR state = 'skipped' AND kind = 'nudge' AND reason <> 'expired')"
)
"""Messages that nobody asks for again. A question that expired unsent is taken out of the run of unanswered ones later."""
DONE: Final = text("state NOT IN ('ready', 'running') AND (state = 'failed' OR kind = 'sort')")
"""Jobs that no draft names; said so that SQLite does not look for them by their state. As above, the words of the index."""
OVER: Final[Sequence[tuple[type[Owned], ColumnElement[bool] | TextClause]]] = (
    (Delivery, SAID),
    (Job, DONE),
    (ModelCall, true()),
)


async def forget(ledger: Ledger, *, now: datetime) -> None:
    """Delete some of each kind, the oldest first. Only reads when there are none."""
    oldest = {table: _oldest(table, such, now - KEPT) for table, such in OVER}

    def look(session: ScopedSession) -> list[type[Owned]]:
        return [table for table, found in oldest.items() if session.scalars(found.limit(1)).first()]

    for table in await ledger.read(EVERYONE, look):
        some = oldest[table].limit(AT_ONCE).with_for_update(skip_locked=True)
        gone = delete(table).where(table.id.in_(some)).execution_options(synchronize_session=False)
        await ledger.write(EVERYONE, partial(ScopedSession.execute, statement=gone))


def _oldest(table: Any, such: ColumnElement[bool] | TextClause, until: datetime) -> Select[uuid.UUID]:
    return select(table.id).where(such, table.created_at <= until).order_by(table.created_at)
