"""Files to Slack, shared once however often it is tried.

A message with files can carry no metadata, so their ids stand for it: uploading shares nothing and may be repeated, the
ids are noted before they are shared, and a share in doubt is looked up by them.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Final, Protocol

import aiohttp

from bot.delivery import answers, conversation
from bot.delivery.clients import ClientOf
from bot.delivery.outbox import Claimed, Failed, Later, Outcome, Patience, Sent
from bot.delivery.pace import Pacing, TooSoon

UPLOAD_SECONDS: Final = 120.0  # for one file
SLOWEST: Final = 240  # pauses between two attempts to delete: an hour
NEVER_SHARED: Final = "file_not_found"  # or shared already: an upload can be completed once
DELETED: Final = "file_deleted"

log = logging.getLogger(__name__)


class File(Protocol):
    """A file, made."""

    @property
    def name(self) -> str:
        """What it is called in Slack."""

    @property
    def content(self) -> bytes:
        """What it holds."""


class Parcel(Protocol):
    """Files for one person, with a line of ours beside them."""

    @property
    def comment(self) -> str:
        """The line."""

    @property
    def ids(self) -> Sequence[str]:
        """Slack's ids of the files, where they are uploaded already."""

    async def pack(self) -> Sequence[File]:
        """Make the files."""

    async def note(self, ids: Sequence[str]) -> bool:
        """Write their ids down, durably. False when the parcel is not ours to share any more."""


class Files:
    """Uploads, shares and deletes. A client must not retry by itself. `clock` is the real one."""

    def __init__(
        self,
        client_of: ClientOf,
        http: aiohttp.ClientSession,
        patience: Patience,
        pacing: Pacing,
        clock: Callable[[], datetime],
    ) -> None:
        self._client_of = client_of
        self._http = http
        self._patience = patience
        self._pacing = pacing
        self._clock = clock

    async def share(self, item: Claimed, parcel: Parcel) -> Outcome:
        """Look them up if in doubt; otherwise, or if they are not there, upload what is not uploaded, and share."""
        pace = self._pacing.of(item.owner.workspace)
        try:
            channel = await conversation.channel_of(self._client_of(item.owner.workspace), pace, item)
            found = await self._look_up(item, channel, parcel.ids) if item.doubted and parcel.ids else None
            if found:
                return Sent(channel, found)
            ids = parcel.ids or [await self._upload(item, file) for file in await parcel.pack()]
        except TooSoon as soon:
            return answers.again(item, soon.wait, "paced")
        except answers.TROUBLE as error:
            return answers.before_sending(item, error, self._patience)
        if not await parcel.note(ids):
            return Later(timedelta(0), "taken_over")  # by another worker, or back by its owner: the row says which
        return await self._complete(item, channel, parcel, ids)

    async def delete(self, item: Claimed, file_id: str) -> Later | None:
        """Delete a file in Slack; None when it is deleted, whoever did it.

        A share that was under way when its file was to be deleted may still come: a file that Slack does not know is
        asked for again until no worker can be at it any more.
        """
        try:
            with self._pacing.of(item.owner.workspace).calling("files.delete", item.id):
                await self._client_of(item.owner.workspace).files_delete(file=file_id)
        except TooSoon as soon:
            return Later(soon.wait, "paced")
        except answers.TROUBLE as error:
            word = answers.word_of(error)
            settled = item.since + self._patience.lease + self._patience.doubt
            if word == DELETED or (word == NEVER_SHARED and self._clock() >= settled):
                return None
            return self._again(item, error)
        return None

    def _again(self, item: Claimed, error: Exception) -> Later:
        """Whatever Slack refuses for, it was promised: it is tried again, more and more seldom, and without an end."""
        trouble = answers.before_sending(item, error, self._patience)
        slowly = self._patience.pause * min(item.attempts, SLOWEST)
        return Later(slowly if isinstance(trouble, Failed) else max(slowly, trouble.after), trouble.reason)

    async def _upload(self, item: Claimed, file: File) -> str:
        with self._pacing.of(item.owner.workspace).calling("files.getUploadURLExternal", item.id):
            ticket = await self._client_of(item.owner.workspace).files_getUploadURLExternal(
                filename=file.name, length=len(file.content)
            )
        timeout = aiohttp.ClientTimeout(total=UPLOAD_SECONDS)
        async with self._http.post(ticket["upload_url"], data=BytesIO(file.content), timeout=timeout) as answer:
            answer.raise_for_status()
        return str(ticket["file_id"])

    async def _complete(self, item: Claimed, channel: str, parcel: Parcel, ids: Sequence[str]) -> Outcome:
        files: Any = [{"id": file_id} for file_id in ids]
        pace = self._pacing.of(item.owner.workspace)
        try:
            with pace.calling("files.completeUploadExternal", item.id):
                await self._client_of(item.owner.workspace).files_completeUploadExternal(
                    files=files, channel_id=channel, initial_comment=parcel.comment
                )
        except TooSoon as soon:
            return answers.again(item, soon.wait, "paced")
        except Exception as error:  # noqa: BLE001  # as of a message: Slack may have them
            if answers.word_of(error) == NEVER_SHARED:
                return await self._begin_anew(item, parcel, ids)
            return answers.of_sending(error, self._patience)
        return Sent(channel, None)

    async def _begin_anew(self, item: Claimed, parcel: Parcel, ids: Sequence[str]) -> Outcome:
        """The uploads have run out, or were completed and have not been seen: they go before others come."""
        for file_id in ids:
            try:
                with self._pacing.of(item.owner.workspace).calling("files.delete", item.id):
                    await self._client_of(item.owner.workspace).files_delete(file=file_id)
            except TooSoon as soon:
                return answers.again(item, soon.wait, "paced")
            except answers.TROUBLE as error:
                if answers.word_of(error) not in {NEVER_SHARED, DELETED}:
                    return answers.before_sending(item, error, self._patience)
        await parcel.note([])
        return Later(self._patience.pause, "uploads_ran_out")

    async def _look_up(self, item: Claimed, channel: str, ids: Sequence[str]) -> str | None:
        """The `ts` of the message that holds one of these files, if Slack has it."""
        pace = self._pacing.of(item.owner.workspace)
        async for message in conversation.said_since(self._client_of(item.owner.workspace), pace, item, channel):
            if any(file.get("id") in ids for file in message.get("files") or ()):
                log.info(
                    "Found the files that were in doubt", extra={"event": "delivery.found", "delivery": str(item.id)}
                )
                return str(message["ts"])
        return None
