"""Tones: another order and less of it, and never more than was said (R5, R10)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.editor import Tone
from bot.coach.proposal import Kind
from bot.coach.reframing import Reframed, Verdict, reframe
from tests.eval.rows import FRESH, UPDATES, Row, read

ROWS = [*read(UPDATES), *read(FRESH)]
SEARCH = "Lena's team built the new search index and p95 latency dropped from 900ms to 240ms. I wrote the PRD and ran the rollout."


def resume(text: str, **answers: str) -> Reframed:
    return reframe(text, tone=Tone.RESUME, answers=answers)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
@pytest.mark.parametrize("tone", [Tone.TEAM, Tone.RESUME])
def test_a_tone_says_nothing_that_the_plain_draft_does_not_r2(row: Row, tone: Tone) -> None:
    plain = {claim.text for section in reframe(row["text"]).sections for claim in section.claims}
    drafted = reframe(row["text"], tone=tone)

    assert {claim.text for section in drafted.sections for claim in section.claims} <= plain
    assert not any(section.blanks for section in drafted.sections)
    assert "[" not in drafted.paste().replace("[secret]", "").replace("[contact]", "").replace("[colleague]", "")


def test_a_resume_line_has_the_figures_and_the_decision_and_no_plan_r10() -> None:
    said = "We shipped on time. I recommended we cut social sharing. Sign-ups rose from 20% to 31% for new teams. Next step: a readout in May."

    draft = resume(said)

    assert draft.paste() == (
        "We shipped on time. I recommended we cut social sharing. Sign-ups rose from 20% to 31% for new teams."
    )
    assert draft.questions == ()
    assert draft.note is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (SEARCH, SEARCH),
        ("Churn fell from 5% to 4%. It's a correlation.", "It's a correlation."),
        ("Churn fell from 5% to 4%. I think the new price did it, not us.", "I think the new price did it"),
        ("I helped with the plan. Error is down to 12%, from 19%. Tomas's team did the modelling.", "Tomas's team did"),
        ("I helped with the plan. Error is down to 12%, from 19%.", "I helped with the plan."),
        ("Credit goes to Tomas. Error is down to 12%, from 19%.", "Credit goes to Tomas."),
        ("Perhaps the new price did it. Churn fell from 5% to 4%.", "Perhaps the new price did it."),
        ("Our goal was 5% by June. We missed it: churn is at 6.2%.", "Our goal was 5% by June."),
        ("We raised trial-to-paid from 8% to 11%. Marketing ran a new campaign the same month.", "Marketing ran"),
    ],
)
def test_what_limits_a_claim_stays_beside_it_r5(text: str, kept: str) -> None:
    assert kept in resume(text).paste()


def test_an_answer_keeps_its_doubt_and_loses_its_plan_r5() -> None:
    draft = resume(
        "Checkout conversion is now 3.4%.", causality="not very, there was no control group", next_step="Ask legal"
    )

    assert "How sure: not very, there was no control group" in draft.paste()
    assert "Ask legal" not in draft.paste()


def test_an_output_alone_is_no_resume_line_and_is_told_so_with_the_questions_r10() -> None:
    draft = resume("This quarter I shipped dark mode. We released CSV export. All on schedule.")

    assert draft.note
    assert draft.paste() == "This quarter I shipped dark mode."
    assert [question.slot for question in draft.questions] == ["current", "why", "who_affected"]


def test_for_the_team_there_are_no_headings_and_the_others_come_last_r10() -> None:
    said = "I decided to drop the wizard because nobody finished it. Kudos to Mira. Activation is now 44%. Next step: ask support."

    draft = reframe(said, tone=Tone.TEAM)

    assert draft.paste().split("\n") == [
        "• I decided to drop the wizard because nobody finished it.",
        "• Activation is now 44%.",
        "• Kudos to Mira.",
        "• Next step: ask support.",
    ]


def test_what_is_senior_is_told_so_for_the_manager_and_shortened_for_a_resume_r6() -> None:
    (row,) = [row for row in ROWS if row["id"] == "p25"]

    assert reframe(row["text"]).verdict is Verdict.ALREADY_SENIOR
    assert resume(row["text"]).verdict is Verdict.DRAFTED


@given(st.sampled_from(ROWS), st.sampled_from(Tone), st.sampled_from([None, *Kind]))
@settings(max_examples=60, deadline=None)
def test_a_tone_is_kept_with_its_draft_and_no_text_is_empty(row: Row, tone: Tone, decided: Kind | None) -> None:
    draft = reframe(row["text"], tone=tone, decided=decided)

    assert draft.tone is tone
    assert bool(draft.paste(blanks=False)) == (draft.verdict is not Verdict.NOT_AN_UPDATE)
