"""What was said elsewhere: a direct message to the coach, and messages handed over by their menu."""

from bot import views
from bot.coach import drafts, evidence, offers, replies, spoken, typed
from bot.coach.pleasantries import greeting
from handlers.door import (
    Click,
    Closed,
    Desk,
    DirectMessage,
    Heard,
    MessageShortcut,
    Submission,
    answer,
    asked_model,
    refresh,
)


async def heard(message: DirectMessage, desk: Desk) -> None:
    """Take it as the answer to the week's question, return a greeting, or keep it and ask what to do with it."""
    polite = None if message.thread else greeting(message.text)  # in the thread of a question, anything is an answer
    match message.heard:
        case Heard.SAID if not polite and await _is_an_answer(message, desk):
            await message.ack()
            await refresh(desk, message.owner)
            return
        case Heard.SAID if polite and typed.says_something(message.text):
            await offers.reply(desk.ledger, message.owner, polite, key=message.key, now=desk.clock())
        case Heard.SAID if typed.says_something(message.text):
            now, with_file = desk.clock(), message.with_file
            await offers.make(desk.ledger, message.owner, message.text, key=message.key, now=now, with_file=with_file)
        case Heard.SAID:
            await offers.reply(desk.ledger, message.owner, offers.WORDLESS, key=message.key, now=desk.clock())
        case Heard.CHANGED if typed.says_something(message.text):
            await offers.reword(desk.ledger, message.owner, message.text, key=message.key)
        case _:  # the coach's own messages above all, and nobody need wake for each
            await message.ack()
            return
    await message.ack()
    desk.wake(message.owner.workspace)


async def _is_an_answer(message: DirectMessage, desk: Desk) -> bool:
    return await replies.heard(
        desk.ledger, message.owner, message.text,
        key=message.key, channel=message.channel, thread=message.thread, now=desk.clock(), with_file=message.with_file,
    )  # fmt: skip


async def save(click: Click, desk: Desk) -> None:
    """Save the words, and put the receipt in the offer's place."""
    saved = await spoken.save(desk.ledger, click.owner, click.subject, now=desk.clock())
    await click.ack()
    desk.whisper(click.respond_url, views.kit.replacing(views.capture.said(saved)))
    await refresh(desk, click.owner)


async def reframe(click: Click, desk: Desk) -> None:
    """Promise a draft, and save nothing."""
    await drafts.ask(desk.ledger, click.owner, click.subject, key=click.key, now=desk.clock())
    await click.ack()
    desk.wake(click.owner.workspace)
    desk.whisper(click.respond_url, views.asides.coming())


async def both(click: Click, desk: Desk) -> None:
    """Save the words, and promise a draft of them."""
    saved = await spoken.save(desk.ledger, click.owner, click.subject, now=desk.clock())
    await drafts.ask(desk.ledger, click.owner, saved.entry.id, key=click.key, now=desk.clock())
    await click.ack()
    desk.wake(click.owner.workspace)
    desk.whisper(click.respond_url, views.kit.replacing(views.capture.said(saved)))
    await refresh(desk, click.owner)


async def let_go(click: Click, desk: Desk) -> None:
    """Forget the words, unless they were saved meanwhile."""
    kept = await spoken.let_go(desk.ledger, click.owner, click.subject)
    await click.ack()
    said = views.capture.said(evidence.Saved(kept)) if kept else views.asides.let_go()
    desk.whisper(click.respond_url, views.kit.replacing(said))


async def save_drafted(click: Click, desk: Desk) -> None:
    """Save the words of a draft, and say so beside it."""
    saved = await spoken.save(desk.ledger, click.owner, click.subject, now=desk.clock())
    await click.ack()
    desk.whisper(click.respond_url, views.kit.beside(views.capture.said(saved)))
    await refresh(desk, click.owner)


async def save_message(shortcut: MessageShortcut, desk: Desk) -> None:
    """Save an own message at once; of somebody else's, ask for the person's part."""
    if await _refused(shortcut, desk):
        return
    if shortcut.origin.author:
        await _ask_for_the_part(shortcut, desk, to_reframe=False)
        return
    owner, text, key = shortcut.owner, shortcut.text, shortcut.key
    saved = await spoken.save_at_once(desk.ledger, owner, text, key=key, now=desk.clock(), origin=shortcut.origin)
    await shortcut.ack()
    view, said = views.capture.saved_view(saved), views.capture.said(saved)
    if shortcut.with_file:
        views.asides.beside_a_file(view)
        views.asides.beside_a_file(said)
    await answer(shortcut, desk, view, said)
    await refresh(desk, owner)


