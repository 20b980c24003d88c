"""A feature request looked at: its own words placed, blanks, and a conclusion that rests on an answer (R11)."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.composing import composed
from bot.coach.making import Material
from bot.coach.markup import readable
from bot.coach.proposal import Kind, propose
from bot.coach.reframing import Reframed, Verdict
from bot.coach.requests import SLOTS, Purpose, looked_at
from bot.coach.wishes import is_request
from prompts.words import LANGUAGES, words
from tests.eval.rows import FRESH, UPDATES, read

ASKED = "Sales asks for SSO."


def made(text: str, purpose: Purpose | None = None, **answers: str) -> Reframed:
    draft, _ = asyncio.run(composed(Material(text, answers, purpose=purpose)))
    return draft


def asked(draft: Reframed) -> list[str]:
    return [question.slot for question in draft.questions]


@pytest.mark.parametrize(
    "text",
    [
        "Customer Globex wants SSO so their admins stop resetting passwords.",
        "Sales asks for a custom report builder.",
        "Globex wants a weekly PDF.",
        "Can we add dark mode?",
        "Feature request: bulk edit for tags.",
        "Our CEO wants a chat bot by June.",
        "Kunde Initech möchte einen Excel-Export.",
        "Le client Initech demande un export Excel.",
        "El cliente Initech quiere exportar a Excel.",
    ],
)
def test_what_plainly_asks_for_a_feature_is_looked_at_as_a_request_r11(text: str) -> None:
    draft = made(text)

    assert draft.verdict is Verdict.REQUEST
    assert propose(text).follow_up == asked(draft)[0]
    assert draft.sections[0].claims[0].text in text
    assert 1 <= len(draft.questions) <= 3
    assert made(text, Purpose.UPDATE).verdict is not Verdict.REQUEST
    decided, _ = asyncio.run(composed(Material(text, decided=Kind.TRUST)))
    assert decided.verdict is not Verdict.REQUEST
    assert made(text, own_role="I said no to it").verdict is not Verdict.REQUEST


@pytest.mark.parametrize(
    "text",
    [
        "We want invoice matching to reach 85% by October.",
        "Finance director Amara asked me to present the pricing model.",
        "Sales wants me in every renewal call.",
        "Customers asked for SSO, so we shipped it in May.",
        "I noticed that customers want SSO.",
        "I said no to the report builder that sales asked for.",
        "Support says users want a faster search; tickets rose from 4 to 9.",
        *(row["text"] for path in (UPDATES, FRESH) for row in read(path)),
    ],
)
def test_what_was_done_decided_or_noticed_is_no_request_r11(text: str) -> None:
    assert not is_request(text)


def test_its_own_words_are_placed_and_what_they_tell_is_not_asked_for_r11() -> None:
    draft = made(
        "Customer Globex wants SSO so their admins stop resetting passwords. 3 of their 40 admins ask every week. "
        "They use a workaround with shared logins."
    )

    assert draft.paste().split("\n\n") == [
        "What is asked for\n• Customer Globex wants SSO so their admins stop resetting passwords.",
        "Who has the problem, and how often\n• 3 of their 40 admins ask every week.",
        "What it stands beside\n• They use a workaround with shared logins.",
    ]
    assert asked(draft) == []


def test_what_is_missing_is_a_blank_and_a_question_r11() -> None:
    draft = made(ASKED)

    assert asked(draft) == ["wanted", "sufferers", "compared"]
    assert draft.paste().count("?]") == 3
    assert "wrong answer" not in (draft.note or "")


@pytest.mark.parametrize("nobody", ["Nobody so far.", "none", "No one that I know of", "0", "nobody yet"])
def test_a_problem_that_nobody_has_makes_the_feature_the_wrong_answer_r11(nobody: str) -> None:
    draft = made(ASKED, Purpose.REQUEST, sufferers=nobody)

    assert draft.note
    assert "the feature is the wrong answer" in draft.note
    assert nobody.rstrip(".") in draft.note
    assert asked(draft) == ["wanted", "compared"]


def test_another_way_that_the_person_names_is_quoted_r11() -> None:
    draft = made(ASKED, compared="Billing would wait. The export would do for all of them.")

    assert draft.note
    assert "“The export would do for all of them”" in draft.note


@pytest.mark.parametrize(
    ("slot", "answer"),
    [
        ("sufferers", "40 admins, every day"),
        ("sufferers", "Nobody but the 40 admins of Globex"),
        ("sufferers", "don't know"),
        ("sufferers", "None of them can log in, 12 a day"),
        ("compared", "There is no workaround"),
        ("compared", "The export would not do"),
        ("compared", "Nothing else does it, and billing would wait"),
        ("compared", "Billing would wait for two weeks"),
        ("wanted", "Nobody resets a password any more"),
    ],
)
def test_nothing_is_concluded_that_no_answer_says_r11(slot: str, answer: str) -> None:
    assert "wrong answer" not in (made(ASKED, Purpose.REQUEST, **{slot: answer}).note or "")


def test_three_answers_that_hold_leave_the_decision_to_the_person_r11() -> None:
    draft = made(ASKED, wanted="Fewer resets", sufferers="40 admins, daily", compared="Billing would wait")

    assert (draft.note or "").endswith("Whether it comes first is your decision.")
    assert draft.questions == ()
    assert "[" not in draft.paste()


def test_small_talk_is_no_request_r6() -> None:
    assert made("thanks!", Purpose.REQUEST).verdict is Verdict.NOT_AN_UPDATE
    assert made("Could they have the roadmap in Excel?", Purpose.REQUEST).verdict is Verdict.NOT_AN_UPDATE


def test_secrets_and_confidential_parts_stay_out_r9() -> None:
    draft = made(
        "Sales asks for SSO. Confidential, do not share: we buy Northwind.", Purpose.REQUEST, wanted="ana@x.example"
    )

    assert "Northwind" not in draft.paste()
    assert "ana@x.example" not in draft.paste()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_look_at_a_request_r7(language: str) -> None:
    told = words(language)

    assert all(told.questions[slot] and told.blanks[slot] and told.request[slot] for slot in SLOTS)
    for name in ("request_nobody", "request_another_way"):
        assert "{answer}" in told.notes[name]


TOLD = st.text(st.sampled_from("abc. ;:,?!\n019%"), max_size=120)


@given(TOLD, st.dictionaries(st.sampled_from(SLOTS), TOLD, max_size=3))
@settings(max_examples=100, deadline=None)
def test_every_claim_is_the_persons_own_r2(text: str, answers: dict[str, str]) -> None:
    draft = looked_at(text, answers)
    own = ["".join(filter(str.isalnum, readable(said))) for said in (text, *answers.values())]  # ":a:" is an emoji

    for claim in (claim for section in draft.sections for claim in section.claims):
        assert any("".join(filter(str.isalnum, claim.text)) in said for said in own)
