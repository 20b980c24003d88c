"""What is shown to others: previewed, edited, and brought there."""

from bot import views
from bot.coach import drafts, sharing
from handlers.door import Click, Desk, Submission


async def retrospective(click: Click, desk: Desk) -> None:
    """Show what would be shared of a review, to be edited."""
    lookback, text = await sharing.retrospective(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.share.preview(lookback.look.id.hex, text))


async def draft(click: Click, desk: Desk) -> None:
    """Show what would be posted of a draft, to be edited."""
    shown = await drafts.shown(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.share.preview_of_draft(shown.id.hex, shown.reframed.paste(blanks=False)))


async def again(click: Click, desk: Desk) -> None:
    """Show once more what Slack has refused."""
    shared = await sharing.find(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.share.preview_again(shared))


async def submitted(submission: Submission, desk: Desk) -> None:
    """Promise to bring there what we learned; or say what is missing."""
    await _promise(submission, desk, of_draft=False)


async def posted(submission: Submission, desk: Desk) -> None:
    """The same for a draft."""
    await _promise(submission, desk, of_draft=True)


async def _promise(submission: Submission, desk: Desk, *, of_draft: bool) -> None:
    wish = views.share.read(submission.values)
    if wrong := views.share.complained(wish):
        await submission.ack(response_action="errors", errors=wrong)
        return
    owner, key, now = submission.owner, submission.key, desk.clock()
    await sharing.promise(desk.ledger, owner, submission.subject, wish, key=key, now=now, of_draft=of_draft)
    await submission.ack(response_action="update", view=views.share.promised_view(wish))
    desk.wake(owner.workspace)
