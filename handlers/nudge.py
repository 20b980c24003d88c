"""The weekly question: answered, put off, paused, stopped and begun again."""

from datetime import date

from bot import views
from bot.coach import nudges, payback, profile, replies
from bot.coach.evidence import NothingSaid
from bot.views.kit import Said
from handlers.door import Click, Desk, Submission, refresh, tell


async def moved(click: Click, desk: Desk) -> None:
    """It moved: saved in one tap."""
    await _tapped(click, desk, moved=True)


async def not_yet(click: Click, desk: Desk) -> None:
    """It has not moved yet: saved in one tap as well."""
    await _tapped(click, desk, moved=False)


async def asked_in_form(click: Click, desk: Desk) -> None:
    """Open a form with one field."""
    nudge = await replies.find(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.kit.clicked_at(views.nudge.form(nudge), click.respond_url))


async def answered(submission: Submission, desk: Desk) -> None:
    """Save what was written there."""
    words = views.nudge.written(submission.values)
    try:
        saved = await replies.answer(
            desk.ledger, submission.owner, submission.subject, words, key=submission.key, now=desk.clock()
        )
    except NothingSaid:
        await submission.ack(response_action="errors", errors=views.nudge.no_words())
        return
    await submission.ack(response_action="update", view=views.nudge.saved_view(saved))
    desk.whisper(submission.respond_url, views.kit.replacing(views.nudge.saved(saved)))
    await refresh(desk, submission.owner)


async def undo(click: Click, desk: Desk) -> None:
    """Take an answer out of the entry that it was added to."""
    words = await replies.take_back(desk.ledger, click.owner, click.subject)
    await click.ack()
    await refresh(desk, click.owner)
    await tell(click, desk, views.nudge.taken_back(words), views.nudge.taken_back_view(words))


async def put_off(click: Click, desk: Desk) -> None:
    """Do what was chosen from the question's menu."""
    match click.choice:
        case views.nudge.WORKDAY:
            again = await replies.until_next_workday(desk.ledger, click.owner, click.subject, now=desk.clock())
            await _show(click, desk, views.nudge.asked_again(again) if again else None)
        case views.nudge.NEXT_WEEK:
            standing = await replies.until_next_week(desk.ledger, click.owner, click.subject, now=desk.clock())
            await _show(click, desk, views.nudge.put_off(views.nudge.NEXT_WEEK, standing) if standing else None)
        case views.nudge.PAUSE | views.nudge.AWAY:
            await _ask_until_when(click, away=click.choice == views.nudge.AWAY)
        case views.nudge.HOUR:
            settled = await profile.settled(desk.ledger, click.owner)
            await click.ack()
            await click.window.show(views.settings.form(settled))
        case views.nudge.STOP:
            await stop(click, desk)
        case _:
            await click.ack()


async def ask_until_when(click: Click, _desk: Desk) -> None:
    """Ask for the day on which the questions come back."""
    await _ask_until_when(click, away=False)


async def paused(submission: Submission, desk: Desk) -> None:
    """Silence until that day."""
    until = views.nudge.until(submission.values)
    try:
        standing = await nudges.pause(desk.ledger, submission.owner, until or date.min, now=desk.clock())
    except ValueError:
        await submission.ack(response_action="errors", errors=views.nudge.no_such_day())
        return
    await submission.ack(response_action="update", view=views.nudge.standing_view(standing))
    await refresh(desk, submission.owner)


async def stop(click: Click, desk: Desk) -> None:
    """No more questions."""
    standing = await nudges.stop(desk.ledger, click.owner, now=desk.clock())
    await click.ack()
    await refresh(desk, click.owner)
    await tell(click, desk, views.nudge.put_off(views.nudge.STOP, standing), views.nudge.standing_view(standing))


async def resume(click: Click, desk: Desk) -> None:
    """Weekly again, from the next slot on."""
    standing = await nudges.resume(desk.ledger, click.owner, now=desk.clock())
    await click.ack()
    await refresh(desk, click.owner)
    said = views.nudge.standing_said(standing)
    await tell(click, desk, said, views.nudge.standing_view(standing))


async def update(click: Click, desk: Desk) -> None:
    """The last days' captures, ready to be pasted."""
    made = await payback.update(desk.ledger, click.owner, now=desk.clock())
    await click.ack()
    await click.window.show(views.nudge.update(made))


async def _tapped(click: Click, desk: Desk, *, moved: bool) -> None:
    saved = await replies.tap(desk.ledger, click.owner, click.subject, moved=moved, now=desk.clock())
    await click.ack()
    desk.whisper(click.respond_url, views.kit.replacing(views.nudge.saved(saved)))
    await refresh(desk, click.owner)


async def _show(click: Click, desk: Desk, said: Said | None) -> None:
    """Put it in the question's place; a question that has its answer stays."""
    await click.ack()
    instead = views.kit.replacing(said) if said else views.kit.beside(views.nudge.answered_before())
    desk.whisper(click.respond_url, instead)


async def _ask_until_when(click: Click, *, away: bool) -> None:
    await click.ack()
    await click.window.show(views.nudge.pause_form(away=away))
