"""A promise: what a launch is to change, for whom and by when, said before it ships (L1)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from bot.coach.details import EARLIEST, LEVERS, PEOPLE
from bot.coach.typed import says_something, storable
from bot.ledger.plans import Launch

FARTHEST: Final = timedelta(days=3 * 366)  # nobody promises more than three years ahead; a later day is a slip
WORDS: Final = ("problem", "who", "metric", "baseline", "target")


class Complaint(StrEnum):
    """Why a field of a promise cannot be kept as it is."""

    NO_NAME = "no_name"
    NO_DAY = "no_day"
    LONG_AGO = "long_ago"
    FAR_AWAY = "far_away"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Promise:
    """What stands in the form of a launch, in the person's own words; what they left out is None."""

    name: str
    ships_on: date | None = None
    problem: str | None = None
    who: str | None = None
    metric: str | None = None
    baseline: str | None = None
    target: str | None = None
    lever: str | None = None
    stakeholders: tuple[str, ...] = ()


def complaints(promise: Promise, today: date) -> dict[str, Complaint]:
    """What is wrong with which field."""
    found = {
        "name": None if says_something(promise.name) else Complaint.NO_NAME,
        "ships_on": _about_day(promise.ships_on, today),
        "stakeholders": Complaint.TOO_MANY if len(promise.stakeholders) > PEOPLE else None,
    }
    return {field: complaint for field, complaint in found.items() if complaint}


def _about_day(day: date | None, today: date) -> Complaint | None:
    if day is None:
        return Complaint.NO_DAY
    if day < EARLIEST:
        return Complaint.LONG_AGO
    return Complaint.FAR_AWAY if day > today + FARTHEST else None


def columns(promise: Promise) -> dict[str, Any]:
    """The promise as the columns of its launch."""
    words = {name: _said(getattr(promise, name)) for name in WORDS}
    lever = promise.lever if promise.lever in LEVERS else None
    name, people = storable(promise.name).strip(), list(promise.stakeholders)
    return {"name": name, **words, "lever": lever, "stakeholders": people, "ships_on": promise.ships_on}


def _said(words: str | None) -> str | None:
    return storable(words) if words and says_something(words) else None


def promise_of(row: Launch) -> Promise:
    """A launch as its form shows it."""
    words = {name: getattr(row, name) for name in WORDS}
    return Promise(row.name, row.ships_on, **words, lever=row.lever, stakeholders=tuple(row.stakeholders))
