"""The register: how deliveries ended. What ended during the last commit is written down together in the next."""

import asyncio
from collections.abc import Callable, Sequence

from bot.coach.moment import Moment
from bot.delivery import outbox
from bot.delivery.outbox import Claimed, Outcome, Settlement
from bot.ledger.errors import LedgerError, NotWritten, Unconfirmed
from bot.ledger.store import Ledger

_Waiting = tuple[Settlement, "asyncio.Future[bool]"]


class Register:
    """Settles deliveries, many in one go."""

    def __init__(self, ledger: Ledger, clock: Callable[[], Moment]) -> None:
        self._ledger = ledger
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def settle(self, item: Claimed, outcome: Outcome) -> bool:
        """As `outbox.settle` for one. Raises `LedgerError`."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(((item, outcome), future))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await future

    async def _write(self) -> None:
        await asyncio.sleep(0)  # whatever else ends in this turn of the loop comes along
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._settle(batch)
            except NotWritten as error:
                await self._one_by_one(batch, error)
            except LedgerError as error:
                _resolve(batch, error)
            except Exception as error:  # noqa: BLE001  # around a batch: those that wait behind it must not wait for ever
                _resolve(batch, _unforeseen(error))
        self._writing = None

    async def _settle(self, batch: Sequence[_Waiting]) -> None:
        settled = await outbox.settle(self._ledger, [each for each, _ in batch], now=self._clock())
        for (_, future), answer in zip(batch, settled, strict=True):
            if not future.done():
                future.set_result(answer)

    async def _one_by_one(self, batch: Sequence[_Waiting], error: NotWritten) -> None:
        """Nothing of a batch was stored: one row that cannot be costs no other."""
        if len(batch) == 1:
            return _resolve(batch, error)
        for each in batch:
            try:
                await self._settle([each])
            except LedgerError as again:
                _resolve([each], again)
        return None


def _unforeseen(error: Exception) -> Unconfirmed:
    answer = Unconfirmed()
    answer.__cause__ = error
    return answer


def _resolve(batch: Sequence[_Waiting], error: LedgerError) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error)
