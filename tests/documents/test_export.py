"""The export as files: JSON that comes back whole, Markdown that keeps every word and obeys none (P2)."""

import json
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import documents
from bot.coach.exports import Archive, Row
from bot.coach.proposal import Kind
from bot.documents import as_json, as_markdown
from bot.documents.parts import Piece, divided
from tests.ledger.rows import ANA, NOON
from tests.views.strangest import WORDS

BRIEFLY = settings(max_examples=60, deadline=None)
INJECTION = "```\n# Not a heading\n\n````text\n<script>alert(1)</script>\n[x](javascript:1)\n~~~\n* * *"
FENCES = "a\n`````\n> not a quotation\n`````\nb"
ANY_TEXT = st.one_of(
    WORDS, st.sampled_from([INJECTION, FENCES]), st.text(st.sampled_from("`~\n\r #*_<&\u2028x"), max_size=40)
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds are naive
TABLES = ("audit", "delivery", "document", "evidence", "profile", "job", "draft")


def entry(text: str = "Shipped onboarding", **values: Any) -> dict[str, Any]:
    given_values = {
        "id": uuid.uuid4(), "kept": True, "text": text, "answers": {}, "details": {}, "author": None, "link": None,
        "happened_on": None, "revision": 1, "kind": "output", "kind_decided": False, "metric_name": None,
        "metric_before": None, "metric_after": None, "metric_decided": False, "follow_up": None, "language": "en",
        "created_at": NOON,
    }  # fmt: skip
    return given_values | values


ENTRIES = st.builds(
    entry,
    ANY_TEXT,
    kept=st.booleans(),
    answers=st.dictionaries(st.sampled_from(["baseline", "tradeoff"]) | st.text(max_size=9), ANY_TEXT, max_size=3),
    details=st.dictionaries(st.text(max_size=9), JSON_VALUES, max_size=3),
    author=st.none() | ANY_TEXT,
    link=st.none() | ANY_TEXT,
    happened_on=st.none() | st.dates(),
    kind=st.sampled_from([kind.value for kind in Kind]),
    metric_name=st.none() | ANY_TEXT,
    metric_before=st.none() | ANY_TEXT,
    language=st.sampled_from(["en", "de", "xx"]),
    created_at=INSTANTS,
)


def archive_of(*entries: Row, **tables: tuple[Row, ...]) -> Archive:
    return Archive(ANA, NOON, dict.fromkeys(TABLES, ()) | {"evidence": entries} | tables)


def read_back(content: bytes) -> dict[str, Any]:
    document = json.loads(content)
    for row in document["evidence"]:
        row["id"] = uuid.UUID(row["id"])
        row["created_at"] = datetime.fromisoformat(row["created_at"])
        row["happened_on"] = row["happened_on"] and date.fromisoformat(row["happened_on"])
    return dict(document)


def markdown(archive: Archive) -> str:
    [part] = as_markdown.files(archive)
    return part.content.decode()


def outside_of_fences(text: str) -> list[str]:
    """The lines that a reader of Markdown takes for Markdown."""
    lines, fence = [], ""
    for line in re.split(r"\r\n|\r|\n", text):
        opened = re.match(r"(`{3,})(.*)$", line)
        if not fence and opened:
            fence = opened[1]
        elif fence and re.fullmatch(rf" {{0,3}}{fence}`*[ \t]*", line):
            fence = ""
        elif not fence:
            lines.append(line)
    assert not fence
    return lines


@given(st.lists(ENTRIES, max_size=6))
@BRIEFLY
def test_the_json_export_brings_every_entry_back_p2(entries: list[dict[str, Any]]) -> None:
    [part] = as_json.files(archive_of(*entries))

    document = read_back(part.content)

    assert document["evidence"] == entries
    assert (document["format"], document["version"], document["made_at"]) == (
        "pm-coach-export",
        1,
        "2026-05-04T12:00:00Z",
    )
    assert (document["workspace"], document["member"]) == ANA


@given(st.lists(ENTRIES, max_size=6))
@example([entry(FENCES), entry(INJECTION)])
@BRIEFLY
def test_the_markdown_drops_no_word_and_obeys_none_p2(entries: list[dict[str, Any]]) -> None:
    text = markdown(archive_of(*entries))

    for row in entries:
        answers = list(row["answers"].values())
        told = [row["text"], *answers, row["author"] or "", row["link"] or "", row["metric_name"] or ""]
        assert all(said in text for said in told)
    assert all(_ours(line) for line in outside_of_fences(text))


def _ours(line: str) -> bool:
    """Whether a line outside of every fence is one that we say ourselves."""
    headings = r"#{1,4} [A-Z0-9][\w ]*( \d{4})?"
    plain = "<" not in line and not line.startswith(("#", "*", "~", "[", ">", "_"))
    return plain or bool(re.fullmatch(headings, line))


def test_a_day_in_markdown_is_the_one_on_the_persons_wall() -> None:
    there = {"weekday": 4, "hour": 15, "zone": "America/Los_Angeles", "metrics": [], "help": "reframe"}
    late = entry("Shipped it before midnight", created_at=datetime(2026, 6, 1, 6, 30, tzinfo=UTC))

    text = markdown(archive_of(late, profile=(there,)))

    assert "\n## May 2026\n" in text
    assert "\n#### 31 May 2026\n" in text
    assert "Days are those in America/Los_Angeles, times are in UTC." in text


def test_one_read_as_markdown_by_month_and_kind() -> None:
    early = entry("Decided not to build it", kind="decision", created_at=NOON - timedelta(days=40))
    dated = entry("Dated back", happened_on=date(2026, 3, 25))
    late = entry("From 20% to 31%", kind="metric", metric_name="activation", metric_before="20%", metric_after="31%")

    lines = outside_of_fences(markdown(archive_of(early, dated, late)))

    assert [line for line in lines if line.startswith("#")] == [
        "# Everything I keep about you",
        "## March 2026", "### Decision", "#### 25 March 2026", "### Output", "#### 25 March 2026",
        "## May 2026", "### Metric", "#### 04 May 2026",
    ]  # fmt: skip


def test_undecided_words_are_marked() -> None:
    text = markdown(archive_of(entry("Kept"), entry("Perhaps", kept=False)))

    assert text.index("Kept") < text.index("## Not saved") < text.index("Perhaps")


def test_an_export_of_nothing_says_so() -> None:
    [read, parsed] = documents.export(archive_of())

    assert "There are no entries." in read.content.decode()
    assert json.loads(parsed.content)["evidence"] == []
    assert (read.name, parsed.name) == ("pm-coach-2026-05-04.md", "pm-coach-2026-05-04.json")


def test_drafts_settings_and_deeds_stand_in_the_markdown() -> None:
    told = entry()
    body = {
        "sections": [{"title": "Outcome", "claims": [{"text": "Shipped it", "tag": ""}], "blanks": ["[for whom?]"]}]
    }
    draft = {"evidence_id": told["id"], "body": body, "created_at": NOON}
    empty = {"evidence_id": told["id"], "body": {}, "created_at": NOON}
    profile = {"weekday": 4, "hour": 15, "zone": "Europe/Berlin", "metrics": ["activation"], "help": "reframe"}
    deeds = ({"action": "exported", "counts": {"entries": 2, "drafts": 0}, "created_at": NOON},)

    text = markdown(archive_of(told, draft=(draft, empty), profile=(profile,), audit=deeds))

    assert "Outcome\n- Shipped it\n[for whom?]" in text
    assert "Friday, 15:00" in text
    assert "Europe/Berlin" in text
    assert "activation" in text
    assert "- 04 May 2026, 12:00: exported (entries 2)" in text


@pytest.mark.parametrize("kind", [as_json.files, as_markdown.files])
def test_more_than_a_file_holds_comes_in_parts_that_lose_nothing(kind: Any) -> None:
    entries = [entry(f"Entry {n} " + "x" * 500) for n in range(20)]

    parts = kind(archive_of(*entries), room=3_000)

    assert len(parts) > 3
    assert len({part.name for part in parts}) == len(parts)
    said = [re.findall(r"Entry \d+ ", part.content.decode()) for part in parts]
    assert sorted(chain.from_iterable(said)) == sorted(f"Entry {n} " for n in range(20))
    assert all(len(part.content) < 5_000 for part in parts)
    if kind is as_json.files:
        read = [json.loads(part.content) for part in parts]
        assert [(part["part"], part["parts"]) for part in read] == [(n, len(parts)) for n in range(1, len(parts) + 1)]


@given(st.lists(st.binary(max_size=20), max_size=20), st.integers(1, 40))
@BRIEFLY
def test_dividing_keeps_every_piece_in_order(contents: list[bytes], room: int) -> None:
    parts = divided([Piece(None, content) for content in contents], room)

    assert [piece.content for part in parts for piece in part] == contents
    assert all(len(part) <= 1 or sum(len(piece.content) for piece in part) <= room for part in parts)


def test_half_a_surrogate_pair_survives_json_and_breaks_no_markdown() -> None:
    told = entry(details={"odd": "\ud800"})

    [read, parsed] = documents.export(archive_of(told))

    assert json.loads(parsed.content)["evidence"][0]["details"] == {"odd": "\ud800"}
    assert "odd: " in read.content.decode()


def test_what_has_no_form_in_json_is_refused_by_its_type() -> None:
    with pytest.raises(TypeError, match="bytes"):
        as_json.files(archive_of(entry(details={"odd": b"secret"})))
