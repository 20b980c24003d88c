"""A draft in hand: used, copied, asked for in another tone, traced, rated."""

from bot import views
from bot.coach import drafts, origins, shelf, uses
from bot.coach.drafts import Shown
from bot.coach.requests import Purpose
from bot.coach.uses import Rating
from handlers.door import Click, Desk, Submission, asked_model


async def use(click: Click, desk: Desk) -> None:
    """Have it stand beside its entry."""
    shown = await uses.use(desk.ledger, click.owner, click.subject, now=desk.clock())
    await click.ack()
    await _show(click, desk, shown)


async def put_back(click: Click, desk: Desk) -> None:
    """Have the entry stand alone again."""
    shown = await uses.put_back(desk.ledger, click.owner, click.subject)
    await click.ack()
    await _show(click, desk, shown)


async def _show(click: Click, desk: Desk, shown: Shown) -> None:
    """Show as things stand now what was clicked: the draft, or its entry."""
    if not click.in_form:
        desk.whisper(click.respond_url, views.kit.replacing(views.reframe.draft(shown)))
        return
    entry, zone = await shelf.find(desk.ledger, click.owner, shown.entry_id)
    used = await uses.used(desk.ledger, click.owner, shown.entry_id)
    await click.window.show(views.shelf.entry_view(entry, zone, views.draft.beside(used, entry.language)))


async def copy(click: Click, desk: Desk) -> None:
    """Hand it over as plain text, beside the draft; where that is a form, in its place."""
    shown = await drafts.shown(desk.ledger, click.owner, click.subject)
    await click.ack()
    if click.in_form:
        await click.window.show(views.draft.copy_view(shown))
    else:
        desk.whisper(click.respond_url, views.kit.beside(views.draft.copy(shown)))


async def tone(click: Click, desk: Desk) -> None:
    """Promise the same in another tone, or looked at as a feature request."""
    shown = await drafts.shown(desk.ledger, click.owner, click.subject)
    wanted, purpose = views.draft.chosen(click.choice)
    new = await drafts.ask(
        desk.ledger, click.owner, shown.entry_id, key=click.key, now=desk.clock(), tone=wanted, purpose=purpose
    )
    await click.ack()
    desk.wake(click.owner.workspace)
    asked = await asked_model(desk, click.owner, purpose)
    desk.whisper(click.respond_url, views.reframe.coming_below(asked) if new else views.reframe.promised())


async def as_update(click: Click, desk: Desk) -> None:
    """Promise a draft of what was taken for a request."""
    shown = await drafts.shown(desk.ledger, click.owner, click.subject)
    await drafts.ask(
        desk.ledger, click.owner, shown.entry_id,
        key=click.key, now=desk.clock(), purpose=Purpose.UPDATE,
    )  # fmt: skip
    await click.ack()
    desk.wake(click.owner.workspace)
    desk.whisper(click.respond_url, views.reframe.coming_below(await asked_model(desk, click.owner)))


async def sources(click: Click, desk: Desk) -> None:
    """Show where each claim comes from."""
    trace = await origins.traced(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.sources.view(trace))


async def good(click: Click, desk: Desk) -> None:
    """Keep that it is good."""
    shown = await uses.rate(desk.ledger, click.owner, click.subject, Rating.GOOD)
    await click.ack()
    desk.whisper(click.respond_url, views.kit.replacing(views.reframe.draft(shown)))


async def not_good(click: Click, desk: Desk) -> None:
    """Keep that it is not, and leave room for a line about it."""
    shown = await uses.rate(desk.ledger, click.owner, click.subject, Rating.NOT_GOOD)
    await click.ack()
    desk.whisper(click.respond_url, views.kit.replacing(views.reframe.draft(shown)))
    await click.window.show(views.draft.what_is_not_good(shown))


async def remarked(submission: Submission, desk: Desk) -> None:
    """Keep the line."""
    await uses.remark(desk.ledger, submission.owner, submission.subject, views.draft.remarked(submission.values))
    await submission.ack()
