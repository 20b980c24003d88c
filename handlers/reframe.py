"""Reframe my update: promise a draft, ask what is missing, promise a better one."""

from bot import views
from bot.coach import drafts, evidence, ours, spoken, typed
from bot.coach.consent import Model
from bot.coach.reframing import Verdict
from bot.coach.requests import Purpose
from bot.views.kit import Block
from handlers.door import Click, Desk, Submission, asked_model


async def asked(click: Click, desk: Desk) -> None:
    """Promise a draft, and say where it will come."""
    owner, url = click.owner, f"{drafts.FORM}{click.form}" if click.in_form else click.respond_url
    new = await drafts.ask(
        desk.ledger, owner, click.subject, key=click.key, respond_url=url, clicked_in=click.channel, now=desk.clock()
    )
    await click.ack()
    asked = await asked_model(desk, click.owner)
    if click.in_form:
        await click.window.show(views.reframe.promised_view(asked) if new else views.reframe.promised_before_view())
    desk.wake(click.owner.workspace)
    if not click.in_form:
        here = await ours.is_here(desk.ledger, owner, click.channel)
        if line := _meanwhile(asked, new=new, here=here):
            desk.whisper(click.respond_url, line)


def _meanwhile(asked: Model | None, *, new: bool, here: bool) -> Block | None:
    """What is said until the draft is there: nothing where it comes at once, right below."""
    if not new:
        return views.reframe.promised()
    if here:
        return views.reframe.coming_below(asked) if asked else None
    return views.reframe.thinking(asked)


async def questions(click: Click, desk: Desk) -> None:
    """Ask what is missing, in a form."""
    shown = await drafts.shown(desk.ledger, click.owner, click.subject)
    entry = await evidence.find(desk.ledger, click.owner, shown.entry_id)
    await click.ack()
    await click.window.show(views.reframe.answers(shown, entry.answers))


async def answered(submission: Submission, desk: Desk) -> None:
    """Keep the answers, and promise the better draft."""
    answers = views.reframe.answered(submission.values)
    if not any(map(typed.says_something, answers.values())):
        await submission.ack(response_action="errors", errors=views.reframe.nothing_answered(submission.values))
        return
    owner, key, now = submission.owner, submission.key, desk.clock()
    shown = await drafts.shown(desk.ledger, owner, submission.subject)
    tone = shown.reframed.tone
    purpose = Purpose.REQUEST if shown.reframed.verdict is Verdict.REQUEST else Purpose.UPDATE
    await drafts.ask(
        desk.ledger, owner, shown.entry_id,
        key=key, now=now, respond_url=f"{drafts.FORM}{submission.form}", answers=answers, tone=tone, purpose=purpose,
    )  # fmt: skip
    asked = await asked_model(desk, owner, purpose)
    await submission.ack(response_action="update", view=views.reframe.promised_view(asked))
    desk.wake(owner.workspace)


async def paste(click: Click, desk: Desk) -> None:  # noqa: ARG001  # every answer is called with both
    """Ask for an update that is not an entry, in a form."""
    await click.ack()
    await click.window.show(views.reframe.paste())


async def request(click: Click, desk: Desk) -> None:  # noqa: ARG001  # as above
    """Ask for a feature request, in a form."""
    await click.ack()
    await click.window.show(views.reframe.request())


async def requested(submission: Submission, desk: Desk) -> None:
    """Promise to look at it as a request; the words are not an entry."""
    await _promise(submission, desk, Purpose.REQUEST)


async def pasted(submission: Submission, desk: Desk) -> None:
    """Promise a draft of it; the words are not an entry."""
    await _promise(submission, desk, None)


async def _promise(submission: Submission, desk: Desk, purpose: Purpose | None) -> None:
    words = views.reframe.pasted(submission.values)
    if not typed.says_something(words):
        await submission.ack(response_action="errors", errors=views.reframe.nothing_pasted(submission.values))
        return
    now = desk.clock()
    said = await spoken.keep(desk.ledger, submission.owner, words, key=submission.key, now=now)
    url = f"{drafts.FORM}{submission.form}"
    await drafts.ask(
        desk.ledger, submission.owner, said.id, key=submission.key, now=now, respond_url=url, purpose=purpose
    )
    asked = await asked_model(desk, submission.owner, purpose)
    await submission.ack(response_action="update", view=views.reframe.promised_view(asked))
    desk.wake(submission.owner.workspace)
