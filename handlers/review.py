"""Reviews: answered from the message that asks or from the launch itself."""

from bot import views
from bot.coach import launches, lookbacks
from bot.coach.lookbacks import Outcome
from bot.views import answering
from handlers.door import Click, Desk, Submission, refresh


async def moved(click: Click, desk: Desk) -> None:
    """It moved."""
    await _report(click, desk, Outcome.MOVED)


async def same(click: Click, desk: Desk) -> None:
    """It did not move."""
    await _report(click, desk, Outcome.SAME)


async def no_data(click: Click, desk: Desk) -> None:
    """Nobody can tell."""
    await _report(click, desk, Outcome.NO_DATA)


async def _report(click: Click, desk: Desk, outcome: Outcome) -> None:
    """Open the form with this answer; of a review that has its answer, show that."""
    lookback = await lookbacks.find(desk.ledger, click.owner, click.subject)
    await click.ack()
    answered = lookback.look.answer in set(Outcome)
    today = lookback.hour.today(desk.clock())
    view = views.review.ended_view(lookback, today) if answered else views.review.form(lookback, outcome)
    await click.window.show(views.kit.clicked_at(view, click.respond_url))


async def early(click: Click, desk: Desk) -> None:
    """It is too early to tell: ask again."""
    await lookbacks.put_off(desk.ledger, click.owner, click.subject, lookbacks.TOO_EARLY, now=desk.clock())
    await click.ack()
    await _show(click, desk)


async def more(click: Click, desk: Desk) -> None:
    """Ask in a week, move the launch, or cancel the review."""
    match click.choice:
        case answering.WEEK:
            await lookbacks.put_off(desk.ledger, click.owner, click.subject, lookbacks.SNOOZED, now=desk.clock())
        case answering.CANCEL:
            await lookbacks.cancel(desk.ledger, click.owner, click.subject)
        case _:
            await _move(click, desk)
            return
    await click.ack()
    await _show(click, desk)


async def _move(click: Click, desk: Desk) -> None:
    lookback = await lookbacks.find(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.launch.form(lookback.promise, lookback.launch_id.hex))


async def _show(click: Click, desk: Desk) -> None:
    """Show as things stand now what was clicked: the message, or the launch."""
    await refresh(desk, click.owner)
    if click.in_form:
        lookback = await lookbacks.find(desk.ledger, click.owner, click.subject)
        planned = await launches.find(desk.ledger, click.owner, lookback.launch_id)
        await click.window.show(views.launch.launch_view(planned, planned.hour.today(desk.clock())))
    else:
        await _in_its_place(click, desk)


async def _in_its_place(clicked: Click | Submission, desk: Desk) -> None:
    """Show the message that was clicked as things stand now."""
    if clicked.respond_url:
        asked = await lookbacks.beside(desk.ledger, clicked.owner, clicked.subject)
        said = views.review.invitation(asked, asked[0].hour.today(desk.clock()))
        desk.whisper(clicked.respond_url, views.kit.replacing(said))


async def finished(submission: Submission, desk: Desk) -> None:
    """Take the answer, and show the entry that came of it."""
    report, now = views.review.read(submission.values), desk.clock()
    done = await lookbacks.finish(desk.ledger, submission.owner, submission.subject, report, now=now)
    today = done.lookback.hour.today(now)
    view = views.review.finished_before(done, report, today) if done.before else views.review.finished_view(done)
    await submission.ack(response_action="update", view=view)
    await refresh(desk, submission.owner)
    await _in_its_place(submission, desk)
