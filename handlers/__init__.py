"""What Slack can send us, and which function answers it: one table."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.views import answering as answering_ids
from bot.views import asides as asides_ids
from bot.views import capture as capture_ids
from bot.views import draft as draft_ids
from bot.views import form as form_ids
from bot.views import launch as launch_ids
from bot.views import mydata as mydata_ids
from bot.views import nudge as nudge_ids
from bot.views import reframe as reframe_ids
from bot.views import review as review_ids
from bot.views import settings as settings_ids
from bot.views import share as share_ids
from bot.views import shelf as shelf_ids
from handlers import (
    asides,
    capture,
    draft,
    errors,
    form,
    home,
    launch,
    mydata,
    nudge,
    reframe,
    review,
    settings,
    share,
    shelf,
)
from handlers.door import (
    Click,
    Closed,
    Command,
    Desk,
    DirectMessage,
    HomeOpened,
    MessageShortcut,
    Payload,
    Shortcut,
    Submission,
)
from handlers.reception import DOORS, Reception

ANYTHING: Final = re.compile("")

Reader = (
    type[Command]
    | type[Click]
    | type[Submission]
    | type[Closed]
    | type[Shortcut]
    | type[DirectMessage]
    | type[MessageShortcut]
    | type[HomeOpened]
)


class Route(NamedTuple):
    """What Slack names, how its payload is read, and who answers it."""

    identifier: str
    read_as: Reader
    answer: Callable[[Any, Desk], Awaitable[None]]


def table(win_command: str) -> tuple[Route, ...]:
    """Everything the bot answers, the most frequent first."""
    return (
        Route(win_command, Command, capture.win),
        Route(capture_ids.REFRAME, Click, reframe.asked),
        Route(capture_ids.EDIT, Click, form.edit),
        Route(capture_ids.UNDO, Click, capture.undo),
        Route(capture_ids.KIND, Click, capture.kind),
        Route(capture_ids.AGAIN, Click, capture.again),
        Route(home.EVENT, HomeOpened, home.opened),
        Route(shelf_ids.ALL, Click, shelf.shown),
        Route(shelf_ids.OPEN, Click, shelf.opened),
        Route(shelf_ids.OLDER, Click, shelf.turned),
        Route(shelf_ids.NEWER, Click, shelf.turned),
        Route(shelf_ids.DELETE, Click, shelf.deleted),
        Route(shelf_ids.SAVE_INSTEAD, Click, shelf.saved_instead),
        Route(draft_ids.ANSWER, Click, reframe.questions),
        Route(capture_ids.FORM, Click, form.opened),
        Route(form_ids.KIND, Click, form.changed),
        Route(form_ids.MORE, Click, form.changed),
        Route(form_ids.REOPEN, Click, form.reopened),
        Route(form_ids.LET_GO, Click, form.let_go),
        Route(draft_ids.PASTE, Click, reframe.paste),
        Route(settings_ids.OPEN, Click, settings.opened),
        Route("log_win", Shortcut, form.opened),
        Route(form_ids.SUBMIT, Submission, form.submitted),
        Route(form_ids.SUBMIT, Closed, form.closed),
        Route(reframe_ids.SUBMIT, Submission, reframe.answered),
        Route(reframe_ids.PASTED, Submission, reframe.pasted),
        Route(settings_ids.SUBMIT, Submission, settings.submitted),
        *_drafts(),
        *_launches(),
        *_asides(),
        *_nudges(),
        *_mydata(),
    )


def _drafts() -> tuple[Route, ...]:
    """What can be done with a draft."""
    return (
        Route(draft_ids.USE, Click, draft.use),
        Route(draft_ids.PUT_BACK, Click, draft.put_back),
        Route(draft_ids.COPY, Click, draft.copy),
        Route(draft_ids.POST, Click, share.draft),
        Route(draft_ids.TONE, Click, draft.tone),
        Route(draft_ids.AS_UPDATE, Click, draft.as_update),
        Route(reframe_ids.REQUEST, Click, reframe.request),
        Route(reframe_ids.REQUESTED, Submission, reframe.requested),
        Route(draft_ids.SOURCES, Click, draft.sources),
        Route(draft_ids.GOOD, Click, draft.good),
        Route(draft_ids.NOT_GOOD, Click, draft.not_good),
        Route(draft_ids.REMARKED, Submission, draft.remarked),
        Route(share_ids.POSTED, Submission, share.posted),
    )


def _mydata() -> tuple[Route, ...]:
    """What is kept of a person: seen, exported, deleted."""
    return (
        Route(mydata_ids.OPEN, Click, mydata.opened),
        Route(mydata_ids.EXPORT, Click, mydata.exported),
        Route(mydata_ids.PERIOD, Click, mydata.period),
        Route(mydata_ids.ALL, Click, mydata.everything),
        Route(mydata_ids.CHOSEN, Submission, mydata.period_chosen),
        Route(mydata_ids.DELETE_PERIOD, Submission, mydata.period_deleted),
        Route(mydata_ids.DELETE_ALL, Submission, mydata.everything_deleted),
    )


def _launches() -> tuple[Route, ...]:
    """What people mean to ship, and what became of it."""
    return (
        Route(launch_ids.COMMAND, Command, launch.launch),
        Route(launch_ids.FORM, Click, launch.blank),
        Route(launch_ids.LIST, Click, launch.listed),
        Route(launch_ids.OPEN, Click, launch.opened),
        Route(launch_ids.OLDER, Click, launch.turned),
        Route(launch_ids.NEWER, Click, launch.turned),
        Route(launch_ids.EDIT, Click, launch.edit),
        Route(launch_ids.CANCEL, Click, launch.cancel),
        Route(launch_ids.SUBMIT, Submission, launch.submitted),
        Route(answering_ids.MOVED, Click, review.moved),
        Route(answering_ids.SAME, Click, review.same),
        Route(answering_ids.EARLY, Click, review.early),
        Route(answering_ids.NO_DATA, Click, review.no_data),
        Route(answering_ids.MORE, Click, review.more),
        Route(review_ids.SUBMIT, Submission, review.finished),
        Route(review_ids.SHARE, Click, share.retrospective),
        Route(share_ids.AGAIN, Click, share.again),
        Route(share_ids.SUBMIT, Submission, share.submitted),
    )


def _nudges() -> tuple[Route, ...]:
    """The weekly question."""
    return (
        Route(nudge_ids.ANSWER, Click, nudge.asked_in_form),
        Route(nudge_ids.MOVED, Click, nudge.moved),
        Route(nudge_ids.NOT_YET, Click, nudge.not_yet),
        Route(nudge_ids.SUBMIT, Submission, nudge.answered),
        Route(nudge_ids.UNDO, Click, nudge.undo),
        Route(nudge_ids.MENU, Click, nudge.put_off),
        Route(nudge_ids.PAUSE_HERE, Click, nudge.ask_until_when),
        Route(nudge_ids.PAUSED, Submission, nudge.paused),
        Route(nudge_ids.STOP_HERE, Click, nudge.stop),
        Route(nudge_ids.RESUME, Click, nudge.resume),
        Route(nudge_ids.UPDATE, Click, nudge.update),
    )


def _asides() -> tuple[Route, ...]:
    """What is said elsewhere: to the coach in a direct message, or in any message that is handed over by its menu."""
    return (
        Route("message", DirectMessage, asides.heard),
        Route(asides_ids.SAVE_MESSAGE, MessageShortcut, asides.save_message),
        Route(asides_ids.REFRAME_MESSAGE, MessageShortcut, asides.reframe_message),
        Route(asides_ids.SAVE, Click, asides.save),
        Route(asides_ids.REFRAME, Click, asides.reframe),
        Route(asides_ids.BOTH, Click, asides.both),
        Route(asides_ids.LET_GO, Click, asides.let_go),
        Route(asides_ids.SAVE_DRAFTED, Click, asides.save_drafted),
        Route(asides_ids.ASK_TO_SAVE, Click, asides.ask_to_save),
        Route(asides_ids.ASK_TO_REFRAME, Click, asides.ask_to_reframe),
        Route(asides_ids.PART_TO_SAVE, Submission, asides.part_to_save),
        Route(asides_ids.PART_TO_REFRAME, Submission, asides.part_to_reframe),
        Route(asides_ids.PART_TO_SAVE, Closed, asides.closed),
        Route(asides_ids.PART_TO_REFRAME, Closed, asides.closed),
    )


def register(app: AsyncApp, desk: Desk) -> None:
    """Enter the table: what can be looked up by its name before Bolt's listeners, the rest among them, and who answers what nobody knows."""
    routes = table(desk.win_command)
    named = [route for route in routes if route.read_as.door in DOORS]
    app.use(Reception({(route.read_as.door, route.identifier): _listener(route, desk) for route in named}))
    for route in routes:
        if route not in named:
            getattr(app, route.read_as.door)(route.identifier)(_listener(route, desk))
    for asked in (app.command, app.action, app.view, app.shortcut):
        asked(ANYTHING)(errors.unknown)
    for told in (app.event, app.view_closed):
        told(ANYTHING)(errors.nothing_to_do)
    app.error(errors.translator(desk))


def _listener(route: Route, desk: Desk) -> Callable[..., Awaitable[None]]:
    """The function that Bolt calls, by the names of its arguments."""

    async def listener(ack: AsyncAck, body: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        await route.answer(route.read_as.read(body, context, ack, client), desk)

    return listener
