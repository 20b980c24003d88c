"""Home: opened by the person, shown by a worker."""

from bot.coach import home
from handlers.door import Desk, HomeOpened

EVENT = "app_home_opened"
TAB = "home"


async def opened(event: HomeOpened, desk: Desk) -> None:
    """Have Home shown as things stand now; the other tabs are not Home."""
    if event.tab == TAB:
        await home.opened(desk.ledger, event.owner, view_hash=event.view_hash, now=desk.clock())
        desk.wake(event.owner.workspace)
    await event.ack()
