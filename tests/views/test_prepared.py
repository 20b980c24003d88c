"""The quick receipt says exactly what the view says."""

import itertools
import json
import uuid
from dataclasses import replace

import pytest
from hypothesis import example, given, settings

from bot import views
from bot.coach.evidence import Entry, Saved
from bot.coach.proposal import Kind, Metric
from prompts.words import LANGUAGES, words
from tests.ledger.rows import NOON
from tests.views.strangest import SAVED

TRICKY = 'Grew 5%, %(id)s %s \x02 \x03 \\u0002 "quoted" \\ <!channel> & 🚀 \u2028' + "0" * 32
ENTRY = Entry(uuid.uuid4(), TRICKY, {}, 1, Kind.METRIC, Metric("\x02 %(words)s", None, "5%"), "baseline", "en", NOON)


@given(SAVED)
@example(Saved(ENTRY))
@example(Saved(ENTRY, before=True))
@example(Saved(replace(ENTRY, author="U0BEN")))
@settings(max_examples=200, deadline=None)
def test_any_prepared_receipt_is_the_receipt_c1(saved: Saved) -> None:
    assert json.loads(views.prepared.receipt(saved)) == views.capture.receipt(saved)


@pytest.mark.parametrize(("language", "kind"), list(itertools.product((*LANGUAGES, "it"), Kind)))
def test_every_look_is_prepared_with_its_own_words_c4_c5(language: str, kind: Kind) -> None:
    for metric, follow_up in itertools.product((None, ENTRY.metric), (None, *words(language).questions)):
        entry = replace(ENTRY, language=language, kind=kind, metric=metric, follow_up=follow_up)

        assert json.loads(views.prepared.receipt(Saved(entry))) == views.capture.receipt(Saved(entry))


def test_what_is_prepared_for_one_never_shows_in_the_receipt_of_another_p1() -> None:
    other = replace(ENTRY, id=uuid.uuid4(), text="Shipped search", metric=Metric("Signups", "2", "3"))
    views.prepared.receipt(Saved(ENTRY))

    assert json.loads(views.prepared.receipt(Saved(other))) == views.capture.receipt(Saved(other))
