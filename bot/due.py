"""`python -m bot due`: what would be sent until a time, to how many people. It sends nothing and changes nothing."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot import outgoing
from bot.delivery import lookout
from bot.delivery.lookout import Due, Forecast
from bot.ledger.errors import LedgerError
from bot.ledger.store import Ledger
from bot.ready import NotReady, check_tables, refuse_to_make_one
from bot.settings import Settings

HEAD = ("workspace", "kind", "messages", "people")


async def examine(settings: Settings, until: datetime, forecasts: Sequence[Forecast] = outgoing.FORECASTS) -> str:
    """The table. Raises `NotReady`."""
    refuse_to_make_one(settings.database_url)
    ledger = Ledger.open(settings.database_url)
    try:
        await asyncio.to_thread(check_tables, ledger)
        found = [due for forecast in (lookout.standing, *forecasts) for due in await forecast(ledger, until)]
    except LedgerError as error:
        raise NotReady("The database does not answer. Try again when it is less busy.") from error
    finally:
        await ledger.close()
    return table(found, until)


def table(found: Iterable[Due], until: datetime) -> str:
    """Counts by workspace and kind."""
    when = f"{until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    people: dict[tuple[str, str], list[str]] = defaultdict(list)
    for workspace, kind, member in found:
        people[workspace, kind].append(member)
    if not people:
        return f"Nothing would be sent until {when}."
    counts = [(*key, str(len(each)), str(len(set(each)))) for key, each in sorted(people.items())]
    widths = [max(map(len, column)) for column in zip(HEAD, *counts, strict=True)]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (HEAD, *counts)]
    return "\n".join((f"Would be sent until {when}; nothing was sent now.", "", *(row.rstrip() for row in rows)))
