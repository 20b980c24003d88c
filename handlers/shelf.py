"""A person's own entries: turn the pages, open one, delete it, or save what was meant as a win."""

from bot import views
from bot.coach import erasure, shelf, spoken, uses
from handlers.door import Click, Desk, refresh, tell


async def shown(click: Click, desk: Desk) -> None:
    """Show the newest of all entries, in a form."""
    page = await shelf.page(desk.ledger, click.owner)
    await click.ack()
    await click.window.show(views.shelf.listing_view(page, desk.win_command))


async def turned(click: Click, desk: Desk) -> None:
    """Show another page in place of this one."""
    page = await shelf.page(desk.ledger, click.owner, int(click.choice))
    await click.ack()
    said, view = views.shelf.listing(page, desk.win_command), views.shelf.listing_view(page, desk.win_command)
    await tell(click, desk, said, view)


async def opened(click: Click, desk: Desk) -> None:
    """Show one entry, whole, with the draft that stands beside it."""
    entry, zone = await shelf.find(desk.ledger, click.owner, click.subject)
    used = await uses.used(desk.ledger, click.owner, entry.id)
    await click.ack()
    await click.window.show(views.shelf.entry_view(entry, zone, views.draft.beside(used, entry.language)))


async def deleted(click: Click, desk: Desk) -> None:
    """Delete an entry for good; it was asked before."""
    words = await erasure.delete_entry(desk.ledger, click.owner, click.subject, now=desk.clock())
    await click.ack()
    await refresh(desk, click.owner)
    await click.window.show(views.shelf.deleted_view(words))


async def saved_instead(click: Click, desk: Desk) -> None:
    """Save the words of a search as a win."""
    saved = await spoken.save(desk.ledger, click.owner, click.subject, now=desk.clock())
    await click.ack()
    desk.whisper(click.respond_url, views.kit.replacing(views.capture.said(saved)))
    await refresh(desk, click.owner)
