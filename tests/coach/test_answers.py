"""Answers to the coach's questions: a goal stays a goal, a non-answer is none, a result is told as one."""

import pytest

from bot.coach.proposal import Kind
from bot.coach.reframing import Reframed, reframe


def asked(draft: Reframed) -> list[str]:
    return [question.slot for question in draft.questions]


def tagged(answer: str, slot: str = "current", text: str = "We shipped the new search on Monday.") -> Reframed:
    return reframe(text, answers={slot: answer})


def test_the_first_question_on_a_launch_asks_one_thing_r4() -> None:
    assert reframe("We shipped search.").questions[0].text == "What is different for users now?"


@pytest.mark.parametrize(
    ("text", "answer", "lead"),
    [
        ("We shipped the new search.", "Activation should go from 31% to 40%", "Goal"),
        ("We shipped the new search.", "churn, we want 2%", "Goal"),
        ("We shipped the new search.", "churn should go down to 2%", "Goal"),
        ("We shipped the new search.", "Activation will reach 40%", "Goal"),
        ("We shipped the new search.", "We aim for 40% activation", ""),
        ("We shipped the new search.", "31% → 40% is the goal", ""),
        ("Wir haben die neue Suche ausgeliefert.", "Die Aktivierung sollte von 31 % auf 40 % steigen", "Ziel"),
        ("Wir haben die neue Suche ausgeliefert.", "Wir wollen 40 %", "Ziel"),
        ("Nous avons livré la nouvelle recherche.", "L'activation devrait passer de 31 % à 40 %", "Objectif "),
        ("Nous avons livré la nouvelle recherche.", "Nous visons 40 %", "Objectif "),
        ("Hemos publicado el nuevo buscador el lunes.", "La activación debería pasar del 31 % al 40 %", "Objetivo"),
        ("Hemos publicado el nuevo buscador el lunes.", "Queremos llegar al 40 %", "Objetivo"),
    ],
)
def test_a_goal_is_never_told_as_a_result_r5(text: str, answer: str, lead: str) -> None:
    first, draft = reframe(text), reframe(text, answers={"current": answer})

    assert (f"• {lead}: {answer}" if lead else f"• {answer}") in draft.paste()
    assert first.questions[0] in draft.questions
    assert first.sections[0].blanks[-1] in draft.paste()
    assert draft.kind is Kind.OUTPUT
    assert draft.metric is None


def test_a_goal_beside_a_result_is_told_apart_r5() -> None:
    draft = tagged("Activation is now 38%. We want 45% by June.")

    assert "• Activation is now 38%." in draft.paste()
    assert "• Goal: We want 45% by June." in draft.paste()
    assert "current" not in asked(draft)


@pytest.mark.parametrize(
    "answer",
    [
        "Only 0.4% of users invited anyone, we wanted 5%",
        "It flopped: only 0.4% invited anyone and we had hoped for 5%",
        "Nur 12 kamen, wir wollten 40",
    ],
)
def test_a_result_that_missed_its_goal_leaves_no_blank_and_is_not_called_a_goal_r5(answer: str) -> None:
    draft = tagged(answer)

    assert f"• {answer}" in draft.paste()
    assert "current" not in asked(draft)
    assert "result so far" not in draft.paste()


@pytest.mark.parametrize("answer", ["We wanted only 5%, expected only 3%", "We wanted 5%, in 4 weeks"])
def test_goals_alone_still_leave_the_result_open_r5(answer: str) -> None:
    draft = tagged(answer)

    assert "current" in asked(draft)
    assert "Goal" in draft.paste()


@pytest.mark.parametrize(
    "answer",
    [
        "Activation is at 38%, above our goal",
        "We hit our target: activation is at 41%",
        "Search answers in 2 s, better than expected",
        "Users no longer call us to find an invoice",
        "Fewer tickets",
        "Our goal was 40%, it is now 42%",
    ],
)
def test_a_result_is_told_as_one_r5(answer: str) -> None:
    assert answer in tagged(answer).paste()
    assert "Goal" not in tagged(answer).paste()
    assert "current" not in asked(tagged(answer))


@pytest.mark.parametrize(
    ("slot", "answer", "said"),
    [
        ("current", "44%", "Now: 44%"),
        ("current", "about 12 minutes a day", "Now: about 12 minutes a day"),
        ("current", "Activation is at 44%", "Activation is at 44%"),
        ("baseline", "31%", "Before: 31%"),
        ("baseline", "it was 31%", "it was 31%"),
        ("who_affected", "1,200 shops", "For whom: 1,200 shops"),
        ("own_role", "the rollout plan", "My part: the rollout plan"),
        ("own_role", "I wrote the rollout plan", "I wrote the rollout plan"),
    ],
)
def test_a_bare_answer_is_led_in_and_looks_like_no_blank_r4(slot: str, answer: str, said: str) -> None:
    draft = tagged(answer, slot)

    assert f"• {said}\n" in f"{draft.paste()}\n"
    assert f"{answer} [" not in draft.paste()


@pytest.mark.parametrize("part", ["the risk memo", "I wrote the risk memo"])
def test_beside_somebody_elses_words_the_persons_part_is_always_marked_r4(part: str) -> None:
    draft = reframe("You convinced legal to let us run the pilot.", answers={"own_role": part}, of_others=True)

    assert f"• My part: {part}" in draft.paste()


def test_the_bare_name_of_a_number_is_no_result_r5() -> None:
    draft = tagged("activation")

    assert "Now" not in draft.paste()
    assert "[result so far?]" in draft.paste()


def test_an_answer_that_tells_no_change_is_not_called_a_result_r5() -> None:
    assert "People seem to like it" in tagged("People seem to like it").paste()
    assert "Now" not in tagged("People seem to like it").paste()


@pytest.mark.parametrize(
    "answer",
    [
        "don't know", "I don\u2019t know yet", "not sure yet", "nothing yet", "Nothing so far.", "n/a", "N/A", "no idea", "-", "?", "…", "tbd", "Too early to tell",
        "weiß nicht", "Weiß ich noch nicht", "keine Ahnung", "noch nichts", "noch nicht gemessen", "je ne sais pas", "Aucune idée", "rien encore", "pas encore",
        "no sé", "No lo sé", "ni idea", "todavía nada", "aún no",
    ],
)  # fmt: skip
@pytest.mark.parametrize("slot", ["current", "why"])
def test_a_non_answer_is_no_answer_r4(slot: str, answer: str) -> None:
    assert tagged(answer, slot) == reframe("We shipped the new search on Monday.")


@pytest.mark.parametrize(
    "answer", ["Nothing broke for 3 weeks", "No data loss since May", "Not sure, but 4%", "No change", "No"]
)
def test_a_short_answer_with_something_in_it_is_kept_r4(answer: str) -> None:
    assert (answer in tagged(answer).paste()) == (answer != "No")
