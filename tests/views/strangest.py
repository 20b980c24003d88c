"""The longest and strangest that people can give the views, and the rules that every view keeps."""

import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, date
from typing import Any

from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot import views
from bot.coach import launches
from bot.coach.belongings import Counts, Period
from bot.coach.drafts import Shown
from bot.coach.editor import Tone
from bot.coach.evidence import Entry, Saved
from bot.coach.glance import WEEKS, Glance, Week
from bot.coach.home import Seen
from bot.coach.launches import Planned
from bot.coach.lookbacks import Lookback
from bot.coach.making import Maker
from bot.coach.nudges import Standing
from bot.coach.origins import Origin, Place, Trace, Traced, claims_of
from bot.coach.profile import Preferences
from bot.coach.promises import Promise
from bot.coach.proposal import Kind, Metric, propose
from bot.coach.reframing import Claim, Heading, Question, Quote, Reframed, Section, Verdict
from bot.coach.reviews import Hour, Look
from bot.coach.uses import Used
from bot.coach.weeks import last_weeks
from playground import limits
from playground.blocks import inspect_blocks
from playground.view_rules import inspect_view, too_large
from tests.ledger.rows import NOON

COMMANDS = "<!channel> & <@U1|x> <#C1> <https://example.com|here> *b* `c`"
SNIPPETS = [
    "🚀👩‍👩‍👧",
    "שחררנו \u200fמסך",  # noqa: RUF001  # another alphabet is the point
    "ship\u200bped",
    COMMANDS,
    "&" * 400,
    "<" * 300,
    "\n\n",
    "\ufffd",
    "word " * 60,
    "﷽",
    " ",
]
ID = re.compile(r"[0-9a-f]{32}|:\d+|\d{16}|")  # an id, the number of a page, two days, or nothing
OPTION = re.compile(r"(?:[0-9a-f]{32}:)?[a-z0-9_: -]{1,40}", re.IGNORECASE)  # words of ours, behind an id or alone
OUR_WORDS = {views.form.EXPAND, views.mydata.MINE}  # what a button may carry beside an id
BARE = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")

