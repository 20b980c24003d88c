"""Home: opened by the person, shown by a worker."""

from bot.coach import home, ours
from handlers.door import Desk, HomeOpened

EVENT = "app_home_opened"
TAB = "home"
MESSAGES = "messages"


async def opened(event: HomeOpened, desk: Desk) -> None:
    """Have Home shown as things stand now; of the messages remember where they are."""
    if event.tab == TAB:
        await home.opened(desk.ledger, event.owner, view_hash=event.view_hash, now=desk.clock())
        desk.wake(event.owner.workspace)
    elif event.tab == MESSAGES and event.channel:
        await ours.remember(desk.ledger, event.owner, event.channel, now=desk.clock())
    await event.ack()
