"""What is written to the coach in the direct message, and what waits for a decision."""

from typing import Any

from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE
from playground import World
from playground.person import Person

SAID = "Cut onboarding to 3 steps because people gave up on the fourth"
ASKED = "What should I do with this?"
DRAFT = "Your update, reframed"
EMOJI = "🚀🎉"
NO_WORDS = "I can only read words"


def offers(person: Person) -> int:
    return sum(message.text.startswith("What should I do with “") for message in person.dm())


def drafts(person: Person) -> int:
    return sum(message.text == DRAFT for message in person.dm())


async def undecided(bot: Bot) -> list[str]:
    """The words that wait for a decision."""
    waiting = select(Evidence.text).where(~Evidence.kept).order_by(Evidence.created_at)
    return await bot.ledger.read(EVERYONE, lambda session: list(session.scalars(waiting)))


async def says_and_sees_the_offer(person: Person, text: str = SAID) -> None:
    assert (await person.says(text)).ok
    await person.eventually_sees(ASKED)


async def tells(person: Person, **event: Any) -> bool:
    """Deliver an event about the direct message as Slack words it."""
    told = {"type": "message", "channel": person.place("dm").id, "channel_type": "im", "ts": "1700000000.000100"}
    return (await person.workspace.world.event(person.workspace, {**told, **event})).ok


async def nothing_follows(person: Person) -> None:
    """Whatever was to come has come when a later message is answered."""
    await person.says("The last word")
    await person.eventually_sees("> The last word")


def changed(text: str, ana: Person, ts: str) -> dict[str, Any]:
    message = {"type": "message", "user": ana.id, "text": text, "ts": ts, "edited": {"user": ana.id, "ts": ts}}
    return {
        "subtype": "message_changed",
        "message": message,
        "previous_message": {**message, "text": SAID},
        "ts": "9.9",
    }


def left_unanswered_on_purpose(world: World) -> None:
    """Over Socket Mode, what cannot be kept is not acknowledged at all: the local Slack notes that as a breach."""
    assert {violation.error for violation in world.violations} <= {"operation_timeout"}
    world.violations.clear()
