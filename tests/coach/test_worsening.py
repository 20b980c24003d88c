"""What went the wrong way is asked about as a miss."""

import pytest

from bot.coach.gaps import missing
from bot.coach.metrics import Metric
from bot.coach.reading import understood
from bot.coach.worsening import worsened


@pytest.mark.parametrize(
    ("name", "before", "after", "expected"),
    [
        ("Retention", "35%", "31%", True),
        ("Retention", "31%", "35%", False),
        ("Churn", "3%", "4%", True),
        ("Checkout error rate", "2.3%", "0.8%", False),
        ("p95 latency", "340 ms", "1.2 s", True),
        ("p95 latency", "1.2 s", "340 ms", False),
        ("Umsatz", "12.000 €", "9.000 €", True),
        ("Refunds", "1.0%", "1.6%", True),
        ("Store locator pages", "51k", "49k", False),  # nobody said that more is better
        ("Tickets solved", "12", "20", False),
        ("Retention", "35%", "12 days", False),
        ("Retention", "9 of 12", "3 of 12", False),
        ("Retention", None, "31%", False),
        (None, "35%", "31%", False),
    ],
)
def test_a_metric_that_went_the_wrong_way_is_seen(
    name: str | None,
    before: str | None,
    after: str | None,
    expected: bool,  # noqa: FBT001  # a parameter of the table
) -> None:
    assert worsened(Metric(name, before, after)) is expected


def test_a_miss_is_asked_for_its_reason_and_what_was_decided_r4() -> None:
    reading = understood("Retention dropped to 31% from 35%.", [], {})

    assert missing(reading.kind, reading.facts, reading.metric, recalled=False) == ("why", "decision", "next_step")


def test_a_miss_without_a_reason_is_not_senior_r6() -> None:
    told = "We launched the paywall. {} for 4,000 customers in two weeks. We decided to stop the test."

    assert understood(told.format("Retention rose from 31% to 35%"), [], {}).is_senior()
    assert not understood(told.format("Retention fell from 35% to 31%"), [], {}).is_senior()


@pytest.mark.parametrize(
    ("text", "more", "slot"),
    [
        ("Die Abbruchquote sank von 41 % auf 36 %", ", allerdings lief parallel eine Aktion.", "causality"),
        ("Churn went from 5% to 4%", ", but we also ran a promo.", "causality"),
        ("4 of 6 admins could not find the export.", " I want to put it on the start page.", "next_step"),
        ("Pushed back on the chatbot.", " Told them that tickets are about invoices.", "why"),
        ("Pushed back on the chatbot.", " We do the invoice page first.", "tradeoff"),
    ],
)
def test_what_the_text_tells_is_not_asked_r4(text: str, more: str, slot: str) -> None:
    alone, told = understood(text, [], {}), understood(text + more, [], {})

    assert slot in missing(alone.kind, alone.facts, alone.metric, recalled=False)
    assert slot not in missing(told.kind, told.facts, told.metric, recalled=False)
