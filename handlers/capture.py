"""Saving evidence in one line, changing it, taking it back."""

from bot import views
from bot.coach import consent, erasure, evidence, shelf, spoken
from bot.coach.proposal import Kind
from handlers.door import Click, Command, Desk, refresh, tell


async def win(command: Command, desk: Desk) -> None:
    """Save what was said, and say so; the command alone opens the form (C2).

    `help`, `undo`, `list` and `data` count only when they stand alone (C6).
    """
    match command.text.lower().split(maxsplit=1):
        case []:
            await command.window.show(views.form.blank())
            await command.ack()
        case ["help"] | ["find"]:
            await command.ack(**views.capture.usage(command.name))
        case ["undo"]:
            words = await evidence.undo_newest(desk.ledger, command.owner, key=command.key, now=desk.clock())
            await command.ack(**views.capture.undone_newest(words))
            await refresh(desk, command.owner)
        case ["list"]:
            page = await shelf.page(desk.ledger, command.owner)
            await command.ack(**views.kit.alone(views.shelf.listing(page, command.name)))
        case ["data"]:
            counts, deeds = await erasure.kept(desk.ledger, command.owner)
            standing = await consent.standing(desk.ledger, command.owner)
            await command.window.show(views.mydata.overview(counts, deeds, desk.model, standing))
            await command.ack()
        case ["find", words]:
            await _find(command, desk, words)
        case _:
            saved = await evidence.capture(desk.ledger, command.owner, command.text, key=command.key, now=desk.clock())
            command.answer(views.prepared.receipt(saved))


async def _find(command: Command, desk: Desk, words: str) -> None:
    """Search, and keep the whole line: it may have been meant as a win."""
    page = await shelf.search(desk.ledger, command.owner, words)
    kept = await spoken.keep(desk.ledger, command.owner, command.text, key=command.key, now=desk.clock())
    await command.ack(**views.kit.alone(views.shelf.found(page, words, kept.id.hex)))


async def again(click: Click, desk: Desk) -> None:
    """Save the same words a second time, because the person says so."""
    saved = await evidence.capture_again(desk.ledger, click.owner, click.subject, now=desk.clock())
    await click.ack()
    await refresh(desk, click.owner)
    await tell(click, desk, views.capture.said(saved), views.capture.saved_view(saved))


async def kind(click: Click, desk: Desk) -> None:
    """Set the kind as the person says."""
    saved = await evidence.decide_kind(desk.ledger, click.owner, click.subject, Kind(click.choice))
    await click.ack()
    await refresh(desk, click.owner)
    await tell(click, desk, views.capture.said(saved), views.capture.saved_view(saved))


async def undo(click: Click, desk: Desk) -> None:
    """Take an entry back, and hand over its words."""
    words = await evidence.undo(desk.ledger, click.owner, click.subject)
    await click.ack()
    await refresh(desk, click.owner)
    await tell(click, desk, views.capture.undone(words), views.capture.undone_view(words))
