"""How things stand with many people, each at the slot of one delivery: a handful of statements, however many they are.

A worker asks for a whole batch at once, so what is read here says for everybody whose it is.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from bot.coach import reviews, slots
from bot.coach.nudges import delivery_of
from bot.coach.rhythm import WEEKLY, Decision, Situation, decide
from bot.coach.slots import STALE, Week
from bot.ledger.models import Delivery, Evidence, Profile
from bot.ledger.plans import Launch, Nudge
from bot.ledger.scope import Owner, ScopedSession, among, same_owner


class Turn(NamedTuple):
    """Whose turn it is to be asked, and the delivery that asks."""

    owner: Owner
    delivery: uuid.UUID


@dataclass(frozen=True, slots=True)
class Standing:
    """One person at one slot: the week that it is of, the instant at which it comes as things stand now, and the rest."""

    delivery: uuid.UUID
    profile: Profile
    week: Week
    at: datetime
    situation: Situation

    @property
    def decision(self) -> Decision:
        """What happens at this slot."""
        return decide(self.situation)


class _Person(NamedTuple):
    """A profile, when its owner last saved something, and last answered a question, and whether they planned a launch."""

    profile: Profile
    noted_at: datetime | None
    answered_at: datetime | None
    plans: bool


class _Place(NamedTuple):
    """A slot in time: its week, itself, and the slot before it."""

    person: _Person
    week: Week
    at: datetime
    since: datetime


def owner_of(row: Profile | Nudge) -> Owner:
    """Whose row it is."""
    return Owner(row.workspace_id, row.member_id)


def standings(session: ScopedSession, turns: Collection[Turn]) -> dict[Turn, Standing]:
    """How things stand with each; nobody who is not known, and no delivery that is not theirs."""
    places = _places(session, turns)
    if not places:
        return {}
    weeks, owners = [place.week for place in places.values()], [turn.owner for turn in places]
    reviewed = reviews.coming(session, owners, min(weeks), max(weeks))
    found = {}
    for turn, place in places.items():
        profile, noted_at, answered_at, plans = place.person
        where = slots.zone(profile.zone)
        situation = Situation(
            every=profile.every,
            unanswered=profile.unanswered,
            used=bool(noted_at or plans),
            paused=bool(profile.paused_until and day_in(place.week, profile.weekday) < profile.paused_until),
            reviewed=any(slots.week_of(slots.local_date(at, where)) == place.week for at in reviewed[turn.owner]),
            logged=any(at and at > place.since for at in (noted_at, answered_at)),
        )
        found[turn] = Standing(turn.delivery, profile, place.week, place.at, situation)
    return found


def day_in(week: Week, weekday: int) -> date:
    """The local day of a week's slot."""
    return week.monday() + timedelta(days=weekday)


def _places(session: ScopedSession, turns: Collection[Turn]) -> dict[Turn, _Place]:
    people = _people(session, {turn.owner for turn in turns})
    columns = Delivery.workspace_id, Delivery.member_id, Delivery.id, Delivery.expires_at
    theirs = Delivery.id.in_([turn.delivery for turn in turns])
    places: dict[Turn, _Place] = {}
    for workspace, member, delivery, expires in session.execute(select(*columns).where(theirs)):
        turn = Turn(Owner(workspace, member), delivery)
        if turn in turns and expires and (person := people.get(turn.owner)):
            week = _week_of(person.profile, delivery, expires)
            places |= {turn: _place(person, week)} if week else {}
    return places


def _people(session: ScopedSession, owners: Collection[Owner]) -> dict[Owner, _Person]:
    noted = select(Evidence.created_at).where(same_owner(Evidence, Profile), Evidence.kept)
    newest = noted.order_by(Evidence.created_at.desc()).limit(1).scalar_subquery()
    answered = select(func.max(Nudge.answered_at)).where(same_owner(Nudge, Profile)).scalar_subquery()
    plans = select(Launch.id).where(same_owner(Launch, Profile)).exists()
    rows = session.execute(select(Profile, newest, answered, plans).where(among(Profile, owners)))
    return {owner_of(row[0]): _Person(*row) for row in rows}


def _week_of(profile: Profile, delivery: uuid.UUID, expires: datetime) -> Week | None:
    """The week that a delivery is of: the one whose id it has, near the instant at which it goes stale."""
    near = slots.week_of(slots.local_date(expires - STALE, slots.zone(profile.zone)))
    weeks = (near, near.later(-1), near.later())
    return next((week for week in weeks if delivery_of(profile.id, week) == delivery), None)


def _place(person: _Person, week: Week) -> _Place:
    profile = person.profile
    at = slots.instant(day_in(week, profile.weekday), profile.hour, slots.zone(profile.zone))
    return _Place(person, week, at, _slot_before(profile, week))


def _slot_before(profile: Profile, week: Week) -> datetime:
    """When the slot before this one was: hour, zone and rhythm may have been others then. Where nobody knows, as they are."""
    if profile.slot_before and profile.nudge_week == str(week):
        return profile.slot_before
    before = week.later(-max(profile.every, WEEKLY))
    return slots.instant(day_in(before, profile.weekday), profile.hour, slots.zone(profile.zone))
