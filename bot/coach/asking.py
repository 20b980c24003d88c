"""One slot of one person: whether something is asked, and what, settled once however often the message is rendered.

What was asked is a row under the id of its delivery. Silence leaves nothing behind but the delivery that was skipped.
"""

import asyncio
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Select, select, update

from bot.coach import appointments, reviews, slots
from bot.coach.knowing import known
from bot.coach.nudges import delivery_of
from bot.coach.profile import profile_of
from bot.coach.rhythm import FORTNIGHTLY, RESTING, WEEKLY, Decision, Situation, decide
from bot.coach.slots import STALE, Week
from bot.coach.wonder import NOTICES, Question, notice, wonder
from bot.ledger.models import Delivery, Evidence, Profile
from bot.ledger.plans import Launch, Nudge
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

UNSENT: Final = ("failed", "skipped")
SPOKEN: Final = frozenset({Decision.ASK, Decision.SLOWS, Decision.STOPS})


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of one week, or the notice in its place, as it was settled."""

    id: uuid.UUID
    template: str
    sentence: str
    week: str
    state: str

    @property
    def notice(self) -> str:
        """Which notice it is; nothing for a question."""
        table, name, _ = self.template.split(".")
        return name if table == NOTICES else ""


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing is asked, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """The hour has moved into the future: ask then."""

    at: datetime


Rendered = Asked | Silent | Postponed


async def render(ledger: Ledger, owner: Owner, delivery: uuid.UUID, *, now: datetime) -> Rendered:
    """Settle what this delivery says. The same again for one that was settled before."""
    first = await ledger.read(owner, lambda session: _look(session, delivery, now))
    if not isinstance(first, Decision):
        return first if not isinstance(first, Postponed) else await _put_off(ledger, owner, delivery, first)
    if first not in SPOKEN:
        return Silent(first)
    facts = await ledger.read(owner, lambda session: known(session, now))
    question = await asyncio.to_thread(wonder, facts)

    def settle(session: ScopedSession) -> Rendered:
        profile = profile_of(session, owner, now)
        _uncount(session, profile)
        again = _look(session, delivery, now)
        if not isinstance(again, Decision):
            return again
        said = question if again is Decision.ASK else notice(again, facts.asked)
        week = _week_of(session, profile, delivery)
        return _say(session, profile, again, said, week, now) if again in SPOKEN else Silent(again)

    return await ledger.write(owner, settle)


def asked_of(row: Nudge) -> Asked:
    """A row as its owner sees it."""
    return Asked(row.id, row.template, row.sentence, row.week, row.state)


async def remind(ledger: Ledger, owner: Owner, nudge: uuid.UUID, *, now: datetime) -> Rendered:
    """What was put off until tomorrow, unless it was answered or everything was paused or stopped meanwhile."""

    def look(session: ScopedSession) -> Rendered:
        row = session.scalars(select(Nudge).where(Nudge.id == nudge)).first()
        profile = session.scalars(select(Profile)).first()
        if row is None or profile is None or row.state == "answered" or not row.sentence:
            return Silent("answered")
        today = slots.local_date(now, slots.zone(profile.zone))
        silence = {"stopped": not profile.every, "paused": bool(profile.paused_until and today < profile.paused_until)}
        reason = next((reason for reason, holds in silence.items() if holds), None)
        return Silent(reason) if reason else asked_of(row)

    return await ledger.read(owner, look)


def _look(session: ScopedSession, delivery: uuid.UUID, now: datetime) -> Rendered | Decision:
    """How things stand at this slot."""
    standing = session.scalars(select(Nudge).where(Nudge.id == delivery)).first()
    if standing:
        return asked_of(standing) if standing.sentence else Silent("deleted")
    profile = session.scalars(select(Profile)).first()
    week = _week_of(session, profile, delivery) if profile else None
    if profile is None or week is None:
        return Silent("unknown")
    at = slots.instant(_day_in(week, profile.weekday), profile.hour, slots.zone(profile.zone))
    if at > now:
        return Postponed(at)
    return decide(situation(session, profile, week)) if at >= now - STALE else Silent("stale")


def _day_in(week: Week, weekday: int) -> date:
    return week.monday() + timedelta(days=weekday)


def _week_of(session: ScopedSession, profile: Profile, delivery: uuid.UUID) -> Week | None:
    """The week that a delivery is of: the one whose id it has, near the instant at which it goes stale."""
    expires = session.scalars(select(Delivery.expires_at).where(Delivery.id == delivery)).first()
    if expires is None:
        return None
    near = slots.week_of(slots.local_date(expires - STALE, slots.zone(profile.zone)))
    weeks = (near, near.later(-1), near.later())
    return next((week for week in weeks if delivery_of(profile.id, week) == delivery), None)


def situation(session: ScopedSession, profile: Profile, week: Week) -> Situation:
    """All that the decision depends on, as it stands now."""
    day = _day_in(week, profile.weekday)
    owner = Owner(profile.workspace_id, profile.member_id)
    since = _slot_before(profile, week)
    kept = select(Evidence.id).where(Evidence.kept)
    answered = select(Nudge.id).where(Nudge.answered_at > since)
    return Situation(
        every=profile.every,
        unanswered=profile.unanswered,
        used=_any(session, kept) or _any(session, select(Launch.id)),
        paused=bool(profile.paused_until and day < profile.paused_until),
        reviewed=reviews.comes_in(session, owner, reviews.hour_of(profile), week),
        logged=_any(session, kept.where(Evidence.created_at > since)) or _any(session, answered),
    )


def _slot_before(profile: Profile, week: Week) -> datetime:
    """When the slot before this one was: hour, zone and rhythm may have been others then. Where nobody knows, as they are."""
    if profile.slot_before and profile.nudge_week == str(week):
        return profile.slot_before
    before = week.later(-max(profile.every, WEEKLY))
    return slots.instant(_day_in(before, profile.weekday), profile.hour, slots.zone(profile.zone))


def _any(session: ScopedSession, rows: Select[uuid.UUID]) -> bool:
    return session.scalars(rows.limit(1)).first() is not None


def _say(  # each is a fact of one slot
    session: ScopedSession, profile: Profile, decision: Decision, said: Question, week: Week | None, now: datetime
) -> Rendered:
    if week is None:
        return Silent("unknown")
    row = Nudge(
        id=delivery_of(profile.id, week), workspace_id=profile.workspace_id, member_id=profile.member_id,
        week=str(week), template=said.template, sentence=said.sentence, state="asked", evidence_id=said.about,
        created_at=now,
    )  # fmt: skip
    session.add(row)
    _count(profile, decision, now)
    return asked_of(row)


def _count(profile: Profile, decision: Decision, now: datetime) -> None:
    """What a question or a notice does to the run, and to the rhythm (N4)."""
    if decision is Decision.ASK:
        profile.unanswered += 1
        return
    profile.unanswered = 0
    if decision is Decision.SLOWS:
        profile.every = FORTNIGHTLY
        appointments.rescheduled(profile, now)
    else:
        profile.every, profile.nudge_at = RESTING, None


def _uncount(session: ScopedSession, profile: Profile) -> None:
    """A question that never reached the person is not one that they left unanswered."""
    newest = select(Nudge).order_by(Nudge.week.desc()).limit(1)
    row = session.scalars(newest).first()
    if row is None or row.state != "asked" or row.template.startswith(NOTICES):
        return
    lost = select(Delivery.id).where(Delivery.id == row.id, Delivery.state.in_(UNSENT))
    if session.scalars(lost).first():
        profile.unanswered = max(0, profile.unanswered - 1)
        session.delete(row)
        session.flush()


async def _put_off(ledger: Ledger, owner: Owner, delivery: uuid.UUID, until: Postponed) -> Postponed:
    """Let the delivery live as long as the hour to which it has moved."""
    longer = update(Delivery).where(Delivery.id == delivery).values(expires_at=until.at + STALE)
    await ledger.write(owner, lambda session: session.execute(longer))
    return until