_bit = st.one_of(st.sampled_from(SNIPPETS), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
WORDS = st.builds(
    lambda bits, times, at_most: ("x" + "".join(bits) * times)[:at_most],
    st.lists(_bit, min_size=1, max_size=4),
    st.sampled_from([1, 1, 40, 2_000]),
    st.sampled_from([200, 3_000, 3_001, 10_000, 40_000]),
)
_part = st.none() | st.just("") | WORDS
METRICS = st.none() | st.builds(Metric, _part, _part, _part)
_FIELD = WORDS.map(lambda words: words[:3_000])  # as much as a field of a form can have brought
DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "launch": _FIELD,
        "skill": st.sampled_from(["roadmapping", "resilience"]),
        "lever": st.just("growth"),
        "stakeholders": st.lists(st.sampled_from(["U1", "U2"]), min_size=1, max_size=2, unique=True),
    },
)
ENTRIES = st.builds(
    lambda words, metric, answers, details, link, day: Entry(
        uuid.uuid4(), words, answers, 1, propose(words[:500]).kind, metric, propose(words[:500]).follow_up,
        propose(words[:500]).language, NOON, link=link, happened_on=day, details=details,
    ),
    WORDS, METRICS, st.dictionaries(st.sampled_from(["baseline", "tradeoff", "quote"]), _FIELD), DETAILS,
    st.none() | _FIELD, st.none() | st.dates(),
)  # fmt: skip
SAVED = st.builds(Saved, ENTRIES, st.booleans())
_SOURCES = st.sampled_from(["update", "answer:why", "answer:no such slot", uuid.uuid4().hex])
_CLAIM = st.builds(
    Claim, WORDS, _SOURCES, st.sampled_from(["", "(goal)"]), st.sampled_from(["", "Before"]),
    st.lists(st.builds(Quote, WORDS, _SOURCES), max_size=2).map(tuple),
)  # fmt: skip
_CLAIMS = st.lists(_CLAIM, min_size=1, max_size=6)
_SECTIONS = st.builds(
    Section, st.sampled_from(Heading), st.just("Outcome"), _CLAIMS.map(tuple), st.sampled_from([(), ("[baseline?]",)])
)
_QUESTIONS = st.lists(
    st.builds(Question, st.sampled_from(["baseline", "current", "tradeoff"]), st.just("From what, to what? " * 5)),
    max_size=3,
    unique_by=lambda question: question.slot,
)
REFRAMED = st.builds(
    Reframed,
    verdict=st.sampled_from([Verdict.DRAFTED, Verdict.ALREADY_SENIOR, Verdict.REQUEST]),
    language=st.sampled_from(["en", "de", "fr", "es"]),
    kind=st.sampled_from(Kind),
    metric=METRICS,
    sections=st.lists(_SECTIONS, min_size=1, max_size=6).map(tuple),
    questions=_QUESTIONS.map(tuple),
    left_out=st.lists(st.just("I left one instruction out."), max_size=4).map(tuple),
    conflicts=st.lists(WORDS, max_size=1).map(tuple),  # the coach names one at most
    note=st.sampled_from([None, "This is already a senior update."]),
    tone=st.sampled_from(Tone),
)
COUNTS = st.builds(Counts, *[st.sampled_from([0, 1, 2, 5_000])] * 7)
PERIODS = st.tuples(st.dates(), st.dates()).map(lambda days: Period(min(days), max(days)))
SHOWN = st.builds(
    Shown, st.uuids(), st.uuids(), st.builds(Maker, model=WORDS, firewall=st.none() | st.fixed_dictionaries({"where": WORDS})), REFRAMED, st.none(), kept=st.booleans(), used=st.booleans(),
    rating=st.sampled_from([None, "good", "not_good"]),
)  # fmt: skip
USED = st.none() | st.builds(Used, st.uuids(), WORDS, st.dates(), st.booleans())


def _trace(shown: Shown, places: list[Place], gone: bool, on: date) -> Trace:  # noqa: FBT001  # of hypothesis
    def origin(quote: Quote, place: Place) -> Origin:
        there = place is Place.ENTRY and not gone
        return Origin(quote.text, place, "why", uuid.uuid4() if there else None, on if there else None)

    claims = claims_of(shown.reframed) * 4
    told = [tuple(map(origin, claim.quotes(), places)) for claim in claims]
    return Trace(shown, on, tuple(map(Traced, claims, told)))


