"""One slot of one person: whether something is asked, and what, settled once however often the message is rendered.

Many are settled together: the questions of an hour go out by the thousand. What was asked is a row under the id of its
delivery. Silence leaves nothing behind but the delivery that was skipped.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import aliased

from bot.coach import appointments, profile, slots
from bot.coach.ideas import Known
from bot.coach.knowing import known
from bot.coach.rhythm import FORTNIGHTLY, RESTING, Decision
from bot.coach.situations import Standing, Turn, owner_of, standings
from bot.coach.slots import STALE
from bot.coach.wonder import NOTICES, Question, notice, wonder
from bot.ledger.models import Delivery, Profile
from bot.ledger.plans import Nudge
from bot.ledger.scope import EVERYONE, Owner, ScopedSession, among, same_owner
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


class _Thought(NamedTuple):
    """What would be asked of somebody, and what it was made of."""

    question: Question
    facts: Known


async def render(ledger: Ledger, turns: Collection[Turn], *, now: datetime) -> dict[Turn, Rendered]:
    """Settle what each of these deliveries says. The same again for one that was settled before."""
    looked, thoughts = await ledger.read(EVERYONE, lambda session: _think(session, turns, now))
    settled = await ledger.write(EVERYONE, lambda session: _settle(session, thoughts, now)) if thoughts else {}
    rendered = looked | settled
    for turn, found in rendered.items():
        if isinstance(found, Postponed):
            await _put_off(ledger, turn, found)
    return rendered


def asked_of(row: Nudge) -> Asked:
    """A row as its owner sees it."""
    return Asked(row.id, row.template, row.sentence, row.week, row.state)


async def remind(ledger: Ledger, owner: Owner, nudge: uuid.UUID, *, now: datetime) -> Rendered:
    """What was put off until tomorrow, unless it was answered or everything was paused or stopped meanwhile."""

    def look(session: ScopedSession) -> Rendered:
        row = session.scalars(select(Nudge).where(Nudge.id == nudge)).first()
        settled = session.scalars(select(Profile)).first()
        if row is None or settled is None or row.state == "answered" or not row.sentence:
            return Silent("answered")
        today = slots.local_date(now, slots.zone(settled.zone))
        silence = {"stopped": not settled.every, "paused": bool(settled.paused_until and today < settled.paused_until)}
        reason = next((reason for reason, holds in silence.items() if holds), None)
        return Silent(reason) if reason else asked_of(row)

    return await ledger.read(owner, look)


def _think(
    session: ScopedSession, turns: Collection[Turn], now: datetime
) -> tuple[dict[Turn, Rendered], dict[Turn, _Thought]]:
    """What is said without a thought, and what would be said to the others."""
    looked = _look(session, turns, now)
    spoken = {turn: found for turn, found in looked.items() if isinstance(found, Standing)}
    facts = known(session, [each.profile for each in spoken.values()], now) if spoken else {}
    thoughts = {turn: _Thought(wonder(facts[turn.owner]), facts[turn.owner]) for turn in spoken}
    return {turn: found for turn, found in looked.items() if not isinstance(found, Standing)}, thoughts


def _settle(session: ScopedSession, thoughts: Mapping[Turn, _Thought], now: datetime) -> dict[Turn, Rendered]:
    """Write down what is said, if it still is: nobody else changes these people's rhythm until this is committed."""
    owners = {turn.owner for turn in thoughts}
    profile.hold(session, owners)
    _uncount(session, owners)
    looked = _look(session, thoughts, now)
    spoken = {turn: found for turn, found in looked.items() if isinstance(found, Standing)}
    rows = {turn: _row(found, thoughts[turn], now) for turn, found in spoken.items()}
    _store(session, rows.values())
    _count(session, spoken.values(), now)
    said = {
        turn: Asked(row["id"], row["template"], row["sentence"], row["week"], row["state"])
        for turn, row in rows.items()
    }
    return {turn: found for turn, found in looked.items() if not isinstance(found, Standing)} | said


def _look(session: ScopedSession, turns: Collection[Turn], now: datetime) -> dict[Turn, Rendered | Standing]:
    """How each turn ends that is decided already; how things stand where something is to be said."""
    rows = session.scalars(select(Nudge).where(Nudge.id.in_([turn.delivery for turn in turns])))
    before = {Turn(owner_of(row), row.id): row for row in rows}
    found = standings(session, set(turns) - before.keys())
    return {turn: _again(before[turn]) if turn in before else _now(found.get(turn), now) for turn in turns}


def _again(row: Nudge) -> Rendered:
    return asked_of(row) if row.sentence else Silent("deleted")


def _now(standing: Standing | None, now: datetime) -> Rendered | Standing:
    if standing is None:
        return Silent("unknown")
    if standing.at > now:
        return Postponed(standing.at)
    if standing.at < now - STALE:
        return Silent("stale")
    return standing if standing.decision in SPOKEN else Silent(standing.decision)


def _row(standing: Standing, thought: _Thought, now: datetime) -> dict[str, Any]:
    """What is said, as the values of its columns."""
    decision, whose = standing.decision, standing.profile
    said = thought.question if decision is Decision.ASK else notice(decision, thought.facts.asked)
    return {
        "id": standing.delivery, "workspace_id": whose.workspace_id, "member_id": whose.member_id,
        "week": str(standing.week), "template": said.template, "sentence": said.sentence, "state": "asked",
        "evidence_id": said.about, "created_at": now,
    }  # fmt: skip


def _store(session: ScopedSession, rows: Collection[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(Nudge), list(rows))


def _count(session: ScopedSession, standings: Collection[Standing], now: datetime) -> None:
    """What a question or a notice does to the run, and to the rhythm (N4)."""
    asked = [each.profile.id for each in standings if each.decision is Decision.ASK]
    one_more = update(Profile).where(Profile.id.in_(asked)).values(unanswered=Profile.unanswered + 1)
    if asked:
        session.execute(one_more, execution_options={"synchronize_session": False})
    for each in standings:
        if each.decision is not Decision.ASK:
            _slow_down(each.profile, each.decision, now)


def _slow_down(row: Profile, decision: Decision, now: datetime) -> None:
    row.unanswered = 0
    if decision is Decision.SLOWS:
        row.every = FORTNIGHTLY
        appointments.rescheduled(row, now)
    else:
        row.every, row.nudge_at = RESTING, None


def _uncount(session: ScopedSession, owners: Collection[Owner]) -> None:
    """A question that never reached the person is not one that they left unanswered."""
    other = aliased(Nudge)
    newest = select(func.max(other.week)).where(same_owner(other, Nudge)).scalar_subquery()
    asked = select(Nudge).where(among(Nudge, owners), Nudge.week == newest, Nudge.state == "asked")
    lost = asked.join(Delivery, Delivery.id == Nudge.id).where(Delivery.state.in_(UNSENT))
    rows = {owner_of(row): row for row in session.scalars(lost) if not row.template.startswith(NOTICES)}
    for whose in session.scalars(select(Profile).where(among(Profile, rows))) if rows else ():
        whose.unanswered = max(0, whose.unanswered - 1)
        session.delete(rows[owner_of(whose)])
    session.flush()


async def _put_off(ledger: Ledger, turn: Turn, until: Postponed) -> None:
    """Let the delivery live as long as the hour to which it has moved: that is when the slot is."""
    longer = update(Delivery).where(Delivery.id == turn.delivery).values(expires_at=until.at + STALE)
    moved = update(Profile).where(Profile.slot_at < until.at).values(slot_at=until.at)
    await ledger.write(turn.owner, lambda session: (session.execute(longer), session.execute(moved)))
