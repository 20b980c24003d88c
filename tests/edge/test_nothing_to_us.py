"""What Slack tells of and is nothing to us: each message that the coach itself sends or changes, by the thousand in one hour."""

import pytest

from bot.ledger.scope import Owner
from handlers import asides
from handlers.door import Desk, DirectMessage, Heard


class Nobody:
    """Who must not be asked for anything."""

    def __getattr__(self, name: str) -> None:
        raise AssertionError(f"{name} was asked for.")

    def __call__(self, *_: object) -> None:
        raise AssertionError("Somebody was called.")


@pytest.mark.parametrize(("heard", "text"), [(Heard.NOTHING, "Saved"), (Heard.CHANGED, "")])
async def test_it_is_acknowledged_and_nothing_is_read_written_or_begun(heard: Heard, text: str) -> None:
    acknowledged: list[bool] = []

    async def ack() -> None:
        acknowledged.append(True)

    nobody = Nobody()
    desk = Desk(nobody, nobody, nobody, nobody, "/win")  # type: ignore[arg-type]
    message = DirectMessage(Owner("T1", "U1"), heard, text, "said:D1:1.2", "D1", None, False, ack)  # type: ignore[arg-type]

    await asides.heard(message, desk)

    assert acknowledged == [True]
