"""An answer that becomes an entry of its own: of the kind that was asked for, and about the launch that was quoted."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select

from bot.coach import evidence
from bot.coach.answers import aims
from bot.coach.ideas import SHORT, SLOT_OF, quoted
from bot.coach.proposal import Kind, Metric, Proposal, propose
from bot.coach.quantities import figures, is_counted
from bot.coach.questions import question
from bot.coach.wonder import group_of, kind_of
from bot.ledger.models import Evidence
from bot.ledger.plans import Launch, Nudge
from bot.ledger.scope import Owner, ScopedSession

QUESTION: Final = "question"  # the detail of an entry that remembers what was asked
LAUNCH: Final = "launch"  # the one that names what the question was about


def of_a_tap(session: ScopedSession, row: Nudge, *, moved: bool) -> str:
    """What a tap says, so that it can be read without its question."""
    outcome = "it moved" if moved else "it has not moved yet"
    launch = None if SLOT_OF.get(group_of(row.template)) else _launch_of(session, row.sentence)
    if launch and launch.metric and launch.target:
        return f"{launch.name}: {launch.metric} (goal {launch.target}), {outcome}"
    return outcome.capitalize()


def new_entry(session: ScopedSession, owner: Owner, row: Nudge, words: str, key: str, now: datetime) -> Evidence:
    """Keep it once for one payload, with the question that it answers."""
    if standing := evidence.by_key(session, key):
        return standing
    launch = _launch_of(session, row.sentence)
    metric = _measured(launch, words, row)
    kind = _kind(words, row)
    found = propose(words, kind, given=metric)
    entry = replace(
        evidence.proposed(words, now, kind), metric=found.metric, follow_up=_unasked(row, found)
    )  # what the launch says of the number is the person's own
    values = evidence.row_of(entry, owner, key)
    details = {QUESTION: row.sentence} | ({LAUNCH: launch.name} if launch else {})
    new = Evidence(**values | {"details": details, "metric_decided": metric is not None})
    new.folded = evidence.searchable(new.text, new.answers, new.details, None)
    session.add(new)
    session.flush()
    return new


def _unasked(row: Nudge, found: Proposal) -> str | None:
    """The one thing to ask for, unless the question that was just answered has asked for it in the same words."""
    asked = question(found.follow_up, "en", found.kind) if found.follow_up else ""
    return None if row.sentence.endswith(asked.rpartition(", ")[2]) else found.follow_up


def _kind(words: str, row: Nudge) -> Kind | None:
    """Where the rules see nothing but an output in it, it is evidence of what was asked for."""
    return kind_of(row.template) if propose(words).kind is Kind.OUTPUT else None


def _measured(launch: Launch | None, words: str, row: Nudge) -> Metric | None:
    """The number of the launch, with what the answer says of it, where that is plain."""
    if launch is None or not launch.metric or kind_of(row.template) is not Kind.METRIC or propose(words).metric:
        return None
    found = [] if aims(words) or not is_counted(words) else figures(words)
    before, after = launch.baseline, found[0].text if len(found) == 1 else None
    return Metric(launch.metric, *((after, None) if group_of(row.template) == "baseline" else (before, after)))


def _launch_of(session: ScopedSession, sentence: str) -> Launch | None:
    """The launch that a question quotes: by its name, or by its number and target."""
    for launch in session.scalars(select(Launch).order_by(Launch.ships_on.desc(), Launch.id)):
        number = [quoted(part, SHORT) for part in (launch.metric, launch.target) if part]
        if f"“{quoted(launch.name, SHORT)}”" in sentence or (len(number) > 1 and all(p in sentence for p in number)):
            return launch
    return None
