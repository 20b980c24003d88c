"""What is known of people when questions are to be made: their newest notes, launches, numbers and colleagues.

It is read for many at once, in the same statements however many they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import func, literal, select
from sqlalchemy.orm import aliased

from bot.coach import slots
from bot.coach.answers import aims
from bot.coach.clauses import clauses
from bot.coach.days import day_of
from bot.coach.glance import tally
from bot.coach.ideas import Known, Noted, Promised
from bot.coach.lookbacks import Outcome
from bot.coach.proposal import Kind, Metric
from bot.coach.vocabulary import WORD
from bot.ledger.instants import Utc
from bot.ledger.models import Evidence, Profile
from bot.ledger.plans import Launch, Nudge, Review
from bot.ledger.scope import Owner, ScopedSession, among, same_owner

NEWEST: Final = 60  # entries that a question can be about
LAUNCHES: Final = 10
WEEK: Final = timedelta(days=6)  # from a Monday to its Sunday
HALF_A_YEAR: Final = timedelta(weeks=27)
NEAR: Final = timedelta(days=14)  # of a review: the same is not asked twice within it
SAYING: Final = 3  # words that say something by themselves
_DIGITS: Final = frozenset("0123456789")
_EVER: Final = datetime(1, 1, 1, tzinfo=UTC)


class _Told(NamedTuple):
    """The rows of one person, and how much of each kind there is."""

    notes: Sequence[Any]
    launches: Sequence[Any]
    reviews: Sequence[Any]
    asked: Sequence[Any]
    counts: Mapping[Kind, int]


def known(session: ScopedSession, profiles: Collection[Profile], now: datetime) -> dict[Owner, Known]:
    """All that is known of the owners of these profiles, as far as a question is made of it."""
    owners = [_owner(profile) for profile in profiles]
    notes, launches, asked = _notes(session, owners), _launches(session, owners), _asked(session, owners, now)
    reviews, counts = _reviews(session, owners), _counts(session, profiles, now)
    told = {
        owner: _Told(notes[owner], launches[owner], reviews[owner], asked[owner], counts.get(owner, {}))
        for owner in owners
    }
    return {_owner(profile): _known(profile, now, told[_owner(profile)]) for profile in profiles}


def _known(profile: Profile, now: datetime, told: _Told) -> Known:
    where = slots.zone(profile.zone)
    today = slots.local_date(now, where)
    days = [(row, day_of(row, where)) for row in told.notes]
    launches = _newest_and_of_this_week(told.launches, today)
    looked_at = {row.launch_id for row in told.reviews if _tells(row, today)}
    since = str(slots.week_of(slots.local_date(now - HALF_A_YEAR, where)))
    return Known(
        today=today,
        noted=[_noted(row, day) for row, day in days if row.author is None],
        promised=[_promised(row, slots.local_date(row.created_at, where), row.id in looked_at) for row in launches],
        metrics=tuple(profile.metrics),
        counts={kind: told.counts.get(kind, 0) for kind in Kind},
        people=_people((day, row.details.get("stakeholders") or ()) for row, day in days),
        asked=[(row.template, row.sentence) for row in told.asked if row.week >= since],
    )


def _owner(row: Any) -> Owner:
    return Owner(row.workspace_id, row.member_id)


def _by_owner(rows: Iterable[Any], most: int | None = None) -> Mapping[Owner, Sequence[Any]]:
    """Whose each row is; of each person's as many as are wanted, in the order in which they come."""
    found: dict[Owner, list[Any]] = defaultdict(list)
    for row in rows:
        theirs = found[_owner(row)]
        if most is None or len(theirs) < most:
            theirs.append(row)
    return found


def _notes(session: ScopedSession, owners: Collection[Owner]) -> Mapping[Owner, Sequence[Any]]:
    """The newest entries. Where the oldest of them stands is found by index, so nobody's thousands are read."""
    other = aliased(Evidence)
    newest = select(other.created_at).where(same_owner(other, Profile), other.kept)
    oldest = newest.order_by(other.created_at.desc()).offset(NEWEST - 1).limit(1).scalar_subquery()
    columns = (
        Evidence.workspace_id, Evidence.member_id, Evidence.id, Evidence.text, Evidence.answers, Evidence.details,
        Evidence.author, Evidence.happened_on, Evidence.kind, Evidence.metric_name, Evidence.metric_before,
        Evidence.metric_after, Evidence.created_at,
    )  # fmt: skip
    theirs = select(*columns).join(Profile, same_owner(Profile, Evidence)).where(among(Profile, owners), Evidence.kept)
    lately = theirs.where(Evidence.created_at >= func.coalesce(oldest, literal(_EVER, Utc())))
    return _by_owner(session.execute(lately.order_by(Evidence.created_at.desc(), Evidence.id)), NEWEST)


