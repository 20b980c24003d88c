"""Evidence by form: opened from the command, the shortcut, Home or a receipt; saved, changed, or closed unsent."""

import uuid
from datetime import timedelta

from bot import views
from bot.coach import details, evidence, forms, spoken
from handlers.door import Click, Closed, Desk, Shortcut, Submission, refresh


async def opened(asked: Click | Shortcut, _desk: Desk) -> None:
    """Show the form for a new entry."""
    await asked.ack()
    await asked.window.show(views.form.blank())


async def edit(click: Click, desk: Desk) -> None:
    """Show an entry in its form. Somebody else's words are not changed, but the person's part in them."""
    entry = await evidence.find(desk.ledger, click.owner, click.subject)
    await click.ack()
    view = views.asides.part(entry) if entry.author else views.form.form(forms.filled_from(entry), entry.id.hex)
    await click.window.show(view)


async def changed(click: Click, _desk: Desk) -> None:
    """Show the fields of another kind, and keep what was typed."""
    filled = views.form.read(click.values)
    await click.ack()
    expanded = click.carried == views.form.EXPAND or views.form.is_expanded(click.values)
    await click.window.show(views.form.form(filled, click.window.carried, expanded=expanded))


async def submitted(submission: Submission, desk: Desk) -> None:
    """Keep what the form holds, and answer with the receipt; or say at each field what is wrong."""
    filled = views.form.read(submission.values)
    complaints = details.complaints(filled.more, (desk.clock() + timedelta(days=1)).date())
    if complaints:
        await submission.ack(response_action="errors", errors=views.form.complained(complaints))
        return
    if submission.carried:
        saved = await forms.revise(desk.ledger, submission.owner, submission.subject, filled)
    else:
        saved = await forms.record(desk.ledger, submission.owner, filled, key=submission.key, now=desk.clock())
    await submission.ack(response_action="update", view=views.capture.saved_view(saved))
    await refresh(desk, submission.owner)


async def closed(form: Closed, desk: Desk) -> None:
    """Keep what stood in a form that was closed, as far as Slack tells, and ask about it in the direct message."""
    if form.values:
        filled = views.form.read(form.values)
        of = uuid.UUID(form.carried) if form.carried else None
        await forms.keep_unsent(desk.ledger, form.owner, filled, of=of, key=form.key, now=desk.clock())
    await form.ack()
    desk.wake(form.owner.workspace)


async def reopened(click: Click, desk: Desk) -> None:
    """Show the form again as it was closed."""
    filled, entry_id = await forms.unsent(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.form.form(filled, entry_id.hex))


async def let_go(click: Click, desk: Desk) -> None:
    """Forget what stood in a form, unless it was taken up again and saved meanwhile."""
    kept = await spoken.let_go(desk.ledger, click.owner, click.subject)
    await click.ack()
    said = views.capture.said(evidence.Saved(kept)) if kept else views.form.let_go()
    desk.whisper(click.respond_url, views.kit.replacing(said))
