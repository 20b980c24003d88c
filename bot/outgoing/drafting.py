"""Drafts: made by a worker, sent to the direct message."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import views
from bot.coach import drafts, home
from bot.coach.apart import Apart, Floor
from bot.coach.drafts import Shown
from bot.coach.evidence import Gone
from bot.coach.jobs import Task
from bot.coach.making import OVER_BUDGET
from bot.delivery.clients import ClientOf
from bot.delivery.outbox import Claimed
from bot.delivery.posts import Message
from bot.delivery.whisper import Whisper
from bot.ledger.store import BUDGET_SECONDS, Ledger
from bot.outgoing.helping import Helping, off

SECONDS: Final = 5.0  # for a form: what must arrive has arrived

log = logging.getLogger(__name__)


class Drafting:
    """Makes the draft that was asked for. What comes of it is a delivery."""

    def __init__(
        self, ledger: Ledger, helping: Helping, apart: Apart = asyncio.to_thread, floor: Floor | None = None
    ) -> None:
        self._ledger = ledger
        self._apart = apart
        self._helping = helping
        self._floor = floor or Floor()

    async def __call__(self, task: Task, now: datetime) -> None:
        """Reframe the entry as it stands, and promise the message. Raises `Gone`."""
        async with self._floor.taken():
            await self._make(task, now)

    async def _make(self, task: Task, now: datetime) -> None:
        helped = await self._helping(task.owner, now, pressed=True)
        made = await drafts.work(self._ledger, task, off(self._floor, helped.editor), self._apart)
        if helped.spent:
            made = replace(made, by=OVER_BUDGET)
        if await drafts.make(self._ledger, task, made, now) and made.by.answered:  # it has sorted the entry as well
            await home.want(self._ledger, task.owner, now=now, within=BUDGET_SECONDS)


class DraftPost:
    """The draft in the direct message, and where the person clicked: in the form that waits for it, or a line that points there."""

    def __init__(self, ledger: Ledger, client_of: ClientOf, whisper: Whisper) -> None:
        self._ledger = ledger
        self._client_of = client_of
        self._whisper = whisper

    async def message(self, item: Claimed) -> Message | None:
        """The draft as a message; None when its entry was taken back meanwhile."""
        try:
            shown = await drafts.shown(self._ledger, item.owner, item.subject)
        except Gone:
            return None
        return Message(**views.reframe.draft(shown))

    async def arrived(self, item: Claimed) -> None:
        """Fill the form that waits for it, or point from the click to the direct message."""
        shown = await drafts.shown(self._ledger, item.owner, item.subject)
        where = shown.respond_url or ""
        if where.startswith(drafts.FORM):
            await self._fill(item, where.removeprefix(drafts.FORM), shown)
        else:
            self._whisper(shown.respond_url, views.reframe.pointer())

    async def _fill(self, item: Claimed, form: str, shown: Shown) -> None:
        """Best effort: the form may be closed, and the draft has arrived."""
        try:
            async with asyncio.timeout(SECONDS):
                client = self._client_of(item.owner.workspace)
                await client.views_update(view_id=form, view=views.reframe.draft_view(shown))
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            fields = {"event": "draft.form_not_filled", "error": type(error).__name__}
            log.info("A draft was not shown in its form", extra=fields)
