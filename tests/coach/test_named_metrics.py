"""The name of a number is the thing that moved, and not the words around it."""

import pytest

from bot.coach.proposal import Kind, Metric, propose


@pytest.mark.parametrize(
    ("text", "name", "before", "after"),
    [
        ("Support told me today that chargebacks went down from 12 to 5 a week", "chargebacks", "12", "5"),
        ("The number of users that churned went from 12 to 5", "number of users that churned", "12", "5"),
        ("Retries went out for the failed payments, which fell from 7% to 4%", "failed payments", "7%", "4%"),
        ("Así arreglamos los pagos fallidos, que bajaron del 7 % al 4 %", "pagos fallidos", "7 %", "4 %"),
        ("Die Suche ist neu, die Absprungrate sank von 58 % auf 44 %", "Absprungrate", "58 %", "44 %"),
        ("The NPS, which stood at 31, is now 40", "NPS", "31", "40"),
    ],
)
def test_a_name_is_neither_who_said_it_nor_which(text: str, name: str, before: str, after: str) -> None:
    assert propose(text).metric == Metric(name, before, after)


@pytest.mark.parametrize(
    ("text", "name", "before", "after"),
    [
        ("Approval takes 2 days now instead of 9", "Approval", "9", "2 days"),
        ("Onboarding now takes about 20 minutes instead of 3 hours", "Onboarding", "3 hours", "20 minutes"),
        ("La validation prend 2 jours au lieu de 9", "validation", "9", "2 jours"),
        ("La aprobación tarda 2 días en vez de 9", "aprobación", "9", "2 días"),
        ("Die Freigabe dauert 2 Tage statt 9", "Freigabe", "9", "2 Tage"),
    ],
)
def test_instead_of_tells_what_it_was_before(text: str, name: str, before: str, after: str) -> None:
    assert propose(text).metric == Metric(name, before, after)


@pytest.mark.parametrize("text", ["Shipped 2 features instead of 5", "We did 3 interviews instead of 10"])
def test_less_work_than_planned_is_no_change_of_a_number(text: str) -> None:
    proposal = propose(text)

    assert proposal.metric is None
    assert proposal.kind is Kind.OUTPUT
