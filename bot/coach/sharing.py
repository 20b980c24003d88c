"""What is shown to others: a retrospective or a draft, which its owner edits and sends, and nobody else sees before (L5, R10)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import exists, select

from bot.coach import jobs, lookbacks
from bot.coach.evidence import Entry, Gone, entry_of, lookup, readable
from bot.coach.lookbacks import NEXT_TIME, TOLD, Lookback, Outcome, day
from bot.coach.moment import Moment
from bot.ledger.drafted import Draft
from bot.ledger.models import Delivery
from bot.ledger.plans import Share
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

KIND: Final = "share"  # the kind of delivery that brings it to somebody else
REFUSED: Final = "share_refused"  # the kind that tells its owner why it did not come there
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """The words to share, and the channel and people they are for, by Slack's ids."""

    text: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """What is posted of which review or draft, and where to; `reason` is Slack's word for why it was refused, if it was."""

    subject_id: uuid.UUID
    target: str
    text: str
    reason: str | None = None
    of_draft: bool = False


async def retrospective(ledger: Ledger, owner: Owner, review_id: uuid.UUID) -> tuple[Lookback, str]:
    """A finished review as a text to share, by rules: promise, result, and what was said about it. Raises `Gone`."""
    lookback = await lookbacks.find(ledger, owner, review_id)
    if lookback.look.answer not in set(Outcome):
        raise Gone
    row = await ledger.read(owner, lambda session: lookup(session, lookback.entry_id))
    return lookback, told(lookback, entry_of(row) if row else None)


def told(lookback: Lookback, entry: Entry | None) -> str:
    """The same text; nothing in it that the person did not say, but the headings."""
    promise = lookback.promise
    answers = entry.answers if entry else {}
    on = f" (launched on {day(promise.ships_on)})" if promise.ships_on else ""
    who = f" ({promise.who})" if promise.who and promise.problem else ""
    parts = {
        "Problem": f"{promise.problem}{who}" if promise.problem else None,
        "What we expected": _ends(promise.metric, promise.baseline, promise.target),
        "What happened": _happened(lookback, entry),
        "What changed": answers.get("current"),
        "Why": answers.get("why"),
        "What next": answers.get("next_step"),
        "Next time": _lesson(entry),
    }
    lines = [f"{heading}: {said}" for heading, said in parts.items() if said]
    return "\n\n".join([f"What we learned from {promise.name}{on}", *lines])


def _happened(lookback: Lookback, entry: Entry | None) -> str:
    answer = TOLD[Outcome(lookback.look.answer or Outcome.NO_DATA)]
    metric = entry.metric if entry and entry.metric and entry.metric.after else None
    return f"{answer} {_ends(metric.name, metric.before, metric.after)}" if metric else answer


def _ends(name: str | None, before: str | None, after: str | None) -> str | None:
    if not (before or after):
        return name
    ends = f"from {before} to {after}" if before and after else f"to {after}" if after else f"from {before}"
    return f"{name} {ends}" if name else ends


def _lesson(entry: Entry | None) -> str | None:
    """What stands in the entry behind our own first line."""
    return entry.text.partition("\n")[2].removeprefix(NEXT_TIME).strip() or None if entry else None


async def promise(  # noqa: PLR0913  # all but three are named, and each is a fact of one submission
    ledger: Ledger,
    owner: Owner,
    subject_id: uuid.UUID,
    wish: Wish,
    *,
    key: str,
    now: datetime,
    of_draft: bool = False,
) -> None:
    """Have what was made of a review, or a draft, posted to each target, once for one submission. Raises `Gone`."""

    def store(session: ScopedSession) -> None:
        hold = _hold_draft if of_draft else lookbacks.held
        hold(session, subject_id)
        known = set(session.scalars(select(Share.target).where(Share.source_key == key)))
        for target in dict.fromkeys(wish.targets):
            if target not in known:
                shared = Shared(subject_id, target, readable(wish.text), of_draft=of_draft)
                _store(session, owner, shared, key, now)

    await ledger.write(owner, store)


def _hold_draft(session: ScopedSession, draft_id: uuid.UUID) -> None:
    """Nothing else changes an own draft meanwhile, and one submission waits for its twin."""
    if session.scalars(select(Draft.id).where(Draft.id == draft_id).with_for_update()).first() is None:
        raise Gone


def _store(session: ScopedSession, owner: Owner, shared: Shared, key: str, now: datetime) -> None:
    whose = {"id": uuid.uuid4(), "workspace_id": owner.workspace, "member_id": owner.member, "created_at": now}
    about = {"draft_id" if shared.of_draft else "review_id": shared.subject_id}
    share = Share(**whose, **about, source_key=key, target=shared.target, text=shared.text, state="promised")
    session.add(share)
    session.flush()
    delivery = jobs.deliver(owner, KIND, share.id, now)
    delivery.channel = shared.target
    session.add(delivery)


async def find(ledger: Ledger, owner: Owner, share_id: uuid.UUID) -> Shared:
    """What is to be posted, or was refused. Raises `Gone`."""

    def look(session: ScopedSession) -> Shared:
        row = session.scalars(select(Share).where(Share.id == share_id)).first()
        subject = (row.draft_id or row.review_id) if row else None
        if row is None or subject is None:
            raise Gone
        sent = select(Delivery.reason).where(Delivery.subject_id == share_id, Delivery.kind == KIND)
        reason = session.scalars(sent).first()
        return Shared(subject, row.target, row.text, reason, of_draft=row.draft_id is not None)

    return await ledger.read(owner, look)


async def close(ledger: Ledger, now: Moment) -> int:
    """Note what has arrived, and promise the news of what Slack has refused. Only reads when nothing has ended.

    The words of what has arrived stand in Slack, and are not kept.
    """
    ended = (Share.state == "promised") & (Delivery.subject_id == Share.id) & (Delivery.kind == KIND)
    over = ended & Delivery.state.in_(("sent", "failed"))
    if not await ledger.read(EVERYONE, lambda session: session.scalar(select(exists().where(over)))):
        return 0

    def note(session: ScopedSession) -> int:
        found = select(Share, Delivery.state).join(Delivery, Delivery.subject_id == Share.id).where(over).limit(BATCH)
        rows = session.execute(found.with_for_update(of=Share)).all()
        for share, state in rows:
            share.state = "posted" if state == "sent" else "refused"
            if state == "sent":
                share.text = ""
            else:
                owner = Owner(share.workspace_id, share.member_id)
                session.add(jobs.deliver(owner, REFUSED, share.id, now.due))
        return len(rows)

    return await ledger.write(EVERYONE, note)
