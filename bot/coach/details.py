"""What else can be noted about an entry (C7): a closed list for each field, so that coverage can be counted later.

The skills are the thirteen of a senior PM (G10), the functions those a PM works with (G11).
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

LEVERS: Final = ("growth", "retention", "monetization")
ORIGINS: Final = ("asked for", "found by me")
FUNCTIONS: Final = ("engineering", "design", "marketing", "sales", "support", "data", "executives")
SKILLS: Final = (
    "market analysis",
    "roadmapping",
    "long-term planning",
    "technical understanding",
    "documentation",
    "data analysis",
    "customer research",
    "critical thinking",
    "problem solving",
    "performance metrics",
    "flexibility",
    "resilience",
    "continuous learning",
)
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "partner": FUNCTIONS,
    "skill": SKILLS,
    "lever": LEVERS,
    "origin": ORIGINS,
}
PEOPLE: Final = 20  # stakeholders of one entry
EARLIEST: Final = date(2000, 1, 1)  # an older win is a slip of the keyboard


class Complaint(StrEnum):
    """Why a field cannot be kept as it is."""

    NOT_YET = "not_yet"
    LONG_AGO = "long_ago"
    NO_LINK = "no_link"
    TOO_MANY = "too_many"


def complaints(more: Mapping[str, Any], tomorrow: date) -> dict[str, Complaint]:
    """What is wrong with which field. A day may be `tomorrow`: it has begun there while it is still today in UTC."""
    found = {
        "happened_on": _about_day(more.get("happened_on"), tomorrow),
        "link": None if _opens(more.get("link") or "") else Complaint.NO_LINK,
        "stakeholders": Complaint.TOO_MANY if len(more.get("stakeholders") or ()) > PEOPLE else None,
    }
    return {field: complaint for field, complaint in found.items() if complaint}


def _about_day(day: date | None, tomorrow: date) -> Complaint | None:
    if day is None:
        return None
    if day > tomorrow:
        return Complaint.NOT_YET
    return Complaint.LONG_AGO if day < EARLIEST else None


def _opens(link: str) -> bool:
    """Whether a browser would know what to do with it; nothing is a good answer too."""
    if not link:
        return True
    try:
        parts = urlsplit(link)
    except ValueError:  # for example half an IPv6 address
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, link))
