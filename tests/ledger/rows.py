"""People, a moment, and rows that belong to somebody."""

import uuid
from datetime import UTC, date, datetime
from typing import Any, Final

from bot.coach import forms
from bot.coach.evidence import Saved
from bot.coach.moment import Moment
from bot.ledger.arrivals import enroll
from bot.ledger.calls import ModelCall
from bot.ledger.drafted import Draft
from bot.ledger.models import Audit, Delivery, Document, Evidence, Job, Owned, Profile
from bot.ledger.plans import Launch, Nudge, Review, Share
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger

ANA: Final = Owner("T0ACME", "U0ANA")
BEN: Final = Owner("T0ACME", "U0BEN")
ELSEWHERE: Final = Owner("T0OTHER", "U0ANA")  # the same member id in another workspace
NOON: Final = datetime(2026, 5, 4, 12, tzinfo=UTC)


def at(now: datetime) -> Moment:
    """A moment at which both clocks say the same."""
    return Moment(now, now)


def evidence(owner: Owner, **values: Any) -> Evidence:
    given = {
        "text": "Shipped onboarding",
        "source_key": uuid.uuid4().hex,
        "kind": "output",
        "language": "en",
        "folded": "",
    }
    return Evidence(**(_owned(owner) | given | values))


def job(entry: Evidence, **values: Any) -> Job:
    given = {"evidence_id": entry.id, "source_key": uuid.uuid4().hex, "due_at": NOON}
    given |= {"kind": "reframe", "revision": entry.revision or 1}
    return Job(**(_owned(_owner(entry)) | given | values))


def draft(made_by: Job, **values: Any) -> Draft:
    given = {"evidence_id": made_by.evidence_id, "job_id": made_by.id, "revision": 1, "coach": "rules"}
    return Draft(**(_owned(_owner(made_by)) | {"verdict": "drafted", "body": {}} | given | values))


def delivery(owner: Owner, **values: Any) -> Delivery:
    given = {"kind": "draft", "subject_id": uuid.uuid4(), "due_at": NOON}
    return Delivery(**(_owned(owner) | given | values))


def spoken(owner: Owner, **values: Any) -> Evidence:
    """Words that are not an entry yet."""
    return evidence(owner, **{"text": "find the leak", "kept": False} | values)


def belongings(owner: Owner) -> list[Owned]:
    """One row of every kind that can belong to somebody."""
    entry = evidence(owner)
    asked = job(entry)
    made = draft(asked)
    about = [Profile(**_owned(owner)), Document(**_owned(owner), kind="export", source_key="export")]
    audit = Audit(**_owned(owner), action="exported", source_key="export", counts={})
    return [entry, asked, made, delivery(owner, subject_id=made.id), *about, audit, *plans(owner), model_call(owner)]


def model_call(owner: Owner, **values: Any) -> ModelCall:
    given = {"model": "small", "prompt": "reframe@00000000", "outcome": "answered", "milliseconds": 1_500}
    return ModelCall(**(_owned(owner) | {"tokens_in": 120, "tokens_out": 45} | given | values))


def plans(owner: Owner, **words: Any) -> list[Owned]:
    """A launch with a review that was shared, and the question of a week."""
    planned = launch(owner, **words)
    look = review(planned)
    shared = Share(**_owned(owner), review_id=look.id, source_key="view", target="C1", text="", state="posted")
    question = Nudge(**_owned(owner), week="2026-W19", template="t", sentence="Did it move?")
    return [planned, look, shared, question]


def launch(owner: Owner, **values: Any) -> Launch:
    given = {"name": "Onboarding two", "source_key": uuid.uuid4().hex, "ships_on": date(2026, 5, 4), "stakeholders": []}
    return Launch(**(_owned(owner) | {"late": False} | given | values))


def review(planned: Launch, **values: Any) -> Review:
    given = {"launch_id": planned.id, "day": 30, "round": 1, "due_on": date(2030, 6, 3)}
    given |= {"due_at": datetime(2030, 6, 3, 15, tzinfo=UTC), "state": "waiting"}
    return Review(**(_owned(_owner(planned)) | given | values))


def put(session: ScopedSession, *rows: Owned) -> None:
    """Store rows in this order, and their members before them."""
    for row in rows:
        enroll(session, _owner(row), NOON)
        session.add(row)
        session.flush()


async def stored(ledger: Ledger, *rows: Owned) -> None:
    """Commit rows, whoever they belong to."""
    await ledger.write(EVERYONE, lambda session: put(session, *rows))


async def edit(ledger: Ledger, owner: Owner, entry_id: uuid.UUID, words: str) -> Saved:
    """Change the words of an entry and nothing else, as its form would."""
    return await forms.revise(ledger, owner, entry_id, forms.Filled(words))


def _owned(owner: Owner) -> dict[str, Any]:
    return {"id": uuid.uuid4(), "workspace_id": owner.workspace, "member_id": owner.member, "created_at": NOON}


def _owner(row: Owned) -> Owner:
    return Owner(row.workspace_id, row.member_id)
