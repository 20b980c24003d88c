"""Home on its way: wanted by an opening or a change, made by a worker from what stands then, shown once more if need be.

A member has one job for it at most. Who wants Home while a worker is at it raises the job's revision; the worker, who
has noted the revision before it looked at anything else, then leaves a new job behind.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import select

from bot.coach import jobs, launches, slots
from bot.coach.appointments import enroll
from bot.coach.evidence import Entry, entry_of
from bot.coach.glance import Glance, glance
from bot.coach.jobs import Task
from bot.coach.launches import Page
from bot.coach.nudges import Standing, standing_of
from bot.coach.profile import HOUR, WEEKDAY, Preferences, preferences, profile_of
from bot.ledger.models import Evidence, Job, Profile
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

JOB: Final = "home"
KEY: Final = "home"  # of the job: the same for every asking
NEWEST: Final = 3  # entries on Home itself


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that Home shows, as it stood at one moment; what that moment was, and the hash of what is shown."""

    preferences: Preferences
    glance: Glance
    newest: tuple[Entry, ...]
    revision: int
    hash: str | None
    launches: Page | None = None
    standing: Standing = field(default_factory=partial(Standing, WEEKDAY, HOUR, None))


async def opened(ledger: Ledger, owner: Owner, *, view_hash: str | None, now: datetime) -> None:
    """Want Home because the person opened it. `view_hash` is that of what Slack shows them now, if anything."""

    def note(session: ScopedSession) -> None:
        profile_of(session, owner, now).home_hash = view_hash
        ask(session, owner, now)

    await ledger.write(owner, note)


async def want(ledger: Ledger, owner: Owner, *, now: datetime, within: float) -> None:
    """Want Home because something on it has changed, if it was ever shown. Only reads when it was not."""
    if await ledger.read(owner, is_shown):
        await ledger.write(owner, lambda session: _want(session, owner, now), within)


def is_shown(session: ScopedSession) -> bool:
    """Whether Home was shown before, or is about to be."""
    shown = select(Profile.id).where(Profile.home_hash.is_not(None))
    return bool(session.scalars(shown).first() or session.scalars(select(Job.id).where(Job.source_key == KEY)).first())


def _want(session: ScopedSession, owner: Owner, now: datetime) -> None:
    profile_of(session, owner, now)
    if is_shown(session):
        ask(session, owner, now)


def ask(session: ScopedSession, owner: Owner, now: datetime) -> None:
    """Leave a job, or say to the one that stands that it has something new to show. The profile is held."""
    job = session.scalars(select(Job).where(Job.source_key == KEY)).first()
    if job:
        job.revision += 1
    else:
        session.add(jobs.promise(owner, JOB, key=KEY, now=now))


async def look(ledger: Ledger, task: Task, now: datetime) -> Seen | None:
    """Read all that Home shows; the same number of statements for ten entries and for thousands.

    None when the job was taken over or is gone.
    """

    def gather(session: ScopedSession) -> Seen | None:
        revision = session.scalars(select(Job.revision).where(jobs.held(task))).first()  # before anything else
        if revision is None:
            return None
        settled, profile = preferences(session), session.scalars(select(Profile)).first()
        newest = select(Evidence).where(Evidence.kept).order_by(Evidence.created_at.desc(), Evidence.id).limit(NEWEST)
        return Seen(
            preferences=settled,
            glance=glance(session, now, slots.zone(settled.zone)),
            newest=tuple(entry_of(row) for row in session.scalars(newest)),
            revision=revision,
            hash=profile.home_hash if profile else None,
            launches=launches.coming(session, now),
            standing=standing_of(profile),
        )

    return await ledger.read(task.owner, gather)


async def shown(ledger: Ledger, task: Task, revision: int, view_hash: str, now: datetime) -> None:
    """End the job: Home shows what stood at this revision. What was wanted since is a new job."""

    def note(session: ScopedSession) -> None:
        profile = profile_of(session, task.owner, now)
        job = jobs.clear(session, task)
        if job is None:
            return
        profile.home_hash = view_hash
        enroll(profile, now)  # the hour, with the ways to change and stop it, was seen
        if job.revision > revision:
            ask(session, task.owner, now)

    await ledger.write(task.owner, note)


async def postpone(ledger: Ledger, task: Task, at: datetime, now: datetime) -> None:
    """Begin anew at this time, as if nothing had been tried."""

    def note(session: ScopedSession) -> None:
        profile_of(session, task.owner, now)
        if jobs.clear(session, task):
            later = jobs.promise(task.owner, JOB, key=KEY, now=now)
            later.due_at = at
            session.add(later)

    await ledger.write(task.owner, note)


async def drop(ledger: Ledger, task: Task, now: datetime) -> None:
    """End the job with nothing shown: there is nobody to show it to. It is not wanted again until Home is opened."""

    def note(session: ScopedSession) -> None:
        profile = profile_of(session, task.owner, now)
        if jobs.clear(session, task):
            profile.home_hash = None

    await ledger.write(task.owner, note)
