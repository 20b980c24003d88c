"""My data: shown, exported, deleted by its owner (P1, P2, P5)."""

from bot import views
from bot.coach import consent, erasure, exports, profile
from bot.coach.evidence import Gone
from handlers.door import Click, Desk, Submission, refresh


async def opened(click: Click, desk: Desk) -> None:
    """Say what is kept, and offer what can be done."""
    counts, deeds = await erasure.kept(desk.ledger, click.owner)
    standing = await consent.standing(desk.ledger, click.owner)
    await click.ack()
    await click.window.show(views.mydata.overview(counts, deeds, desk.model, standing))


async def exported(click: Click, desk: Desk) -> None:
    """Promise the files."""
    new = await exports.ask(desk.ledger, click.owner, key=click.key, now=desk.clock())
    await click.ack()
    desk.wake(click.owner.workspace)
    await click.window.show(views.mydata.promised() if new else views.mydata.promised_before())


async def period(click: Click, desk: Desk) -> None:
    """Ask for the days."""
    settled = await profile.settled(desk.ledger, click.owner)
    await click.ack()
    await click.window.show(views.mydata.period_form(settled))


async def period_chosen(submission: Submission, desk: Desk) -> None:
    """Count what would go, and ask."""
    chosen = views.mydata.chosen_period(submission.values)
    if chosen is None:
        await submission.ack(response_action="errors", errors=views.mydata.no_period())
        return
    if chosen.last < chosen.first:
        await submission.ack(response_action="errors", errors=views.mydata.backwards())
        return
    counts = await erasure.of_period(desk.ledger, submission.owner, chosen)
    if counts.nothing:
        await submission.ack(response_action="errors", errors=views.mydata.empty_period(chosen))
        return
    await submission.ack(response_action="update", view=views.mydata.sure_of_period(chosen, counts))


async def period_deleted(submission: Submission, desk: Desk) -> None:
    """Delete it; it was asked before."""
    chosen = views.mydata.period_in(submission.carried)
    if chosen is None:
        raise Gone
    owner, key = submission.owner, submission.key
    counts = await erasure.delete_period(desk.ledger, owner, chosen, key=key, now=desk.clock())
    await submission.ack(response_action="update", view=views.mydata.deleted(counts))
    desk.wake(owner.workspace)
    await refresh(desk, owner)


async def everything(click: Click, desk: Desk) -> None:
    """Count what would go, and ask for the word."""
    counts, _ = await erasure.kept(desk.ledger, click.owner)
    await click.ack()
    await click.window.show(views.mydata.nothing_there() if counts.nothing else views.mydata.sure_of_all(counts))


async def everything_deleted(submission: Submission, desk: Desk) -> None:
    """Delete everything, if the word was typed."""
    if not views.mydata.said_so(submission.values):
        await submission.ack(response_action="errors", errors=views.mydata.not_said())
        return
    counts = await erasure.delete_all(desk.ledger, submission.owner, key=submission.key, now=desk.clock())
    await submission.ack(response_action="update", view=views.mydata.deleted(counts))
    desk.wake(submission.owner.workspace)
