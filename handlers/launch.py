"""Launches: planned in a form, listed, opened, moved and cancelled."""

from bot import views
from bot.coach import launches, promises
from bot.coach.promises import Promise
from handlers.door import Click, Command, Desk, Submission, refresh, tell


async def launch(command: Command, desk: Desk) -> None:
    """Open the form, with the name filled in if one was given; `list` and `help` count only when they stand alone."""
    match command.text.lower().split():
        case ["list"]:
            page = await launches.page(desk.ledger, command.owner, desk.clock())
            await command.ack(**views.kit.alone(views.launch.listing(page)))
        case ["help"]:
            await command.ack(**views.kit.alone(views.launch.usage()))
        case _:
            await command.window.show(views.launch.form(Promise(command.text.strip())))
            await command.ack()


async def blank(click: Click, _desk: Desk) -> None:
    """Open the form for a new launch."""
    await click.ack()
    await click.window.show(views.launch.form(Promise("")))


async def listed(click: Click, desk: Desk) -> None:
    """Show all launches in a form's place."""
    page = await launches.page(desk.ledger, click.owner, desk.clock())
    await click.ack()
    await click.window.show(views.launch.listing_view(page))


async def turned(click: Click, desk: Desk) -> None:
    """Show another page in place of this one."""
    page = await launches.page(desk.ledger, click.owner, desk.clock(), int(click.choice))
    await click.ack()
    await tell(click, desk, views.launch.listing(page), views.launch.listing_view(page))


async def opened(click: Click, desk: Desk) -> None:
    """Show one launch, whole."""
    planned = await launches.find(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.launch.launch_view(planned, planned.hour.today(desk.clock())))


async def edit(click: Click, desk: Desk) -> None:
    """Show a launch in its form."""
    planned = await launches.find(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.launch.form(planned.promise, planned.id.hex))


async def cancel(click: Click, desk: Desk) -> None:
    """Say that it will not ship, and show it so."""
    planned = await launches.cancel(desk.ledger, click.owner, click.subject)
    await click.ack()
    await refresh(desk, click.owner)
    view = views.launch.launch_view(planned, planned.hour.today(desk.clock()))
    await tell(click, desk, views.launch.cancelled(planned), view)


async def submitted(submission: Submission, desk: Desk) -> None:
    """Keep what the form holds, and say when the coach comes back; or say at each field what is wrong."""
    promise, owner, now = views.launch.read(submission.values), submission.owner, desk.clock()
    today = await launches.today(desk.ledger, owner, now)
    if wrong := promises.complaints(promise, today):
        await submission.ack(response_action="errors", errors=views.launch.complained(wrong, promise))
        return
    new = not submission.carried
    if new:
        planned = await launches.record(desk.ledger, owner, promise, key=submission.key, now=now)
    else:
        planned = await launches.revise(desk.ledger, owner, submission.subject, promise, now=now)
    await submission.ack(response_action="update", view=views.launch.recorded_view(planned, today, new=new))
    await refresh(desk, owner)
