"""What was lost or missed is asked what was decided, and not what is better for users."""

import pytest

from bot.coach.gaps import missing
from bot.coach.placing import Heading, placed
from bot.coach.proposal import Kind, propose
from bot.coach.reading import understood


@pytest.mark.parametrize(
    "text",
    [
        "Lost the Nordwind renewal. They said our reporting is too slow.",
        "We missed our goal: only 22% of patients booked in the app, we wanted 40%",
        "Missed the launch date by two weeks",
        "Wir haben den Kunden Nordwind leider verloren",
        "On a perdu le client Nordwind",
        "Perdimos el contrato con Nordwind",
    ],
)
def test_bad_news_is_asked_what_was_decided(text: str) -> None:
    assert propose(text).follow_up == "decision"


@pytest.mark.parametrize(
    "text", ["Lost and found page is live", "Shipped the missed-call list", "Fixed the lost session bug"]
)
def test_a_word_of_loss_alone_is_no_bad_news(text: str) -> None:
    assert propose(text).follow_up == "current"


def test_a_loss_is_an_outcome_without_a_blank_for_a_better_one() -> None:
    reading = understood("Lost the Nordwind renewal. Reporting is too slow for them.", [], {})

    assert placed(reading.facts, Kind.OUTPUT)[0][0] is Heading.OUTCOME
    assert missing(Kind.OUTPUT, reading.facts, None, recalled=False) == ("decision", "next_step")
