"""Whether the weekly question is asked, in every situation there is (N2, N4)."""

from hypothesis import given
from hypothesis import strategies as st

from bot.coach.rhythm import FORTNIGHTLY, PATIENCE, RESTING, STOPPED, WEEKLY, Decision, Situation, decide

SITUATIONS = st.builds(
    Situation,
    every=st.sampled_from([WEEKLY, FORTNIGHTLY, STOPPED, RESTING]),
    unanswered=st.integers(0, 5),
    used=st.booleans(),
    paused=st.booleans(),
    reviewed=st.booleans(),
    logged=st.booleans(),
)
ALOUD = {Decision.ASK, Decision.SLOWS, Decision.STOPS}


@given(SITUATIONS)
def test_nothing_is_said_unless_nothing_speaks_against_it_n2(now: Situation) -> None:
    speaks_against = not now.used or now.paused or now.reviewed or now.logged or now.every in {STOPPED, RESTING}

    assert (decide(now) in ALOUD) is not speaks_against


@given(SITUATIONS)
def test_a_question_is_asked_until_three_found_no_answer_n4(now: Situation) -> None:
    decision = decide(now)

    if decision in ALOUD:
        assert (decision is Decision.ASK) is (now.unanswered < PATIENCE)
        assert (decision is Decision.SLOWS) <= (now.every == WEEKLY)
        assert (decision is Decision.STOPS) <= (now.every == FORTNIGHTLY)


def test_silence_says_why() -> None:
    assert decide(Situation(WEEKLY, logged=True)) is Decision.LOGGED
    assert decide(Situation(WEEKLY, logged=True, paused=True)) is Decision.PAUSED
    assert decide(Situation(STOPPED)) is Decision.STOPPED
    assert decide(Situation(WEEKLY, used=False, unanswered=3)) is Decision.UNUSED
