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
from bot.coach.facts import Frame, Vouched, dated, framed, one_below_another, own_words
from bot.coach.proposal import Kind
from bot.coach.vocabulary import WORD, is_small_talk
from bot.coach.wishes import is_request
from bot.ledger.models import Evidence
from bot.ledger.plans import Nudge
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger

DAYS: Final = 7
MOST: Final = 30  # entries in one update: nobody's week has more that a manager reads


class Heading(Frame):
    """What entries are evidence of, by the names of their kinds."""

    METRIC = "What moved"
    DECISION = "What I decided"
    PROBLEM = "What I noticed"
    TRUST = "What others said or handed over"
    OUTPUT = "What is out, and not measured yet"
    ASKED_FOR = "What was asked for"
    """By somebody: it is no work that is out."""


class Answer(Frame):
    """What was said when asked, by slots."""

    BASELINE = "  before: {}"
    CURRENT = "  now: {}"
    TARGET = "  goal: {}"
    TRADEOFF = "  trade-off: {}"
    CAUSALITY = "  how sure: {}"
    WHO_AFFECTED = "  for whom: {}"
    WHY = "  why: {}"
    NEXT_STEP = "  next: {}"


class Around(Frame):
    """What stands around an entry, and above them all."""

    DAYS = "{} to {}"
    ENTRY = "- {}"
    LAUNCH = "{}: {}"
    COLLEAGUE = "{} (a colleague's words)"


@dataclass(frozen=True, slots=True)
class Update:
    """The text, whose days it covers, and how many entries are in it and how many were left out."""

    text: Vouched
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
    under = [(heading, [one for one in taken if _heading(one) is heading]) for heading in Heading]
    sections = [one_below_another([framed(heading), *_lines(theirs)]) for heading, theirs in under if theirs]
    title = framed(Around.DAYS, dated(since, year=False), dated(until, year=False))
    text = one_below_another([title, *sections], apart=True)
    return Update(text, since, until, len(taken), len(entries) - len(taken))


def _greets(entry: Entry) -> bool:
    """Whether it holds nothing that a manager reads: "Good morning, how are you?"."""
    low = entry.text.lower()
    return entry.kind is Kind.OUTPUT and not entry.answers and is_small_talk(low, WORD.findall(low))


def _heading(entry: Entry) -> Heading:
    asks = entry.kind is Kind.OUTPUT and is_request(entry.text)
    return Heading.ASKED_FOR if asks else Heading[entry.kind.name]


def _lines(entries: Sequence[Entry]) -> Iterator[Vouched]:
    for entry in entries:
        yield framed(Around.ENTRY, _credited(entry))
        yield from (
            framed(Answer[slot.upper()], _flat(said))
            for slot, said in entry.answers.items()
            if slot.upper() in Answer.__members__ and not says_nothing(said)
        )


def _credited(entry: Entry) -> Vouched:
    launch, words = _flat(str(entry.details.get("launch") or "")), _flat(entry.text)
    words = words if not launch or launch in words else framed(Around.LAUNCH, launch, words)
    return framed(Around.COLLEAGUE, words) if entry.author else words


def _flat(words: str) -> Vouched:
    return own_words(" ".join(words.split()))