def _launches(session: ScopedSession, owners: Collection[Owner]) -> Mapping[Owner, Sequence[Any]]:
    columns = (
        Launch.workspace_id, Launch.member_id, Launch.id, Launch.name, Launch.ships_on, Launch.created_at, Launch.metric,
        Launch.baseline, Launch.target,
    )  # fmt: skip
    planned = select(*columns).where(among(Launch, owners), Launch.state == "planned")
    return _by_owner(session.execute(planned.order_by(Launch.ships_on.desc(), Launch.id)))


def _newest_and_of_this_week(launches: Sequence[Any], today: date) -> Sequence[Any]:
    """Those whose day is in this week, and then the newest."""
    monday = slots.week_of(today).monday()
    of_this_week = [row for row in launches if monday <= row.ships_on <= monday + WEEK]
    return list({row.id: row for row in (*of_this_week, *launches[:LAUNCHES])}.values())


def _reviews(session: ScopedSession, owners: Collection[Owner]) -> Mapping[Owner, Sequence[Any]]:
    columns = Review.workspace_id, Review.member_id, Review.launch_id, Review.due_on, Review.state, Review.answer
    return _by_owner(session.execute(select(*columns).where(among(Review, owners))))


def _tells(review: Any, today: date) -> bool:
    """Whether a review has the answer, or asks about now: the weekly question need not."""
    near = today - NEAR <= review.due_on <= today + NEAR and review.state != "cancelled"
    return near or review.answer in set(Outcome)


def _asked(session: ScopedSession, owners: Collection[Owner], now: datetime) -> Mapping[Owner, Sequence[Any]]:
    """What they were asked, a little further back than half a year: where a week begins is the zone's matter."""
    since = str(slots.week_of((now - HALF_A_YEAR).date()).later(-1))
    columns = Nudge.workspace_id, Nudge.member_id, Nudge.week, Nudge.template, Nudge.sentence
    asked = select(*columns).where(among(Nudge, owners), Nudge.week >= since).order_by(Nudge.week.desc())
    return _by_owner(session.execute(asked))


def _counts(session: ScopedSession, profiles: Collection[Profile], now: datetime) -> Mapping[Owner, Mapping[Kind, int]]:
    """How much evidence there is of each kind lately; the weeks begin where each person is."""
    counts: dict[Owner, Mapping[Kind, int]] = {}
    for name in {profile.zone for profile in profiles}:
        there = [_owner(profile) for profile in profiles if profile.zone == name]
        counts |= tally(session, there, now, slots.zone(name))
    return counts


def _noted(row: Any, day: date) -> Noted:
    metric = Metric(row.metric_name, row.metric_before, row.metric_after)
    told = metric if any((metric.name, metric.before, metric.after)) else None
    return Noted(row.id, day, row.text, Kind(row.kind), told, _goal(row), frozenset(row.answers))


def _goal(row: Any) -> str | None:
    """The part that says what was hoped for, in a number; a bare number says nothing when it is quoted."""
    target = str(row.answers.get("target", ""))
    if len(WORD.findall(target)) >= SAYING:
        return target
    if not _has_digits(row.text):
        return None
    return next((clause for clause in clauses(row.text) if _has_digits(clause) and aims(clause)), None)


def _has_digits(words: str) -> bool:
    return not _DIGITS.isdisjoint(words) or (not words.isascii() and any(map(str.isdigit, words)))


def _promised(row: Any, day: date, reviewed: bool) -> Promised:  # noqa: FBT001  # a field of it
    return Promised(row.name, row.ships_on, day, row.metric, row.baseline, row.target, reviewed)


def _people(mentions: Iterable[tuple[date, Iterable[str]]]) -> Mapping[str, date]:
    """Who was mentioned, and when last."""
    last: dict[str, date] = {}
    for day, people in mentions:
        for person in people:
            name = f"<@{person}>"
            last[name] = max(day, last.get(name, day))
    return last
