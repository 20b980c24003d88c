"""Praise with the person's part beside it."""

from collections.abc import Mapping

from bot.coach.proposal import Kind
from bot.coach.reframing import reframe

PRAISE = "Props to Ben: since his change to the returns page my team gets half the calls"


def asked(answers: Mapping[str, str]) -> list[str]:
    draft = reframe(PRAISE, answers=answers, decided=Kind.TRUST, of_others=True)
    return [question.slot for question in draft.questions]


def test_who_said_their_part_is_not_asked_what_earned_the_praise() -> None:
    assert "why" in asked({})
    assert "why" not in asked({"own_role": "I read the 60 complaints and cut the page to one question"})
