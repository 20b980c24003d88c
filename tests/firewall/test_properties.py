"""What holds of every sentence, whatever its words: nothing may be changed, dropped or taken from elsewhere."""

import re
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.coach.clauses import sentences
from bot.coach.facts.firewall import check, ground, judge
from bot.coach.facts.numbers import Number, value_of
from bot.coach.facts.tokens import tokens
from tests.firewall import claims

_OPEN = [one for one in claims.read(claims.OPEN) if one.lang == "en"]
_CLAUSES = [
    (one.source, clause)
    for one in {one.source: one for one in _OPEN}.values()
    for clause in sentences(claims.sane(one.source))
]
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_BINDS = re.compile(
    r"\b(?:not|never|no|only|probably|might|maybe|about|roughly|almost|nearly|seems?|nobody|yet|if|except|most|some)\b|n't\b",
    re.IGNORECASE,
)


@cache  # each worker reads this file, and one of them runs these tests
def _passing() -> list[claims.Claim]:
    return [one for one in _OPEN if one.verdict().supported]


def _values(text: str) -> set[float]:
    return {value_of(match) for match in _DIGITS.findall(text)}


def test_every_figure_of_what_passed_is_given_or_follows() -> None:
    for one in _passing():
        on = ground(one.source, one.stored)
        given_numbers = [
            token.number for text in (one.source, *one.stored) for token in tokens(text, on.lexicon) if token.number
        ]
        for token in tokens(one.sentence, on.lexicon):
            if token.number and not _is_given(token.number, given_numbers):
                assert _follows(token.number, given_numbers), (one.id, token.text)


def _is_given(number: Number, numbers: list[Number]) -> bool:
    return any(abs(number.value - other.value) < 1e-6 for other in numbers)


def _follows(number: Number, numbers: list[Number]) -> bool:
    """Reckoned here anew, from every two given figures."""
    tolerance = 0.02 * number.value + 0.5
    values = [other.value for other in numbers]
    return any(
        min(
            abs(number.value - abs(a - b)),
            abs(number.value - 100 * abs(a - b) / (b or 1)),
            abs(number.value - 100 * a / (b or 1)),
        )
        <= tolerance
        for a in values
        for b in values
    )


def test_no_name_of_what_passed_is_new() -> None:
    for one in _passing():
        for name in re.findall(r"(?<=[\w,] )[A-Z][a-z]{2,}", one.sentence):
            assert name.lower()[:3] in " ".join((one.source, *one.stored)).lower(), (one.id, name)


@pytest.mark.parametrize(("source", "clause"), [pair for pair in _CLAUSES if _BINDS.search(pair[1])])
def test_what_binds_a_clause_is_never_dropped(source: str, clause: str) -> None:
    for match in _BINDS.finditer(clause):
        shorter = f"{clause[: match.start()].rstrip()} {clause[match.end() :].lstrip()}".strip()
        if shorter in sentences(source):
            continue
        assert not check(source, (), shorter).supported, shorter


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_two_figures_never_change_places(data: st.DataObject) -> None:
    source, clause = data.draw(st.sampled_from([pair for pair in _CLAUSES if len(set(_DIGITS.findall(pair[1]))) > 1]))
    found = list(_DIGITS.finditer(clause))
    first, second = sorted(
        data.draw(st.lists(st.sampled_from(found), min_size=2, max_size=2, unique_by=lambda one: one.start())),
        key=lambda one: one.start(),
    )
    assume(value_of(first[0]) != value_of(second[0]))
    swapped = (
        clause[: first.start()] + second[0] + clause[first.end() : second.start()] + first[0] + clause[second.end() :]
    )
    assert not check(source, (), swapped).supported, swapped


@given(st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_word_from_nowhere_is_refused(data: st.DataObject) -> None:
    source, clause = data.draw(st.sampled_from(_CLAUSES))
    words = clause.split()
    place = data.draw(st.integers(0, len(words) - 1))
    stranger = data.draw(st.sampled_from(["zebras", "Quentin", "hyperlocal", "marmalade", "outperformed", "8,731"]))
    changed = " ".join([*words[:place], stranger, *words[place + 1 :]])
    assert not check(source, (), changed).supported, changed


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_figure_is_refused(data: st.DataObject) -> None:
    source, clause = data.draw(st.sampled_from([pair for pair in _CLAUSES if _DIGITS.search(pair[1])]))
    match = data.draw(st.sampled_from(list(_DIGITS.finditer(clause))))
    other = str(data.draw(st.integers(2, 99999)))
    assume(value_of(other) not in _values(source))
    assert not check(source, (), clause[: match.start()] + other + clause[match.end() :]).supported


@given(st.text(max_size=300), st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_verdict_and_always_the_same(source: str, sentence: str) -> None:
    assert check(source, (sentence,), sentence) == check(source, (sentence,), sentence)
    on = ground(source)
    assert judge(on, sentence) == judge(on, sentence)