async def reframe_message(shortcut: MessageShortcut, desk: Desk) -> None:
    """Promise a draft of an own message; of somebody else's, ask for the person's part first."""
    if await _refused(shortcut, desk):
        return
    if shortcut.origin.author:
        await _ask_for_the_part(shortcut, desk, to_reframe=True)
        return
    words, url = await _kept(shortcut, desk), shortcut.respond_url
    await drafts.ask(desk.ledger, shortcut.owner, words.id, key=shortcut.key, respond_url=url, now=desk.clock())
    await shortcut.ack()
    desk.wake(shortcut.owner.workspace)
    desk.whisper(url, views.reframe.thinking(await asked_model(desk, shortcut.owner)))


async def part_to_save(submission: Submission, desk: Desk) -> None:
    """Save somebody else's words with the person's part in them."""
    if part := await _part(submission):
        owner, words = submission.owner, submission.subject
        saved = await spoken.save(desk.ledger, owner, words, now=desk.clock(), answers=part)
        await submission.ack(response_action="update", view=views.capture.saved_view(saved))
        await refresh(desk, owner)


async def part_to_reframe(submission: Submission, desk: Desk) -> None:
    """Promise a draft of somebody else's words with the person's part in them."""
    if part := await _part(submission):
        owner, words = submission.owner, submission.subject
        url = f"{drafts.FORM}{submission.form}"
        await drafts.ask(desk.ledger, owner, words, key=submission.key, now=desk.clock(), respond_url=url, answers=part)
        await submission.ack(response_action="update", view=views.reframe.promised_view(await asked_model(desk, owner)))
        desk.wake(submission.owner.workspace)


async def closed(form: Closed, desk: Desk) -> None:
    """Forget somebody else's words when the form was closed and not sent."""
    await spoken.let_go(desk.ledger, form.owner, form.subject, even_answered=False)
    await form.ack()


async def ask_to_save(click: Click, desk: Desk) -> None:
    """Open the form that Slack did not open before."""
    words = await evidence.find(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.asides.part(words, to_reframe=False))


async def ask_to_reframe(click: Click, desk: Desk) -> None:
    """The same, for a draft."""
    words = await evidence.find(desk.ledger, click.owner, click.subject)
    await click.ack()
    await click.window.show(views.asides.part(words, to_reframe=True))


async def _refused(shortcut: MessageShortcut, desk: Desk) -> bool:
    """Say what cannot be taken: the coach's own messages, and those without words."""
    if not shortcut.ours and typed.says_something(shortcut.text):
        return False
    said = views.asides.our_own() if shortcut.ours else views.asides.wordless()
    await shortcut.ack()
    await answer(shortcut, desk, views.asides.refusal(said), said)
    return True


async def _kept(shortcut: MessageShortcut, desk: Desk) -> evidence.Entry:
    owner, text, origin = shortcut.owner, shortcut.text, shortcut.origin
    return await spoken.keep(desk.ledger, owner, text, key=shortcut.key, now=desk.clock(), origin=origin)


async def _ask_for_the_part(shortcut: MessageShortcut, desk: Desk, *, to_reframe: bool) -> None:
    words = await _kept(shortcut, desk)
    await shortcut.ack()
    form, way = (
        views.asides.part(words, to_reframe=to_reframe),
        views.asides.part_by_button(words, to_reframe=to_reframe),
    )
    if shortcut.with_file:
        views.asides.beside_a_file(form)
    await answer(shortcut, desk, form, way)


async def _part(submission: Submission) -> dict[str, str]:
    """The person's part and what else they answered, by slot; none when the part was left empty, as the form then says."""
    answers = views.asides.answered(submission.values)
    if typed.says_something(answers[views.capture.PART]):
        return answers
    await submission.ack(response_action="errors", errors=views.asides.no_part())
    return {}
