"""Days as people write them."""

from datetime import date

from bot.coach.lookbacks import day


def on(when: date, language: str) -> str:
    """A day such as 3 May 2026; where the months have other names, as ISO 8601 writes it."""
    return day(when) if language == "en" else when.isoformat()
