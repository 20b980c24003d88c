"""Entries as forms leave them behind."""

from typing import Any

from sqlalchemy import select

from bot.app import Bot
from bot.ledger.models import Evidence
from bot.ledger.scope import EVERYONE

SAID = "Cut onboarding to 3 steps because people gave up on the fourth"
MORE = "Add date, link, people and more"
TRUST = "Trust: somebody relied on you"


async def rows(bot: Bot) -> list[Evidence]:
    kept = select(Evidence).where(Evidence.kept).order_by(Evidence.created_at)
    return await bot.ledger.read(EVERYONE, lambda session: list(session.scalars(kept)))


async def row(bot: Bot) -> Evidence:
    (only,) = await rows(bot)
    return only


WRONG: dict[str, tuple[str, Any, str]] = {
    "1970": ("When did it happen?", "1970-01-01", "before the year 2000"),
    "2999": ("When did it happen?", "2999-12-31", "has not come yet"),
    "no link": ("A link to it", "the wiki page", "Start the link with https://"),
    "half a link": ("A link to it", "https://[::1", "Start the link with https://"),
    "a script": ("A link to it", "javascript:alert(1)", "Start the link with https://"),
}
