"""A retrospective and the weekly update stand on the person's own words, line by line, and on nothing else (R2, L5, N6)."""

import re
import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach import payback, sharing
from bot.coach.evidence import Entry
from bot.coach.lookbacks import Lookback, Outcome
from bot.coach.promises import Promise
from bot.coach.proposal import Kind, Metric
from bot.coach.reviews import Hour, Look
from tests.firewall.test_vouched import FRAMES
from tests.ledger.rows import NOON

DAY = date(2026, 5, 4)
FRAME_WORDS = {word for frame in FRAMES for word in re.findall(r"[a-z]+", frame.lower())}
MONTHS = {f"{date(2026, month, 1):{form}}".lower() for month in range(1, 13) for form in ("%b", "%B")}
SAID = st.text(alphabet="\u03b1\u03b2\u03b3\u03b4 0123456789%{}!.<>*_&-\n", min_size=1, max_size=30).filter(str.strip)
"""What people say, in letters that none of our words has."""
MAYBE = st.none() | SAID
PROMISES = st.builds(Promise, SAID, st.none() | st.just(DAY), MAYBE, MAYBE, MAYBE, MAYBE, MAYBE)
ANSWERS = st.dictionaries(st.sampled_from(["current", "why", "next_step", "target", "baseline", "noticed"]), SAID)
ENTRIES = st.builds(
    Entry,
    st.uuids(),
    SAID,
    ANSWERS,
    st.just(1),
    st.sampled_from(Kind),
    st.none() | st.builds(Metric, MAYBE, MAYBE, MAYBE),
    st.none(),
    st.just("en"),
    st.just(NOON),
    author=st.sampled_from([None, "U0CLEO"]),
    details=st.fixed_dictionaries({}, optional={"launch": SAID}),
)


@given(PROMISES, st.none() | ENTRIES, st.sampled_from(Outcome))
@settings(max_examples=150, deadline=None)
def test_a_retrospective_claims_nothing_that_nobody_said_r2_l5(
    promise: Promise, entry: Entry | None, outcome: Outcome
) -> None:
    look = Look(uuid.uuid4(), 30, 1, DAY, NOON, "answered", outcome.value)

    text = sharing.told(Lookback(look, uuid.uuid4(), promise, False, Hour()), entry)

    own = [promise.name, promise.problem, promise.who, promise.metric, promise.baseline, promise.target]
    stands_on(text, [*own, *_words_of([entry] if entry else [])], "4 2026")


@given(st.lists(ENTRIES, max_size=5), st.dates(date(2025, 1, 1), date(2027, 1, 1)))
@settings(max_examples=150, deadline=None)
def test_the_weekly_update_claims_nothing_that_nobody_said_r2_n6(entries: list[Entry], until: date) -> None:
    since = until - timedelta(days=6)

    made = payback.compose(entries, since, until)

    if made is not None:
        stands_on(made.text, _words_of(entries), f"{since.day} {until.day}")


def _words_of(entries: Iterable[Entry]) -> list[str | None]:
    return [
        said
        for entry in entries
        for said in (
            entry.text,
            *entry.answers.values(),
            entry.details.get("launch"),
            *((entry.metric.name, entry.metric.before, entry.metric.after) if entry.metric else ()),
        )
    ]


def stands_on(text: str, said: Iterable[str | None], reckoned: str) -> None:
    """Each figure and foreign word is somebody's or of the calendar; each English word is one of our frames."""
    theirs = {piece for each in said if each for piece in _pieces(each)}

    assert set(_pieces(text)) <= theirs | set(_pieces(reckoned))
    assert set(re.findall(r"[a-z]+", text.lower())) <= FRAME_WORDS | MONTHS


def _pieces(text: str) -> list[str]:
    return re.findall(r"[\u03b1-\u03c90-9%]+", text)
