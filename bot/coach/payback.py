"""The last days' captures as an update that can be pasted, in the person's own words and by rules alone (N6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select

from bot.coach import slots
from bot.coach.answers import says_nothing
from bot.coach.days import own_zone
from bot.coach.evidence import Entry, entry_of
from bot.coach.proposal import Kind
from bot.coach.requests import is_request
from bot.coach.vocabulary import WORD, is_small_talk
from bot.ledger.models import Evidence
from bot.ledger.plans import Nudge
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

DAYS: Final = 7
MOST: Final = 30  # entries in one update: nobody's week has more that a manager reads
HEADINGS: Final = (
    (Kind.METRIC, "What moved"),
    (Kind.DECISION, "What I decided"),
    (Kind.PROBLEM, "What I noticed"),
    (Kind.TRUST, "What others said or handed over"),
    (Kind.OUTPUT, "What is out, and not measured yet"),
)
ASKED_FOR: Final = "What was asked for"  # by somebody: it is no work that is out
LABELS: Final = {
    "baseline": "before",
    "current": "now",
    "target": "goal",
    "tradeoff": "trade-off",
    "causality": "how sure",
    "who_affected": "for whom",
    "why": "why",
    "next_step": "next",
}


@dataclass(frozen=True, slots=True)
class Update:
    """The text, whose days it covers, and how many entries are in it and how many were left out."""

    text: str
    since: date
    until: date
    entries: int
    left_out: int = 0


async def update(ledger: Ledger, owner: Owner, *, now: datetime) -> Update | None:
    """The update of the last seven days; None when nothing was saved or answered in them."""
    return await ledger.read(owner, lambda session: _gather(session, now))


def _gather(session: ScopedSession, now: datetime) -> Update | None:
    where = own_zone(session)
    today = slots.local_date(now, where)
    first = today - timedelta(days=DAYS - 1)
    since = slots.instant(first, 0, where)
    lately = (Nudge.state == "answered") & (Nudge.week >= str(slots.week_of(first))) & Nudge.evidence_id.is_not(None)
    answered = list(session.scalars(select(Nudge.evidence_id).where(lately)))
    saved = (Evidence.created_at >= since) | Evidence.id.in_(answered)
    newest = select(Evidence).where(Evidence.kept, saved).order_by(Evidence.created_at)
    return compose([entry_of(row) for row in session.scalars(newest)], first, today)


def compose(saved: Sequence[Entry], since: date, until: date) -> Update | None:
    """Sort them by what they are evidence of; every word is the person's own, or credited. None when they say nothing."""
    entries = [entry for entry in saved if not _greets(entry)]
    if not entries:
        return None
    taken = entries[-MOST:]
    under = [
        (heading, [one for one in taken if _heading(one) == heading])
        for heading in (*dict(HEADINGS).values(), ASKED_FOR)
    ]
    sections = ["\n".join([heading, *_lines(theirs)]) for heading, theirs in under if theirs]
    title = f"{since.day} {since:%B} to {until.day} {until:%B}"
    return Update("\n\n".join([title, *sections]), since, until, len(taken), len(entries) - len(taken))


def _greets(entry: Entry) -> bool:
    """Whether it holds nothing that a manager reads: "Good morning, how are you?"."""
    low = entry.text.lower()
    return entry.kind is Kind.OUTPUT and not entry.answers and is_small_talk(low, WORD.findall(low))


def _heading(entry: Entry) -> str:
    asks = entry.kind is Kind.OUTPUT and is_request(entry.text)
    return ASKED_FOR if asks else dict(HEADINGS)[entry.kind]


def _lines(entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        yield f"- {_credited(entry)}"
        yield from (
            f"  {LABELS[slot]}: {_flat(said)}"
            for slot, said in entry.answers.items()
            if slot in LABELS and not says_nothing(said)
        )


def _credited(entry: Entry) -> str:
    launch, words = str(entry.details.get("launch") or ""), _flat(entry.text)
    words = words if not launch or launch in words else f"{launch}: {words}"
    return f"{words} (a colleague's words)" if entry.author else words


def _flat(words: str) -> str:
    return " ".join(words.split())
