"""Exports: gathered, rendered and sent as files; and files that have to go again."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from bot import documents, views
from bot.coach import auditing, erasure, exports, jobs
from bot.delivery import outbox
from bot.delivery.files import Files
from bot.delivery.outbox import Claimed, Done, Failed, Outcome, Skipped
from bot.delivery.posts import Courier
from bot.documents import Part
from bot.ledger.models import Document
from bot.ledger.scope import ScopedSession
from bot.ledger.store import Ledger


class ExportCourier(Courier):
    """Everything of a person, as two kinds of file in their direct message."""

    def __init__(self, ledger: Ledger, files: Files, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._files = files
        self._clock = clock

    async def deliver(self, item: Claimed) -> Outcome:
        """Share the files. When that will never be, the person is told."""
        ids = await exports.files_of(self._ledger, item.owner, item.subject)
        if ids is None:
            return Skipped("nothing_to_say")
        outcome = await self._files.share(item, _Parcel(self._ledger, item, ids, self._clock))
        if isinstance(outcome, Failed):
            await jobs.tell_of_failure(self._ledger, item.owner, item.subject, self._clock())
        return outcome


@dataclass(frozen=True, slots=True)
class _Parcel:
    """One export on its way."""

    ledger: Ledger
    item: Claimed
    ids: Sequence[str]
    clock: Callable[[], datetime]
    comment: str = views.mydata.EXPORTED

    async def pack(self) -> list[Part]:
        """Gather page by page, and render in a thread: nobody waits for it."""
        archive = await exports.gather(self.ledger, self.item.owner, now=self.clock())
        return await asyncio.to_thread(documents.export, archive)

    async def note(self, ids: Sequence[str]) -> bool:
        """Write the ids of the files down; False when the export was taken over, or deleted."""
        now = self.clock()

        def write(session: ScopedSession) -> bool:
            auditing.in_turn(session, self.item.owner, now)
            if not outbox.is_held(session, self.item):
                return False
            own = Document.id == self.item.subject
            session.execute(update(Document).where(own).values(files=list(ids)))
            return True

        return await self.ledger.write(self.item.owner, write)


class EraseCourier(Courier):
    """Files that were exported once and have to go from Slack as well."""

    def __init__(self, ledger: Ledger, files: Files) -> None:
        self._ledger = ledger
        self._files = files

    async def deliver(self, item: Claimed) -> Outcome:
        """Delete them, and then what is known of them."""
        for file_id in await erasure.files_of(self._ledger, item.owner, item.subject):
            later = await self._files.delete(item, file_id)
            if later:
                return later
        await erasure.forget(self._ledger, item.owner, item.subject)
        return Done()
