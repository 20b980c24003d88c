"""Reframes on their way: asked for with a click, made by a worker, shown in the direct message."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select

from bot.coach import jobs, sorting
from bot.coach.apart import Apart
from bot.coach.composing import composed
from bot.coach.days import day_of, own_zone
from bot.coach.editor import Editor, Tone
from bot.coach.evidence import Gone, add_answers
from bot.coach.facts import as_kept
from bot.coach.jobs import Task
from bot.coach.making import Made, Maker, Material
from bot.coach.presses import Press
from bot.coach.proposal import Kind, Metric
from bot.coach.reframing import Claim, Heading, Question, Quote, Reframed, Section, Stored, Verdict
from bot.coach.requests import Purpose
from bot.ledger.drafted import Draft
from bot.ledger.models import Evidence, Job
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

FORM: Final = "form:"  # before the id of an open form, where a click was made in one and has no URL
KIND: Final = "draft"  # of the delivery
STORED: Final = 50  # newest entries looked at for facts about the same thing


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft as its owner is shown it, and where to say that it has arrived.

    `kept` says whether its words are an entry; `author` and `link` whose they are and where they stand, if not here;
    `used` whether it stands beside its entry, and `rating` what its owner said of it.
    """

    id: uuid.UUID
    entry_id: uuid.UUID
    by: Maker
    reframed: Reframed
    respond_url: str | None
    kept: bool = True
    author: str | None = None
    link: str | None = None
    used: bool = False
    rating: str | None = None


async def ask(  # noqa: PLR0913  # all are named, and each is a fact of one click
    ledger: Ledger,
    owner: Owner,
    entry_id: uuid.UUID,
    *,
    key: str,
    now: datetime,
    respond_url: str | None = None,
    clicked_in: str = "",
    answers: Mapping[str, str] = MappingProxyType({}),
    tone: Tone = Tone.MANAGER,
    purpose: Purpose | None = None,
) -> bool:
    """Promise a reframe of the entry as it stands, with these answers added to it. False when it is promised already.

    `clicked_in` is the channel of the click: in the direct message, nothing needs to point there. Raises `Gone`.
    """
    press = Press(
        uuid.uuid4(), owner, entry_id, key, now, respond_url, clicked_in, tone.value, purpose and purpose.value
    )
    if not answers:
        return await ledger.join(owner, press)

    def promise(session: ScopedSession) -> bool:
        add_answers(session, entry_id, answers)
        session.flush()
        return press(session.connection())

    return await ledger.write(owner, promise)


async def make(ledger: Ledger, task: Task, made: Made, now: datetime) -> bool:
    """Keep the draft, promise its message and end the job, in one transaction. False when the job was taken over."""

    def keep(session: ScopedSession) -> bool:
        if not jobs.end(session, task, "done"):
            return False
        draft = Draft(
            id=uuid.uuid4(),
            workspace_id=task.owner.workspace,
            member_id=task.owner.member,
            evidence_id=task.entry_id,
            job_id=task.id,
            revision=made.revision,
            tone=made.reframed.tone.value,
            verdict=made.reframed.verdict.value,
            body=asdict(made.reframed),
            created_at=now,
            **asdict(made.by),
        )
        session.add_all([draft, jobs.deliver(task.owner, KIND, draft.id, now)])
        sorting.settle(session, task, made)
        return True

    return await ledger.write(task.owner, keep)


async def work(ledger: Ledger, task: Task, editor: Editor | None = None, apart: Apart = asyncio.to_thread) -> Made:
    """Reframe the entry as it stands now. Raises `Gone`."""
    material, revision = await gather(ledger, task)
    reframed, by = await composed(material, editor, apart)
    return Made(reframed, revision, by)


async def gather(ledger: Ledger, task: Task) -> tuple[Material, int]:
    """What a reframe of the entry is made of, as it stands now, and the entry's revision. Raises `Gone`."""

    def look(session: ScopedSession) -> tuple[Material, int]:
        row = session.scalars(select(Evidence).where(Evidence.id == task.entry_id)).first()
        if row is None:
            raise Gone
        others = select(Evidence).where(Evidence.kept, Evidence.author.is_(None), Evidence.id != row.id)
        others = others.order_by(Evidence.created_at.desc()).limit(STORED)
        zone = own_zone(session)
        stored = [Stored(str(other.id), day_of(other, zone), other.text) for other in session.scalars(others)]
        of_others = row.author is not None  # more is known of their words than they say
        stands = row.kind_decided or of_others
        job = session.scalars(select(Job).where(Job.id == task.id)).first()
        if job is None:
            raise Gone
        decided, purpose = Kind(row.kind) if stands else None, Purpose(job.purpose) if job.purpose else None
        return Material(row.text, _told(row), decided, stored, Tone(job.tone), purpose, of_others), row.revision

    return await ledger.read(task.owner, look)


def _told(row: Evidence) -> dict[str, str]:
    """The answers, and in their place the ends of a metric that the person gave, where the words do not say them."""
    if not row.metric_decided:
        return row.answers
    ends = {"baseline": row.metric_before, "current": row.metric_after}
    name = f"{row.metric_name}: " if row.metric_name else ""
    return {slot: f"{name}{end}" for slot, end in ends.items() if end and end not in row.text} | row.answers


async def shown(ledger: Ledger, owner: Owner, draft_id: uuid.UUID) -> Shown:
    """Look an own draft up. Raises `Gone`."""

    def look(session: ScopedSession) -> Shown:
        draft = session.scalars(select(Draft).where(Draft.id == draft_id)).first()
        if draft is None:
            raise Gone
        return shown_in(session, draft)

    return await ledger.read(owner, look)


def _maker(draft: Draft) -> Maker:
    return Maker(draft.coach, draft.prompt, draft.model, draft.tokens_in, draft.tokens_out, draft.firewall)


def shown_in(session: ScopedSession, draft: Draft) -> Shown:
    """The same inside a transaction that does more."""
    job = session.scalars(select(Job).where(Job.id == draft.job_id)).one()
    entry = session.scalars(select(Evidence).where(Evidence.id == draft.evidence_id)).one()
    return Shown(
        id=draft.id,
        entry_id=entry.id,
        by=_maker(draft),
        reframed=reframed_from(draft.body),
        respond_url=job.respond_url,
        kept=entry.kept,
        author=entry.author,
        link=entry.link,
        used=draft.used_at is not None,
        rating=draft.rating,
    )


def reframed_from(body: Mapping[str, Any]) -> Reframed:
    """A reframe as it was kept."""
    metric = body["metric"]
    return Reframed(
        verdict=Verdict(body["verdict"]),
        language=body["language"],
        kind=Kind(body["kind"]),
        metric=Metric(**metric) if metric else None,
        sections=tuple(_section(section) for section in body["sections"]),
        questions=tuple(Question(**question) for question in body["questions"]),
        left_out=tuple(body["left_out"]),
        conflicts=tuple(body["conflicts"]),
        note=body["note"],
        tone=Tone(body.get("tone", Tone.MANAGER)),
    )


def _section(body: Mapping[str, Any]) -> Section:
    return Section(
        heading=Heading(body["heading"]),
        title=body["title"],
        claims=tuple(map(_claim, body["claims"])),
        blanks=tuple(body["blanks"]),
    )


def _claim(body: Mapping[str, Any]) -> Claim:
    rests_on = tuple(Quote(**quote) for quote in body.get("rests_on", ()))
    return Claim(**{**body, "text": as_kept(body["text"]), "rests_on": rests_on})
