"""What is shown to others: a retrospective or a draft, which its owner edits and sends, and nobody else sees before (L5, R10)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import exists, select

from bot.coach import jobs, lookbacks
from bot.coach.evidence import Entry, Gone, entry_of, lookup
from bot.coach.facts import Frame, Vouched, as_kept, dated, framed, one_below_another, own_words
from bot.coach.lookbacks import NEXT_TIME, TOLD, Lookback, Outcome
from bot.coach.moment import Moment
from bot.coach.promises import Promise
from bot.coach.typed import storable
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
    """What is posted of which review or draft, and where to; `reason` is Slack's word for why it was refused, if it was.

    The text is as its owner left it in the form.
    """

    subject_id: uuid.UUID
    target: str
    text: Vouched
    reason: str | None = None
    of_draft: bool = False


class Part(Frame):
    """The parts of a retrospective."""

    PROBLEM = "Problem: {}"
    EXPECTED = "What we expected: {}"
    HAPPENED = "What happened: {}"
    CHANGED = "What changed: {}"
    WHY = "Why: {}"
    NEXT = "What next: {}"
    LESSON = "Next time: {}"


class Around(Frame):
    """What stands within them and above."""

    LEARNED = "What we learned from {}"
    LAUNCHED = "{} (launched on {})"
    WHOSE = "{} ({})"
    BESIDE = "{} {}"
    BOTH = "from {} to {}"
    BEFORE = "from {}"
    AFTER = "to {}"


async def retrospective(ledger: Ledger, owner: Owner, review_id: uuid.UUID) -> tuple[Lookback, Vouched]:
    """A finished review as a text to share, by rules: promise, result, and what was said about it. Raises `Gone`."""
    lookback = await lookbacks.find(ledger, owner, review_id)
    if lookback.look.answer not in set(Outcome):
        raise Gone
    row = await ledger.read(owner, lambda session: lookup(session, lookback.entry_id))
    return lookback, told(lookback, entry_of(row) if row else None)


def told(lookback: Lookback, entry: Entry | None) -> Vouched:
    """The same text; nothing in it that the person did not say, but the frames."""
    promise = lookback.promise
    answers = entry.answers if entry else {}
    parts = {
        Part.PROBLEM: _problem(promise),
        Part.EXPECTED: _ends(promise.metric, promise.baseline, promise.target),
        Part.HAPPENED: _happened(lookback, entry),
        Part.CHANGED: _own(answers.get("current")),
        Part.WHY: _own(answers.get("why")),
        Part.NEXT: _own(answers.get("next_step")),
        Part.LESSON: _lesson(entry),
    }
    title = framed(Around.LEARNED, own_words(promise.name))
    title = framed(Around.LAUNCHED, title, dated(promise.ships_on)) if promise.ships_on else title
    return one_below_another([title, *(framed(part, said) for part, said in parts.items() if said)], apart=True)


def _own(said: str | None) -> Vouched | None:
    return own_words(said) if said else None


def _problem(promise: Promise) -> Vouched | None:
    problem, who = _own(promise.problem), _own(promise.who)
    return framed(Around.WHOSE, problem, who) if problem and who else problem


def _happened(lookback: Lookback, entry: Entry | None) -> Vouched:
    answer = framed(TOLD[Outcome(lookback.look.answer or Outcome.NO_DATA)])
    metric = entry.metric if entry and entry.metric and entry.metric.after else None
    ends = _ends(metric.name, metric.before, metric.after) if metric else None
    return framed(Around.BESIDE, answer, ends) if ends else answer


def _ends(name: str | None, before: str | None, after: str | None) -> Vouched | None:
    if before and after:
        ends = framed(Around.BOTH, own_words(before), own_words(after))
    elif before or after:
        ends = framed(Around.AFTER, own_words(after)) if after else framed(Around.BEFORE, own_words(before or ""))
    else:
        return _own(name)
    return framed(Around.BESIDE, own_words(name), ends) if name else ends


def _lesson(entry: Entry | None) -> Vouched | None:
    """What stands in the entry behind our own first line."""
    return _own(entry.text.partition("\n")[2].removeprefix(NEXT_TIME).strip()) if entry else None


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
                shared = Shared(subject_id, target, own_words(storable(wish.text)), of_draft=of_draft)
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
        return Shared(subject, row.target, as_kept(row.text), reason, of_draft=row.draft_id is not None)

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