TRACES = st.builds(_trace, SHOWN, st.lists(st.sampled_from(Place), min_size=2, max_size=2), st.booleans(), st.dates())
PREFERENCES = st.builds(
    Preferences,
    zone=st.none()
    | st.sampled_from(["Asia/Kathmandu", "America/New_York", "Mars/Olympus", "../../etc", COMMANDS, "America"]),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    metrics=st.lists(WORDS, max_size=3).map(tuple),
    settled=st.booleans(),
)
_COUNTS = st.dictionaries(st.sampled_from(Kind), st.sampled_from([0, 1, 2, 13, 5_000]))
GLANCES = st.lists(_COUNTS, min_size=WEEKS, max_size=WEEKS).map(
    lambda counts: Glance(
        tuple(Week(monday, of) for monday, of in zip(last_weeks(NOON, UTC, WEEKS), counts, strict=True))
    )
)
_typed = st.none() | _FIELD
_DAY = st.dates(date(2000, 1, 1), date(2030, 1, 1))
PROMISES = st.builds(
    Promise, _FIELD, _DAY, _typed, _typed, _typed, _typed, _typed, st.none() | st.just("growth"), st.just(("U1", "U2"))
)
HOURS = st.builds(Hour, st.integers(0, 23), st.sampled_from([None, "Asia/Kathmandu", "No/Where"]))
LOOKS = st.builds(
    Look,
    st.uuids(),
    st.sampled_from([1, 30, 365]),
    st.integers(1, 9),
    _DAY,
    st.just(NOON),
    st.sampled_from(["waiting", "asked", "answered", "cancelled"]),
    st.sampled_from(
        [None, "moved", "did_not_move", "no_data", "too_early", "snoozed", "moved_on", "of another release"]
    ),
)
PLANNED = st.builds(
    Planned,
    st.uuids(),
    PROMISES,
    st.booleans(),
    st.booleans(),
    st.lists(LOOKS, max_size=3).map(tuple),
    HOURS,
    st.none() | st.builds(Standing, st.integers(0, 6), st.integers(0, 23), st.none()),
)
PLANS = st.builds(
    launches.Page, st.lists(PLANNED, max_size=8).map(tuple), st.integers(0, 2), st.integers(0, 30), st.just(NOON.date())
)
LOOKBACKS = st.builds(
    Lookback, LOOKS, st.uuids(), PROMISES, st.booleans(), HOURS, st.none() | LOOKS, st.none() | st.uuids()
)
SEEN = st.builds(
    Seen, PREFERENCES, GLANCES, st.lists(ENTRIES, max_size=3).map(tuple), revision=st.just(1), hash=st.none(),
    launches=st.none() | PLANS,
)  # fmt: skip


def keeps_the_rules_of_messages(said: Mapping[str, Any]) -> None:
    """Slack would take it, and no word of a person is a command in it."""
    seen = inspect_blocks(said.get("blocks", []))
    seen.read(said["text"])
    assert seen.problems == []
    assert seen.broadcasts == []
    assert seen.characters <= limits.BLOCK_CHARACTERS
    assert 0 < len(said["text"]) <= limits.MESSAGE_TEXT
    assert not BARE.search(said["text"])
    for block in said.get("blocks", []):
        _keeps_slacks_own_model(block)
    _holds_only_ids_and_escaped_words(said)


def keeps_the_rules_of_views(view: Mapping[str, Any]) -> None:
    """As above, for a form or a Home."""
    seen = inspect_view(view, "home" if view["type"] == "home" else "modal")
    assert seen.problems == []
    assert seen.broadcasts == []
    assert not too_large(view)
    View(**view).validate_json()
    for block in view["blocks"]:
        _keeps_slacks_own_model(block)
    _holds_only_ids_and_escaped_words(view)


def typed(form: Mapping[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """What Slack would send for a form that nobody changed; in another order, for order means nothing."""
    fields = [block for block in form["blocks"] if block["type"] == "input"]
    return {field["block_id"]: {field["element"]["action_id"]: _held(field["element"])} for field in reversed(fields)}


def _held(element: Mapping[str, Any]) -> dict[str, Any]:
    names = {"initial_value": "value", "initial_option": "selected_option"}
    names |= {"initial_date": "selected_date", "initial_users": "selected_users"}
    return {"type": element["type"]} | {held: element.get(initial) for initial, held in names.items()}


def _keeps_slacks_own_model(block: dict[str, Any]) -> None:
    parsed = Block.parse(block)
    assert parsed is not None
    parsed.validate_json()


def _holds_only_ids_and_escaped_words(shown: Mapping[str, Any]) -> None:
    assert ID.fullmatch(shown.get("private_metadata", ""))
    for piece in _pieces(shown):
        if piece.get("type") == "mrkdwn":
            assert not BARE.search(piece["text"])
        for option in piece.get("options", ()) if piece.get("action_id") else ():
            assert OPTION.fullmatch(option["value"])
        if piece.get("type") == "button" and "value" in piece:
            assert ID.fullmatch(piece["value"]) or piece["value"] in OUR_WORDS
            assert piece["value"]


def _pieces(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _pieces(each)
