"""A phrase is searched for only where its letters stand; that must never hide one."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.coach.facts.english import ENGLISH
from bot.coach.facts.french import FRENCH
from bot.coach.facts.german import GERMAN
from bot.coach.facts.hints import Rewriting, hints
from bot.coach.facts.spanish import SPANISH
from tests.firewall.claims import OPEN, read

PHRASES = [phrase for lexicon in (ENGLISH, GERMAN, FRENCH, SPANISH) for phrase in lexicon.phrases]
SAID = [text for claim in read(OPEN) for text in (claim.source.lower(), claim.sentence.lower())]


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in PHRASES if "(?<!" not in pattern])
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_matches_has_one_of_its_hints(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))

    assert not hints(pattern) or any(hint in text for hint in hints(pattern))


@pytest.mark.parametrize(("pattern", "said"), PHRASES)
def test_a_phrase_is_written_anew_as_without_hints(pattern: str, said: str) -> None:
    plain, quick = re.compile(pattern), Rewriting(pattern, said)

    assert [quick.of(text) for text in SAID] == [plain.sub(said, text) for text in SAID]


def test_most_phrases_have_hints() -> None:
    assert sum(any(hint.strip() for hint in hints(pattern)) for pattern, _ in PHRASES) > 0.9 * len(PHRASES)
