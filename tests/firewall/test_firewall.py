"""No lie passes the firewall, and honest sentences do as far as it has come."""

import json
from pathlib import Path

import pytest

from bot.coach.facts import check, read
from tests.firewall import claims

HONEST = 0.18
"""The share of the honest sentences of the open part that passes, rounded down. It fell once, when 600 lies were found that passed."""
_ROWS = [
    json.loads(line)
    for name in ("updates.jsonl", "fresh.jsonl")
    for line in (Path(__file__).parents[1] / "eval" / name).read_text(encoding="utf-8").splitlines()
]


def test_no_lie_of_the_open_part_passes() -> None:
    passed = [one.id for one in claims.read(claims.OPEN) if not one.supported and one.verdict().supported]
    assert passed == []


def test_no_lie_of_the_part_that_was_never_tuned_on_passes() -> None:
    assert claims.summary(claims.read(claims.HELD_OUT))[0] == 0


def test_no_lie_that_once_passed_passes_again() -> None:
    rows = map(json.loads, (claims.HERE / "lies.jsonl").read_text(encoding="utf-8").splitlines())
    passed = [
        (row["source"], row["sentence"])
        for row in rows
        if check(row["source"], tuple(row["stored"]), row["sentence"]).supported
    ]
    assert passed == []


def test_honest_sentences_pass_as_far_as_it_has_come() -> None:
    _, _, passed, honest = claims.summary(claims.read(claims.OPEN))
    assert passed / honest >= HONEST


def test_a_clause_of_the_person_is_always_accepted_by_itself() -> None:
    refused = [
        fact.text
        for text in [*(row["text"] for row in _ROWS), *(one.source for one in claims.read(claims.OPEN))]
        for fact in read(claims.sane(text), "update")
        if not check(text, (), fact.text).supported
    ]
    assert refused == []


@pytest.mark.parametrize(
    "text", ["", " ", ".", "word " * 2000, "🎉🎉", "\u202eabc 5\u202c", "مرحبا 12٪", "??", "1", "a\x00b"]
)
def test_no_text_is_too_odd(text: str) -> None:
    for source, sentence in ((text, "Churn fell to 5%."), ("Churn fell to 5%.", text), (text, text)):
        check(source, (text,), sentence)


def test_nothing_is_given_by_nothing() -> None:
    assert not check("", (), "We shipped search.").supported
    assert not check("We shipped search.", (), "").supported
    assert check("We shipped search.", (), "").reasons
