"""Settings: shown in a form, and kept."""

from bot import views
from bot.coach import consent, profile
from handlers.door import Click, Desk, Submission, refresh


async def opened(click: Click, desk: Desk) -> None:
    """Show what stands, in a form."""
    settled = await profile.settled(desk.ledger, click.owner)
    standing = await consent.standing(desk.ledger, click.owner)
    await click.ack()
    await click.window.show(views.settings.form(settled, desk.model, standing))


async def submitted(submission: Submission, desk: Desk) -> None:
    """Keep what was chosen, say what follows, and have Home shown anew."""
    chosen = views.settings.chosen(submission.values)
    if errors := views.settings.complained(chosen):
        await submission.ack(response_action="errors", errors=errors)
        return
    settled = await profile.settle(
        desk.ledger, submission.owner,
        weekday=chosen.weekday, hour=chosen.hour, metrics=chosen.metrics, now=desk.clock(),
        review_days=chosen.review_days, help_wanted=(chosen.help, _told(submission, desk)) if chosen.help else None,
    )  # fmt: skip
    await submission.ack(response_action="update", view=views.settings.settled_view(settled, desk.win_command))
    await refresh(desk, submission.owner)


def _told(submission: Submission, desk: Desk) -> str | None:
    """The server that the form named; None when another one is set since it was opened."""
    return desk.model.where if desk.model and desk.model.mark == submission.carried else None
