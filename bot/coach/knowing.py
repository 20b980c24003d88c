"""What is known of a person when a question is to be made: their newest notes, launches, numbers and people."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select

from bot.coach import slots
from bot.coach.answers import aims
from bot.coach.clauses import clauses
from bot.coach.days import day_of
from bot.coach.evidence import Entry, entry_of
from bot.coach.glance import glance
from bot.coach.lookbacks import Outcome
from bot.coach.proposal import Kind
from bot.coach.vocabulary import WORD
from bot.coach.wonder import Known, Noted, Promised
from bot.ledger.models import Evidence, Profile
from bot.ledger.plans import Launch, Nudge, Review
from bot.ledger.scope import ScopedSession

NEWEST: Final = 60  # entries that a question can be about
LAUNCHES: Final = 10
WEEK: Final = timedelta(days=6)  # from a Monday to its Sunday
HALF_A_YEAR: Final = timedelta(weeks=27)
NEAR: Final = timedelta(days=14)  # of a review: the same is not asked twice within it
SAYING: Final = 3  # words that say something by themselves


def known(session: ScopedSession, now: datetime) -> Known:
    """All that is known of the session's owner, as far as a question is made of it."""
    profile = session.scalars(select(Profile)).one()
    where = slots.zone(profile.zone)
    newest = select(Evidence).where(Evidence.kept).order_by(Evidence.created_at.desc(), Evidence.id).limit(NEWEST)
    entries = [entry_of(row) for row in session.scalars(newest)]
    days = {entry.id: day_of(entry, where) for entry in entries}
    counts = glance(session, now, where)
    planned = (
        select(Launch).where(Launch.state == "planned").order_by(Launch.ships_on.desc(), Launch.id).limit(LAUNCHES)
    )
    monday = slots.week_of(slots.local_date(now, where)).monday()
    of_this_week = select(Launch).where(Launch.state == "planned", Launch.ships_on.between(monday, monday + WEEK))
    launches = list({row.id: row for row in (*session.scalars(of_this_week), *session.scalars(planned))}.values())
    since = str(slots.week_of(slots.local_date(now - HALF_A_YEAR, where)))
    asked = select(Nudge.template, Nudge.sentence).where(Nudge.week >= since).order_by(Nudge.week.desc())
    today = slots.local_date(now, where)
    looked_at = _looked_at(session, launches, today)
    return Known(
        today=today,
        noted=[_noted(entry, days[entry.id]) for entry in entries if entry.author is None],
        promised=[_promised(row, slots.local_date(row.created_at, where), row.id in looked_at) for row in launches],
        metrics=tuple(profile.metrics),
        counts={kind: counts.of(kind) for kind in Kind},
        people=_people([(days[entry.id], entry.details.get("stakeholders") or ()) for entry in entries]),
        asked=[(template, sentence) for template, sentence in session.execute(asked)],
    )


def _noted(entry: Entry, day: date) -> Noted:
    told = frozenset(entry.answers)
    return Noted(entry.id, day, entry.text, entry.kind, entry.metric, _goal(entry), told)


def _goal(entry: Entry) -> str | None:
    """The part that says what was hoped for, in a number; a bare number says nothing when it is quoted."""
    target = entry.answers.get("target", "")
    if len(WORD.findall(target)) >= SAYING:
        return target
    hoped = (clause for clause in clauses(entry.text) if any(map(str.isdigit, clause)) and aims(clause))
    return next(hoped, None)


def _promised(row: Launch, day: date, reviewed: bool) -> Promised:  # noqa: FBT001  # a field of it
    return Promised(row.name, row.ships_on, day, row.metric, row.baseline, row.target, reviewed)


def _looked_at(session: ScopedSession, launches: Sequence[Launch], today: date) -> set[uuid.UUID]:
    """The launches of which a review has the answer, or asks about now: the weekly question need not."""
    near = Review.due_on.between(today - NEAR, today + NEAR) & (Review.state != "cancelled")
    answered = Review.answer.in_(list(Outcome))
    theirs = Review.launch_id.in_([launch.id for launch in launches])
    return set(session.scalars(select(Review.launch_id).where(theirs, near | answered)))


def _people(mentions: Iterable[tuple[date, Iterable[str]]]) -> Mapping[str, date]:
    """Who was mentioned, and when last."""
    last: dict[str, date] = {}
    for day, people in mentions:
        for person in people:
            name = f"<@{person}>"
            last[name] = max(day, last.get(name, day))
    return last
