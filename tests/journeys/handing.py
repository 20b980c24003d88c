"""A message handed over by its menu."""

from typing import Any

import pytest

from bot.app import Bot
from bot.coach import shelf
from bot.coach.evidence import Entry
from bot.ledger.scope import Owner
from playground import payloads
from playground.conversations import Message
from playground.person import Person

SAVE, REFRAME = "save_as_evidence", "reframe_update"
BOTH = pytest.mark.parametrize("shortcut", [SAVE, REFRAME])
SAID = "Cut onboarding to 3 steps because people gave up on the fourth"
PRAISE = "Thanks Ana, you convinced legal to let us run the pilot. Great work!"
PART = "I wrote the risk memo and asked for the pilot"
ASKED = "What was your part?"
FOLLOW_UP = "What could you do afterwards that you could not do before?"
BOT: dict[str, Any] = {"bot_id": "B0JIRA0001", "bot_profile": {"name": "UBERTRACKER"}, "user": "U0JIRA0001"}


async def entries(bot: Bot, person: Person) -> list[Entry]:
    owner = Owner(person.workspace.id, person.id)
    return list((await shelf.page(bot.ledger, owner)).entries)


async def hands_over(person: Person, shortcut: str, message: Message, **overrides: Any) -> bool:
    """Use the shortcut on a message that is in Slack as `overrides` say."""
    payload = payloads.message_shortcut(person, shortcut, message)
    payload["message"] |= overrides
    return (await person.workspace.world.deliver(payload)).ok


def closes_itself(person: Person) -> None:
    """Nobody presses Close: Slack was reloaded, or the machine went to sleep."""
    person.modals.clear()


FAULTS = ["ratelimited", "status", "hang", "reset"]
